import { type Response, Router } from 'express';
import { z } from 'zod';
import { PlumblineError } from '../../lib/errors.js';
import {
  ACTS,
  type ActName,
  type ActRun,
  actRunSchema,
  type Counters,
  countersSchema,
  type DEMO_EVENTS,
  DEMO_ROUTES,
  type DemoEvent,
  type Story,
  storiesSchema,
  WHAT_IF_MAX_POINTS,
  type WhatIf,
  whatIfSchema,
} from './contract.js';

export type DemoListener = <E extends DemoEvent>(
  event: E,
  data: z.output<(typeof DEMO_EVENTS)[E]>,
) => void;

/** What stands behind the guided tour. */
export interface DemoService {
  /** Those whose lead has its first score. */
  stories(): Promise<Story[]>;
  counters(): Promise<Counters>;
  /** `points` null: today's. */
  whatIf(points: number | null): Promise<WhatIf>;
  /** Starts an act. Throws `act-running` (409) while another runs. */
  play(act: ActName): ActRun;
  /** Told of everything that happens from now on. @returns what ends that. */
  subscribe(listener: DemoListener): () => void;
}

/** Proxies close what is silent. */
const COMMENT_MS = 10_000;

/** Points of the query; null for today's. Throws `bad-query` (400) that says what is valid. */
function pointsIn(query: unknown): number | null {
  if (query === undefined) return null;
  const text = z.string().min(1).safeParse(query);
  const number = z.coerce.number().min(0).max(WHAT_IF_MAX_POINTS);
  const parsed = number.safeParse(text.success ? text.data : undefined);
  if (parsed.success) return parsed.data;
  throw new PlumblineError(
    'bad-query',
    `pricing must be a number from 0 to ${WHAT_IF_MAX_POINTS}, as in ?pricing=30.`,
    { status: 400 },
  );
}

async function stream(service: DemoService, response: Response): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  let first = false;
  const waiting: string[] = [];
  const send = (event: DemoEvent, data: unknown): void => {
    const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    if (first) response.write(text);
    else waiting.push(text);
  };
  const end = service.subscribe(send);
  const comment = setInterval(() => response.write(':\n\n'), COMMENT_MS);
  response.on('close', () => {
    clearInterval(comment);
    end();
  });
  try {
    const counters = countersSchema.parse(await service.counters());
    first = true;
    send('counters', counters);
    for (const text of waiting) response.write(text);
  } catch {
    // The page connects again.
    response.end();
  }
}

/** The routes of the guided tour, at the paths of `DEMO_ROUTES`. Every answer passes its schema on the way out. */
export function createDemoRouter(service: DemoService): Router {
  const router = Router();
  router.get(DEMO_ROUTES.stories, async (_request, response) => {
    const stories = await service.stories();
    if (stories.length === 0) {
      const message = 'The first scores are being made; ask again in a moment.';
      throw new PlumblineError('not-ready', message, { status: 503 });
    }
    response.json(storiesSchema.parse({ stories }));
  });
  router.get(DEMO_ROUTES.counters, async (_request, response) => {
    response.json(countersSchema.parse(await service.counters()));
  });
  router.get(DEMO_ROUTES.whatIf, async (request, response) => {
    const points = pointsIn(request.query.pricing);
    response.json(whatIfSchema.parse(await service.whatIf(points)));
  });
  router.get(DEMO_ROUTES.events, (_request, response) => stream(service, response));
  router.post(`${DEMO_ROUTES.acts}/:act`, (request, response) => {
    const act = ACTS.find((name) => name === request.params.act);
    if (!act) {
      const message = `There is no such act; there are ${ACTS.join(', ')}.`;
      throw new PlumblineError('no-act', message, { status: 404 });
    }
    response.status(202).json(actRunSchema.parse(service.play(act)));
  });
  return router;
}
