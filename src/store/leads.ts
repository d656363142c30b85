import { funnelRank, type Stage } from '../lead/stage.js';
import { movable } from './move-records.js';
import type { Queryable } from './pool.js';
import { ALIAS_OBJECT, type RecordKey } from './records.js';
import { moveSuggestions } from './suggestions.js';

export async function createLeads(
  db: Queryable,
  workspace: number,
  count: number,
): Promise<number[]> {
  if (count === 0) return [];
  const { rows } = await db.query<{ id: number }>(
    'insert into leads (workspace) select $1 from generate_series(1, $2) returning id',
    [workspace, count],
  );
  return rows.map((row) => row.id);
}

/** Removes a lead that nothing refers to yet. */
export async function dropLead(db: Queryable, workspace: number, lead: number): Promise<void> {
  await db.query('delete from lead_keys where workspace = $1 and lead = $2', [workspace, lead]);
  await db.query('delete from leads where workspace = $1 and id = $2', [workspace, lead]);
}

export interface Relative extends RecordKey {
  readonly id: number;
  readonly aliasOf: string | null;
  /** The object of the record that it was merged into, or became; its own where there is none. */
  readonly aliasObject: string;
  readonly lead: number | null;
}

/** These records with all that were merged into them and all that they were merged into. */
export async function readRelatives(db: Queryable, ids: readonly number[]): Promise<Relative[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query(
    `with recursive family as (
       select workspace, account, object, record, id, alias_of,
         ${ALIAS_OBJECT('r')} as alias_object, lead
       from records r where id = any($1::bigint[])
       union select n.workspace, n.account, n.object, n.record, n.id, n.alias_of,
         ${ALIAS_OBJECT('n')}, n.lead
       from family f cross join lateral (
         select * from records r where r.workspace = f.workspace and r.account = f.account
           and r.object = f.alias_object and r.record = f.alias_of
         union all select * from records r where r.workspace = f.workspace
           and r.account = f.account and r.object = f.object and r.alias_of = f.record
           and r.alias ->> 3 is null
         union all select * from records r where r.workspace = f.workspace
           and r.account = f.account and r.alias ->> 3 = f.object and r.alias_of = f.record) n)
     select workspace, account, object, record, id, alias_of as "aliasOf",
       alias_object as "aliasObject", lead from family
     order by id`,
    [ids],
  );
  return rows as Relative[];
}

export interface Member {
  readonly id: number;
  readonly lead: number;
  /** A CRM's record that stands for the person: read, not deleted and not merged into another one. */
  readonly living: boolean;
}

/** The records of these leads. */
export async function readMembers(
  db: Queryable,
  workspace: number,
  leads: readonly number[],
): Promise<Member[]> {
  const { rows } = await db.query(
    `select r.id, r.lead, r.state = 'known' and r.alias is null and a.crm <> 'events'
       and coalesce((r.life ->> 0)::boolean, true) as living
     from records r join accounts a on a.id = r.account
     where r.workspace = $1 and r.lead = any($2::bigint[]) order by r.id`,
    [workspace, leads],
  );
  return rows as Member[];
}

export interface Adopted {
  readonly workspace: number;
  readonly id: number;
  readonly lead: number;
}

/** Records get their lead. Those that are saved with it anyway need no row of their own here. */
export async function adoptRecords(db: Queryable, records: readonly Adopted[]): Promise<void> {
  if (records.length === 0) return;
  await db.query(
    `update records r set lead = n.lead
     from jsonb_to_recordset($1::jsonb) as n(id bigint, lead bigint) where r.id = n.id`,
    [JSON.stringify([...records].sort((a, b) => a.id - b.id))],
  );
}

/** The activities told before of records that got their lead follow. */
export async function adoptActivities(db: Queryable, records: readonly Adopted[]): Promise<void> {
  if (records.length === 0) return;
  await db.query(
    `update activities a set lead = n.lead
     from jsonb_to_recordset($1::jsonb) as n(workspace bigint, id bigint, lead bigint)
     where a.workspace = n.workspace and a.record = n.id and a.lead is distinct from n.lead`,
    [JSON.stringify(records)],
  );
}

/** SQL: a person's override of the lead holds. */
const OVERRIDDEN = `(l.override <> 'none' and (l.override_until is null or l.override_until > now()))`;

interface MergingLead {
  readonly id: number;
  readonly stage: Stage | null;
  readonly pin: unknown;
}

function furthest(a: MergingLead, b: MergingLead): MergingLead {
  if (a.stage === null || b.stage === null) return a.stage === null ? b : a;
  return funnelRank(b.stage) > funnelRank(a.stage) ? b : a;
}

/**
 * The older lead survives: records, keys, activities and signals move; the furthest stage is kept, and so is
 * a person's override, the survivor's own before the other's.
 */
