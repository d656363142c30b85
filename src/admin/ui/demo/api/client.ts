import type { ZodType } from 'zod';
import {
  type ActName,
  type ActRun,
  actRunSchema,
  type Counters,
  countersSchema,
  DEMO_ROUTES,
  type LeadList,
  leadListSchema,
  problemSchema,
  type ScoreAt,
  type Story,
  scoreAtSchema,
  storySchema,
  type WhatIf,
  whatIfSchema,
} from '../../../api/contract.js';
import { texts } from '../texts.js';

/** A call that brought no answer of the agreed shape. */
export class CallProblem extends Error {
  override readonly name = 'CallProblem';
  /** `unreachable`: no answer at all; `mismatch`: a wrong shape; else the server's own code. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

async function call<T>(schema: ZodType<T>, route: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(route, { ...init, headers: { accept: 'application/json' } });
  } catch (thrown) {
    if (init?.signal?.aborted) throw thrown;
    throw new CallProblem('unreachable', texts.notice.lostTitle);
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const problem = problemSchema.safeParse(body);
    if (problem.success) throw new CallProblem(problem.data.error.code, problem.data.error.message);
    throw new CallProblem('status', texts.notice.status(String(response.status)));
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new CallProblem('mismatch', texts.notice.mismatch(route));
  return parsed.data;
}

export const readStory = (): Promise<Story> => call(storySchema, DEMO_ROUTES.story);
export const readLeads = (): Promise<LeadList> => call(leadListSchema, DEMO_ROUTES.leads);
export const readCounters = (): Promise<Counters> => call(countersSchema, DEMO_ROUTES.counters);

export const readScoreAt = (days: number, signal: AbortSignal): Promise<ScoreAt> =>
  call(scoreAtSchema, `${DEMO_ROUTES.scoreAt}?days=${days}`, { signal });

export const readWhatIf = (pricing: number | null, signal: AbortSignal): Promise<WhatIf> =>
  call(whatIfSchema, DEMO_ROUTES.whatIf + (pricing === null ? '' : `?pricing=${pricing}`), {
    signal,
  });

export const startAct = (act: ActName): Promise<ActRun> =>
  call(actRunSchema, `${DEMO_ROUTES.acts}/${act}`, { method: 'POST' });
