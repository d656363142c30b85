/** What a change would do, and making it happen. */
import { z } from 'zod';
import { DOCUMENT_KINDS, documentProblemSchema } from './documents.js';
import { endpoint, moment, pageOf, paging, stream } from './endpoint.js';

const name = z.string().regex(/^[A-Za-z0-9][\w.-]{0,63}$/);
const document = { kind: z.enum(DOCUMENT_KINDS), name };
const id = z.string().max(64);
const publicationId = z.coerce.number().int().min(1);

/** What is to be published; previews and publications are bound to all of it. */
const wish = {
  ...document,
  source: z.union([
    z.strictObject({ revision: z.number().int().min(1) }),
    z.strictObject({ version: z.number().int().min(1) }),
  ]),
  /** Beside what is in force: scored, never written. */
  shadow: z.boolean().default(false),
  /** What a model is to be; null leaves it what it is. */
  as: z.enum(['live', 'shadow']).nullable().default(null),
  primary: z.boolean().default(false),
  /** A condition on leads, as in a model's rules, or null: for them alone. Models only. */
  pilot: z.record(z.string(), z.unknown()).nullable().default(null),
};
const wishSchema = z.object(wish);
export type PublishWish = z.input<typeof wishSchema>;

const estimate = z.object({
  value: z.number().int(),
  /** To both sides, with 95 %; 0 when it is exact. */
  margin: z.number().int(),
});
export type Estimate = z.infer<typeof estimate>;

const moves = z.array(
  z.object({
    from: z.string().nullable(),
    to: z.string().nullable(),
    leads: z.number().int(),
  }),
);

const sides = z.array(z.object({ name: z.string().nullable(), before: estimate, after: estimate }));

export const figuresSchema = z.object({
  leads: z.number().int(),
  looked: z.number().int(),
  exact: z.boolean(),
  failed: z.number().int(),
  changed: z.object({
    any: estimate,
    score: estimate,
    grade: estimate,
    band: estimate,
    stage: estimate,
  }),
  risen: estimate,
  fallen: estimate,
  /** Leads by steps of the total. */
  distribution: z.object({
    from: z.number(),
    width: z.number(),
    /** The highest total of the last step. */
    to: z.number(),
    before: z.array(z.number().int()),
    after: z.array(z.number().int()),
  }),
  /** Leads whose total reaches each threshold (mql, sql), the lowest first. */
  reached: sides,
  /** Leads in each band, the best first; without a name those that have none. */
  standing: sides,
  bands: moves,
  grades: moves,
  stages: moves,
  /** If tasks are asked for. */
  tasks: estimate,
  tasksOverLimit: z.number().int(),
  tasksPerOwnerPerDay: z.number().int(),
  accounts: z.array(
    z.object({
      account: z.number().int(),
      crm: z.string(),
      name: z.string(),
      /** False: read-only, nothing is sent. */
      on: z.boolean(),
      writes: estimate,
      tasks: estimate,
      calls: z.object({ writes: z.number().int(), tasks: z.number().int() }),
      seconds: z.number().nullable(),
      /** Writes of which the CRM tells us in turn. */
      changeEvents: estimate,
      /** The stream of changes, where the account has one. */
      stream: z
        .object({
          /** Events that the CRM allows in a day, all its apps together; null: it has not told. */
          limit: z.number().int().nullable(),
          /** Let go of while leads are scored anew and written; everything is polled meanwhile. */
          pauses: z.boolean(),
        })
        .nullable(),
    }),
  ),
});
export type PreviewFigures = z.infer<typeof figuresSchema>;

