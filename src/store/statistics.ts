/** What the database knows of its tables, by which it plans. */
import type { Queryable } from './pool.js';

/** Tables that a first load fills: a plan made while they were empty reads them whole for every row. */
const FILLED = [
  'records',
  'links',
  'leads',
  'lead_keys',
  'lead_work',
  'record_addresses',
  'record_reads',
  'value_history',
  'activities',
  'scores',
  'desired',
];

/** What has grown so many times since it was looked at, bytes of a small table left aside, is looked at anew. */
const GROWTH = 3;
const SMALL = 65_536;

/**
 * Has the database look at tables that have grown out of what it knew of them. By itself it does so once a
 * minute, when a load may have filled them a hundred times over. To be called after a full batch, outside of
 * any transaction. @returns the tables that were looked at
 */
export async function refreshStatistics(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select relname as name from pg_class where oid = any($1::regclass[])
       and pg_relation_size(oid) > $2 * relpages::bigint * current_setting('block_size')::bigint + $3
     order by relname`,
    [FILLED, GROWTH, SMALL],
  );
  for (const { name } of rows) await db.query(`analyze (skip_locked) ${name}`);
  return rows.map(({ name }) => name);
}
