import type { Alias, LearntValue, RecordState } from '../lead/record.js';
import type { Stamp } from '../lead/stamp.js';
import type { Queryable } from './pool.js';

export interface RecordKey {
  readonly workspace: number;
  readonly account: number;
  readonly object: string;
  readonly record: string;
}

export interface StoredRecord extends RecordKey {
  readonly id: number;
  state: RecordState;
  /** Linked object -> time of the last complete read of the links to it. */
  linkReads: Record<string, number>;
  /** When its content last became another one, by what reads show; milliseconds. */
  readChangeAt: number | null;
  /** The same by what the CRM told together with the one who changed it. */
  toldChangeAt: number | null;
  lead: number | null;
}

export function keyOf(key: RecordKey): string {
  return `${key.workspace}/${key.account}/${key.object}/${key.record}`;
}

function sortKeys<T extends RecordKey>(keys: Iterable<T>): T[] {
  return [...keys].sort(
    (a, b) =>
      a.workspace - b.workspace ||
      a.account - b.account ||
      (a.object < b.object ? -1 : a.object > b.object ? 1 : 0) ||
      (a.record < b.record ? -1 : a.record > b.record ? 1 : 0),
  );
}

/** SQL: the object of the record that one was merged into, or became. */
export const ALIAS_OBJECT = (record: string): string =>
  `coalesce(${record}.alias ->> 3, ${record}.object)`;

const COLUMNS = `workspace, account, object, record, id, values, life, link_reads as "linkReads",
  modified_at as "modifiedAt", read_change_at as "readChangeAt", told_change_at as "toldChangeAt",
  state, alias, lead`;

interface Row extends RecordKey {
  readonly id: number;
  readonly values: Record<string, Stamp>;
  readonly life: Stamp<boolean> | null;
  readonly linkReads: Record<string, number>;
  readonly modifiedAt: number | null;
  readonly readChangeAt: number | null;
  readonly toldChangeAt: number | null;
  readonly state: RecordState['state'];
  readonly alias: Alias | null;
  readonly lead: number | null;
}

function fromRow(row: Row): StoredRecord {
  const { workspace, account, object, record, id, linkReads, lead } = row;
  const { readChangeAt, toldChangeAt } = row;
  const state: RecordState = {
    values: row.values,
    life: row.life ?? undefined,
    modifiedAt: row.modifiedAt,
    state: row.state,
    alias: row.alias ?? undefined,
  };
  return {
    workspace,
    account,
    object,
    record,
    id,
    state,
    linkReads,
    readChangeAt,
    toldChangeAt,
    lead,
  };
}

/** Creates what is missing and locks all, in the order of the key. */
export async function lockRecords(
  db: Queryable,
  keys: Iterable<RecordKey>,
): Promise<Map<string, StoredRecord>> {
  const wanted = sortKeys(new Map([...keys].map((key) => [keyOf(key), key])).values());
  if (wanted.length === 0) return new Map();
  const list = JSON.stringify(wanted);
  const shape = 'k(workspace bigint, account bigint, object text, record text)';
  await db.query(
    `insert into records (workspace, account, object, record)
     select * from jsonb_to_recordset($1::jsonb) as ${shape}
     order by workspace, account, object, record on conflict do nothing`,
    [list],
  );
  const { rows } = await db.query(
    `select ${COLUMNS} from records where (workspace, account, object, record) in
       (select * from jsonb_to_recordset($1::jsonb) as ${shape})
     order by workspace, account, object, record for update`,
    [list],
  );
  return new Map((rows as Row[]).map((row) => [keyOf(row), fromRow(row)]));
}

