/** Who changed what, when and why. */
import { z } from 'zod';
import { endpoint, moment, pageOf, paging } from './endpoint.js';

export const auditEntrySchema = z.object({
  id: z.string(),
  at: moment,
  /** A person's or key's name, `command line`, `install`, … */
  who: z.string(),
  /** What was done, as a stable word: `user.change`. */
  what: z.string(),
  about: z.string(),
  reason: z.string().nullable(),
  /** Null where the change has no such side. */
  before: z.unknown(),
  after: z.unknown(),
  /** Whatever else was noted. */
  details: z.record(z.string(), z.unknown()),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditApi = {
  list: endpoint({
    method: 'get',
    path: '/audit',
    access: 'admin',
    summary: 'Changes, newest first.',
    query: {
      ...paging,
      who: z.string().max(200).optional(),
      what: z.string().max(200).optional(),
      about: z.string().max(500).optional(),
      from: moment.optional(),
      /** Up to, not including. */
      to: moment.optional(),
    },
    answer: pageOf(auditEntrySchema),
  }),
  /** What the filters may be set to. */
  filters: endpoint({
    method: 'get',
    path: '/audit/filters',
    access: 'admin',
    summary: 'Who and what the audit log has entries of.',
    answer: z.object({ who: z.array(z.string()), what: z.array(z.string()) }),
  }),
};
