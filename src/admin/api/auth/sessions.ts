/** Beginning, showing and ending sessions. */
import type { Request, Response } from 'express';
import {
  deleteSession,
  deleteSessions,
  insertSession,
  type SessionUser,
} from '../../../store/sign-ins.js';
import { hasUsers, type User } from '../../../store/users.js';
import type { SessionView } from '../contract/session.js';
import type { Identity } from '../router.js';
import type { AuthDependencies } from './dependencies.js';
import { type OpenSession, sessionOf } from './gate.js';
import { csrfOf, hashToken, makeToken } from './tokens.js';

const viewOf = async (
  deps: AuthDependencies,
  user: SessionView['user'],
  session: Pick<OpenSession, 'token' | 'endsAt'> | null,
): Promise<SessionView> => ({
  user,
  csrf: session && csrfOf(session.token),
  endsAt: session && new Date(session.endsAt).toISOString(),
  idleMs: deps.idleMs,
  setUp: user === null && !(await hasUsers(deps.pool, deps.workspace)),
  identityProvider: deps.identityProvider,
  demo: deps.demo,
});

type Person = Pick<SessionUser, 'id' | 'name' | 'email' | 'role' | 'hasPassword'>;

const personOf = ({ id, name, email, role, hasPassword }: Person): SessionView['user'] => ({
  id: String(id),
  kind: 'user',
  name,
  email,
  role,
  hasPassword,
});

/** Signs a user in: a new session, whose token the answer's cookie carries. */
export async function beginSession(
  deps: AuthDependencies,
  request: Request,
  response: Response,
  user: User,
): Promise<SessionView> {
  const former = deps.cookies.read(request);
  if (former !== null) await deleteSession(deps.pool, hashToken(former));
  const token = makeToken(deps.random);
  const now = deps.clock();
  const endsAt = now + deps.lengthMs;
  const { workspace, id } = user;
  const session = { hash: hashToken(token), workspace, user: id, now, endsAt };
  await insertSession(deps.pool, session, now - deps.idleMs);
  deps.cookies.set(response, token, deps.lengthMs);
  const person = personOf({ ...user, hasPassword: user.password !== null });
  return viewOf(deps, person, { token, endsAt });
}

/** Who calls, as the pages need to know it. */
export async function readSession(
  deps: AuthDependencies,
  request: Request,
  who: Identity | null,
): Promise<SessionView> {
  if (who?.kind === 'key') {
    const { id, name, role } = who;
    return viewOf(deps, { id, kind: 'key', name, email: null, role, hasPassword: false }, null);
  }
  const session = await sessionOf(deps, request);
  return viewOf(deps, session && personOf(session), session);
}

export async function endSession(
  deps: AuthDependencies,
  request: Request,
  response: Response,
): Promise<void> {
  const token = deps.cookies.read(request);
  if (token !== null) await deleteSession(deps.pool, hashToken(token));
  deps.cookies.clear(response);
}

export async function endAllSessions(
  deps: AuthDependencies,
  response: Response,
  who: Identity,
): Promise<void> {
  await deleteSessions(deps.pool, { workspace: who.workspace, id: Number(who.id) });
  deps.cookies.clear(response);
}
