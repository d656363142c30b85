import type { ChangeSource } from '../../src/lead/change.js';
import { CrmError } from '../../src/lead/crm-error.js';
import type { Priority } from '../connector.js';
import type { Catalog } from './catalog.js';
import type { SalesforceApi } from './client.js';
import { idChunks } from './id-chunks.js';
import { queryEach } from './query.js';
import { idIn, isTrue, type Row, rowOfRecord, valueIn } from './row.js';
import { select } from './soql.js';

/** Who stands behind a user id. */
export interface Users {
  /** The source of a change by each of these users. */
  sources(ids: readonly string[], priority: Priority): Promise<ReadonlyMap<string, ChangeSource>>;
}

const KEPT_MS = 3_600_000;
/** What tells an integration's user from a person; asked for as far as the org shows it. */
const ABOUT = ['Id', 'IsActive', 'UserType', 'Profile.Name', 'Profile.UserLicense.Name'];

/**
 * An active user of the standard type with a license that has a login is a person; what an integration's
 * user or the platform itself changes is automation. Users who left are told no more: a rule may still
 * run in their name.
 */
function sourceOf(id: string, row: Row): ChangeSource {
  const text = (path: string): string => valueIn(row, path, 'string') ?? '';
  const standard = text('UserType') === 'Standard' && isTrue(row, 'IsActive');
  const integration =
    /integration/i.test(text('Profile.UserLicense.Name')) || /api only/i.test(text('Profile.Name'));
  return { kind: standard && !integration ? 'person' : 'automation', id };
}

export function createUsers(api: SalesforceApi, catalog: Catalog): Users {
  const known = new Map<string, { readonly source: ChangeSource; readonly at: number }>();

  async function read(ids: readonly string[], priority: Priority): Promise<void> {
    for (const part of idChunks(ids)) {
      for (const row of await readUsers(api, catalog, part, priority)) {
        const id = idIn(row, 'Id');
        if (id !== undefined) known.set(id, { source: sourceOf(id, row), at: api.timing.now() });
      }
    }
  }

  return {
    async sources(ids, priority) {
      const now = api.timing.now();
      const wanted = [...new Set(ids)];
      const stale = wanted.filter((id) => now - (known.get(id)?.at ?? -KEPT_MS) >= KEPT_MS);
      if (stale.length > 0) await read(stale, priority);
      return new Map(
        wanted.map((id) => [id, known.get(id)?.source ?? { kind: 'unknown', id }] as const),
      );
    },
  };
}

/** Where users are not ours to read, nobody is known. */
async function readUsers(
  api: SalesforceApi,
  catalog: Catalog,
  ids: readonly string[],
  priority: Priority,
): Promise<Row[]> {
  try {
    const paths = await catalog.paths('User', ABOUT, priority);
    const fields = [...paths.values()].map(({ path }) => path);
    const soql = select({ fields, from: 'User', where: [{ field: 'Id', in: ids }] });
    const records = await queryEach(api, soql, { operation: 'users query', priority });
    return records.map(rowOfRecord);
  } catch (error) {
    if (error instanceof CrmError && error.kind === 'rights') return [];
    throw error;
  }
}
