import type { Queryable } from './pool.js';
import { keyOf, type RecordKey } from './records.js';

/** Hash -> moment of the erasure, of those that were erased. */
export async function findTombstones(
  db: Queryable,
  hashes: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await db.query<{ hash: string; at: number }>(
    'select hash, at from tombstones where hash = any($1::text[])',
    [hashes],
  );
  return new Map(rows.map((row) => [row.hash, row.at]));
}

/** Whether anybody was ever erased: where not, nothing need be hashed. */
export async function hasTombstones(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ any: boolean }>(
    'select exists (select from tombstones) as any',
  );
  return rows[0]?.any ?? false;
}

/** Those of the keys that have a record, as `keyOf` writes them. */
export async function findRecords(db: Queryable, keys: readonly RecordKey[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const { rows } = await db.query<RecordKey>(
    `select workspace, account, object, record from records
     where (workspace, account, object, record) in (select * from jsonb_to_recordset($1::jsonb)
       as n(workspace bigint, account bigint, object text, record text))`,
    [JSON.stringify(keys)],
  );
  return new Set(rows.map(keyOf));
}

/**
 * Buries at once, as of the moment of the erasure (`now` where none is told), so that nothing late comes in; the data goes when all
 * earlier deliveries are split.
 */
export async function askErasures(
  db: Queryable,
  erasures: readonly (RecordKey & { delivery: number; at?: number })[],
  hash: (key: RecordKey) => string,
  now: number,
): Promise<void> {
  if (erasures.length === 0) return;
  const list = erasures.map((key) => ({ at: now, ...key, hash: hash(key) }));
  await db.query(
    `with n as (select * from jsonb_to_recordset($1::jsonb) as n(workspace bigint, account bigint,
       object text, record text, delivery bigint, at bigint, hash text)),
     buried as (insert into tombstones (workspace, hash, at)
       select workspace, hash, ms(max(at)) from n group by 1, 2 order by 1, 2
       on conflict (workspace, hash) do update set at = greatest(tombstones.at, excluded.at))
     insert into erasures (workspace, account, object, record, after_delivery)
     select workspace, account, object, record, max(delivery) from n group by 1, 2, 3, 4
     order by 1, 2, 3, 4
     on conflict (workspace, account, object, record) do nothing`,
    [JSON.stringify(list)],
  );
}
