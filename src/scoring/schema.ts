import { z } from 'zod';
import { COMPUTED_NAMES } from '../language/computed.js';
import { durationSchema, positiveDurationSchema } from '../language/duration.js';
import type { Scalar } from '../language/predicate.js';
import { predicateSchema, valuePredicateSchema } from '../language/predicate.js';
import { dateSchema } from '../language/predicate-schema.js';
import { ACTIVITY_CHANNEL, CHANNELS } from '../lead/activity.js';
import { LEAD_FIELDS } from '../lead/fields.js';

/** Rule, segment, list and model names. */
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, {
  error: 'expected a name of letters, digits, "-", "_" and "."',
});
/** Dimension and group names begin with a letter: they become property names and keep their order. */
const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, {
  error: 'expected a name that begins with a letter',
});
const label = z.string().min(1, { error: 'must not be empty' });

/** One name or a list of names; `json` tells editors which. */
const names = (json: Record<string, unknown>) => {
  const one = z.string().meta(json);
  return z.union([one, z.array(one).min(1, { error: 'is empty' })]);
};
const types = names({
  anyOf: [{ enum: Object.keys(ACTIVITY_CHANNEL) }, { pattern: '^custom:.+' }],
});
const channels = names({ enum: ['any', ...CHANNELS.filter((channel) => channel !== 'none')] });

const bounds = { floor: z.number().optional(), cap: z.number().optional() };
const window = { activeFrom: dateSchema.optional(), activeTo: dateSchema.optional() };

const matcherSchema = z.strictObject({
  type: types,
  where: z.record(z.string(), valuePredicateSchema).optional(),
});

const decaySchema = z.strictObject({
  halfLife: positiveDurationSchema.optional(),
  linear: positiveDurationSchema.optional(),
  step: positiveDurationSchema.optional(),
  factor: z
    .number()
    .min(0, { error: 'must be from 0 to 1' })
    .max(1, { error: 'must be from 0 to 1' })
    .optional(),
  points: z.number().min(0, { error: 'must not be below 0' }).optional(),
});