export async function saveRecords(db: Queryable, records: readonly StoredRecord[]): Promise<void> {
  if (records.length === 0) return;
  const rows = records.map(({ id, state, linkReads, readChangeAt, toldChangeAt, lead }) => ({
    id,
    read: readChangeAt,
    told: toldChangeAt,
    v: state.values,
    life: state.life ?? null,
    links: linkReads,
    modified: state.modifiedAt,
    state: state.state,
    alias: state.alias ?? null,
    lead,
  }));
  await db.query(
    `update records r set values = n.v, life = nullif(n.life, 'null'), link_reads = n.links,
       modified_at = ms(n.modified), read_change_at = ms(n.read), told_change_at = ms(n.told), state = n.state, alias = nullif(n.alias, 'null'), lead = n.lead
     from jsonb_to_recordset($1::jsonb) as n(id bigint, v jsonb, life jsonb, links jsonb,
       modified bigint, read bigint, told bigint, state text, alias jsonb, lead bigint)
     where r.id = n.id`,
    [JSON.stringify(rows)],
  );
}

export interface HistoryRow extends LearntValue {
  readonly workspace: number;
  readonly record: number;
}

export interface NewHistory {
  readonly record: number;
  readonly property: string;
  readonly at: number;
  readonly value: string | null;
  readonly sourceKind: string;
}

/** The CRM's history (false) goes before a read without it (true), and that before nothing. */
function severalOf(...said: readonly (boolean | null | undefined)[]): { perhapsSeveral?: boolean } {
  const known = said.filter((one) => typeof one === 'boolean');
  return known.length === 0 ? {} : { perhapsSeveral: known.every((one) => one) };
}

interface HistoryColumns {
  readonly workspace: number;
  readonly record: number;
  readonly properties: string[];
  readonly times: number[];
  readonly values: (string | null)[];
  readonly kinds: string[];
  readonly sources: (string | null)[];
  readonly several: (boolean | null)[];
}

/** One row a record with a list a column: read by the database in a third of the time. */
function columnsOf(rows: Iterable<HistoryRow>): HistoryColumns[] {
  const records = new Map<number, HistoryColumns>();
  for (const { workspace, record, property, at, value, source, perhapsSeveral } of rows) {
    const columns = records.get(record) ?? {
      workspace,
      record,
      properties: [],
      times: [],
      values: [],
      kinds: [],
      sources: [],
      several: [],
    };
    records.set(record, columns);
    columns.properties.push(property);
    columns.times.push(at);
    columns.values.push(value);
    columns.kinds.push(source.kind);
    columns.sources.push(source.id ?? null);
    columns.several.push(perhapsSeveral ?? null);
  }
  return [...records.values()].sort((a, b) => a.record - b.record);
}

/**
 * Appends to the history of records that the caller has locked. A row already there keeps its time of
 * learning; its source is filled in when it was unknown. Of what is said about its standing for several, the
 * CRM's history (no) goes before a read without it (perhaps), in any order. @returns the rows that are new or
 * were filled in.
 */
export async function insertHistory(
  db: Queryable,
  rows: readonly HistoryRow[],
  learntAt: number,
): Promise<NewHistory[]> {
  if (rows.length === 0) return [];
  const unique = new Map<string, HistoryRow>();
  for (const row of rows) {
    const key = `${row.record}\n${row.property}\n${row.at}\n${row.value}`;
    const known = unique.get(key);
    const named = known && known.source.kind !== 'unknown' ? known : row;
    unique.set(key, { ...named, ...severalOf(known?.perhapsSeveral, row.perhapsSeveral) });
  }
  const result = await db.query(
    `insert into value_history as h (workspace, record, property, at, value, learnt_at, source_kind, source_id,
       perhaps_several)
     select workspace, record, property, ms(v.at), v.value, ms($2), kind, source, v.several
     from json_to_recordset($1::json) as n(workspace bigint, record bigint, properties text[],
       times bigint[], "values" text[], kinds text[], sources text[], several boolean[])
     cross join lateral unnest(properties, times, "values", kinds, sources, several)
       as v(property, at, value, kind, source, several)
     on conflict (workspace, record, property, at, digest) do update set
         source_kind = case h.source_kind when 'unknown' then excluded.source_kind else h.source_kind end,
         source_id = case h.source_kind when 'unknown' then excluded.source_id else h.source_id end,
         perhaps_several = least(h.perhaps_several, excluded.perhaps_several)
       where (h.source_kind = 'unknown' and excluded.source_kind <> 'unknown')
         or least(h.perhaps_several, excluded.perhaps_several) is distinct from h.perhaps_several
     returning record, property, at, value, source_kind as "sourceKind"`,
    [JSON.stringify(columnsOf(unique.values())), learntAt],
  );
  return result.rows as NewHistory[];
}

