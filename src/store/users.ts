import type { Role } from '../admin/api/contract/endpoint.js';
import type { Queryable } from './pool.js';

/** Somebody who may sign in. Times in milliseconds since the epoch. */
export interface User {
  readonly workspace: number;
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** Hashed; null for who comes by the identity provider alone or has not set one yet. */
  readonly password: string | null;
  /** Bound to somebody at the identity provider. */
  readonly subject: string | null;
  readonly disabledAt: number | null;
  readonly createdAt: number;
  readonly signedInAt: number | null;
}

export interface NewUser {
  readonly workspace: number;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string | null;
  readonly subject: string | null;
  readonly now: number;
}

const COLUMNS = `workspace, id, email, name, role, password, subject, disabled_at as "disabledAt",
  created_at as "createdAt", signed_in_at as "signedInAt"`;

/** E-mail addresses are compared and stored like this. */
export const emailKey = (email: string): string => email.trim().toLowerCase();

/** @returns null when somebody has the address, in whatever workspace, or the name in this one. */
export async function insertUser(db: Queryable, user: NewUser): Promise<User | null> {
  const { rows } = await db.query(
    `insert into users (workspace, email, name, role, password, subject, created_at)
     values ($1, $2, $3, $4, $5, $6, ms($7)) on conflict do nothing returning ${COLUMNS}`,
    [
      user.workspace,
      emailKey(user.email),
      user.name,
      user.role,
      user.password,
      user.subject,
      user.now,
    ],
  );
  return (rows[0] as User | undefined) ?? null;
}

/** `lock` holds the row until the transaction ends. */
export async function findUser(
  db: Queryable,
  workspace: number,
  id: number,
  lock: 'lock' | 'read' = 'read',
): Promise<User | null> {
  const { rows } = await db.query(
    `select ${COLUMNS} from users where workspace = $1 and id = $2
     ${lock === 'lock' ? 'for update' : ''}`,
    [workspace, id],
  );
  return (rows[0] as User | undefined) ?? null;
}

export async function findUserByEmail(db: Queryable, email: string): Promise<User | null> {
  const { rows } = await db.query(`select ${COLUMNS} from users where email = $1`, [
    emailKey(email),
  ]);
  return (rows[0] as User | undefined) ?? null;
}

export async function findUserBySubject(db: Queryable, subject: string): Promise<User | null> {
  const { rows } = await db.query(`select ${COLUMNS} from users where subject = $1`, [subject]);
  return (rows[0] as User | undefined) ?? null;
}

/** Users in the order in which they were added, after one of them. */
export async function listUsers(
  db: Queryable,
  workspace: number,
  after: number,
  limit: number,
): Promise<User[]> {
  const { rows } = await db.query(
    `select ${COLUMNS} from users where workspace = $1 and id > $2 order by id limit $3`,
    [workspace, after, limit],
  );
  return rows as User[];
}

export async function hasUsers(db: Queryable, workspace: number): Promise<boolean> {
  const { rows } = await db.query('select 1 from users where workspace = $1 limit 1', [workspace]);
  return rows.length > 0;
}

/** Held until the transaction ends: of two set-ups at once the second sees the first one's admin. */
export async function lockWorkspace(db: Queryable, workspace: number): Promise<void> {
  await db.query('select 1 from workspaces where id = $1 for update', [workspace]);
}

/** The active admins, their rows held: of two changes at once the second sees what the first left. */
export async function lockAdmins(db: Queryable, workspace: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `select id from users where workspace = $1 and role = 'admin' and disabled_at is null
     order by id for update`,
    [workspace],
  );
  return rows.map(({ id }) => id);
}

export interface UserChange {
  readonly name: string;
  readonly role: Role;
  readonly disabledAt: number | null;
}

export async function updateUser(
  db: Queryable,
  user: Pick<User, 'workspace' | 'id'>,
  change: UserChange,
): Promise<void> {
  await db.query(
    `update users set name = $3, role = $4, disabled_at = ms($5) where workspace = $1 and id = $2`,
    [user.workspace, user.id, change.name, change.role, change.disabledAt],
  );
}

/** Whether another user of the workspace is called so. */
export async function nameTaken(
  db: Queryable,
  workspace: number,
  name: string,
  except: number | null = null,
): Promise<boolean> {
  const { rows } = await db.query(
    `select 1 from users where workspace = $1 and lower(name) = lower($2)
       and ($3::bigint is null or id <> $3)`,
    [workspace, name, except],
  );
  return rows.length > 0;
}

/** `password` is hashed already; null: there is none until a new one is set. */
export async function setPassword(
  db: Queryable,
  user: Pick<User, 'workspace' | 'id'>,
  password: string | null,
): Promise<void> {
  await db.query('update users set password = $3 where workspace = $1 and id = $2', [
    user.workspace,
    user.id,
    password,
  ]);
}

export async function bindSubject(
  db: Queryable,
  user: Pick<User, 'workspace' | 'id'>,
  subject: string,
): Promise<void> {
  await db.query('update users set subject = $3 where workspace = $1 and id = $2', [
    user.workspace,
    user.id,
    subject,
  ]);
}
