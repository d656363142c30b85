/** What is written into the CRMs about a lead. Times in milliseconds. */
import type { TaskDraft } from '../../../connectors/connector.js';
import type { Queryable } from '../../store/pool.js';

export interface RecordWrites {
  /** Our id of the record. */
  readonly id: number;
  readonly state: 'idle' | 'pending' | 'sending' | 'parked';
  /** In the CRM's words, why it refuses; or why the last attempt failed. */
  readonly reason: string | null;
  readonly retryAt: number | null;
  readonly pendingSince: number | null;
  readonly writeBack: boolean;
  readonly properties: readonly {
    readonly property: string;
    readonly want: string | null;
    readonly confirmed: string | null;
    readonly state: 'confirmed' | 'waiting' | 'refused';
    /** What somebody else has put there instead; it is written over. */
    readonly found: string | null;
    /** The CRM's moment of which this is known. */
    readonly knownAt: number | null;
  }[];
}

export async function readRecordWrites(
  db: Queryable,
  workspace: number,
  lead: number,
): Promise<RecordWrites[]> {
  const { rows } = await db.query(
    `select r.id, d.state, d.reason, d.retry_at as "retryAt", a.writes as "writeBack",
       case when d.state <> 'idle' then d.pending_since end as "pendingSince",
       coalesce(p.list, '[]') as properties
     from desired d
     join accounts a on a.id = d.account
     join records r on r.workspace = d.workspace and r.account = d.account and r.object = d.object
       and r.record = d.record
     cross join lateral (
       select jsonb_agg(jsonb_build_object('property', k, 'want', d.want -> k,
         'confirmed', d.confirmed -> k, 'found', d.found -> k, 'knownAt', d.known_at -> k,
         'state', case when k = any(d.refused) then 'refused'
           when not d.want ? k or d.confirmed -> k is not distinct from d.want -> k then 'confirmed'
           else 'waiting' end) order by k) as list
       from (select jsonb_object_keys(d.want) as k union select jsonb_object_keys(d.confirmed)) keys) p
     where d.workspace = $1 and d.lead = $2 order by d.account, d.object, d.record`,
    [workspace, lead],
  );
  return rows as RecordWrites[];
}

export interface LeadTask {
  readonly trigger: string;
  readonly state: 'planned' | 'sending' | 'unknown' | 'open' | 'closed' | 'parked';
  readonly draft: TaskDraft;
  readonly task: string | null;
  readonly reason: string | null;
  readonly createdAt: number;
  readonly closedAt: number | null;
}

/** The newest tasks of a lead. */
export async function readLeadTasks(
  db: Queryable,
  workspace: number,
  lead: number,
): Promise<LeadTask[]> {
  const { rows } = await db.query(
    `select trigger, state, draft, task, reason, created_at as "createdAt", closed_at as "closedAt"
     from alerts where workspace = $1 and lead = $2 order by created_at desc, key limit 50`,
    [workspace, lead],
  );
  return rows as LeadTask[];
}
