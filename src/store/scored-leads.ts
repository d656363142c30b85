/** Leads as they are stored, for previews: nothing is locked or taken. */
import type { ClaimedLead } from './lead-work.js';
import type { Queryable } from './pool.js';

/** Leads as the scorer would claim them if only time had passed; all that have a score without `ids`. */
export async function readScoredLeads(
  db: Queryable,
  workspace: number,
  ids: readonly number[] | null = null,
): Promise<ClaimedLead[]> {
  const { rows } = await db.query(
    `select l.workspace, l.id, w.dirty_seq as "dirtySeq", false as dirty, false as remap, false as loud,
       false as first, false as background, null as "receivedAt", w.loud_at as "loudAt", l.fields,
       l.problems, l.stage, l.stage_since as "stageSince", l.pin, l.held, l.memory, l.mql_at as "mqlAt",
       l.count_from as "countFrom", l.override, l.override_until as "overrideUntil"
     from leads l join lead_work w on w.workspace = l.workspace and w.lead = l.id
     where l.workspace = $1 and ($2::bigint[] is null or l.id = any($2)) and w.scored_seq > 0
     order by l.id`,
    [workspace, ids],
  );
  return rows as ClaimedLead[];
}

/** Up to `most` of the scored leads, spread evenly and the same every time; `of` is how many there are. */
export async function sampleScoredLeads(
  db: Queryable,
  workspace: number,
  most: number,
): Promise<{ readonly ids: readonly number[]; readonly of: number }> {
  const { rows } = await db.query<{ lead: number; of: number }>(
    `select lead, count(*) over ()::int as of from lead_work
     where workspace = $1 and scored_seq > 0 order by md5(lead::text) limit $2`,
    [workspace, most],
  );
  return { ids: rows.map(({ lead }) => lead), of: rows[0]?.of ?? 0 };
}
