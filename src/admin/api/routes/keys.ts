import { type ApiKey, listApiKeys } from '../../../store/api-keys.js';
import type { AuthDependencies } from '../auth/dependencies.js';
import { createApiKey, ownerSeen, revokeApiKey } from '../auth/keys.js';
import { numberOf } from '../auth/users.js';
import type { KeyView, keysApi } from '../contract/keys.js';
import type { Handlers } from '../router.js';
import { iso, isoOrNull, pageWith } from './page.js';

const viewOf = (key: ApiKey): KeyView => ({
  id: String(key.id),
  name: key.name,
  role: key.role,
  prefix: key.prefix,
  madeBy: { id: String(key.user), name: key.userName },
  createdAt: iso(key.createdAt),
  usedAt: isoOrNull(key.usedAt),
  revokedAt: isoOrNull(key.revokedAt),
});

export const keyRoutes = (auth: AuthDependencies): Handlers<typeof keysApi> => ({
  list: async ({ who, query: { cursor, limit } }) => {
    const before = cursor === undefined ? null : numberOf(cursor);
    const page = { before, limit: limit + 1 };
    const keys = await listApiKeys(auth.pool, who.workspace, ownerSeen(who), page);
    return pageWith(keys, limit, viewOf);
  },
  create: async ({ who, body }) => {
    const { key, secret } = await createApiKey(auth, who, body);
    return { key: viewOf(key), secret };
  },
  revoke: async ({ who, params }) => viewOf(await revokeApiKey(auth, who, params.key)),
});
