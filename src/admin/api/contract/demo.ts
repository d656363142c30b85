/**
 * The HTTP API of the demo's guided tour, under `/api/v1/demo`. The server answers in these shapes, the
 * page checks every answer against them.
 *
 * - A moment is ISO 8601 text in UTC (`2026-03-01T12:00:00.000Z`); a field ending in `Ms` is a
 *   duration in milliseconds.
 * - Names, titles, labels and URLs are data: plain text, never HTML.
 * - A refusal is a 4xx or 5xx with `problemSchema`.
 */
import { z } from 'zod';
import { STAGES } from '../../../lead/stage.js';

/** Every route; all are GET but the acts, which are POST without a body. */
export const DEMO_ROUTES = {
  /** `storiesSchema` */
  stories: '/api/v1/demo/stories',
  /** Server-sent events, see `DEMO_EVENTS`. */
  events: '/api/v1/demo/events',
  /** `?pricing=N`, points, 0 to `WHAT_IF_MAX_POINTS`; without it today's points: `whatIfSchema` */
  whatIf: '/api/v1/demo/what-if',
  /** `countersSchema` */
  counters: '/api/v1/demo/counters',
  /**
   * POST `/api/v1/demo/acts/<act>`: 202 with `actRunSchema` in state `running`; what follows comes
   * as `act` events. 409 `act-running` while another act runs. An act may be played again.
   */
  acts: '/api/v1/demo/acts',
} as const;

export const WHAT_IF_MAX_POINTS = 100;

const moment = z.iso.datetime();
const points = z.number();
const count = z.number().int().nonnegative();

/** A property of the CRM record, as the (simulated) CRM has it now. */
export const propertySchema = z.object({
  /** The CRM's own name: `lifecyclestage`, `plumbline_score`. */
  name: z.string(),
  label: z.string(),
  /** The CRM's text; null when empty. The page formats numbers and datetimes. */
  value: z.string().nullable(),
  type: z.enum(['text', 'number', 'datetime']),
  /** True for the properties that Plumbline made on the record. */
  ours: z.boolean(),
  /** When the value was last set; null when never. */
  updatedAt: moment.nullable(),
});
export type CrmProperty = z.infer<typeof propertySchema>;

/** A task on the record, as the (simulated) CRM has it. */
export const taskSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** The body, a line each: the score, the reasons, the action. */
  lines: z.array(z.string()),
  priority: z.enum(['high', 'medium', 'low', 'none']),
  owner: z.string().nullable(),
  dueAt: moment.nullable(),
  createdAt: moment,
  done: z.boolean(),
});
export type CrmTask = z.infer<typeof taskSchema>;

export const recordSchema = z.object({
  /** `Contact`, `Lead` */
  object: z.string(),
  /** The CRM's id. */
  id: z.string(),
  name: z.string(),
  jobTitle: z.string().nullable(),
  company: z.string().nullable(),
  owner: z.string().nullable(),
  /** In the order to show: the CRM's own first, then ours; `demo_requested_at` among the former. */
  properties: z.array(propertySchema),
  /** Newest first. */
  tasks: z.array(taskSchema),
});
export type CrmRecord = z.infer<typeof recordSchema>;

/** The account of a story's lead. */
export const accountSchema = z.object({
  /** `HubSpot` */
  crm: z.string(),
  /** The portal's or org's name. */
  name: z.string(),
  /** How its changes come: by webhooks, or by change events that we listen to. */
  news: z.enum(['webhooks', 'events']),
});
export type AccountInfo = z.infer<typeof accountSchema>;

/** The acts that change something on the server. */
export const ACTS = ['demo-request', 'repeat-and-kill', 'campaign-response', 'conversion'] as const;
export type ActName = (typeof ACTS)[number];

/**
 * What the stopwatch shows, in the order in which it happened. `demo-request`: sent, received,
 * scored, written, task. `repeat-and-kill`: sent (once per repeated webhook), received, killed,
 * restarted, caught-up. `campaign-response` and `conversion`: changed, received, scored, written, task.
 * A step that does not happen is left out (an open task is not made twice).
 */
