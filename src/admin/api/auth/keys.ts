/** API keys: made and revoked by people, for scripts. */
import { PlumblineError } from '../../../lib/errors.js';
import {
  type ApiKey,
  findApiKey,
  insertApiKey,
  revokeApiKey as revokeStored,
} from '../../../store/api-keys.js';
import { writeAudit } from '../../../store/audit.js';
import { withTransaction } from '../../../store/pool.js';
import { mayDo, type Role } from '../contract/endpoint.js';
import type { Identity } from '../router.js';
import type { AuthDependencies } from './dependencies.js';
import { makeKey } from './tokens.js';
import { numberOf } from './users.js';

const noKey = (): PlumblineError =>
  new PlumblineError('no-key', 'There is no such API key of yours.', { status: 404 });

/** The maker of keys whose keys somebody sees: herself, or null for everybody's. */
export const ownerSeen = (who: Identity): number | null =>
  who.role === 'admin' ? null : who.kind === 'user' ? Number(who.id) : 0;

async function keyOf(
  db: Parameters<typeof findApiKey>[0],
  who: Identity,
  id: number,
): Promise<ApiKey> {
  const key = await findApiKey(db, who.workspace, id);
  const owner = ownerSeen(who);
  if (key === null || (owner !== null && key.user !== owner)) throw noKey();
  return key;
}

/** The secret is in the answer alone. */
export async function createApiKey(
  deps: AuthDependencies,
  who: Identity,
  { name, role }: { readonly name: string; readonly role: Role },
): Promise<{ readonly key: ApiKey; readonly secret: string }> {
  if (who.kind !== 'user') {
    throw new PlumblineError('people-only', 'A key cannot make keys; sign in to make one.', {
      status: 403,
    });
  }
  if (!mayDo(who.role, role)) {
    throw new PlumblineError(
      'role-too-high',
      `A key of yours may be ${who.role} at most, because you are; take that role or a lesser one.`,
      { status: 403 },
    );
  }
  const { secret, prefix, hash } = makeKey(deps.random);
  return withTransaction(deps.pool, async (db) => {
    const { workspace } = who;
    const now = deps.clock();
    const made = { workspace, name, role, prefix, hash, user: Number(who.id), now };
    const id = await insertApiKey(db, made);
    const after = { name, role, prefix };
    await writeAudit(db, workspace, who.name, 'key.create', `key/${name}`, { after });
    return { key: await keyOf(db, who, id), secret };
  });
}

/** Revoking twice is no error. */
export async function revokeApiKey(
  deps: AuthDependencies,
  who: Identity,
  id: string,
): Promise<ApiKey> {
  return withTransaction(deps.pool, async (db) => {
    const key = await keyOf(db, who, numberOf(id));
    if (await revokeStored(db, who.workspace, key.id, deps.clock())) {
      const before = { name: key.name, role: key.role, prefix: key.prefix };
      await writeAudit(db, who.workspace, who.name, 'key.revoke', `key/${key.name}`, { before });
    }
    return keyOf(db, who, key.id);
  });
}
