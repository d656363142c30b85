/** Shapes of leads: a row of the list, and the parts of a lead's page. Texts are data, never HTML. */
import { z } from 'zod';
import { OVERRIDES, STAGES } from '../../../lead/stage.js';
import { moment } from './endpoint.js';
import { evidenceSchema } from './evidence.js';

const stage = z.enum(STAGES);
const whole = z.number().int();
const named = z.object({ id: z.string(), name: z.string() });

export const listedLeadSchema = z.object({
  id: z.string(),
  /** Of the person; the e-mail address, else `Lead 12`, where no name is known. */
  name: z.string(),
  email: z.string().nullable(),
  jobTitle: z.string().nullable(),
  company: z.string().nullable(),
  /** The name of whoever has the lead; the CRM's id where the name is not known. */
  owner: named.nullable(),
  source: z.string().nullable(),
  country: z.string().nullable(),
  stage,
  stageSince: moment.nullable(),
  total: whole.nullable(),
  grade: z.string().nullable(),
  band: z.string().nullable(),
  segment: z.string().nullable(),
  /** When total, grade, band or a dimension changed last. */
  changedAt: moment,
  /** What gives the most points, in the model's words. */
  topReason: z.string().nullable(),
  crms: z.array(z.string()),
});
export type ListedLead = z.infer<typeof listedLeadSchema>;

const choice = z.object({ value: z.string(), label: z.string() });

/** What a list may be narrowed by. */
export const choicesSchema = z.object({
  models: z.array(choice),
  bands: z.array(choice),
  grades: z.array(choice),
  segments: z.array(choice),
  stages: z.array(choice),
  owners: z.array(choice),
  sources: z.array(choice),
  countries: z.array(choice),
  accounts: z.array(choice),
});
export type Choices = z.infer<typeof choicesSchema>;

/** How a rule's line came about: `raw + faded + bounded` is its points. */
const detailSchema = z.object({
  raw: z.number(),
  faded: z.number(),
  bounded: z.number(),
  /** The counted activities, the newest first. */
  occurrences: z.array(
    z.object({
      at: moment,
      raw: z.number(),
      points: z.number(),
      /** The share of its points that is left, 0 to 1. */
      left: z.number(),
    }),
  ),
});

export const scoreLineSchema = z.object({
  /** Null for bound, weight, disqualify and rounding lines. */
  rule: z.string().nullable(),
  label: z.string(),
  points: z.number(),
  evidence: evidenceSchema,
  detail: detailSchema.nullable(),
});

/** A lead's score by one model. The points of all lines add up to the total exactly. */
export const leadScoreSchema = z.object({
  model: z.string(),
  version: whole,
  state: z.enum(['live', 'shadow']),
  primary: z.boolean(),
  total: whole.nullable(),
  /** The largest total the model allows: the right end of a bar. */
  cap: whole,
  grade: z.string().nullable(),
  band: z.string().nullable(),
  action: z.string().nullable(),
  segment: z.string().nullable(),
  /** In the model's words; its id where it has none. */
  segmentLabel: z.string().nullable(),
  /** Why there is no total: `include` (not in the population) or `exclude`. */
  outside: z.enum(['include', 'exclude']).nullable(),
  disqualified: z.string().nullable(),
  dimensions: z.record(z.string(), whole),
  thresholds: z.record(z.string(), z.number()),
  lines: z.array(scoreLineSchema),
  /** When a published figure changes by itself if nothing else happens. */
  nextChangeAt: moment.nullable(),
});
export type ExplainedScore = z.infer<typeof leadScoreSchema>;

export const leadRecordSchema = z.object({
  /** Ours, to name it by. */
  id: z.string(),
  account: named,
  crm: z.string(),
  object: z.string(),
  objectLabel: z.string(),
  record: z.string(),
  /** Where a person sees it in the CRM. */
  url: z.string().nullable(),
  role: z.enum(['person', 'company', 'deal']),
  /** It was merged into another record or deleted in the CRM. */
  state: z.enum(['living', 'merged', 'gone']),
});
export type LeadRecord = z.infer<typeof leadRecordSchema>;

export const stageEntrySchema = z.object({
  at: moment,
  from: stage.nullable(),
  to: stage,
  /** The transition's id, `person` or `crm`. */
  by: z.string(),
  why: z.string(),
  /** No task came of it: it was learnt late or in a first load. */
  quiet: z.boolean(),
});
export type StageEntry = z.infer<typeof stageEntrySchema>;

export const leadPageSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  jobTitle: z.string().nullable(),
  company: z.string().nullable(),
  owner: named.nullable(),
  country: z.string().nullable(),
  source: z.string().nullable(),
  /** The moment that the page is of. */
  at: moment,
  /** The page is of a moment in the past. */
  past: z.boolean(),
  /** The page is of a moment to come, as if nothing else happened until then; `stage` is today's. */
  ahead: z.object({ stage }).nullable(),
  /** Of the past: from when on what the page rests on is complete; null when it is not yet. */
  completeFrom: moment.nullable(),
  /** False: no record of the person was there at that moment; the rest is empty then. */
  existed: z.boolean(),
  stage,
  stageSince: moment.nullable(),
  /** Set by a person: rules do not move the lead until it is released. */
  pin: z.object({ stage, at: moment }).nullable(),
  override: z.enum(OVERRIDES),
  overrideUntil: moment.nullable(),
  mqlAt: moment.nullable(),
  /** What was told since the last score waits to be counted. */
  waiting: z.boolean(),
  /** Why the lead cannot be scored. */
  problem: z.string().nullable(),
  /** The primary model first. */
  scores: z.array(leadScoreSchema),
  stages: z.array(stageEntrySchema),
  records: z.array(leadRecordSchema),
});
export type LeadPage = z.infer<typeof leadPageSchema>;

