/** Who somebody is, shown by a password. */
import { PlumblineError } from '../../../lib/errors.js';
import { writeAudit } from '../../../store/audit.js';
import { type Queryable, withTransaction } from '../../../store/pool.js';
import { deleteSessions, dropLinks } from '../../../store/sign-ins.js';
import { findUser, findUserByEmail, setPassword, type User } from '../../../store/users.js';
import type { Identity } from '../router.js';
import { beginAttempt, type Caller } from './attempts.js';
import type { AuthDependencies } from './dependencies.js';
import { checkPassword, hashPassword } from './password.js';

/** The user of an address and password. One text, and one time, for an unknown address and a wrong password. */
export async function signIn(
  deps: AuthDependencies,
  caller: Caller,
  given: { readonly email: string; readonly password: string },
): Promise<User> {
  const attempt = await beginAttempt(deps, caller, given.email);
  const user = await findUserByEmail(deps.pool, given.email);
  const right = await checkPassword(user?.password ?? null, given.password);
  if (!right || user === null || user.disabledAt !== null) {
    throw new PlumblineError(
      'not-known',
      'The e-mail address or the password is not right. An admin can make you a link for a new password.',
      { status: 401 },
    );
  }
  await attempt.succeeded();
  return user;
}

/** A new password ends all sessions, and a link that was to set one. */
export async function replacePassword(db: Queryable, user: User, hashed: string): Promise<void> {
  await setPassword(db, user, hashed);
  await deleteSessions(db, user);
  await dropLinks(db, user.workspace, 'password', user.id);
}

/** Changes one's own password and ends all sessions of one's own. */
export async function changePassword(
  deps: AuthDependencies,
  caller: Caller,
  who: Identity,
  given: { readonly current: string; readonly password: string },
): Promise<User> {
  const user = await findUser(deps.pool, who.workspace, Number(who.id));
  if (user === null || user.password === null) {
    throw new PlumblineError(
      'no-password',
      'You sign in by the identity provider; change your password there.',
      { status: 409 },
    );
  }
  const attempt = await beginAttempt(deps, caller, user.email);
  if (!(await checkPassword(user.password, given.current))) {
    throw new PlumblineError('wrong-password', 'The present password is not right.', {
      status: 403,
    });
  }
  await attempt.succeeded();
  const hashed = await hashPassword(given.password);
  await withTransaction(deps.pool, async (db) => {
    await replacePassword(db, user, hashed);
    await writeAudit(db, user.workspace, who.name, 'user.password', `user/${user.name}`);
  });
  return { ...user, password: hashed };
}
