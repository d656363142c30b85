/** What a lead's page shows of the lead itself: one query a question. Times in milliseconds. */
import type { LeadFields } from '../../lead/fields.js';
import type { Override, Stage } from '../../lead/stage.js';
import type { Queryable } from '../../store/pool.js';

export interface LeadHead {
  readonly id: number;
  readonly fields: LeadFields;
  readonly stage: Stage;
  readonly stageSince: number | null;
  readonly pin: { readonly stage: Stage; readonly at: number } | null;
  readonly override: Override;
  readonly overrideUntil: number | null;
  readonly mqlAt: number | null;
  /** The lead that this one has become. */
  readonly mergedInto: number | null;
  /** What was told since the last score is not in it yet. */
  readonly waiting: boolean;
  /** Why scoring fails. */
  readonly problem: string | null;
}

export async function readLeadHead(
  db: Queryable,
  workspace: number,
  lead: number,
): Promise<LeadHead | null> {
  const { rows } = await db.query<LeadHead>(
    `select l.id, l.fields, coalesce(l.stage, 'lead') as stage, l.stage_since as "stageSince", l.pin, l.override,
       l.override_until as "overrideUntil", l.mql_at as "mqlAt", l.merged_into as "mergedInto",
       coalesce(w.dirty_seq > w.scored_seq, false) as waiting, w.error as problem
     from leads l left join lead_work w on w.workspace = l.workspace and w.lead = l.id
     where l.workspace = $1 and l.id = $2`,
    [workspace, lead],
  );
  return rows[0] ?? null;
}

export interface HeldRecord {
  readonly id: number;
  readonly account: number;
  readonly crm: string;
  readonly portal: string;
  readonly accountName: string;
  readonly uiDomain: string | null;
  readonly object: string;
  readonly record: string;
  readonly state: 'living' | 'merged' | 'gone';
}

const HELD = `r.id, r.account, a.crm, a.portal, a.name as "accountName",
  a.ui_domain as "uiDomain", r.object, r.record,
  case when r.alias is not null then 'merged'
    when r.state = 'gone' or not coalesce((r.life ->> 0)::boolean, true) then 'gone'
    else 'living' end as state`;

/** The person records of a lead, the living ones first. */
export async function readHeldRecords(
  db: Queryable,
  workspace: number,
  lead: number,
): Promise<HeldRecord[]> {
  const { rows } = await db.query(
    `select * from (select ${HELD} from records r join accounts a on a.id = r.account
       where r.workspace = $1 and r.lead = $2) h
     order by array_position(array['living', 'merged', 'gone'], state), account, object, id`,
    [workspace, lead],
  );
  return rows as HeldRecord[];
}

/** Records by our ids, whatever they stand for. */
export async function readRecordsById(
  db: Queryable,
  workspace: number,
  ids: readonly number[],
): Promise<HeldRecord[]> {
  const { rows } = await db.query(
    `select ${HELD} from records r join accounts a on a.id = r.account
     where r.workspace = $1 and r.id = any($2::bigint[]) order by r.id`,
    [workspace, ids],
  );
  return rows as HeldRecord[];
}

export interface StageMove {
  readonly at: number;
  readonly from: Stage | null;
  readonly to: Stage;
  /** The transition's id, `person` or `crm`. */
  readonly by: string;
  readonly why: string;
  readonly quiet: boolean;
}

/** All moves of a lead from stage to stage, the newest first. */
export async function readStageMoves(
  db: Queryable,
  workspace: number,
  lead: number,
): Promise<StageMove[]> {
  const { rows } = await db.query(
    `select at, from_stage as "from", to_stage as "to", transition as "by", why, quiet
     from stage_history where workspace = $1 and lead = $2 order by entry desc`,
    [workspace, lead],
  );
  return rows as StageMove[];
}

/**
 * The stage at a moment by the moves, the newest first; `present` where none is known.
 * @returns since when: null when nobody knows
 */
export function stageThen(
  moves: readonly StageMove[],
  present: Stage,
  at: number,
): { stage: Stage; since: number | null } {
  const last = moves.find((move) => move.at <= at);
  if (last) return { stage: last.to, since: last.at };
  const next = moves.findLast((move) => move.at > at);
  return { stage: next ? (next.from ?? 'lead') : present, since: null };
}

/** Names of the CRMs' owners by id; of one id in two accounts the first account's. */
export async function readOwnerNames(
  db: Queryable,
  workspace: number,
  owners: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await db.query<{ owner: string; name: string }>(
    `select distinct on (owner) owner, name from owners
     where workspace = $1 and owner = any($2::text[]) order by owner, account`,
    [workspace, [...new Set(owners)]],
  );
  return new Map(rows.map(({ owner, name }) => [owner, name]));
}
