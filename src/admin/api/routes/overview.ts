import type { Response } from 'express';
import { STAGES } from '../../../lead/stage.js';
import type { Tally } from '../../../reports/overview.js';
import { bandsOf } from '../../../scoring/bands.js';
import type { Overview, overviewApi } from '../contract/overview.js';
import type { Handlers } from '../router.js';
import type { LeadServices } from './lead-services.js';
import { filtersOf, findModel, nameOf } from './lead-shapes.js';
import { createLive } from './live.js';
import { iso } from './page.js';

/** Figures of a million leads take a second to count: so old ones are good enough, milliseconds. */
const FRESH_MS = 5_000;

const NEW_STAGES = ['mql', 'sql'] as const;
const WITHIN_DAYS = [7, 30] as const;

function sum(tallies: readonly Tally[], keep: (tally: Tally) => boolean): number {
  return tallies.reduce((count, tally) => (keep(tally) ? count + tally.count : count), 0);
}

async function count(services: LeadServices, workspace: number): Promise<Overview> {
  const { pool, reports, clock } = services;
  const now = clock();
  const { model, scorer } = await findModel(services, workspace, undefined);
  const tallies = await reports.readTallies(pool, workspace, model.model);
  const unscored = await reports.readUnscored(pool, workspace, model.model);
  const entered: Overview['entered'] = [];
  for (const stage of NEW_STAGES) {
    for (const days of WITHIN_DAYS) {
      const filters = filtersOf({ entered: stage, enteredDays: days }, now);
      const found = await reports.countLeads(pool, workspace, model.model, filters);
      entered.push({ stage, days, count: found.count });
    }
  }
  const known = bandsOf(model);
  const former = tallies.flatMap(({ band }) =>
    band === null || known.includes(band) ? [] : [band],
  );
  const bands = [...known, ...new Set(former)];
  const steps = tallies.map(({ step }) => step);
  const lowest = Math.min(0, ...steps);
  const highest = Math.max(9, ...steps);
  return {
    at: iso(now),
    model: { name: model.model, version: model.version },
    scored: sum(tallies, () => true),
    ...unscored,
    bands: bands.map((band) => ({
      band,
      count: sum(tallies, (tally) => tally.band === band),
      action: scorer.action(band),
    })),
    stages: STAGES.map((stage) => ({
      stage,
      count: sum(tallies, (tally) => tally.stage === stage),
    })),
    distribution: Array.from({ length: highest - lowest + 1 }, (_, place) => ({
      from: (lowest + place) * 10,
      to: (lowest + place) * 10 + 9,
      count: sum(tallies, ({ step }) => step === lowest + place),
    })),
    entered,
    thresholds: { ...model.thresholds },
  };
}

/** The first byte tells the page that it is connected; comments keep proxies from closing. */
function open(response: Response): void {
  response.setHeader('content-type', 'text/event-stream');
  response.setHeader('x-accel-buffering', 'no');
  response.flushHeaders();
  response.write('retry: 2000\nevent: changed\ndata: {}\n\n');
}

const KEEP_ALIVE_MS = 15_000;

export const overviewRoutes = (services: LeadServices): Handlers<typeof overviewApi> => {
  const { pool, reports, clock } = services;
  const counted = new Map<number, { at: number; figures: Promise<Overview> }>();
  const live = createLive((workspace) => reports.readPulse(pool, workspace));
  return {
    get: async ({ who }) => {
      const known = counted.get(who.workspace);
      if (known && clock() - known.at < FRESH_MS) return known.figures;
      const figures = count(services, who.workspace);
      counted.set(who.workspace, { at: clock(), figures });
      figures.catch(() => counted.delete(who.workspace));
      return figures;
    },
    feed: async ({ who, query }) => {
      const { model } = await findModel(services, who.workspace, undefined);
      const changed = await reports.readChanged(pool, who.workspace, model.model, query.limit);
      return {
        items: changed.map((one) => ({
          lead: String(one.lead),
          name: nameOf({ ...one, id: one.lead }),
          company: one.company,
          at: iso(one.at),
          total: one.total,
          before: one.before,
          band: one.band,
          stage: one.stage,
        })),
      };
    },
    live: async ({ who, response, signal }) => {
      open(response);
      const leave = live.subscribe(who.workspace, () => {
        response.write('event: changed\ndata: {}\n\n');
      });
      const beat = setInterval(() => response.write(':\n\n'), KEEP_ALIVE_MS);
      const end = (): void => {
        leave();
        clearInterval(beat);
      };
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    },
  };
};
