/** Sessions of people, one-time links, and counted attempts to sign in. Tokens are stored hashed alone. */
import type { Role } from '../admin/api/contract/endpoint.js';
import type { Queryable } from './pool.js';

export interface NewSession {
  readonly hash: string;
  readonly workspace: number;
  readonly user: number;
  readonly now: number;
  /** The latest end, whatever is done until then. */
  readonly endsAt: number;
}

/** Also notes the sign-in and lets go of sessions that have ended. */
export async function insertSession(
  db: Queryable,
  session: NewSession,
  idleSince: number,
): Promise<void> {
  const { hash, workspace, user, now, endsAt } = session;
  await db.query('delete from user_sessions where ends_at <= ms($1) or seen_at <= ms($2)', [
    now,
    idleSince,
  ]);
  await db.query(
    `insert into user_sessions (hash, workspace, user_id, created_at, seen_at, ends_at)
     values ($1, $2, $3, ms($4), ms($4), ms($5))`,
    [hash, workspace, user, now, endsAt],
  );
  await db.query('update users set signed_in_at = ms($3) where workspace = $1 and id = $2', [
    workspace,
    user,
    now,
  ]);
}

/** Whose session it is, with what that person may do now. */
export interface SessionUser {
  readonly workspace: number;
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly hasPassword: boolean;
  readonly seenAt: number;
  readonly endsAt: number;
}

/** Null when it ended, was idle since before `idleSince`, or its user is disabled. */
export async function findSession(
  db: Queryable,
  hash: string,
  now: number,
  idleSince: number,
): Promise<SessionUser | null> {
  const { rows } = await db.query(
    `select u.workspace, u.id, u.name, u.email, u.role, u.password is not null as "hasPassword",
       s.seen_at as "seenAt", s.ends_at as "endsAt"
     from user_sessions s join users u on u.workspace = s.workspace and u.id = s.user_id
     where s.hash = $1 and s.ends_at > ms($2) and s.seen_at > ms($3) and u.disabled_at is null`,
    [hash, now, idleSince],
  );
  return (rows[0] as SessionUser | undefined) ?? null;
}

export async function touchSession(db: Queryable, hash: string, now: number): Promise<void> {
  await db.query('update user_sessions set seen_at = ms($2) where hash = $1', [hash, now]);
}

export async function deleteSession(db: Queryable, hash: string): Promise<void> {
  await db.query('delete from user_sessions where hash = $1', [hash]);
}

/** Ends all sessions of a user. @returns how many there were. */
export async function deleteSessions(
  db: Queryable,
  user: { readonly workspace: number; readonly id: number },
): Promise<number> {
  const { rowCount } = await db.query(
    'delete from user_sessions where workspace = $1 and user_id = $2',
    [user.workspace, user.id],
  );
  return rowCount ?? 0;
}

export interface OneTimeLink {
  readonly workspace: number;
  readonly purpose: 'setup' | 'password';
  /** Of a `password` link. */
  readonly user: number | null;
  readonly endsAt: number;
}

/** A new link of the same purpose and user puts the former one out of use. */
export async function saveLink(db: Queryable, hash: string, link: OneTimeLink): Promise<void> {
  await db.query(
    `delete from one_time_links
     where workspace = $1 and purpose = $2 and coalesce(user_id, 0) = coalesce($3, 0)`,
    [link.workspace, link.purpose, link.user],
  );
  await db.query(
    `insert into one_time_links (hash, workspace, purpose, user_id, ends_at)
     values ($1, $2, $3, $4, ms($5))`,
    [hash, link.workspace, link.purpose, link.user, link.endsAt],
  );
}

/** Takes a link out, so that it counts once; null when there is none or it is too old. */
export async function takeLink(
  db: Queryable,
  hash: string,
  purpose: OneTimeLink['purpose'],
  now: number,
): Promise<OneTimeLink | null> {
  const { rows } = await db.query(
    `delete from one_time_links where hash = $1 and purpose = $2 and ends_at > ms($3)
     returning workspace, purpose, user_id as user, ends_at as "endsAt"`,
    [hash, purpose, now],
  );
  return (rows[0] as OneTimeLink | undefined) ?? null;
}

export async function dropLinks(
  db: Queryable,
  workspace: number,
  purpose: OneTimeLink['purpose'],
  user: number | null,
): Promise<void> {
  await db.query(
    `delete from one_time_links
     where workspace = $1 and purpose = $2 and coalesce(user_id, 0) = coalesce($3, 0)`,
    [workspace, purpose, user],
  );
}

/**
 * Counts an attempt before it is made, so that many at once are counted too.
 * @returns the attempts of the present window, this one included, and when it ends
 */
export async function countAttempt(
  db: Queryable,
  key: string,
  now: number,
  windowMs: number,
): Promise<{ readonly attempts: number; readonly until: number }> {
  await db.query('delete from sign_in_attempts where until <= ms($1)', [now]);
  const { rows } = await db.query(
    `insert into sign_in_attempts as a (key, attempts, until) values ($1, 1, ms($2))
     on conflict (key) do update set attempts = a.attempts + 1
     returning attempts, until`,
    [key, now + windowMs],
  );
  return rows[0] as { attempts: number; until: number };
}

/** A sign-in that succeeded was no guess: it does not count. */
export async function forgiveAttempts(
  db: Queryable,
  keys: { readonly clear: string; readonly giveBack: string },
): Promise<void> {
  await db.query('delete from sign_in_attempts where key = $1', [keys.clear]);
  await db.query('update sign_in_attempts set attempts = attempts - 1 where key = $1', [
    keys.giveBack,
  ]);
}
