/** What a preview reads of stored leads beside what their score is made of. */
import type { Desired } from './desired.js';
import type { Queryable } from './pool.js';
import { keyOf } from './records.js';

/** The figures of a stored score. */
export interface StoredFigures {
  readonly total: number | null;
  readonly grade: string | null;
  readonly band: string | null;
  /** Of the lead's segment: name -> the total from which on it is reached. */
  readonly thresholds: Readonly<Record<string, number>> | null;
  readonly version: number;
}

export async function countScoredLeads(db: Queryable, workspace: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'select count(*)::int as count from lead_work where workspace = $1 and scored_seq > 0',
    [workspace],
  );
  return rows[0]?.count ?? 0;
}

/** The scored leads after one, in their order. */
export async function scoredLeadsAfter(
  db: Queryable,
  workspace: number,
  after: number,
  limit: number,
): Promise<number[]> {
  const { rows } = await db.query<{ leads: number[] | null }>(
    `select array_agg(lead order by lead) as leads from (
       select lead from lead_work where workspace = $1 and lead > $2 and scored_seq > 0
       order by lead limit $3) l`,
    [workspace, after, limit],
  );
  return rows[0]?.leads ?? [];
}

export async function readFigures(
  db: Queryable,
  workspace: number,
  model: string,
  leads: readonly number[],
): Promise<Map<number, StoredFigures>> {
  const { rows } = await db.query<StoredFigures & { lead: number }>(
    `select lead, total, grade, band, thresholds, version from scores
     where workspace = $1 and model = $2 and lead = any($3::bigint[])`,
    [workspace, model, leads],
  );
  return new Map(rows.map((row) => [row.lead, row]));
}

/** What is wanted of a record and known of it, without what only delivering it asks for. */
export type HeldDesired = Omit<Desired, 'edits' | 'knownAt'>;

/** Of all records of these leads that anything was ever wanted of, by `keyOf`. */
export async function readHeld(
  db: Queryable,
  workspace: number,
  leads: readonly number[],
): Promise<Map<string, HeldDesired & { readonly lead: number }>> {
  // Most records hold what is wanted: that is told once.
  const { rows } = await db.query<
    Omit<HeldDesired, 'want'> & { lead: number; want: HeldDesired['want'] | null }
  >(
    `select workspace, account, object, record, lead, nullif(want, confirmed) as want, sending, confirmed, found,
       refused, score_sent_at as "scoreSentAt"
     from desired where workspace = $1 and lead = any($2::bigint[])`,
    [workspace, leads],
  );
  return new Map(rows.map((row) => [keyOf(row), { ...row, want: row.want ?? row.confirmed }]));
}

/** Who a lead is, for lists. */
export interface LeadName {
  readonly lead: number;
  readonly name: string | null;
  readonly email: string | null;
  readonly company: string | null;
  readonly owner: string | null;
}

/** In the order of `leads`; those that are gone meanwhile are left out. */
export async function readLeadNames(
  db: Queryable,
  workspace: number,
  leads: readonly number[],
): Promise<LeadName[]> {
  const { rows } = await db.query(
    `select l.id as lead,
       nullif(trim(concat_ws(' ', l.fields ->> 'name.first', l.fields ->> 'name.last')), '') as name,
       l.fields ->> 'email' as email, l.fields ->> 'company.name' as company,
       coalesce((select min(o.name) from owners o
         where o.workspace = $1 and o.owner = l.fields ->> 'owner'), l.fields ->> 'owner') as owner
     from unnest($2::bigint[]) with ordinality as n(lead, place)
     join leads l on l.workspace = $1 and l.id = n.lead order by n.place`,
    [workspace, leads],
  );
  return rows as LeadName[];
}

/** How many living records of each object an account has. */
export async function countRecords(
  db: Queryable,
  workspace: number,
  account: number,
): Promise<Map<string, number>> {
  const { rows } = await db.query<{ object: string; count: number }>(
    `select object, count(*)::int as count from records
     where workspace = $1 and account = $2 and state = 'known' group by object`,
    [workspace, account],
  );
  return new Map(rows.map((row) => [row.object, row.count]));
}
