/** One-time links: the first admin's, and those that set a password. */
import { PlumblineError } from '../../../lib/errors.js';
import { writeAudit } from '../../../store/audit.js';
import { type Queryable, withTransaction } from '../../../store/pool.js';
import { dropLinks, saveLink, takeLink } from '../../../store/sign-ins.js';
import {
  findUser,
  findUserByEmail,
  hasUsers,
  insertUser,
  lockWorkspace,
  type User,
} from '../../../store/users.js';
import { beginAttempt, type Caller } from './attempts.js';
import type { AuthDependencies } from './dependencies.js';
import { hashPassword } from './password.js';
import { replacePassword } from './passwords.js';
import { hashToken, makeToken } from './tokens.js';

/** How long a link to set a password counts, milliseconds. */
export const LINK_MS = 3 * 86_400_000;
/** How long the link of the first start counts; every start makes a new one. */
const SET_UP_MS = 7 * 86_400_000;

/** Where the page of a password link is. */
export const welcomePath = (token: string): string => `/welcome?token=${token}`;

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
  db: Queryable,
  user: Pick<User, 'workspace' | 'id'>,
): Promise<{ readonly token: string; readonly endsAt: number }> {
  const token = makeToken(deps.random);
  const endsAt = deps.clock() + LINK_MS;
  const link = { workspace: user.workspace, purpose: 'password', user: user.id, endsAt } as const;
  await saveLink(db, hashToken(token), link);
  return { token, endsAt };
}

/** For somebody who was locked out: a link by whoever has the machine. Her password counts until it is used. */
export async function linkByAddress(
  deps: AuthDependencies,
  email: string,
  who: string,
): Promise<{ readonly token: string; readonly endsAt: number }> {
  return withTransaction(deps.pool, async (db) => {
    const user = await findUserByEmail(db, email);
    if (user === null || user.disabledAt !== null) {
      const why = user === null ? 'Nobody has this e-mail address here' : 'This user is disabled';
      throw new PlumblineError('no-user', `${why}; an admin can invite or enable people.`, {
        status: 404,
      });
    }
    await writeAudit(db, user.workspace, who, 'user.password-link', `user/${user.name}`);
    return makePasswordLink(deps, db, user);
  });
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
