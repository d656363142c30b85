/**
 * The HTTP API of the demo page, under `/api/v1/demo`. The server answers in these shapes, the page
 * checks every answer against them.
 *
 * - A moment is ISO 8601 text in UTC (`2026-03-01T12:00:00.000Z`); a field ending in `Ms` is a
 *   duration in milliseconds.
 * - Points of reason lines are numbers with at most two decimals; totals, dimensions and thresholds
 *   are whole numbers. The points of all reason lines add up to `total` exactly (to the hundredth).
 * - Names, titles, labels and URLs are data: plain text, never HTML.
 * - A refusal is a 4xx or 5xx with `problemSchema`.
 */
import { z } from 'zod';
import { STAGES } from '../../../lead/stage.js';

/** Every route; all are GET but the two acts, which are POST without a body. */
export const DEMO_ROUTES = {
  /** `storySchema` */
  story: '/api/v1/demo/story',
  /** `leadListSchema`; the best 25 leads by total, then by id. */
  leads: '/api/v1/demo/leads',
  /** Server-sent events, see `DEMO_EVENTS`. */
  events: '/api/v1/demo/events',
  /** `?days=N`, whole, 0 to `SCORE_AT_MAX_DAYS`: `scoreAtSchema` */
  scoreAt: '/api/v1/demo/score-at',
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

export const SCORE_AT_MAX_DAYS = 90;
export const WHAT_IF_MAX_POINTS = 100;

const moment = z.iso.datetime();
const points = z.number();
const count = z.number().int().nonnegative();

/** Names and labels of the lead fields that evidence speaks of. */
export { LEAD_FIELDS } from '../../../lead/fields.js';

/**
 * Why a line has its points: the scorer's evidence as it is, every value a scalar or a list of texts.
 * Keys that the page has words for: names of lead fields with their values; `count` (activities that
 * count) and `newest` (a moment); `first` and `last` (moments, of sequences); `since` (a moment, of
 * idle rules); and, where the server knows them of the newest activity, `path`, `form`, `asset`
 * (texts). Any other key is shown with its name.
 */
export const evidenceSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
);
export type Evidence = z.infer<typeof evidenceSchema>;

/** One line of the breakdown. Zero lines are left out. */
export const reasonSchema = z.object({
  /** Rule id; null for bound, weight, disqualify and rounding lines. */
  rule: z.string().nullable(),
  label: z.string(),
  points,
  evidence: evidenceSchema,
});
export type ReasonLine = z.infer<typeof reasonSchema>;

/** The score of one lead at one moment. */
export const scoreSchema = z.object({
  /** The moment that this is the score of. */
  at: moment,
  /** `b2b-default v1` */
  model: z.string(),
  total: z.number().int(),
  /** The largest total the model allows: the right end of the bar. */
  cap: z.number().int().positive(),
  grade: z.string().nullable(),
  band: z.string().nullable(),
  /** What the band asks people to do ("Call today"), or null. */
  action: z.string().nullable(),
  stage: z.enum(STAGES),
  /** Dimension -> whole points, in the model's order. */
  dimensions: z.record(z.string(), z.number().int()),
  /** In the order in which they were added up. */
  reasons: z.array(reasonSchema),
  /** Threshold -> total from which it is reached; holds at least `mql`. */
  thresholds: z.object({ mql: z.number().int() }).catchall(z.number().int()),
  /** When a published figure changes by itself if nothing else happens, or null. */
  nextChangeAt: moment.nullable(),
});
export type LeadScore = z.infer<typeof scoreSchema>;

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
  /** `Contact` */
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

/** How the demo's portal is connected. */
export const accountSchema = z.object({
  /** `HubSpot` */
  crm: z.string(),
  /** True in the demo: the page labels the record as simulated. */
  simulated: z.boolean(),
  /** The portal's name. */
  name: z.string(),
  /** The way of connecting: `Own app` */
  way: z.string(),
  /** True when changes are pushed to us. */
  push: z.boolean(),
  /** One sentence: what this way costs in freshness. */
  freshness: z.string(),
});
export type AccountInfo = z.infer<typeof accountSchema>;

/** The acts that change something on the server. */
export const ACTS = ['demo-request', 'repeat-and-kill'] as const;
export type ActName = (typeof ACTS)[number];

/**
 * What the stopwatch shows, in the order in which it happened. `demo-request`: sent, received,
 * scored, written, task. `repeat-and-kill`: sent (once per repeated webhook), received, killed,
 * restarted, caught-up. A step that does not happen is left out (an open task is not made twice).
 */
export const ACT_STEPS = [
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
  /** Why it failed, a sentence; null unless `failed`. */
  problem: z.string().nullable(),
});
export type ActRun = z.infer<typeof actRunSchema>;

/** The one lead of the story. 503 `not-ready` until it has its first score. */
export const storySchema = z.object({
  /** Our lead id. */
  lead: z.string(),
  account: accountSchema,
  record: recordSchema,
  score: scoreSchema,
  /** The newest run of each act, for a page that is opened late. */
  runs: z.array(actRunSchema),
});
export type Story = z.infer<typeof storySchema>;

export const leadRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  company: z.string().nullable(),
  total: z.number().int(),
  grade: z.string().nullable(),
  band: z.string().nullable(),
  stage: z.enum(STAGES),
  owner: z.string().nullable(),
  /** When the total, grade, band or stage last changed. */
  changedAt: moment,
});
export type LeadRow = z.infer<typeof leadRowSchema>;

export const leadListSchema = z.object({
  /** All scored leads, of which `leads` shows the best. */
  scored: count,
  leads: z.array(leadRowSchema),
  /** Leads per band, best band first; all bands of the model, also empty ones. */
  bands: z.array(z.object({ band: z.string(), count })),
  /** Leads per stage in funnel order; stages without leads are left out. */
  stages: z.array(z.object({ stage: z.enum(STAGES), count })),
});
export type LeadList = z.infer<typeof leadListSchema>;

/** The story lead's score N days from now if nothing else happens. No clock is moved. */
export const scoreAtSchema = z.object({
  days: count.max(SCORE_AT_MAX_DAYS),
  /** Its `at` is the later moment; its `stage` what the lifecycle would hold then. */
  score: scoreSchema,
});
export type ScoreAt = z.infer<typeof scoreAtSchema>;

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
  /** The best 25 under the preview. */
  leads: z.array(
    leadRowSchema.extend({
      /** Total and place (1 = best) in today's list of all leads; the row's own are the preview's. */
      totalNow: z.number().int(),
      rankNow: count,
      becomesMql: z.boolean(),
    }),
  ),
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
 * Events of the stream, `event:` name -> shape of `data:` (JSON). `story` and `leads` say only that
 * the page should read again, at most 4 times a second each. The first event of every connection is
 * `counters`. A comment line (`:`) at least every 15 s keeps proxies from closing it. After a
 * reconnect the page reads everything again, so nothing is replayed.
 */
export const DEMO_EVENTS = {
  story: z.object({}),
  leads: z.object({}),
  counters: countersSchema,
  act: actRunSchema,
} as const;
export type DemoEvent = keyof typeof DEMO_EVENTS;
