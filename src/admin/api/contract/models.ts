/** What an editor of scoring models asks: every answer is about the text as it is posted, nothing is stored. */
import { z } from 'zod';
import { documentProblemSchema } from './documents.js';
import { endpoint, moment } from './endpoint.js';

const TEXT_MAX = 500_000;
/** A spreadsheet of assets, as base64. */
const FILE_MAX = 900_000;
const MOST_ASKS = 100;

const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const map = <T extends z.ZodType>(item: T) => z.record(z.string(), item);
const name = z.string().regex(/^[A-Za-z0-9][\w.-]{0,63}$/);
const text = z.string().max(TEXT_MAX);
const count = z.number().int().min(0);
const anything = z.record(z.string(), z.unknown());
const params = { name };

export const modelWordsSchema = z.object({
  include: z.string().nullable(),
  exclude: z.string().nullable(),
  dimensions: map(z.string().nullable()),
  groups: map(z.string().nullable()),
  rules: list(z.object({ sentence: z.string(), size: z.string(), points: z.number() }).nullable()),
  disqualify: list(z.string().nullable()),
  segments: list(z.object({ when: z.string(), changes: list(z.string()) }).nullable()),
  thresholds: z.string().nullable(),
  bands: list(z.string()),
  grades: list(z.string()),
});
export type ModelWords = z.infer<typeof modelWordsSchema>;

export const exampleResultSchema = z.object({
  name: z.string(),
  total: z.number().nullable(),
  band: z.string().nullable(),
  grade: z.string().nullable(),
  expectations: list(
    z.object({ key: z.string(), expected: z.unknown(), found: z.unknown(), holds: z.boolean() }),
  ),
});
export type ExampleResult = z.infer<typeof exampleResultSchema>;

export const notSetUpSchema = z.object({
  /** `rules[3]` */
  path: z.string(),
  line: z.number().int(),
  id: z.string(),
  missing: list(z.object({ kind: z.enum(['field', 'activity', 'channel']), name: z.string() })),
  /** True when the part can do nothing at all; false when it can do less than it says. */
  idle: z.boolean(),
});
export type NotSetUp = z.infer<typeof notSetUpSchema>;

export const modelCheckSchema = z.object({
  problems: list(documentProblemSchema),
  warnings: list(documentProblemSchema),
  notSetUp: list(notSetUpSchema),
  /** Null where the text is no YAML. */
  words: modelWordsSchema.nullable(),
  /** Null while there are problems. */
  examples: list(exampleResultSchema).nullable(),
});
export type ModelCheck = z.infer<typeof modelCheckSchema>;

const values = list(z.object({ value: z.string(), leads: count }));

export const modelMaterialSchema = z.object({
  /** Leads that fill rates and values are of, and how many there are. */
  looked: count,
  of: count,
  fields: list(
    z.object({
      name: z.string(),
      label: z.string(),
      type: z.enum(['text', 'number', 'date', 'boolean', 'list']),
      operators: list(z.string()),
      /** Leads that have a value, of those looked at. */
      filled: count,
      /** Whether a mapping in force fills it. */
      mapped: z.boolean(),
      values,
    }),
  ),
  activities: list(
    z.object({
      type: z.string(),
      label: z.string(),
      channel: z.string(),
      /** How many of it a sample of leads has. */
      seen: count,
      mapped: z.boolean(),
      attributes: list(z.object({ name: z.string(), values })),
    }),
  ),
  channels: list(z.string()),
});
export type ModelMaterial = z.infer<typeof modelMaterialSchema>;
export type MaterialField = ModelMaterial['fields'][number];
export type MaterialActivity = ModelMaterial['activities'][number];

export const countSchema = z.union([
  z.object({ leads: count, low: count, high: count }),
  z.object({ problem: z.string() }),
]);
export type LeadCount = z.infer<typeof countSchema>;

const figures = z.object({
  total: z.number().nullable(),
  band: z.string().nullable(),
  grade: z.string().nullable(),
  outside: z.enum(['include', 'exclude']).nullable(),
});

export const sampleSchema = z.object({
  /** The published model that `before` is by; null when none of that name scores leads. */
  against: z.object({ name: z.string(), version: z.number().int() }).nullable(),
  leads: list(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      company: z.string().nullable(),
      why: z.enum(['best', 'near', 'random']),
      threshold: z.string().nullable(),
      before: figures.nullable(),
      after: figures,
    }),
  ),
});
export type ModelSample = z.infer<typeof sampleSchema>;
export type SampleLead = ModelSample['leads'][number];