export async function mergeLeads(
  db: Queryable,
  workspace: number,
  a: number,
  b: number,
): Promise<number> {
  const [survivor, loser] = a < b ? [a, b] : [b, a];
  const { rows } = await db.query<MergingLead>(
    `select id, stage, pin from leads where workspace = $1 and id in ($2, $3) order by id for update`,
    [workspace, survivor, loser],
  );
  const [first, second] = rows;
  if (first && second) {
    const kept = furthest(first, second);
    await db.query(
      `update leads l set stage = k.stage, stage_since = k.stage_since, mql_at = coalesce(l.mql_at, o.mql_at),
         pin = coalesce(l.pin, o.pin), count_from = greatest(l.count_from, o.count_from),
         override = case when ${OVERRIDDEN} then l.override else o.override end,
         override_until = case when ${OVERRIDDEN} then l.override_until else o.override_until end
       from leads k, leads o
       where l.workspace = $1 and l.id = $2 and k.workspace = $1 and k.id = $3
         and o.workspace = $1 and o.id = $4`,
      [workspace, survivor, kept.id, loser],
    );
  }
  // Keys first: whoever holds one is about to give its lead a record, which then moves with the others.
  for (const table of ['lead_keys', 'records', 'activities', 'signals']) {
    await db.query(`update ${table} set lead = $2 where workspace = $1 and lead = $3`, [
      workspace,
      survivor,
      loser,
    ]);
  }
  // The loser's own columns tell of a person who may ask to be erased.
  await db.query(
    `update leads set merged_into = $2, fields = '{}', problems = '[]' where workspace = $1 and id = $3`,
    [workspace, survivor, loser],
  );
  await db.query('delete from lead_work where workspace = $1 and lead = $2', [workspace, loser]);
  await db.query('delete from scores where workspace = $1 and lead = $2', [workspace, loser]);
  await db.query('update desired set lead = $2 where workspace = $1 and lead = $3', [
    workspace,
    survivor,
    loser,
  ]);
  // One open alert is kept: the loser's moves over unless the survivor has one for the same trigger.
  await db.query(
    `update alerts a set lead = $2 where workspace = $1 and lead = $3 and ${movable('a', '$2')}`,
    [workspace, survivor, loser],
  );
  await db.query(
    `update alerts set state = 'closed', closed_at = now(), reason = 'merged into another lead'
     where workspace = $1 and lead = $2 and state = 'planned'`,
    [workspace, loser],
  );
  await moveSuggestions(db, workspace, loser, survivor);
  return survivor;
}

export interface Dirt {
  readonly workspace: number;
  readonly lead: number;
  /** May cause a task; otherwise only figures move. */
  readonly loud: boolean;
  readonly background: boolean;
  readonly receivedAt: number;
}

/** Marks leads for scoring; sorted, so that two workers never wait for each other in a circle. */
export async function markDirty(db: Queryable, dirt: readonly Dirt[]): Promise<void> {
  if (dirt.length === 0) return;
  const merged = new Map<string, Dirt>();
  for (const one of dirt) {
    const key = `${one.workspace}/${one.lead}`;
    const known = merged.get(key);
    merged.set(key, {
      ...one,
      loud: one.loud || (known?.loud ?? false),
      background: one.background && (known?.background ?? true),
      receivedAt: Math.min(one.receivedAt, known?.receivedAt ?? one.receivedAt),
    });
  }
  await db.query(
    `insert into lead_work as w (workspace, lead, dirty_seq, loud_seq, loud_at, background, received_at)
     select workspace, lead, 1, case when loud then 1 else 0 end,
       case when loud then ms(received) end, background, ms(received)
     from jsonb_to_recordset($1::jsonb) as n(workspace bigint, lead bigint, loud boolean,
       background boolean, received bigint)
     order by workspace, lead
     on conflict (workspace, lead) do update set
       dirty_seq = w.dirty_seq + 1,
       loud_seq = case when excluded.loud_seq > 0 then w.dirty_seq + 1 else w.loud_seq end,
       loud_at = greatest(w.loud_at, excluded.loud_at),
       background = excluded.background and (w.background or w.dirty_seq = w.scored_seq),
       received_at = case when w.dirty_seq > w.scored_seq
         then least(w.received_at, excluded.received_at) else excluded.received_at end,
       attempts = 0, retry_at = null`,
    [JSON.stringify([...merged.values()].map((one) => ({ ...one, received: one.receivedAt })))],
  );
}

/**
 * Scores every lead of a workspace again behind live changes; quietly, unless `loudAt` (milliseconds) says
 * when somebody asked for tasks. `remap` is false where only a model is new: the leads' fields are as they
 * were, and mapping them anew would take a fifth of the time. @returns how many leads that are
 */
export async function markWorkspaceDirty(
  db: Queryable,
  workspace: number,
  { loudAt = null, remap }: { readonly loudAt?: number | null; readonly remap: boolean },
): Promise<number> {
  const { rowCount } = await db.query(
    `update lead_work w set dirty_seq = w.dirty_seq + 1,
       fields_seq = case when $3 or w.fields_seq < w.dirty_seq then w.fields_seq else w.dirty_seq + 1 end,
       loud_seq = case when $2::bigint is null then w.loud_seq else w.dirty_seq + 1 end,
       loud_at = greatest(w.loud_at, ms($2)),
       background = w.background or w.dirty_seq = w.scored_seq, attempts = 0, retry_at = null
     from (select lead from lead_work where workspace = $1 order by lead for update) o
     where w.workspace = $1 and w.lead = o.lead`,
    [workspace, loudAt, remap],
  );
  return rowCount ?? 0;
}
