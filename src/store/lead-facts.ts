import type { Activity } from '../lead/activity.js';
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
}

/** The records of these leads that stand for the person: alive or dead, merged ones left out. */
export async function readPersons(
  db: Queryable,
  workspace: number,
  leads: readonly number[],
): Promise<FactRecord[]> {
  const { rows } = await db.query(
    `select r.lead, r.id, r.account, a.crm, r.object, r.record, r.values,
       coalesce((r.life ->> 0)::boolean, true) and r.state = 'known' as alive
     from records r join accounts a on a.id = r.account
     where r.workspace = $1 and r.lead = any($2::bigint[]) and r.alias is null
     order by r.lead, r.id`,
    [workspace, leads],
  );
  return rows as FactRecord[];
}

/** The primary company (else the one linked last) and all deals of these person records. */
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
        from links l join records r on r.workspace = l.workspace and r.account = l.account
          and r.object = l.to_object and r.record = l.to_record
        where l.workspace = $1 and l.account = n.account and l.object = n.object
          and l.record = n.record and n.companies ? l.to_object and l.linked
          and r.state = 'known' and coalesce((r.life ->> 0)::boolean, true)
        order by l.is_primary desc, l.at desc, l.to_record limit 1)
       union all
       (select 'deal', r.id, r.account, r.object, r.record, r.values
        from links l join records r on r.workspace = l.workspace and r.account = l.account
          and r.object = l.object and r.record = l.record
        where l.workspace = $1 and l.account = n.account and l.to_object = n.object
          and l.to_record = n.record and n.deals ? l.object and l.linked
          and r.state = 'known' and coalesce((r.life ->> 0)::boolean, true)
        order by r.record limit 200)) c`,
    [workspace, JSON.stringify(list)],
  );
  for (const row of rows) {
    if (row.kind === 'company') companies.set(row.person, row);
    else deals.set(row.person, [...(deals.get(row.person) ?? []), row]);
  }
  return { companies, deals };
}

/** The activities of these leads, oldest first, in one query. */
export async function readActivities(
  db: Queryable,
  workspace: number,
  leads: readonly number[],
  deadRecords: readonly number[],
): Promise<Map<number, Activity[]>> {
  const { rows } = await db.query<{
    lead: number;
    list: [string, string, number, Record<string, unknown>][];
  }>(
    `select lead, json_agg(json_build_array(identity, type,
       (extract(epoch from at) * 1000)::bigint, attributes) order by at, id) as list
     from activities where workspace = $1 and lead = any($2::bigint[]) and record <> all($3::bigint[])
     group by lead`,
    [workspace, leads, deadRecords],
  );
  return new Map(
    rows.map(({ lead, list }) => [
      lead,
      list.map(([id, type, occurredAt, attributes]) => ({ id, type, occurredAt, attributes })),
    ]),
  );
}

export interface StageSignalRow {
  readonly id: number;
  readonly lead: number;
  readonly value: string | null;
  readonly at: number;
  readonly sourceKind: string;
}

/** Stage changes waiting for a decision; taken out, they come back if the transaction fails. */
export async function takeSignals(
  db: Queryable,
  workspace: number,
  leads: readonly number[],
): Promise<StageSignalRow[]> {
  const { rows } = await db.query(
    `delete from signals where workspace = $1 and lead = any($2::bigint[]) and kind = 'stage'
     returning id, lead, value, at, source_kind as "sourceKind"`,
    [workspace, leads],
  );
  return (rows as StageSignalRow[]).sort((a, b) => a.at - b.at || a.id - b.id);
}
