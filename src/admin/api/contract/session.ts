/** Signing in and out, the first admin, and a person's own password. */
import { z } from 'zod';
import { endpoint, moment, ROLES } from './endpoint.js';

export const roleSchema = z.enum(ROLES);
export const emailSchema = z.email().max(254);
export const personNameSchema = z.string().trim().min(1).max(100);

export const PASSWORD_LENGTH = { min: 12, max: 200 } as const;
export const passwordSchema = z.string().min(PASSWORD_LENGTH.min).max(PASSWORD_LENGTH.max);

/** Tokens of one-time links; nothing longer is looked at. */
const tokenSchema = z.string().min(1).max(200);

export const sessionSchema = z.object({
  /** Null for nobody. */
  user: z
    .object({
      id: z.string(),
      kind: z.enum(['user', 'key']),
      name: z.string(),
      /** Null for a key. */
      email: z.string().nullable(),
      role: roleSchema,
      /** False for who comes by the identity provider alone. */
      hasPassword: z.boolean(),
    })
    .nullable(),
  /** To be sent as `x-csrf-token` with everything but GET; null where no session cookie is in use. */
  csrf: z.string().nullable(),
  /** When the session ends whatever is done; without use it ends `idleMs` after the last call. */
  endsAt: moment.nullable(),
  idleMs: z.number().int(),
  /** True while nobody may sign in: the address printed at the start makes the first admin. */
  setUp: z.boolean(),
  /** Where to go to sign in by an identity provider; null when none is set. */
  identityProvider: z.object({ name: z.string(), path: z.string() }).nullable(),
  /** True where everything is invented and the guided tour can be played. */
  demo: z.boolean(),
});
export type SessionView = z.infer<typeof sessionSchema>;

export const sessionApi = {
  get: endpoint({
    method: 'get',
    path: '/session',
    access: 'public',
    summary: 'Who is signed in, and the CSRF token of the session.',
    answer: sessionSchema,
  }),
  signIn: endpoint({
    method: 'post',
    path: '/session',
    access: 'public',
    summary: 'Signs in by e-mail address and password; sets the session cookie.',
    body: z.strictObject({ email: z.string().max(254), password: z.string().max(1_000) }),
    answer: sessionSchema,
  }),
  signOut: endpoint({
    method: 'delete',
    path: '/session',
    access: 'viewer',
    summary: 'Ends this session.',
    answer: z.undefined(),
    status: 204,
  }),
  signOutEverywhere: endpoint({
    method: 'delete',
    path: '/session/all',
    access: 'viewer',
    summary: 'Ends all sessions of the signed-in person, this one included.',
    answer: z.undefined(),
    status: 204,
  }),
  /** Of the page `/setup?token=…`. */
  setUp: endpoint({
    method: 'post',
    path: '/session/setup',
    access: 'public',
    summary: 'Makes the first admin by the one-time token printed at the start, and signs in.',
    body: z.strictObject({
      token: tokenSchema,
      email: emailSchema,
      name: personNameSchema,
      password: passwordSchema,
    }),
    answer: sessionSchema,
    status: 201,
  }),
  /** Of the page `/welcome?token=…`. */
  acceptLink: endpoint({
    method: 'post',
    path: '/session/password-link',
    access: 'public',
    summary: 'Sets a password by a one-time link, ends all other sessions, and signs in.',
    body: z.strictObject({ token: tokenSchema, password: passwordSchema }),
    answer: sessionSchema,
  }),
  changePassword: endpoint({
    method: 'put',
    path: '/session/password',
    access: 'viewer',
    summary: 'Changes one’s own password and ends one’s other sessions.',
    body: z.strictObject({ current: z.string().max(1_000), password: passwordSchema }),
    answer: sessionSchema,
  }),
};