export const previewSchema = z.object({
  id,
  wish: wishSchema,
  who: z.string(),
  startedAt: moment,
  endedAt: moment.nullable(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  progress: z.object({ done: z.number().int(), of: z.number().int() }),
  /** From a sample until `done`; null before. */
  figures: figuresSchema.nullable(),
  problem: z.string().nullable(),
  /** Pinned leads that do not hold: they must before it is published. */
  broken: z.array(documentProblemSchema),
  warnings: z.array(documentProblemSchema),
  /** Of a mapping: what must be read for it. */
  reading: z
    .object({
      properties: z.array(z.object({ object: z.string(), property: z.string() })),
      activities: z.boolean(),
      reads: z.boolean(),
      records: z.number().int(),
      calls: z.number().int(),
    })
    .nullable(),
});
export type Preview = z.infer<typeof previewSchema>;

const standing = z.object({
  total: z.number().int().nullable(),
  grade: z.string().nullable(),
  band: z.string().nullable(),
  stage: z.string().nullable(),
});
export const moverSchema = z.object({
  lead: z.number().int(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  company: z.string().nullable(),
  owner: z.string().nullable(),
  before: standing.nullable(),
  after: standing,
  task: z.boolean(),
});
export type Mover = z.infer<typeof moverSchema>;

const moverFilter = {
  change: z.enum(['score', 'grade', 'band', 'stage']).optional(),
  /** Names of the grade, band or stage that `change` is about; bands where it is left out. */
  from: z.string().max(64).optional(),
  to: z.string().max(64).optional(),
  direction: z.enum(['up', 'down']).optional(),
  task: z.stringbool().optional(),
};

export const publicationSchema = z.object({
  id: z.number().int(),
  ...document,
  revision: z.number().int().nullable(),
  /** The earlier version that is put in force again; null for what is published in the ordinary way. */
  backTo: z.number().int().nullable(),
  state: z.enum(['scheduled', 'done', 'failed', 'cancelled']),
  loud: z.boolean(),
  as: z.enum(['live', 'shadow', 'draft']).nullable(),
  primary: z.boolean(),
  pilot: z.unknown(),
  dueAt: moment,
  askedAt: moment,
  endedAt: moment.nullable(),
  who: z.string(),
  reason: z.string(),
  version: z.number().int().nullable(),
  formerVersion: z.number().int().nullable(),
  /** Leads that were to be scored again. */
  leads: z.number().int().nullable(),
  problem: z.string().nullable(),
});
export type Publication = z.infer<typeof publicationSchema>;

const reason = z.string().trim().min(1).max(500);

export const previewsApi = {
  start: endpoint({
    method: 'post',
    path: '/previews',
    access: 'editor',
    summary:
      'Starts a preview over all leads; nothing is stored. One at a time: 409 `preview-running` names it.',
    body: z.strictObject(wish),
    answer: previewSchema,
    status: 202,
  }),
  list: endpoint({
    method: 'get',
    path: '/previews',
    access: 'viewer',
    summary: 'Lists the previews of the last hour.',
    answer: z.object({ items: z.array(previewSchema) }),
  }),
  read: endpoint({
    method: 'get',
    path: '/previews/:preview',
    access: 'viewer',
    summary: 'Reads progress and figures.',
    params: { preview: id },
    answer: previewSchema,
  }),
  cancel: endpoint({
    method: 'post',
    path: '/previews/:preview/cancel',
    access: 'editor',
    summary: 'Stops a preview.',
    params: { preview: id },
    answer: previewSchema,
  }),
  movers: endpoint({
    method: 'get',
    path: '/previews/:preview/movers',
    access: 'viewer',
    summary: 'Lists the leads that change, the greatest change first, once the figures are exact.',
    params: { preview: id },
    query: { ...paging, ...moverFilter },
    answer: pageOf(moverSchema).extend({ count: z.number().int() }),
  }),
  exportCsv: endpoint({
    method: 'get',
    path: '/previews/:preview/movers.csv',
    access: 'viewer',
    summary: 'The leads that change as CSV.',
    params: { preview: id },
    query: moverFilter,
    answer: stream('text/csv'),
  }),
  exportLines: endpoint({
    method: 'get',
    path: '/previews/:preview/movers.ndjson',
    access: 'viewer',
    summary: 'The leads that change, one JSON object a line.',
    params: { preview: id },
    query: moverFilter,
    answer: stream('application/x-ndjson'),
  }),
  teams: endpoint({
    method: 'get',
    path: '/teams',
    access: 'viewer',
    summary: "Lists the teams of the CRMs' owners, for a pilot of their leads.",
    answer: z.object({
      items: z.array(z.object({ name: z.string(), owners: z.array(z.string()) })),
    }),
  }),
  publications: endpoint({
    method: 'get',
    path: '/publications',
    access: 'viewer',
    summary: 'Lists what was published here and what is scheduled, newest first.',
    query: { ...paging, kind: z.enum(DOCUMENT_KINDS).optional(), name: name.optional() },
    answer: pageOf(publicationSchema),
  }),
  publication: endpoint({
    method: 'get',
    path: '/publications/:publication',
    access: 'viewer',
    summary: 'Reads one publication and how far scoring again has come.',
    params: { publication: publicationId },
    answer: publicationSchema.extend({
      /** In the whole workspace. */
      waiting: z.object({
        leads: z.number().int(),
        writes: z.number().int(),
        tasks: z.number().int(),
      }),
    }),
  }),
  publish: endpoint({
    method: 'post',
    path: '/publications',
    access: 'publisher',
    summary:
      'Publishes, or schedules; quietly unless `loud`. Refuses what was changed since its preview.',
    body: z.strictObject({
      ...wish,
      /** The preview that was looked at. */
      preview: id.nullable().default(null),
      /** To be said by name where there is no preview. */
      withoutPreview: z.literal(true).optional(),
      /** Tasks for what it finds, within each owner's limit. */
      loud: z.boolean().default(false),
      at: moment.nullable().default(null),
      reason,
    }),
    answer: publicationSchema,
    status: 201,
  }),
  cancelPublication: endpoint({
    method: 'post',
    path: '/publications/:publication/cancel',
    access: 'publisher',
    summary: 'Takes a scheduled publication back.',
    params: { publication: publicationId },
    answer: publicationSchema,
  }),
  rollBack: endpoint({
    method: 'post',
    path: '/documents/:kind/:name/rollback',
    access: 'publisher',
    summary: 'Publishes an earlier version again, quietly: the one before, unless one is named.',
    params: document,
    body: z.strictObject({
      version: z.number().int().min(1).nullable().default(null),
      reason: reason.nullable().default(null),
    }),
    answer: publicationSchema,
    status: 201,
  }),
};