/** The kinds of rules: the key that makes a rule one of them. */
export const RULE_KINDS = ['when', 'activity', 'idle', 'unanswered', 'sequence'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/** Options of a rule beside those that every kind has. */
export const RULE_OPTIONS = {
  when: ['unknown', 'else'],
  activity: ['within', 'atLeast', 'count', 'perDay', 'repeat', 'decay'],
  idle: [],
  unanswered: ['within', 'atLeast', 'count', 'perDay', 'repeat'],
  sequence: ['within', 'decay'],
} as const satisfies Readonly<Record<RuleKind, readonly string[]>>;

const ruleKeys = z.strictObject({
  id,
  label,
  dimension: z.string().optional(),
  group: z.string().optional(),
  points: z.number().optional(),
  percent: z.number().optional(),
  if: predicateSchema.optional(),
  ...bounds,
  ...window,
  when: predicateSchema.optional(),
  unknown: z.number().optional(),
  else: z.number().optional(),
  activity: matcherSchema.optional(),
  idle: z
    .strictObject({
      channel: channels.optional(),
      first: durationSchema,
      every: positiveDurationSchema.optional(),
    })
    .optional(),
  unanswered: z.strictObject({ type: types, by: types, after: durationSchema }).optional(),
  sequence: z.array(matcherSchema).optional(),
  within: durationSchema.optional(),
  atLeast: z.int().min(1, { error: 'must be at least 1' }).optional(),
  count: z.enum(['once', 'each']).optional(),
  perDay: z.int().min(1, { error: 'must be at least 1' }).optional(),
  repeat: z
    .strictObject({
      points: z.number().optional(),
      percent: z.number().optional(),
      max: z.number().min(0, { error: 'must not be below 0' }).optional(),
    })
    .optional(),
  decay: decaySchema.optional(),
});
const ruleSchema = ruleKeys.meta(ruleJson());

const thresholds = z.record(name, z.number());
const grades = z.record(z.string(), z.record(z.string(), z.number()));
const bands = z.record(
  z.string(),
  z.union([z.number(), z.strictObject({ from: z.number(), action: z.string().optional() })]),
);

const segmentSchema = z.strictObject({
  id,
  label: label.optional(),
  when: predicateSchema,
  ...window,
  thresholds: thresholds.optional(),
  grades: grades.optional(),
  bands: bands.optional(),
  rules: z
    .record(
      z.string(),
      z.strictObject({
        off: z.boolean().optional(),
        points: z.number().optional(),
        percent: z.number().optional(),
        unknown: z.number().optional(),
        else: z.number().optional(),
      }),
    )
    .optional(),
});

const ruleIds = z.array(z.string()).min(1, { error: 'is empty: name at least one rule' });

const disqualifySchema = z.strictObject({
  id,
  label,
  ...window,
  when: predicateSchema.optional(),
  rules: z.strictObject({ all: ruleIds.optional(), any: ruleIds.optional() }).optional(),
});

const exampleSchema = z.strictObject({
  name: z.string(),
  /** Lead fields, dotted or nested. */
  lead: z.record(z.string(), z.unknown()),
  activities: z
    .array(
      z.strictObject({
        id: z.string().optional(),
        type: z.string(),
        daysAgo: z.number(),
        attributes: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
  observed: z.array(z.string()).optional(),
  expect: z.strictObject({
    id: z.string().optional(),
    dimensions: z.record(z.string(), z.number()).nullable().optional(),
    total: z.number().nullable().optional(),
    totalAtLeast: z.number().optional(),
    totalBelow: z.number().optional(),
    grade: z.string().nullable().optional(),
    band: z.string().nullable().optional(),
    segment: z.string().nullable().optional(),
    thresholds: z.record(z.string(), z.number()).nullable().optional(),
    disqualified: z.string().nullable().optional(),
    outside: z.enum(['include', 'exclude']).nullable().optional(),
    reasons: z.array(z.record(z.string(), z.unknown())).optional(),
    nextChangeAt: z.string().nullable().optional(),
  }),
});

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** A scoring model as written. Names across the document are checked when it is loaded. */
export const modelSchema = z.strictObject({
  model: id,
  version: z.int().min(1, { error: 'must be at least 1' }),
  description: z.string().optional(),
  readyAt: z.number().positive({ error: 'must be above 0' }).optional(),
  population: z
    .strictObject({ include: predicateSchema.optional(), exclude: predicateSchema.optional() })
    .optional(),
  lists: z.record(id, z.union([z.array(scalar), z.strictObject({ from: z.string() })])).optional(),
  dimensions: z.record(name, z.strictObject(bounds)),
  total: z
    .strictObject({
      method: z.enum(['sum', 'weighted']).optional(),
      weights: z.record(z.string(), z.number().min(0, { error: 'must not be below 0' })).optional(),
      ...bounds,
    })
    .optional(),
  groups: z.record(name, z.strictObject({ dimension: z.string(), ...bounds })).optional(),
  rules: z.array(ruleSchema),
  disqualify: z.array(disqualifySchema).optional(),
  grades: grades.optional(),
  bands: bands.optional(),
  thresholds: thresholds.optional(),
  segments: z.array(segmentSchema).optional(),
  examples: z.array(exampleSchema).optional(),
});

export type ModelDocument = z.infer<typeof modelSchema>;
export type RuleDocument = z.infer<typeof ruleSchema>;
export type MatcherDocument = z.infer<typeof matcherSchema>;
export type DecayDocument = z.infer<typeof decaySchema>;
export type SegmentDocument = z.infer<typeof segmentSchema>;
export type DisqualifyDocument = z.infer<typeof disqualifySchema>;
export type ExampleDocument = z.infer<typeof exampleSchema>;
export type GradesDocument = z.infer<typeof grades>;
export type BandsDocument = z.infer<typeof bands>;

/** A loaded model: every name in it is known, every list is there. */
export interface Model extends Omit<ModelDocument, 'lists'> {
  readonly lists: Readonly<Record<string, readonly Scalar[]>>;
}

/** What a rule's keys say of one another, for editors; loading checks the same in its own words. */
function ruleJson(): Record<string, unknown> {
  const oneOf = (keys: readonly string[]) => ({ oneOf: keys.map((key) => ({ required: [key] })) });
  const all = Object.values(RULE_OPTIONS).flat();
  const foreign = (kind: RuleKind): Record<string, false> => {
    const own: readonly string[] = RULE_OPTIONS[kind];
    return Object.fromEntries(
      all.filter((option) => !own.includes(option)).map((option) => [option, false]),
    );
  };
  return {
    allOf: [oneOf(RULE_KINDS), oneOf(['dimension', 'group']), oneOf(['points', 'percent'])],
    dependentSchemas: Object.fromEntries(
      RULE_KINDS.map((kind) => [kind, { properties: foreign(kind) }]),
    ),
  };
}

/** The names that a predicate's `field` may have, for editors. */
function fieldJson(): Record<string, unknown> {
  const duration = String.raw`\d{1,6}[hdw]`;
  return {
    type: 'string',
    anyOf: [
      { enum: [...Object.keys(LEAD_FIELDS), ...COMPUTED_NAMES] },
      { pattern: String.raw`^custom\.[A-Za-z0-9_]+$` },
      { pattern: String.raw`^activity\..+\.(count\.${duration}|daysSince)$` },
      { pattern: String.raw`^(activity\.channels|trend)\.${duration}$` },
    ],
  };
}

/** JSON Schema of the document (draft 2020-12), for editors that complete and check while somebody types. */
export function modelJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(modelSchema, { io: 'input', unrepresentable: 'any' });
  // Predicates are shared with documents that know further fields, so these names are set here.
  for (const { properties } of Object.values(schema.$defs ?? {})) {
    if (properties?.field) properties.field = fieldJson() as typeof properties.field;
  }
  return schema as Record<string, unknown>;
}
