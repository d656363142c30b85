/** Whom of ours the identity provider speaks of. */
import { PlumblineError } from '../../../lib/errors.js';
import { writeAudit } from '../../../store/audit.js';
import { type Queryable, withTransaction } from '../../../store/pool.js';
import {
  bindSubject,
  emailKey,
  findUserByEmail,
  findUserBySubject,
  insertUser,
  lockAdmins,
  lockWorkspace,
  nameTaken,
  type User,
  updateUser,
} from '../../../store/users.js';
import type { AuthDependencies } from './dependencies.js';
import type { Claimed } from './oidc.js';

const WHO = 'identity provider';
const LONGEST_NAME = 90;

const refused = (code: string, message: string): PlumblineError =>
  new PlumblineError(code, message, { status: 403 });

/** A role that the provider names is in force from this sign-in on; the last admin stays one. */
async function withRole(db: Queryable, user: User, { role }: Claimed): Promise<User> {
  if (role === null || role === user.role) return user;
  const admins = await lockAdmins(db, user.workspace);
  if (user.role === 'admin' && admins.every((admin) => admin === user.id)) return user;
  await updateUser(db, user, { name: user.name, role, disabledAt: null });
  await writeAudit(db, user.workspace, WHO, 'user.change', `user/${user.name}`, {
    before: { role: user.role },
    after: { role },
  });
  return { ...user, role };
}

/** Names are one person's each: a namesake gets a number. */
async function freeName(db: Queryable, workspace: number, wanted: string): Promise<string> {
  const base = wanted.slice(0, LONGEST_NAME);
  for (let name = base, at = 2; ; at++) {
    if (!(await nameTaken(db, workspace, name))) return name;
    name = `${base} (${at})`;
  }
}

/** Somebody of an allowed domain comes for the first time. */
async function join(
  db: Queryable,
  deps: AuthDependencies,
  claimed: Claimed,
  email: string,
): Promise<User> {
  const { workspace } = deps;
  const name = await freeName(db, workspace, claimed.name?.trim() || email.replace(/@.*$/, ''));
  const role = claimed.role ?? 'viewer';
  const { subject } = claimed;
  const now = deps.clock();
  const user = await insertUser(db, { workspace, email, name, role, password: null, subject, now });
  if (user === null) throw refused('not-invited', 'Ask an admin of Plumbline to invite you.');
  const after = { name, role };
  await writeAudit(db, workspace, WHO, 'user.create', `user/${name}`, { after });
  return user;
}

async function known(db: Queryable, claimed: Claimed): Promise<User | null> {
  const bound = await findUserBySubject(db, claimed.subject);
  if (bound !== null || claimed.email === null) return bound;
  const invited = await findUserByEmail(db, claimed.email);
  if (invited === null) return null;
  if (invited.subject !== null) {
    throw refused(
      'other-person',
      'Somebody else at the identity provider signs in with this e-mail address.',
    );
  }
  await bindSubject(db, invited, claimed.subject);
  return { ...invited, subject: claimed.subject };
}

/**
 * The user whom the provider confirmed: bound before, or invited by this verified address, or of a domain
 * whose people need no invitation. Throws `not-verified`, `not-invited`, `other-person`, `disabled` (403).
 */
export async function userOfProvider(
  deps: AuthDependencies,
  claimed: Claimed,
  domains: readonly string[],
): Promise<User> {
  return withTransaction(deps.pool, async (db) => {
    await lockWorkspace(db, deps.workspace);
    const user = await known(db, claimed);
    if (user?.disabledAt != null) throw refused('disabled', 'An admin has disabled this user.');
    if (user !== null) return withRole(db, user, claimed);
    if (claimed.email === null) {
      throw refused('not-verified', 'The identity provider has not verified your e-mail address.');
    }
    const email = emailKey(claimed.email);
    if (!domains.includes(email.slice(email.lastIndexOf('@') + 1))) {
      throw refused('not-invited', 'Ask an admin of Plumbline to invite you.');
    }
    return join(db, deps, claimed, email);
  });
}
