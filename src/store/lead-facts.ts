import { type Activity, newestFirst } from '../lead/activity.js';
import type { Stamp } from '../lead/stamp.js';
import type { Queryable } from './pool.js';

/** A source record as the mapping sees it. */
export interface FactRecord {
  readonly lead: number;
  readonly id: number;
  readonly account: number;
  readonly crm: string;
  readonly object: string;
  readonly record: string;
  readonly values: Readonly<Record<string, Stamp>>;
  readonly alive: boolean;
  /** The record that this one became: it speaks for the person until that one is known. */
  readonly into?: { readonly object: string; readonly record: string } | null;
  /** Of a person's record: when its content was last changed at its source, milliseconds. */
  readonly changedAt?: number | null;
}

/** SQL: the record means no other one, or one that it became and that nobody has read yet. */
export function stands(record: string): string {
  return `(${record}.alias is null or (${record}.alias ->> 3 is not null and not exists (
    select from records heir where heir.workspace = ${record}.workspace
      and heir.account = ${record}.account and heir.object = ${record}.alias ->> 3
      and heir.record = ${record}.alias_of and heir.state = 'known')))`;
}

/** Which values of records are read. */
export interface ReadValues {
  /** Leads of whose records all are. */
  readonly whole: readonly number[];
  /** Of all others one property an account. */
  readonly property: ReadonlyMap<number, string>;
}

/**
 * The records of these leads that stand for the person: alive or dead, merged ones left out. In an order
 * that does not depend on which was heard of first; a CRM's speak before what the events API was told.
 */
export async function readPersons(
  db: Queryable,
  workspace: number,
  leads: readonly number[],
  { whole, property }: ReadValues,
): Promise<FactRecord[]> {
  const { rows } = await db.query({
    name: 'read-persons',
    text: `select r.lead, r.id, r.account, a.crm, r.object, r.record,
       case when r.lead = any($3::bigint[]) then r.values
         when r.values ? p.property then jsonb_build_object(p.property, r.values -> p.property)
         else '{}' end as values,
       coalesce((r.life ->> 0)::boolean, true) and r.state = 'known' as alive,
       greatest(r.read_change_at, r.told_change_at) as "changedAt",
       case when r.alias ->> 3 is not null
         then jsonb_build_object('object', r.alias ->> 3, 'record', r.alias_of) end as into
     from records r join accounts a on a.id = r.account
     left join unnest($4::bigint[], $5::text[]) as p(account, property) on p.account = r.account
     where r.workspace = $1 and r.lead = any($2::bigint[]) and ${stands('r')}
     order by r.lead, a.crm = 'events', r.account, r.object collate "C", length(r.record),
       r.record collate "C"`,
    values: [workspace, leads, whole, [...property.keys()], [...property.values()]],
  });
  return rows as FactRecord[];
}

/** The id of the record that a merged one lives on in; its own when it was not merged. */
export function rootOf(alias: string): string {
  return `case when ${alias}.alias_of is null then ${alias}.id else (
    with recursive up as (select ${alias}.id, ${alias}.alias_of, 0 as step
      union all select r.id, r.alias_of, up.step + 1 from up join records r
        on r.workspace = ${alias}.workspace and r.account = ${alias}.account
        and r.object = ${alias}.object and r.record = up.alias_of where up.step < 20)
    select up.id from up order by up.step desc limit 1) end`;
}

/** Of more deals than this of one person the first count, present or past. */
export const MOST_DEALS = 200;

/**
 * The primary company (else the one linked last) and all deals of these person records.
 * Merged companies, deals and persons count as what they became; of several links the latest says.
 */
export async function readLinked(
  db: Queryable,
  workspace: number,
  persons: readonly FactRecord[],
  roles: readonly { account: number; companies: readonly string[]; deals: readonly string[] }[],
): Promise<{ companies: Map<number, FactRecord>; deals: Map<number, FactRecord[]> }> {
  const companies = new Map<number, FactRecord>();
  const deals = new Map<number, FactRecord[]>();
  const list = persons.flatMap((person) => {
    const role = roles.find((one) => one.account === person.account);
    if (!role) return [];
    const { id, account, object, record, lead } = person;
    return [{ id, account, object, record, lead, companies: role.companies, deals: role.deals }];
  });
  if (list.length === 0) return { companies, deals };
  const shape = `n(id bigint, account bigint, object text, record text, lead bigint, companies jsonb, deals jsonb)`;
  const { rows } = await db.query<FactRecord & { person: number; kind: string }>(
    `select n.lead, c.kind, c.id, c.account, '' as crm, c.object, c.record, c.values, true as alive, n.id as person
     from jsonb_to_recordset($2::jsonb) as ${shape}
     cross join lateral (
       (select 'company' as kind, r.id, r.account, r.object, r.record, r.values
        from (select distinct on (root) ${rootOf('o')} as root, l.linked, l.is_primary, l.at
          from links l join records o on o.workspace = l.workspace and o.account = l.account
            and o.object = l.to_object and o.record = l.to_record
          where l.workspace = $1 and l.account = n.account and l.object = n.object
            and l.record = n.record and n.companies ? l.to_object
          order by root, l.at desc, l.tie collate "C" desc, l.linked desc, l.is_primary desc) k
        join records r on r.id = k.root
        where k.linked and r.state = 'known' and coalesce((r.life ->> 0)::boolean, true)
        order by k.is_primary desc, k.at desc, length(r.record), r.record collate "C" limit 1)
       union all
       (select 'deal', r.id, r.account, r.object, r.record, r.values
        from (select distinct on (root) ${rootOf('o')} as root, l.linked
          from records p join links l on l.workspace = p.workspace and l.account = p.account
            and l.to_object = p.object and l.to_record = p.record
          join records o on o.workspace = l.workspace and o.account = l.account
            and o.object = l.object and o.record = l.record
          where p.workspace = $1 and p.lead = n.lead and p.account = n.account
            and p.object = n.object and (p.id = n.id or p.alias_of is not null) and n.deals ? l.object
          order by root, l.at desc, l.tie collate "C" desc, l.linked desc, l.is_primary desc) k
        join records r on r.id = k.root
        where k.linked and r.state = 'known' and coalesce((r.life ->> 0)::boolean, true)
        order by length(r.record), r.record collate "C" limit ${MOST_DEALS})) c`,
    [workspace, JSON.stringify(list)],
  );
  for (const row of rows) {
    if (row.kind === 'company') companies.set(row.person, row);
    else deals.set(row.person, [...(deals.get(row.person) ?? []), row]);
  }
  return { companies, deals };
}

