import type { Request, Response } from 'express';
import { PlumblineError } from '../../../lib/errors.js';
import type { Caller } from '../auth/attempts.js';
import type { AuthDependencies } from '../auth/dependencies.js';
import { acceptPasswordLink, setUpAdmin } from '../auth/links.js';
import { changePassword, signIn } from '../auth/passwords.js';
import { beginSession, endAllSessions, endSession, readSession } from '../auth/sessions.js';
import type { sessionApi } from '../contract/session.js';
import type { Handlers, Identity } from '../router.js';

const callerOf = (request: Request, response: Response): Caller => ({
  ip: request.ip ?? '',
  retryAfter: (seconds) => {
    response.setHeader('retry-after', String(seconds));
  },
});

function person(who: Identity): Identity {
  if (who.kind === 'user') return who;
  throw new PlumblineError('people-only', 'An API key has no session and no password.', {
    status: 403,
  });
}

export const sessionRoutes = (auth: AuthDependencies): Handlers<typeof sessionApi> => ({
  get: async ({ who, request }) => readSession(auth, request, who),
  signIn: async ({ body, request, response }) => {
    const user = await signIn(auth, callerOf(request, response), body);
    return beginSession(auth, request, response, user);
  },
  signOut: async ({ who, request, response }) => {
    person(who);
    await endSession(auth, request, response);
  },
  signOutEverywhere: async ({ who, response }) => {
    await endAllSessions(auth, response, person(who));
  },
  setUp: async ({ body, request, response }) => {
    const user = await setUpAdmin(auth, callerOf(request, response), body);
    return beginSession(auth, request, response, user);
  },
  acceptLink: async ({ body, request, response }) => {
    const user = await acceptPasswordLink(auth, callerOf(request, response), body);
    return beginSession(auth, request, response, user);
  },
  changePassword: async ({ who, body, request, response }) => {
    const user = await changePassword(auth, callerOf(request, response), person(who), body);
    return beginSession(auth, request, response, user);
  },
});