export const ACT_STEPS = [
  'changed',
  'sent',
  'received',
  'scored',
  'written',
  'task',
  'killed',
  'restarted',
  'caught-up',
] as const;
export type ActStep = (typeof ACT_STEPS)[number];

/** One run of an act, whole in every event: a later one of the same `run` replaces the former. */
export const actRunSchema = z.object({
  run: z.string(),
  act: z.enum(ACTS),
  state: z.enum(['running', 'done', 'failed']),
  startedAt: moment,
  /** `afterMs`: since `startedAt`, measured on the server. */
  steps: z.array(z.object({ step: z.enum(ACT_STEPS), afterMs: z.number().nonnegative() })),
  /**
   * `repeat-and-kill` when done: what the server counted between start and end. `doubled`:
   * activities, points changes and tasks there are more of than there should be; `lost`: accepted
   * webhooks without effect that were no duplicates. Both are 0 unless something is broken.
   */
  verdict: z.object({ sent: count, ignored: count, doubled: count, lost: count }).nullable(),
  /** Why it failed: a code and a sentence; null unless `failed`. */
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type ActRun = z.infer<typeof actRunSchema>;

/** A lead that the tour follows; its page has its score. */
export const storySchema = z.object({
  /** Our lead id. */
  lead: z.string(),
  account: accountSchema,
  record: recordSchema,
  /** The acts that can be played with this lead, in their order. */
  acts: z.array(z.enum(ACTS)),
  /** The newest run of each of them, for a page that is opened late. */
  runs: z.array(actRunSchema),
});
export type Story = z.infer<typeof storySchema>;

/** One story a CRM, those whose lead has its first score. 503 `not-ready` until the first one has. */
export const storiesSchema = z.object({ stories: z.array(storySchema).min(1) });
export type Stories = z.infer<typeof storiesSchema>;

/** A lead in the order of a preview: its figures are the preview's. */
export const rankedLeadSchema = z.object({
  id: z.string(),
  name: z.string(),
  company: z.string().nullable(),
  total: z.number().int(),
  band: z.string().nullable(),
  stage: z.enum(STAGES),
  /** Total and place (1 = best) in today's order of all leads. */
  totalNow: z.number().int(),
  rankNow: count,
  becomesMql: z.boolean(),
});
export type RankedLead = z.infer<typeof rankedLeadSchema>;

/** A preview: every lead scored again with other points for the pricing rule. Nothing is stored. */
export const whatIfSchema = z.object({
  rule: z.object({ id: z.string(), label: z.string(), points }),
  /** The points this preview was made with. */
  pricing: points,
  scored: count,
  /** Leads whose total would differ. */
  changed: count,
  wouldBecomeMql: count,
  /** Different owners who would get at least one task. */
  ownersGettingTasks: count,
  /** The best 25 under the preview, by total, then by id. */
  leads: z.array(rankedLeadSchema),
});
export type WhatIf = z.infer<typeof whatIfSchema>;

/** Counted since the demo started; kept across restarts of the worker. */
export const countersSchema = z.object({
  deliveriesReceived: count,
  changes: count,
  scores: count,
  writeBacks: count,
  tasks: count,
  apiCalls: count,
  /** Events that were seen before: acknowledged, counted, without effect. */
  duplicatesIgnored: count,
  workerRestarts: count,
  /** Deliveries, dirty leads and write-backs not done yet. */
  waiting: count,
});
export type Counters = z.infer<typeof countersSchema>;

/**
 * Events of the stream, `event:` name -> shape of `data:` (JSON). `story` says only that the page
 * should read again, at most 4 times a second. The first event of every connection is
 * `counters`. A comment line (`:`) at least every 15 s keeps proxies from closing it. After a
 * reconnect the page reads everything again, so nothing is replayed.
 */
export const DEMO_EVENTS = {
  story: z.object({}),
  counters: countersSchema,
  act: actRunSchema,
} as const;
export type DemoEvent = keyof typeof DEMO_EVENTS;
