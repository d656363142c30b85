/** When the content of records last became another one: a function of all reads, in whatever order they came. */
import type { Queryable } from './pool.js';
import type { Moment } from './records.js';

export interface RecordRead {
  readonly workspace: number;
  readonly record: number;
  /** The record's modification time, milliseconds. */
  readonly at: number;
  /** Of the content: equal for equal content. */
  readonly digest: string;
}

/** Adds what reads held; one that is known is not told twice. @returns the records with new ones. */
export async function saveReads(
  db: Queryable,
  reads: readonly RecordRead[],
  learntAt: number,
): Promise<Set<number>> {
  if (reads.length === 0) return new Set();
  const { rows } = await db.query<{ record: number }>(
    `insert into record_reads (workspace, record, at, digest, learnt_at)
     select distinct workspace, record, ms(at), digest, ms($2::bigint)
     from jsonb_to_recordset($1::jsonb) as n(workspace bigint, record bigint, at bigint, digest text)
     order by 1, 2, 3, 4
     on conflict do nothing returning record`,
    [JSON.stringify(reads), learntAt],
  );
  return new Set(rows.map((row) => row.record));
}

/**
 * When the content of each of these records last became another one by what reads show, milliseconds; of all
 * reads, or of those by a moment. Reads that show what was there before move nothing: neither do our writes.
 */
export async function readChanges(
  db: Queryable,
  workspace: number,
  records: readonly number[],
  by: Moment | null = null,
): Promise<Map<number, number>> {
  if (records.length === 0) return new Map();
  const { rows } = await db.query<{ record: number; at: number }>(
    `select record, max(at) as at from (
       select record, at, digest is distinct from
         lag(digest) over (partition by record order by at, digest collate "C") as changed
       from record_reads where workspace = $1 and record = any($2::bigint[])
         and ($3::bigint is null or at <= ms($3)) and (not $4::boolean or learnt_at <= ms($3))) steps
     where changed group by record`,
    [workspace, records, by?.at ?? null, by?.known === 'learnt'],
  );
  return new Map(rows.map((row) => [row.record, row.at]));
}

/** The last change of one of the named properties that the CRM told with the one who made it, by a moment. */
export async function toldChanges(
  db: Queryable,
  workspace: number,
  records: readonly { readonly id: number; readonly properties: readonly string[] }[],
  { at, known }: Moment,
): Promise<Map<number, number>> {
  if (records.length === 0) return new Map();
  const { rows } = await db.query<{ record: number; at: number }>(
    `select h.record, max(h.at) as at
     from jsonb_to_recordset($2::jsonb) as n(id bigint, properties jsonb)
     join value_history h on h.workspace = $1 and h.record = n.id and n.properties ? h.property
     where h.source_kind not in ('unknown', 'us') and h.at <= ms($3)
       and (not $4::boolean or h.learnt_at <= ms($3))
     group by h.record`,
    [workspace, JSON.stringify(records), at, known === 'learnt'],
  );
  return new Map(rows.map((row) => [row.record, row.at]));
}
