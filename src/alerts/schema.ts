/** The alerts document: who is told what, when, and by when they should act. */
import { z } from 'zod';
import { durationSchema } from '../language/duration.js';
import { predicateSchema } from '../language/predicate.js';
import { templateSchema } from '../language/template.js';
import { STAGES } from '../lead/stage.js';
import { DUE_EXAMPLES, isTimeZone, readDue, WEEKDAYS } from './calendar.js';

/** The places that a template may fill. */
export const TEMPLATE_PLACES = [
  'name',
  'jobTitle',
  'company',
  'country',
  'score',
  'grade',
  'band',
  'action',
  'reasons',
  'why',
  'lastActivity',
  'link',
] as const;
export type TemplatePlace = (typeof TEMPLATE_PLACES)[number];

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, {
  error: 'expected lower-case letters, digits and hyphens',
});
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, {
  error: 'expected a time of day such as 09:00',
});

const hoursSchema = z
  .strictObject({
    days: z.array(z.enum(WEEKDAYS)).min(1),
    from: timeOfDay,
    to: timeOfDay,
    /** Used where neither the receiver's nor the account's is known. */
    timeZone: z.string().refine(isTimeZone, {
      error: 'expected an IANA time zone such as Europe/Helsinki',
    }),
  })
  .refine(({ from, to }) => from < to, { error: 'must end after it begins', path: ['to'] });

const cause = z
  .strictObject({
    /** A move into this stage … */
    entered: z.enum(STAGES).optional(),
    /** … by one of these transitions; `person` and `crm` are moves made in the CRM. */
    by: z.array(z.string()).min(1).optional(),
    /** The total comes from below this number to it or above. */
    crosses: z.number().optional(),
  })
  .superRefine(({ entered, by, crosses }, context) => {
    if ((entered === undefined) === (crosses === undefined)) {
      context.addIssue({ code: 'custom', message: 'give one of entered, crosses' });
    }
    if (by && entered === undefined) {
      context.addIssue({ code: 'custom', message: 'belongs to "entered"', path: ['by'] });
    }
  });

const triggerSchema = z.strictObject({
  id,
  on: cause,
  /** A further condition at the moment of the cause. */
  when: predicateSchema.optional(),
  to: z.enum(['owner', 'fallback']),
  channel: z.enum(['task']),
  priority: z.enum(['high', 'medium', 'low']),
  due: z.string().refine((text) => readDue(text) !== undefined, {
    error: `expected a due time such as ${DUE_EXAMPLES}`,
  }),
  /** No second alert of this trigger for the lead so long. */
  cooldown: durationSchema,
  template: id,
});

const template = templateSchema(TEMPLATE_PLACES);

export const alertsSchema = z.strictObject({
  alerts: z.string().min(1).max(64),
  version: z.int().min(1),
  hours: hoursSchema,
  /** The owner id that gets what has no owner; null leaves the task unassigned. */
  fallback: z.string().min(1).nullable(),
  /** After a rep's feedback the lead stays quiet so long. */
  silence: durationSchema,
  triggers: z.array(triggerSchema),
  templates: z.record(id, z.strictObject({ subject: template, lines: z.array(template) })),
});

export type TriggerDocument = z.infer<typeof triggerSchema>;
export type AlertsDocument = z.infer<typeof alertsSchema>;
export type Priority = TriggerDocument['priority'];
