/** How long things are kept. */
import { z } from 'zod';
import { endpoint, moment } from './endpoint.js';

export const RETENTION_KINDS = ['activities', 'values', 'scores', 'audit'] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

/** Days; null keeps for good. */
const days = z.number().int().min(30).max(3650).nullable();

export const retentionSchema = z.object({
  activities: days,
  /** Former values and links of records. */
  values: days,
  /** Former scores; the stages that a lead was in are kept. */
  scores: days,
  audit: days,
});
export type Retention = z.infer<typeof retentionSchema>;

const view = z.object({
  days: retentionSchema,
  /** Up to when each kind was deleted; null: nothing was, or the first walk is under way. */
  deletedUpTo: z.record(z.enum(RETENTION_KINDS), moment.nullable()),
});

export const retentionApi = {
  get: endpoint({
    method: 'get',
    path: '/retention',
    access: 'admin',
    summary: 'How many days things are kept.',
    answer: view,
  }),
  set: endpoint({
    method: 'put',
    path: '/retention',
    access: 'admin',
    summary: 'Sets how many days things are kept; what is older is deleted from then on.',
    body: z.strictObject(retentionSchema.shape),
    answer: view,
  }),
};
