/** The list of leads and everything on a lead's page. */
import { z } from 'zod';
import { STAGES } from '../../../lead/stage.js';
import { endpoint, moment, pageOf, paging, stream } from './endpoint.js';
import {
  choicesSchema,
  duplicateSchema,
  leadPageSchema,
  listedLeadSchema,
  sourcesSchema,
  timelineItemSchema,
  wouldChangeSchema,
  writesSchema,
} from './lead-shapes.js';

const value = z.string().max(200);
/** Once or several times in the address. */
const several = <T extends z.ZodType>(one: T) =>
  z
    .union([one, z.array(one).max(50)])
    .transform((given) => [given].flat() as z.output<T>[])
    .optional();
const days = z.coerce.number().int().min(1).max(3_650).optional();
const points = z.coerce.number().int().min(-100_000).max(100_000).optional();

/** Filters of the list. `-` stands for leads that have no owner, source or country. */
export const leadFilters = {
  /** Words that all stand in name, e-mail address or company. */
  text: z.string().max(200).optional(),
  /** Default: the primary model. */
  model: value.optional(),
  band: several(value),
  grade: several(value),
  segment: several(value),
  stage: several(z.enum(STAGES)),
  owner: several(value),
  source: several(value),
  country: several(value),
  account: several(value),
  /** Totals, both inclusive. */
  from: points,
  to: points,
  /** Came to this stage within `enteredDays`. */
  entered: z.enum(STAGES).optional(),
  enteredDays: days,
  /** A published figure changed within so many days. */
  changedDays: days,
  /** `yes`: the leads that the model leaves out, instead of those it scores. */
  outside: z.enum(['yes']).optional(),
};

const order = {
  sort: z.enum(['total', 'changed', 'name']).default('total'),
  /** Default: totals and changes from the greatest, names from the first. */
  order: z.enum(['asc', 'desc']).optional(),
};

/** Ids. What is no id is answered like the id of no lead: 404. */
const params = { lead: z.string() };
const pair = { ...params, other: params.lead };
const reason = z.string().trim().max(500).default('');

export const leadsApi = {
  list: endpoint({
    method: 'get',
    path: '/leads',
    access: 'viewer',
    summary: 'Leads that match all filters, in order, a page at a time.',
    query: { ...leadFilters, ...order, ...paging },
    answer: pageOf(listedLeadSchema),
  }),
  count: endpoint({
    method: 'get',
    path: '/leads/count',
    access: 'viewer',
    summary: 'How many leads match: exact up to 10,000, estimated above.',
    query: leadFilters,
    answer: z.object({ count: z.number().int().nonnegative(), exact: z.boolean() }),
  }),
  choices: endpoint({
    method: 'get',
    path: '/leads/choices',
    access: 'viewer',
    summary: 'The values that the list can be narrowed by.',
    query: { model: value.optional() },
    answer: choicesSchema,
  }),
  export: endpoint({
    method: 'get',
    path: '/leads/export',
    access: 'viewer',
    summary: 'All leads that match, as a file: CSV or one JSON object a line.',
    query: { ...leadFilters, ...order, format: z.enum(['csv', 'ndjson']).default('csv') },
    answer: stream('text/csv'),
  }),
  get: endpoint({
    method: 'get',
    path: '/leads/:lead',
    access: 'viewer',
    summary:
      'A lead with its scores, each with its full breakdown; now, as of a past moment, or at one to come.',
    params,
    query: { at: moment.optional() },
    answer: leadPageSchema,
  }),
  timeline: endpoint({
    method: 'get',
    path: '/leads/:lead/timeline',
    access: 'viewer',
    summary: 'Activities, changes of the score and of the stage, the newest first.',
    params,
    query: { at: moment.optional(), model: value.optional(), ...paging },
    answer: pageOf(timelineItemSchema),
  }),
  sources: endpoint({
    method: 'get',
    path: '/leads/:lead/sources',
    access: 'viewer',
    summary: "The lead's fields with the CRM values and the mapping steps that made each.",
    params,
    answer: sourcesSchema,
  }),
  wouldChange: endpoint({
    method: 'get',
    path: '/leads/:lead/would-change',
    access: 'viewer',
    summary: 'The smallest changes that would lift the lead to its next band and threshold.',
    params,
    query: { model: value.optional() },
    answer: wouldChangeSchema,
  }),
  writes: endpoint({
    method: 'get',
    path: '/leads/:lead/writes',
    access: 'viewer',
    summary: 'What is written into the CRM, what it confirmed or refused, and the tasks.',
    params,
    answer: writesSchema,
  }),
  duplicates: endpoint({
    method: 'get',
    path: '/leads/:lead/duplicates',
    access: 'viewer',
    summary: 'Other leads that may be the same person.',
    params,
    answer: z.object({ items: z.array(duplicateSchema) }),
  }),
  accept: endpoint({
    method: 'post',
    path: '/leads/:lead/duplicates/:other/accept',
    access: 'editor',
    summary: 'Makes one lead of two that were suggested; the older one stays.',
    params: pair,
    body: z.strictObject({ reason }),
    answer: z.object({ lead: z.string() }),
  }),
  dismiss: endpoint({
    method: 'post',
    path: '/leads/:lead/duplicates/:other/dismiss',
    access: 'editor',
    summary: 'Says that two leads are two persons; they are not suggested again.',
    params: pair,
    body: z.strictObject({ reason }),
    answer: z.undefined(),
    status: 204,
  }),
  split: endpoint({
    method: 'post',
    path: '/leads/:lead/split',
    access: 'editor',
    summary: 'Moves some of the records of a lead, with their activities, to a new lead.',
    params,
    body: z.strictObject({
      records: z
        .array(z.string().regex(/^\d{1,15}$/))
        .min(1)
        .max(50),
      reason,
    }),
    answer: z.object({ lead: z.string() }),
  }),
};