const note = z.object({ row: z.number().int(), message: z.string() });

export const importSchema = z.object({
  text: z.string().nullable(),
  what: z.string(),
  decision: z.string(),
  columns: z.object({ asset: z.string(), stage: z.string().nullable(), worth: z.string() }),
  unused: list(z.string()),
  read: count,
  troubles: list(note),
  notes: list(note),
  added: list(z.string()),
  changed: list(z.string()),
  kept: list(z.string()),
});
export type ModelImport = z.infer<typeof importSchema>;

export const modelsApi = {
  material: endpoint({
    method: 'get',
    path: '/model-material',
    access: 'viewer',
    summary:
      'What models can be built from: fields with fill rates and values, activities, channels.',
    answer: modelMaterialSchema,
  }),
  check: endpoint({
    method: 'post',
    path: '/models/:name/check',
    access: 'viewer',
    summary:
      'Problems, warnings, parts that are not set up, plain sentences and pinned examples of a text.',
    params,
    body: z.strictObject({ text }),
    answer: modelCheckSchema,
  }),
  count: endpoint({
    method: 'post',
    path: '/model-counts',
    access: 'viewer',
    summary:
      'How many stored leads predicates and rules hold for; an even sample where there are many.',
    body: z.strictObject({
      asks: z
        .record(
          z.string().max(200),
          z.union([z.strictObject({ predicate: anything }), z.strictObject({ rule: anything })]),
        )
        .refine((asks) => Object.keys(asks).length <= MOST_ASKS, {
          error: `ask for ${MOST_ASKS} at most`,
        }),
      /** The document's lists, for `inList`. */
      lists: anything.optional(),
    }),
    answer: z.object({
      counts: map(countSchema),
      of: count,
      looked: count,
      /** Else every count is an estimate that lies between `low` and `high` in 19 cases of 20. */
      exact: z.boolean(),
    }),
  }),
  sample: endpoint({
    method: 'post',
    path: '/models/:name/sample',
    access: 'viewer',
    summary: 'A stable sample of stored leads, scored by the text and by what is in force.',
    params,
    body: z.strictObject({ text }),
    answer: sampleSchema,
  }),
  pin: endpoint({
    method: 'post',
    path: '/models/:name/pin',
    access: 'editor',
    summary: 'A stored lead at a moment as a pinned example without personal data.',
    params,
    body: z.strictObject({
      text,
      lead: z.string().regex(/^\d{1,15}$/),
      at: moment.optional(),
      label: z.string().min(1).max(200),
    }),
    answer: z.object({
      example: anything,
      yaml: z.string(),
      notes: list(z.string()),
      /** Whether the example has the lead's own figures. */
      same: z.boolean(),
    }),
  }),
  curve: endpoint({
    method: 'post',
    path: '/model-curve',
    access: 'viewer',
    summary: 'What is left of points by age in days, for drawing.',
    body: z.strictObject({
      decay: anything.optional(),
      points: z.number(),
      within: z.string().max(20).optional(),
    }),
    answer: z.object({ points: list(z.tuple([z.number(), z.number()]).readonly()) }),
  }),
  importSheet: endpoint({
    method: 'post',
    path: '/models/:name/import',
    access: 'editor',
    summary:
      'Makes rules of a spreadsheet of assets (CSV or XLSX); answers the text, stores nothing.',
    params,
    body: z.strictObject({
      file: z.string().min(1).max(200),
      /** Base64. */
      content: z.base64().max(FILE_MAX),
      sheet: z.string().max(100).optional(),
      unit: z.enum(['percent', 'points']).optional(),
      dimension: z.string().max(100).optional(),
      /** The model to put the rules into; a new one without it. */
      into: text.optional(),
    }),
    answer: importSchema,
  }),
  questions: endpoint({
    method: 'get',
    path: '/model-interview',
    access: 'viewer',
    summary: 'The questions of the interview: how sales-ready is a person who did only this?',
    answer: z.object({ items: list(z.object({ id: z.string(), asset: z.string() })) }),
  }),
  interview: endpoint({
    method: 'post',
    path: '/models/:name/interview',
    access: 'editor',
    summary: 'Makes a model of percent by question; answers the text, stores nothing.',
    params,
    body: z.strictObject({ answers: z.record(z.string().max(50), z.number().min(0).max(100)) }),
    answer: z.object({ text: z.string(), rules: count }),
  }),
};
