import type { Queryable } from './pool.js';
import type { RecordKey } from './records.js';

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

/** Buries at once, so that nothing late comes in; the data goes when all earlier deliveries are split. */
export async function askErasures(
  db: Queryable,
  erasures: readonly (RecordKey & { delivery: number })[],
  hash: (key: RecordKey) => string,
  now: number,
): Promise<void> {
  if (erasures.length === 0) return;
  const list = erasures.map((key) => ({ ...key, hash: hash(key) }));
  await db.query(
    `with n as (select * from jsonb_to_recordset($1::jsonb) as n(workspace bigint, account bigint,
       object text, record text, delivery bigint, hash text)),
     buried as (insert into tombstones (workspace, hash, at)
       select distinct workspace, hash, ms($2) from n
       on conflict (workspace, hash) do update set at = excluded.at)
     insert into erasures (workspace, account, object, record, after_delivery)
     select workspace, account, object, record, max(delivery) from n group by 1, 2, 3, 4
     on conflict (workspace, account, object, record) do nothing`,
    [JSON.stringify(list), now],
  );
}