export const timelineItemSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('activity'),
    at: moment,
    type: z.string(),
    attributes: z.record(z.string(), z.string()),
    crm: z.string(),
  }),
  z.object({
    kind: z.literal('score'),
    at: moment,
    total: whole.nullable(),
    before: whole.nullable(),
    grade: z.string().nullable(),
    band: z.string().nullable(),
    version: whole,
  }),
  stageEntrySchema.extend({ kind: z.literal('stage') }),
]);
export type TimelineItem = z.infer<typeof timelineItemSchema>;

/** One step from a raw value to a lead field; the first of a property is the raw value itself. */
const stepSchema = z.object({
  property: z.string(),
  /** Transform, `table`, `match` or `else`; empty for the raw value. */
  step: z.string(),
  value: z.string().nullable(),
  error: z.string().nullable(),
});

export const sourcesSchema = z.object({
  fields: z.array(
    z.object({
      field: z.string(),
      label: z.string(),
      /** What kind of value it holds; fields of one's own are text. */
      type: z.enum(['text', 'number', 'date', 'boolean', 'list']),
      /** Null where no value could be read; an owner by name where the CRM has told it. */
      value: z.string().nullable(),
      /** The record whose value it is; null where it follows from another field or from several records. */
      record: z.string().nullable(),
      /** The lead field that it follows from. */
      derivedFrom: z.string().nullable(),
      /** The records say something else by now: an echo of ours, or a change that waits to be mapped. */
      outdated: z.boolean(),
      steps: z.array(stepSchema),
      /** What other records say of the field, and values that could not be read. */
      others: z.array(
        z.object({
          record: z.string(),
          value: z.string().nullable(),
          error: z.string().nullable(),
        }),
      ),
    }),
  ),
  records: z.array(
    leadRecordSchema.extend({
      /** The stored properties; `fields` are the lead fields that are read from one. */
      values: z.array(
        z.object({
          property: z.string(),
          value: z.string().nullable(),
          at: moment,
          fields: z.array(z.string()),
        }),
      ),
    }),
  ),
});
export type LeadSources = z.infer<typeof sourcesSchema>;

export const wouldChangeSchema = z.object({
  hindrance: z.string().nullable(),
  goals: z.array(
    z.object({
      name: z.string(),
      from: z.number(),
      /** The most points that the changes tried come to; null when there are proposals. */
      most: z.number().nullable(),
      words: z.string(),
      proposals: z.array(
        z.object({
          words: z.string(),
          total: whole,
          band: z.string().nullable(),
          changes: z.array(z.string()),
        }),
      ),
    }),
  ),
});
export type LeadWouldChange = z.infer<typeof wouldChangeSchema>;

export const writesSchema = z.object({
  records: z.array(
    z.object({
      record: leadRecordSchema,
      /** `idle`: the CRM holds what we want. `parked`: the CRM refuses it, see `reason`. */
      state: z.enum(['idle', 'pending', 'sending', 'parked']),
      reason: z.string().nullable(),
      retryAt: moment.nullable(),
      pendingSince: moment.nullable(),
      /** Whether we may write into the account at all. */
      writeBack: z.boolean(),
      properties: z.array(
        z.object({
          property: z.string(),
          want: z.string().nullable(),
          confirmed: z.string().nullable(),
          state: z.enum(['confirmed', 'waiting', 'refused']),
          /** What somebody else has put there instead; it is written over. */
          found: z.string().nullable(),
          /** The CRM's moment of which this is known. */
          knownAt: moment.nullable(),
        }),
      ),
    }),
  ),
  tasks: z.array(
    z.object({
      trigger: z.string(),
      subject: z.string(),
      lines: z.array(z.string()),
      priority: z.string(),
      owner: named.nullable(),
      state: z.enum(['planned', 'sending', 'unknown', 'open', 'closed', 'parked']),
      /** The CRM's id of the task. */
      task: z.string().nullable(),
      reason: z.string().nullable(),
      dueAt: moment.nullable(),
      createdAt: moment,
      closedAt: moment.nullable(),
    }),
  ),
});
export type LeadWrites = z.infer<typeof writesSchema>;

export const duplicateSchema = z.object({
  /** The other lead. */
  lead: listedLeadSchema.pick({ id: true, name: true, email: true, company: true, crms: true }),
  total: whole.nullable(),
  /** `address`: both have an e-mail address; `merge`: the CRM merged records of theirs. */
  reason: z.enum(['address', 'merge']),
  at: moment,
});
export type Duplicate = z.infer<typeof duplicateSchema>;
