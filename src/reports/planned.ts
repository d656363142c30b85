/** What is planned for leads: writes to the CRM and tasks. */
import type { TaskDraft } from '../../connectors/connector.js';
import { difference } from '../store/desired.js';
import type { Queryable } from '../store/pool.js';

export interface PlannedWrite {
  readonly crm: string;
  readonly portal: string;
  readonly account: number;
  readonly object: string;
  readonly record: string;
  readonly lead: number;
  /** Property of the CRM -> value; null clears. */
  readonly values: Readonly<Record<string, string | null>>;
}

/** Values that differ from what the CRM confirmed and were not refused. */
export async function readPlannedWrites(
  db: Queryable,
  leads: readonly number[],
): Promise<PlannedWrite[]> {
  const { rows } = await db.query(
    `select a.crm, a.portal, d.account, d.object, d.record, d.lead, v.values
     from desired d join accounts a on a.id = d.account
     cross join lateral (select ${difference()} as values) v
     where d.lead = any($1::bigint[]) and d.state in ('pending', 'sending') and v.values <> '{}'
     order by d.lead, d.account, d.object, d.record`,
    [leads],
  );
  return rows as PlannedWrite[];
}

export interface PlannedTask {
  readonly crm: string;
  readonly portal: string;
  readonly account: number;
  readonly lead: number;
  readonly trigger: string;
  readonly state: string;
  readonly draft: TaskDraft;
}

/** Tasks planned for these leads since a moment (milliseconds). */
export async function readPlannedTasks(
  db: Queryable,
  leads: readonly number[],
  since: number,
): Promise<PlannedTask[]> {
  const { rows } = await db.query(
    `select a.crm, a.portal, t.account, t.lead, t.trigger, t.state, t.draft
     from alerts t join accounts a on a.id = t.account
     where t.lead = any($1::bigint[]) and t.created_at >= ms($2) order by t.lead, t.key`,
    [leads, since],
  );
  return rows as PlannedTask[];
}

/** The leads that records stand for or are linked to (a company's people, a deal's contacts). */
export async function readLeadsOf(
  db: Queryable,
  records: readonly { account: number; object: string; record: string }[],
): Promise<number[]> {
  const { rows } = await db.query<{ lead: number }>(
    `with n as (select * from jsonb_to_recordset($1::jsonb) as n(account bigint, object text, record text)),
     own as (select r.lead from n join records r on r.account = n.account and r.object = n.object
       and r.record = n.record),
     linked as (
       select r.lead from n join links l on l.account = n.account and l.linked
         and ((l.object = n.object and l.record = n.record)
           or (l.to_object = n.object and l.to_record = n.record))
       join records r on r.account = n.account
         and ((r.object = l.object and r.record = l.record)
           or (r.object = l.to_object and r.record = l.to_record)))
     select distinct lead from (select lead from own union all select lead from linked) every
     where lead is not null order by lead`,
    [JSON.stringify(records)],
  );
  return rows.map(({ lead }) => lead);
}

/** Whether anything of these records or leads, or a delivery up to that id, is still to be worked on. */
export async function isUnderWay(
  db: Queryable,
  about: {
    readonly delivery: number;
    readonly records: readonly { account: number; object: string; record: string }[];
    readonly leads: readonly number[];
  },
): Promise<boolean> {
  const { rows } = await db.query<{ busy: boolean }>(
    `with n as (select * from jsonb_to_recordset($2::jsonb) as n(account bigint, object text, record text))
     select exists (select from deliveries where id <= $1)
       or exists (select from changes c join n using (account, object, record))
       or exists (select from fetches f join n using (account, object, record) where f.reason is null)
       or exists (select from fanouts f join n using (account, object, record))
       or exists (select from lead_work where lead = any($3::bigint[]) and dirty_seq > scored_seq
         and error is null) as busy`,
    [about.delivery, JSON.stringify(about.records), about.leads],
  );
  return rows[0]?.busy === true;
}

/** The newest delivery's id; 0 when there is none. */
export async function lastDelivery(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    'select coalesce(max(id), 0) as id from deliveries',
  );
  return rows[0]?.id ?? 0;
}
