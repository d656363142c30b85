/** Saved views: a list of leads under a name. */
import { z } from 'zod';
import { endpoint, moment } from './endpoint.js';

export const savedViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The part of the list's address after `?`, without a cursor. */
  query: z.string(),
  /** Others of the workspace see it, too. */
  shared: z.boolean(),
  /** The caller saved it and may change it. */
  own: z.boolean(),
  savedAt: moment,
});
export type SavedView = z.infer<typeof savedViewSchema>;

const name = z.string().trim().min(1).max(80);
const query = z.string().max(4_000);
const params = { view: z.string() };

export const viewsApi = {
  list: endpoint({
    method: 'get',
    path: '/views',
    access: 'viewer',
    summary: "The caller's own saved views and the shared ones, by name.",
    answer: z.object({ items: z.array(savedViewSchema) }),
  }),
  save: endpoint({
    method: 'post',
    path: '/views',
    access: 'viewer',
    summary: 'Saves a view for the caller; one of the same name is replaced.',
    body: z.strictObject({ name, query }),
    answer: savedViewSchema,
    status: 201,
  }),
  remove: endpoint({
    method: 'delete',
    path: '/views/:view',
    access: 'viewer',
    summary: 'Removes a view that the caller saved.',
    params,
    answer: z.undefined(),
    status: 204,
  }),
  share: endpoint({
    method: 'put',
    path: '/views/:view/shared',
    access: 'editor',
    summary: 'Shows a view that the caller saved to everybody of the workspace, or no longer.',
    params,
    body: z.strictObject({ shared: z.boolean() }),
    answer: savedViewSchema,
  }),
};
