import { awaitsFirstRead } from './first-reads.js';
import type { Queryable } from './pool.js';
import type { LeadRow } from './results.js';
import { inQuestion } from './signals.js';

/** A lead claimed for scoring, locked until the transaction ends. Times in milliseconds. */
export interface ClaimedLead extends LeadRow {
  readonly dirtySeq: number;
  /** Something was learnt since the last score; otherwise only time has passed. */
  readonly dirty: boolean;
  /** Its records or their mapping may say something else than its fields. */
  readonly remap: boolean;
  /** A recent cause stands behind it: tasks are allowed. */
  readonly loud: boolean;
  readonly first: boolean;
  readonly background: boolean;
  readonly receivedAt: number | null;
  /** When it last had a cause that may lead to a task. */
  readonly loudAt: number | null;
  readonly overrideUntil: number | null;
}

const READY = `(retry_at is null or retry_at <= ms($1))
  and not ${inQuestion('lead_work.workspace', 'lead_work.lead', 'ms($1)')}`;

/**
 * SQL: still dirty or due, now that it is locked. A `case`, so that rows are found by their keys: written
 * with `or`, every page would read all that wait.
 */
const STILL = `case when w.dirty_seq > w.scored_seq then true else w.due_at <= ms($1) end`;

/**
 * Locks leads that are dirty or whose time has come, live ones first; not those of which it is being asked
 * who changed their stage in the CRM, nor those whose new record's company is just being read. Leads and
 * their work are locked in one statement that skips what others hold, so claiming never waits and finds
 * what others leave.
 */
export async function claimLeads(
  db: Queryable,
  now: number,
  limit: number,
): Promise<ClaimedLead[]> {
  const { rows } = await db.query({
    name: 'claim-leads',
    text: `with dirty as (
       select workspace, lead from lead_work
       where dirty_seq > scored_seq and ${READY} and not ${awaitsFirstRead('lead_work')}
       order by background, lead limit $2 for update skip locked),
     due as (
       select workspace, lead from lead_work
       where due_at <= ms($1) and dirty_seq <= scored_seq and ${READY}
       order by due_at limit $2 for update skip locked)
     select w.workspace, w.lead as id, w.dirty_seq as "dirtySeq", w.dirty_seq > w.scored_seq as dirty,
       w.fields_seq < w.dirty_seq as remap,
       w.loud_seq > w.scored_seq as loud, w.scored_seq = 0 as first, w.background,
       w.received_at as "receivedAt", w.loud_at as "loudAt", l.fields, l.problems, l.stage,
       l.stage_since as "stageSince", l.pin, l.held, l.memory, l.mql_at as "mqlAt",
       l.count_from as "countFrom", l.override, l.override_until as "overrideUntil"
     from lead_work w join leads l on l.workspace = w.workspace and l.id = w.lead
     where (w.workspace, w.lead) in (select workspace, lead from dirty union select workspace, lead from due)
       and ${STILL}
     order by w.background, w.lead limit $2
     for update of l, w skip locked`,
    values: [now, limit],
  });
  return rows as ClaimedLead[];
}

export interface FinishedLead {
  readonly workspace: number;
  readonly lead: number;
  readonly dirtySeq: number;
  /** When a figure or a decision changes by itself; null never. */
  readonly dueAt: number | null;
}

export async function finishLeads(db: Queryable, leads: readonly FinishedLead[]): Promise<void> {
  if (leads.length === 0) return;
  await db.query({
    name: 'finish-leads',
    text: `update lead_work w set scored_seq = n."dirtySeq", fields_seq = n."dirtySeq", due_at = ms(n."dueAt"), background = false,
       attempts = 0, error = null, retry_at = null
     from jsonb_to_recordset($1::jsonb) as n(workspace bigint, lead bigint, "dirtySeq" bigint, "dueAt" bigint)
     where w.workspace = n.workspace and w.lead = n.lead`,
    values: [JSON.stringify(leads)],
  });
}

/** A lead that throws waits longer each time and never stops its neighbours. */
export async function failLead(
  db: Queryable,
  lead: { workspace: number; id: number },
  error: string,
  now: number,
): Promise<void> {
  await db.query(
    `update lead_work set attempts = attempts + 1, error = $3,
       retry_at = ms($4 + least(3600000, 1000 * power(2, least(attempts, 12)))::bigint)
     where workspace = $1 and lead = $2`,
    [lead.workspace, lead.id, error, now],
  );
}
