/**
 * The mapping workbench: what an account's records hold, tried against a mapping that is being written.
 * The documents themselves (draft, check, versions) are `documentsApi`, kind `mapping`, name the CRM.
 */
import { z } from 'zod';
import { endpoint, moment } from './endpoint.js';

const count = z.number().int().nonnegative();
const params = { account: z.coerce.number().int().positive(), object: z.string().min(1).max(100) };
/** A mapping's text. */
const text = z.string().max(500_000);
const raw = z.string().max(65_536);

const role = z.enum(['person', 'company', 'deal', 'engagement']);
const fieldType = z.enum(['text', 'number', 'date', 'boolean', 'list']);

export const mappedAccountSchema = z.object({
  account: z.number().int(),
  crm: z.string(),
  crmLabel: z.string(),
  name: z.string(),
  portal: z.string(),
  connected: z.boolean(),
  /** The objects that the CRM has, in the connector's order. */
  objects: z.array(z.object({ object: z.string(), label: z.string(), role })),
});
export type MappedAccount = z.infer<typeof mappedAccountSchema>;

export const mappingLanguageSchema = z.object({
  transforms: z.array(z.object({ name: z.string(), type: fieldType })),
  fields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      type: fieldType,
      /** Follows from another field unless a mapping sets it. */
      derived: z.boolean(),
      /** The transform where a mapping names none. */
      transform: z.string(),
    }),
  ),
  activities: z.array(z.object({ type: z.string(), channel: z.string() })),
  /** Results that can be written. */
  outputs: z.array(z.string()),
});
export type MappingLanguage = z.infer<typeof mappingLanguageSchema>;

export const workbenchPropertySchema = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  group: z.string().nullable(),
  readOnly: z.boolean(),
  /** Values to choose from, where the CRM has a list of them. */
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  /** `push`: the CRM sends a change with its value, at no call. `poll`: it is asked for. */
  route: z.enum(['push', 'poll']),
  /** One of our own results. */
  ours: z.boolean(),
  /** Records of the sample with a value, and different values among them. */
  filled: count,
  different: count,
  samples: z.array(z.string()),
});
export type WorkbenchProperty = z.infer<typeof workbenchPropertySchema>;

export const workbenchSchema = z.object({
  /** When the sample was read; null when the CRM could not be asked. */
  readAt: moment.nullable(),
  /** Why it could not be, with the way out. */
  trouble: z.string().nullable(),
  pollIntervalMs: z.number(),
  properties: z.array(workbenchPropertySchema),
  /** Records of the sample, to try a mapping on. */
  records: z.array(z.object({ record: z.string(), title: z.string(), url: z.string() })),
});
export type Workbench = z.infer<typeof workbenchSchema>;

const stepSchema = z.object({
  property: z.string(),
  raw: z.string().nullable(),
  /** A transform, `table`, `match` or `else`; empty for the raw value. */
  step: z.string(),
  value: z.unknown().optional(),
  error: z.string().optional(),
});
export type TriedStep = z.infer<typeof stepSchema>;

export const triedMappingSchema = z.object({
  /** The values that it was tried on. */
  values: z.record(z.string(), z.string().nullable()),
  fields: z.array(
    z.object({
      field: z.string(),
      steps: z.array(stepSchema),
      /** The final value; absent when missing. */
      value: z.unknown().optional(),
      error: z.string().optional(),
    }),
  ),
  /** Fields that follow from the others. */
  derived: z.record(z.string(), z.unknown()),
  activities: z.array(
    z.object({
      type: z.string(),
      at: moment,
      attributes: z.record(z.string(), z.unknown()),
      property: z.string(),
    }),
  ),
  problems: z.array(z.object({ field: z.string(), property: z.string(), message: z.string() })),
  /** Entries that are wrong and were left out, by their paths. */
  leftOut: z.array(z.string()),
});
export type Tried = z.infer<typeof triedMappingSchema>;

const sourceSchema = z.union([z.string(), z.record(z.string(), z.unknown())]);

export const mappingSuggestionSchema = z.object({
  property: z.string(),
  field: z.string(),
  /** As it would stand in the document. */
  source: sourceSchema,
  reasons: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('same-name') }),
      z.object({ kind: z.literal('similar-name') }),
      z.object({ kind: z.literal('values-fit'), read: count, of: count }),
      z.object({ kind: z.literal('well-filled'), filled: count, of: count, different: count }),
    ]),
  ),
});
export type MappingSuggestion = z.infer<typeof mappingSuggestionSchema>;

export const mappingsApi = {
  list: endpoint({
    method: 'get',
    path: '/mappings',
    access: 'viewer',
    summary: 'Lists the connected accounts with the objects that a mapping can read.',
    answer: z.object({ items: z.array(mappedAccountSchema) }),
  }),
  language: endpoint({
    method: 'get',
    path: '/mapping-language',
    access: 'viewer',
    summary:
      'Lists what a mapping is written with: transforms, lead fields, activity types, results.',
    answer: mappingLanguageSchema,
  }),
  transforms: endpoint({
    method: 'post',
    path: '/mapping-language/transforms',
    access: 'viewer',
    summary: 'Shows what each transform makes of one raw value.',
    body: z.strictObject({ raw }),
    answer: z.object({
      items: z.array(
        z.object({
          transform: z.string(),
          value: z.unknown().optional(),
          error: z.string().optional(),
        }),
      ),
    }),
  }),
  workbench: endpoint({
    method: 'get',
    path: '/mappings/:account/:object',
    access: 'viewer',
    summary:
      'Reads the properties of an object with fill rates and samples; about a hundred records, kept an hour.',
    params,
    query: { fresh: z.enum(['true', 'false']).default('false') },
    answer: workbenchSchema,
  }),
  try: endpoint({
    method: 'post',
    path: '/mappings/:account/:object/try',
    access: 'viewer',
    summary:
      'Tries a mapping on one record, step by step: a sampled or stored one, or pasted values.',
    params,
    body: z.strictObject({
      text,
      record: z.union([
        z.strictObject({ id: z.string().min(1).max(200) }),
        z.strictObject({ values: z.record(z.string().max(200), raw.nullable()) }),
      ]),
    }),
    answer: triedMappingSchema,
  }),
  suggestions: endpoint({
    method: 'post',
    path: '/mappings/:account/:object/suggestions',
    access: 'viewer',
    summary: 'Suggests sources for lead fields that a mapping leaves empty, each with its reasons.',
    params,
    body: z.strictObject({ text }),
    answer: z.object({ items: z.array(mappingSuggestionSchema) }),
  }),
};
