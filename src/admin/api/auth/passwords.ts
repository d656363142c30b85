/** Who somebody is, shown by a password or a one-time link. */
import { PlumblineError } from '../../../lib/errors.js';
import { writeAudit } from '../../../store/audit.js';
import { withTransaction } from '../../../store/pool.js';
import { deleteSessions, dropLinks, saveLink, takeLink } from '../../../store/sign-ins.js';
import {
  findUser,
  findUserByEmail,
  hasUsers,
  insertUser,
  lockWorkspace,
  setPassword,
  type User,
} from '../../../store/users.js';
import type { Identity } from '../router.js';
import { beginAttempt, type Caller } from './attempts.js';
import type { AuthDependencies } from './dependencies.js';
import { checkPassword, hashPassword } from './password.js';
import { hashToken, makeToken } from './tokens.js';

/** How long a link to set a password counts, milliseconds. */
export const LINK_MS = 3 * 86_400_000;
/** How long the link of the first start counts; every start makes a new one. */
const SET_UP_MS = 7 * 86_400_000;

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

const badLink = (wayOut: string): PlumblineError =>
  new PlumblineError('bad-link', `This link was used already or is too old. ${wayOut}`, {
    status: 403,
  });

/** Makes the token of the first admin. @returns null when somebody may sign in already. */
export async function makeSetUpToken(deps: AuthDependencies): Promise<string | null> {
  const { pool, workspace } = deps;
  if (await hasUsers(pool, workspace)) {
    await dropLinks(pool, workspace, 'setup', null);
    return null;
  }
  const token = makeToken(deps.random);
  const endsAt = deps.clock() + SET_UP_MS;
  await withTransaction(pool, (db) =>
    saveLink(db, hashToken(token), { workspace, purpose: 'setup', user: null, endsAt }),
  );
  return token;
}

export interface FirstAdmin {
  readonly token: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/** Makes the first admin; works once. */
export async function setUpAdmin(
  deps: AuthDependencies,
  caller: Caller,
  { token, email, name, password }: FirstAdmin,
): Promise<User> {
  const attempt = await beginAttempt(deps, caller, null);
  const hashed = await hashPassword(password);
  const now = deps.clock();
  const user = await withTransaction(deps.pool, async (db) => {
    const link = await takeLink(db, hashToken(token), 'setup', now);
    if (link === null) throw badLink('Start Plumbline again: it prints a new one.');
    const { workspace } = link;
    await lockWorkspace(db, workspace);
    const made = (await hasUsers(db, workspace))
      ? null
      : await insertUser(db, {
          workspace,
          email,
          name,
          role: 'admin',
          password: hashed,
          subject: null,
          now,
        });
    if (made === null) {
      throw new PlumblineError('set-up-done', 'There are users already; sign in.', { status: 409 });
    }
    await writeAudit(db, workspace, name, 'user.set-up', `user/${name}`, {
      after: { name, role: 'admin' },
    });
    return made;
  });
  await attempt.succeeded();
  return user;
}

/** A link that sets the password of a user; a former one no longer counts. @returns its token. */
export async function makePasswordLink(
  deps: AuthDependencies,
  db: Parameters<typeof saveLink>[0],
  user: Pick<User, 'workspace' | 'id'>,
): Promise<{ readonly token: string; readonly endsAt: number }> {
  const token = makeToken(deps.random);
  const endsAt = deps.clock() + LINK_MS;
  const link = { workspace: user.workspace, purpose: 'password', user: user.id, endsAt } as const;
  await saveLink(db, hashToken(token), link);
  return { token, endsAt };
}

/** Sets the password of the link's user and ends all sessions of hers. */
export async function acceptPasswordLink(
  deps: AuthDependencies,
  caller: Caller,
  { token, password }: { readonly token: string; readonly password: string },
): Promise<User> {
  const attempt = await beginAttempt(deps, caller, null);
  const hashed = await hashPassword(password);
  const user = await withTransaction(deps.pool, async (db) => {
    const link = await takeLink(db, hashToken(token), 'password', deps.clock());
    const found = link?.user ? await findUser(db, link.workspace, link.user, 'lock') : null;
    if (found === null || found.disabledAt !== null) throw badLink('Ask an admin for a new one.');
    await replacePassword(db, found, hashed);
    await writeAudit(db, found.workspace, found.name, 'user.password', `user/${found.name}`, {
      by: 'link',
    });
    return { ...found, password: hashed };
  });
  await attempt.succeeded();
  return user;
}

async function replacePassword(
  db: Parameters<typeof saveLink>[0],
  user: User,
  hashed: string,
): Promise<void> {
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
