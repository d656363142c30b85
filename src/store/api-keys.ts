import type { Role } from '../admin/api/contract/endpoint.js';
import type { Queryable } from './pool.js';

/** A key for scripts. Times in milliseconds since the epoch. */
export interface ApiKey {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  /** How the key begins. */
  readonly prefix: string;
  readonly user: number;
  readonly userName: string;
  readonly createdAt: number;
  readonly usedAt: number | null;
  readonly revokedAt: number | null;
}

export interface NewApiKey {
  readonly workspace: number;
  readonly name: string;
  readonly role: Role;
  readonly prefix: string;
  readonly hash: string;
  /** Its maker. */
  readonly user: number;
  readonly now: number;
}

const COLUMNS = `k.id, k.name, k.role, k.prefix, k.user_id as user, u.name as "userName",
  k.created_at as "createdAt", k.used_at as "usedAt", k.revoked_at as "revokedAt"`;
const FROM = 'from api_keys k join users u on u.workspace = k.workspace and u.id = k.user_id';

export async function insertApiKey(db: Queryable, key: NewApiKey): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `insert into api_keys (workspace, name, role, prefix, hash, user_id, created_at)
     values ($1, $2, $3, $4, $5, $6, ms($7)) returning id`,
    [key.workspace, key.name, key.role, key.prefix, key.hash, key.user, key.now],
  );
  return (rows[0] as { id: number }).id;
}

/** Newest first, before one of them; of one maker, or of all with null. */
export async function listApiKeys(
  db: Queryable,
  workspace: number,
  user: number | null,
  page: { readonly before: number | null; readonly limit: number },
): Promise<ApiKey[]> {
  const { rows } = await db.query(
    `select ${COLUMNS} ${FROM} where k.workspace = $1 and ($2::bigint is null or k.user_id = $2)
       and ($3::bigint is null or k.id < $3) order by k.id desc limit $4`,
    [workspace, user, page.before, page.limit],
  );
  return rows as ApiKey[];
}

export async function findApiKey(
  db: Queryable,
  workspace: number,
  id: number,
): Promise<ApiKey | null> {
  const { rows } = await db.query(
    `select ${COLUMNS} ${FROM} where k.workspace = $1 and k.id = $2`,
    [workspace, id],
  );
  return (rows[0] as ApiKey | undefined) ?? null;
}

/** @returns false when it was revoked already. */
export async function revokeApiKey(
  db: Queryable,
  workspace: number,
  id: number,
  now: number,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update api_keys set revoked_at = ms($3)
     where workspace = $1 and id = $2 and revoked_at is null`,
    [workspace, id, now],
  );
  return rowCount === 1;
}

export interface KeyHolder {
  readonly workspace: number;
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly makerRole: Role;
  readonly usedAt: number | null;
}

/** A key that still counts: not revoked, its maker not disabled. */
export async function findKeyHolder(db: Queryable, hash: string): Promise<KeyHolder | null> {
  const { rows } = await db.query(
    `select k.workspace, k.id, k.name, k.role, u.role as "makerRole", k.used_at as "usedAt" ${FROM}
     where k.hash = $1 and k.revoked_at is null and u.disabled_at is null`,
    [hash],
  );
  return (rows[0] as KeyHolder | undefined) ?? null;
}

export async function touchApiKey(
  db: Queryable,
  key: Pick<KeyHolder, 'workspace' | 'id'>,
  now: number,
): Promise<void> {
  await db.query('update api_keys set used_at = ms($3) where workspace = $1 and id = $2', [
    key.workspace,
    key.id,
    now,
  ]);
}