interface ActivityColumns {
  readonly lead: number;
  /** More than one record speaks of this lead. */
  readonly several: boolean;
  /** With a comma between two; identities are hashes. */
  readonly ids: string;
  readonly types: readonly string[];
  /** JSON arrays as text: checking them in the database would cost as much as all else. */
  readonly times: string;
  /** 0 in the place of those that nobody asks for. */
  readonly attributes: string;
}

/**
 * A lead's come as one array a column, in no order: building an array for each activity takes the database
 * half as long again, and so does sorting them there.
 */
async function readColumns(
  db: Queryable,
  workspace: number,
  leads: readonly number[],
  deadRecords: readonly number[],
  plainTypes: readonly string[],
): Promise<readonly ActivityColumns[]> {
  const { rows } = await db.query<ActivityColumns>({
    name: 'read-activities',
    text: `select lead, min(record) <> max(record) as several,
       string_agg(identity, ',') as ids, json_agg(type) as types,
       '[' || string_agg(((date_part('epoch', at) * 1000)::bigint)::text, ',') || ']' as times,
       '[' || string_agg(case when type = any($4::text[]) then '0' else attributes::text end, ',')
         || ']' as attributes
     from activities where workspace = $1 and lead = any($2::bigint[]) and record <> all($3::bigint[])
     group by lead`,
    values: [workspace, leads, deadRecords, plainTypes],
  });
  return rows;
}

/**
 * The activities of these leads, newest first, in one query; of the same act told twice, one. Those of
 * `plainTypes` may come without their attributes.
 */
export async function readActivities(
  db: Queryable,
  workspace: number,
  leads: readonly number[],
  deadRecords: readonly number[],
  plainTypes: readonly string[] = [],
): Promise<Map<number, Activity[]>> {
  const found = await readColumns(db, workspace, leads, deadRecords, plainTypes);
  // Which telling of an act stays depends on what each says of it.
  const told = found.filter(({ several }) => several).map(({ lead }) => lead);
  const again = plainTypes.length > 0 && told.length > 0;
  const whole = again ? await readColumns(db, workspace, told, deadRecords, []) : found;
  const once = whole
    .filter(({ several }) => several)
    .map((row) => [row.lead, activitiesOnce(activitiesOf(row))] as const);
  const plain = found
    .filter(({ several }) => !several)
    .map((row) => [row.lead, activitiesOf(row).sort(newestFirst)] as const);
  return new Map([...plain, ...once]);
}

const NOTHING: Activity['attributes'] = Object.freeze({});

function activitiesOf(row: ActivityColumns): Activity[] {
  const times = JSON.parse(row.times) as number[];
  const attributes = JSON.parse(row.attributes) as (Activity['attributes'] | 0)[];
  return row.ids.split(',').map((id, at) => ({
    id,
    type: row.types[at] as string,
    occurredAt: times[at] as number,
    attributes: attributes[at] || NOTHING,
  }));
}

/** Newest first, of the same act told twice one; which telling stays must not depend on which was heard first. */
export function activitiesOnce(list: readonly Activity[]): Activity[] {
  const kept = new Map<string, Activity>();
  for (const one of list) {
    const known = kept.get(one.id);
    if (!known || rankOf(one) > rankOf(known)) kept.set(one.id, one);
  }
  return [...kept.values()].sort(newestFirst);
}

/** The one that says more, else the later, else the greater. */
function rankOf({ occurredAt: at, attributes }: Activity): string {
  const text = JSON.stringify(attributes);
  return `${String(Object.keys(attributes).length).padStart(4, '0')} ${String(at).padStart(16, '0')} ${text}`;
}

export interface StageSignalRow {
  readonly id: number;
  readonly lead: number;
  readonly value: string | null;
  readonly at: number;
  readonly sourceKind: string;
}

/** Stage changes waiting for a decision, oldest first. */
export async function readSignals(
  db: Queryable,
  workspace: number,
  leads: readonly number[],
): Promise<StageSignalRow[]> {
  const { rows } = await db.query(
    `select id, lead, value, at, source_kind as "sourceKind" from signals
     where workspace = $1 and lead = any($2::bigint[]) and kind = 'stage' order by at, id`,
    [workspace, leads],
  );
  return rows as StageSignalRow[];
}

/** Removes signals that a decision has followed. */
export async function deleteSignals(
  db: Queryable,
  workspace: number,
  signals: readonly StageSignalRow[],
): Promise<void> {
  if (signals.length === 0) return;
  await db.query(
    `delete from signals where workspace = $1 and lead = any($2::bigint[]) and id = any($3::bigint[])`,
    [workspace, signals.map((one) => one.lead), signals.map((one) => one.id)],
  );
}
