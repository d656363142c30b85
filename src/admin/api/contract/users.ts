/** The people of a workspace. */
import { z } from 'zod';
import { endpoint, moment, pageOf, paging } from './endpoint.js';
import { emailSchema, personNameSchema, roleSchema } from './session.js';

export const userSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  disabled: z.boolean(),
  /** How the person may sign in; with neither, a link is still to be used. */
  hasPassword: z.boolean(),
  hasIdentityProvider: z.boolean(),
  createdAt: moment,
  signedInAt: moment.nullable(),
});
export type UserView = z.infer<typeof userSchema>;

/** A one-time link, to be handed over by the admin: `path` begins with a slash. */
export const passwordLinkSchema = z.object({ path: z.string(), endsAt: moment });

export const usersApi = {
  list: endpoint({
    method: 'get',
    path: '/users',
    access: 'admin',
    summary: 'The people of the workspace, in the order in which they were added.',
    query: paging,
    answer: pageOf(userSchema),
  }),
  create: endpoint({
    method: 'post',
    path: '/users',
    access: 'admin',
    summary: 'Invites a person; the answer holds a one-time link that sets the password.',
    body: z.strictObject({ email: emailSchema, name: personNameSchema, role: roleSchema }),
    answer: z.object({ user: userSchema, link: passwordLinkSchema }),
    status: 201,
  }),
  change: endpoint({
    method: 'patch',
    path: '/users/:user',
    access: 'admin',
    summary: 'Changes name or role, or disables a person; in force at once.',
    params: { user: z.string() },
    body: z.strictObject({
      name: personNameSchema.optional(),
      role: roleSchema.optional(),
      disabled: z.boolean().optional(),
    }),
    answer: userSchema,
  }),
  resetPassword: endpoint({
    method: 'post',
    path: '/users/:user/password-link',
    access: 'admin',
    summary: 'Takes the password away, ends all sessions, and makes a one-time link for a new one.',
    params: { user: z.string() },
    answer: passwordLinkSchema,
    status: 201,
  }),
};
