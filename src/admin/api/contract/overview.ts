/** What the first screen tells: how many leads stand where, what is new, what happens now. */
import { z } from 'zod';
import { STAGES } from '../../../lead/stage.js';
import { endpoint, moment, stream } from './endpoint.js';

const count = z.number().int().nonnegative();
const stage = z.enum(STAGES);

/** Every number is that of the list of leads under the same filters. */
export const overviewSchema = z.object({
  /** The moment that the figures are of; they may be some seconds old. */
  at: moment,
  /** The primary model. */
  model: z.object({ name: z.string(), version: count }),
  /** Leads that the model scores, and those it leaves out. */
  scored: count,
  outside: count,
  /** Leads that wait for their first or next score. */
  waiting: count,
  /** The best first; all bands of the model, and those that leads still have of a former version. */
  bands: z.array(z.object({ band: z.string(), count, action: z.string().nullable() })),
  /** In the order of the funnel; all stages. */
  stages: z.array(z.object({ stage, count })),
  /** Totals in steps of ten: from `from` to `to`, both inclusive. */
  distribution: z.array(z.object({ from: z.number().int(), to: z.number().int(), count })),
  /** Leads that came to a stage within so many days. */
  entered: z.array(z.object({ stage, days: count, count })),
  thresholds: z.record(z.string(), z.number()),
});
export type Overview = z.infer<typeof overviewSchema>;

/** A lead whose published figures or stage changed. */
export const feedEntrySchema = z.object({
  lead: z.string(),
  name: z.string(),
  company: z.string().nullable(),
  at: moment,
  total: z.number().int().nullable(),
  /** The total before; null for a first score. */
  before: z.number().int().nullable(),
  band: z.string().nullable(),
  stage,
});
export type FeedEntry = z.infer<typeof feedEntrySchema>;

/** Events of the stream: `changed` says only that overview and feed have news, once a second at most. */
export const LIVE_EVENTS = ['changed'] as const;

export const overviewApi = {
  get: endpoint({
    method: 'get',
    path: '/overview',
    access: 'viewer',
    summary: 'Leads by band, stage and score, and those that are new.',
    answer: overviewSchema,
  }),
  feed: endpoint({
    method: 'get',
    path: '/overview/feed',
    access: 'viewer',
    summary: 'The leads that changed last, the newest first.',
    query: { limit: z.coerce.number().int().min(1).max(50).default(15) },
    answer: z.object({ items: z.array(feedEntrySchema) }),
  }),
  live: endpoint({
    method: 'get',
    path: '/live',
    access: 'viewer',
    summary: 'Server-sent events: `changed` whenever there is something new to read.',
    answer: stream('text/event-stream'),
  }),
};
