/** API keys: for scripts, sent as `Authorization: Bearer plb_…`. */
import { z } from 'zod';
import { endpoint, moment, pageOf, paging } from './endpoint.js';
import { roleSchema } from './session.js';

export const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** At most this, and never more than its maker may now. */
  role: roleSchema,
  /** How the key begins. */
  prefix: z.string(),
  madeBy: z.object({ id: z.string(), name: z.string() }),
  createdAt: moment,
  /** To about a minute. */
  usedAt: moment.nullable(),
  revokedAt: moment.nullable(),
});
export type KeyView = z.infer<typeof keySchema>;

export const keysApi = {
  list: endpoint({
    method: 'get',
    path: '/keys',
    access: 'viewer',
    summary: 'One’s own API keys, newest first; an admin sees everybody’s.',
    query: paging,
    answer: pageOf(keySchema),
  }),
  create: endpoint({
    method: 'post',
    path: '/keys',
    access: 'viewer',
    summary: 'Makes an API key of at most one’s own role; the secret is shown this once.',
    body: z.strictObject({ name: z.string().trim().min(1).max(100), role: roleSchema }),
    answer: z.object({ key: keySchema, secret: z.string() }),
    status: 201,
  }),
  revoke: endpoint({
    method: 'delete',
    path: '/keys/:key',
    access: 'viewer',
    summary: 'Puts a key of one’s own out of use at once; an admin may revoke everybody’s.',
    params: { key: z.string() },
    answer: keySchema,
  }),
};