/** Of the values: those that were true by a moment (milliseconds), or also learnt by then. */
export interface Moment {
  readonly at: number;
  readonly known: 'happened' | 'learnt';
}

/** record -> property -> values with their times, oldest first, equal neighbours collapsed. */
export type Histories = Map<number, Map<string, HistoryEntry[]>>;

export interface HistoryEntry {
  readonly at: number;
  readonly value: string | null;
  readonly perhapsSeveral?: boolean | null;
}

/** Of these properties, or of all. */
export async function readHistories(
  db: Queryable,
  workspace: number,
  records: readonly number[],
  properties: readonly string[] | null,
  by: Moment | null = null,
): Promise<Histories> {
  const histories: Histories = new Map();
  if (records.length === 0 || properties?.length === 0) return histories;
  const { rows } = await db.query<HistoryEntry & { record: number; property: string }>(
    `select record, property, at, value, perhaps_several as "perhapsSeveral" from value_history
     where workspace = $1 and record = any($2::bigint[]) and ($3::text[] is null or property = any($3))
       and ($4::bigint is null or at <= ms($4)) and (not $5::boolean or learnt_at <= ms($4))
     order by record, property, at, value nulls first`,
    [workspace, records, properties, by?.at ?? null, by?.known === 'learnt'],
  );
  for (const { record, property, ...entry } of rows) {
    const byProperty = histories.get(record) ?? new Map();
    histories.set(record, byProperty);
    const list = byProperty.get(property) ?? [];
    byProperty.set(property, list);
    const last = list.at(-1);
    if (!last || last.value !== entry.value) list.push(entry);
    // A CRM may write a roll-up into its history a moment after the roll-up's own date.
    else
      list[list.length - 1] = { ...last, ...severalOf(last.perhapsSeveral, entry.perhapsSeveral) };
  }
  return histories;
}

/** Ids of the records of an object that live as far as we know, in the order of their text. */
export async function listLiving(
  db: Queryable,
  account: { readonly workspace: number; readonly id: number },
  object: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await db.query<{ record: string }>(
    `select record from records where workspace = $1 and account = $2 and object = $3
       and record > $4 and state = 'known' and alias_of is null
       and coalesce((life ->> 0)::boolean, true)
     order by record limit $5`,
    [account.workspace, account.id, object, after, limit],
  );
  return rows.map((row) => row.record);
}

/** Ids of some living records of an object: as many of the lowest as of the highest, which are the newest. */
export async function sampleLiving(
  db: Queryable,
  account: { readonly workspace: number; readonly id: number },
  object: string,
  limit: number,
): Promise<string[]> {
  const living = `select record, length(record) as long from records
    where workspace = $1 and account = $2 and object = $3 and state = 'known' and alias_of is null
      and coalesce((life ->> 0)::boolean, true)`;
  const { rows } = await db.query<{ record: string }>(
    `select record from (
       (${living} order by record limit $4) union (${living} order by record desc limit $4)) n
     order by long, record limit $4 * 2`,
    [account.workspace, account.id, object, Math.ceil(limit / 2)],
  );
  return rows.map((row) => row.record).slice(0, limit);
}

/** What stands in a record now; null when it is not known. */
export async function readValues(
  db: Queryable,
  { workspace, account, object, record }: RecordKey,
): Promise<Readonly<Record<string, Stamp>> | null> {
  const { rows } = await db.query<{ values: Record<string, Stamp> }>(
    `select values from records
     where workspace = $1 and account = $2 and object = $3 and record = $4 and state = 'known'`,
    [workspace, account, object, record],
  );
  return rows[0]?.values ?? null;
}
