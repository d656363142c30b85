/** Inviting people and deciding what they may do. Every change is in force at the next request. */
import { PlumblineError } from '../../../lib/errors.js';
import { writeAudit } from '../../../store/audit.js';
import { withTransaction } from '../../../store/pool.js';
import { deleteSessions } from '../../../store/sign-ins.js';
import {
  findUser,
  insertUser,
  lockAdmins,
  nameTaken,
  setPassword,
  type User,
  updateUser,
} from '../../../store/users.js';
import type { Role } from '../contract/endpoint.js';
import type { Identity } from '../router.js';
import type { AuthDependencies } from './dependencies.js';
import { makePasswordLink } from './links.js';

export interface PasswordLink {
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

/** The number of an id as clients send it; 0, which nothing has, when it is none. */
export const numberOf = (id: string): number => (/^[1-9]\d{0,14}$/.test(id) ? Number(id) : 0);

const noUser = (): PlumblineError =>
  new PlumblineError('no-user', 'There is no such user in this workspace.', { status: 404 });

const taken = (what: string): PlumblineError =>
  new PlumblineError('user-taken', `Somebody has this ${what} already; take another one.`, {
    status: 409,
  });

export interface Invitation {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

export async function inviteUser(
  deps: AuthDependencies,
  who: Identity,
  { email, name, role }: Invitation,
): Promise<{ readonly user: User; readonly link: PasswordLink }> {
  return withTransaction(deps.pool, async (db) => {
    const { workspace } = who;
    const now = deps.clock();
    const user = await insertUser(db, {
      workspace,
      email,
      name,
      role,
      password: null,
      subject: null,
      now,
    });
    if (user === null) {
      throw taken((await nameTaken(db, workspace, name)) ? 'name' : 'e-mail address');
    }
    const after = { name, role };
    await writeAudit(db, workspace, who.name, 'user.create', `user/${name}`, { after });
    return { user, link: await makePasswordLink(deps, db, user) };
  });
}

export interface UserEdit {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly disabled?: boolean | undefined;
}

const shownOf = ({ name, role, disabledAt }: Pick<User, 'name' | 'role' | 'disabledAt'>) => ({
  name,
  role,
  disabled: disabledAt !== null,
});

/** Throws `last-admin` when nobody would be left who can change users. */
export async function editUser(
  deps: AuthDependencies,
  who: Identity,
  id: string,
  edit: UserEdit,
): Promise<User> {
  return withTransaction(deps.pool, async (db) => {
    const { workspace } = who;
    const admins = await lockAdmins(db, workspace);
    const user = await findUser(db, workspace, numberOf(id), 'lock');
    if (user === null) throw noUser();
    const { name = user.name, role = user.role, disabled = user.disabledAt !== null } = edit;
    const disabledAt = disabled ? (user.disabledAt ?? deps.clock()) : null;
    const changed = { ...user, name, role, disabledAt };
    if ((role !== 'admin' || disabled) && admins.every((admin) => admin === user.id)) {
      throw new PlumblineError(
        'last-admin',
        'This is the last admin who can sign in; make somebody else an admin first.',
        { status: 409 },
      );
    }
    if (await nameTaken(db, workspace, name, user.id)) throw taken('name');
    await updateUser(db, user, changed);
    if (disabled) await deleteSessions(db, user);
    await writeAudit(db, workspace, who.name, 'user.change', `user/${user.name}`, {
      before: shownOf(user),
      after: shownOf(changed),
    });
    return changed;
  });
}

/** The former password counts no more; all sessions of the user end. */
export async function resetPassword(
  deps: AuthDependencies,
  who: Identity,
  id: string,
): Promise<PasswordLink> {
  if (who.kind === 'user' && who.id === id) {
    throw new PlumblineError(
      'own-password',
      'Change your own password under your name; a link is for somebody else.',
      { status: 409 },
    );
  }
  return withTransaction(deps.pool, async (db) => {
    const user = await findUser(db, who.workspace, numberOf(id), 'lock');
    if (user === null) throw noUser();
    await setPassword(db, user, null);
    await deleteSessions(db, user);
    await writeAudit(db, who.workspace, who.name, 'user.password-reset', `user/${user.name}`);
    return makePasswordLink(deps, db, user);
  });
}
