/** The mapping document as written. What names mean is checked by `load.ts`. */
import { z } from 'zod';
import { durationSchema } from '../language/duration.js';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const name = z.string().min(1);
const names = z.union([name, z.array(name).min(1)]);
/** Words or values of the CRM -> what they mean. The order of a `match` is the order of writing. */
const meanings = z.record(z.string(), scalar);

const longSource = z
  .strictObject({
    from: names.optional().describe('Property of the CRM, or several: the first with a value'),
    value: scalar.optional().describe('The same for every record'),
    as: names.optional().describe('Transform, or several one after another'),
    table: meanings.optional().describe('Whole value -> meaning'),
    match: meanings.optional().describe('Word in the value -> meaning; the first wins'),
    else: scalar.optional().describe('Meaning when nothing of table or match fits'),
  })
  .superRefine((source, context) => {
    const refuse = (message: string, key?: string) =>
      context.addIssue({ code: 'custom', message, ...(key !== undefined && { path: [key] }) });
    if ((source.from === undefined) === (source.value === undefined)) {
      refuse('needs either "from" (a property) or "value" (always the same)');
    }
    if (source.table && source.match) refuse('"table" and "match" exclude each other', 'match');
    if (source.else !== undefined && !source.table && !source.match) {
      refuse('"else" needs "table" or "match"', 'else');
    }
    for (const key of ['as', 'table', 'match'] as const) {
      if (source.value !== undefined && source[key] !== undefined) refuse(`needs "from"`, key);
      if (key !== 'as' && source[key] && Object.keys(source[key]).length === 0) {
        refuse('is empty', key);
      }
    }
  });

/** A property's name is short for `{ from: name }`. */
const source = z.union([name, longSource]);

const activity = z
  .strictObject({
    type: z.union([name, longSource]).describe('Activity type, or how to find it'),
    when: name.optional().describe('A change of this property is the activity'),
    at: name.optional().describe('"value": the time is the value of "when"; else a date property'),
    set: z.record(name, source).optional().describe('Attribute <- property'),
    if: z
      .record(name, z.union([scalar, z.array(scalar).min(1)]))
      .optional()
      .describe('Property -> value or values it must have'),
  })
  .superRefine((written, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message, path: ['at'] });
    if (written.when === undefined && written.at === undefined) {
      refuse('is missing: an activity without "when" needs the property that holds its time');
    }
    if (written.when === undefined && written.at === 'value') {
      refuse('"value" means the value of "when", which is missing');
    }
  });

const object = z.strictObject({
  role: z
    .enum(['person', 'company', 'deal', 'engagement'])
    .optional()
    .describe('Found by itself unless given'),
  link: z.literal('primary').optional().describe("Reached through the person's primary company"),
  fields: z.record(z.string(), source).optional(),
  activities: z.array(activity).optional(),
});

const write = z.strictObject({
  to: name.describe('Property of the CRM'),
  minChange: z.number().min(0).optional().describe('Smaller falls stay unwritten'),
  riseAtOnce: z.boolean().optional(),
  settle: durationSchema.optional().describe('Shortest time between two writes of a fall'),
  table: z.record(z.string(), z.string()).optional().describe('Our value -> value of the CRM'),
  keep: z.array(name).optional().describe("Values of the CRM's own stage that are never left"),
});

export const mappingSchema = z.strictObject({
  $schema: z.string().optional(),
  crm: name.describe('The connector: hubspot, salesforce'),
  version: z.int().positive(),
  objects: z.record(z.string(), object),
  writes: z.record(z.string(), z.union([name, write])).optional(),
});

export type MappingDocument = z.infer<typeof mappingSchema>;
export type ObjectDocument = z.infer<typeof object>;
export type SourceDocument = z.infer<typeof source>;
export type LongSource = z.infer<typeof longSource>;
export type ActivityDocument = z.infer<typeof activity>;
export type WriteDocument = z.infer<typeof write>;
export type Role = NonNullable<ObjectDocument['role']>;

/** The long form of a value's source. */
export function longForm(written: SourceDocument): LongSource {
  return typeof written === 'string' ? { from: written } : written;
}

export function listOf(written: string | readonly string[] | undefined): readonly string[] {
  if (written === undefined) return [];
  return typeof written === 'string' ? [written] : written;
}

/** What the records of an object are, where the document does not say it. */
export function roleOf(document: ObjectDocument): Role {
  if (document.role) return document.role;
  if (document.link === 'primary') return 'company';
  const fields = Object.keys(document.fields ?? {});
  const activities = document.activities ?? [];
  if (fields.some((field) => field.startsWith('deal.'))) return 'deal';
  const engages = activities.length > 0 && activities.every(({ when }) => when === undefined);
  return engages && fields.length === 0 ? 'engagement' : 'person';
}
