import type { Queryable } from '../store/pool.js';

/** A person of the demo who may act by herself, as we know her. */
export interface VisitingPerson {
  readonly object: string;
  /** The CRM's id. */
  readonly record: string;
  readonly stage: string;
  readonly seniority: string | null;
}

export interface VisitedAccount {
  /** Our account's id. */
  readonly account: number;
  /** Objects that are people. */
  readonly objects: readonly string[];
  /** The CRM's id of the tour's lead, who is left alone whatever record it is by now. */
  readonly story: string;
}

/**
 * People who are one living record and whom sales has not taken yet: those nearest to an MQL first, then the
 * MQLs, the highest first.
 */
export async function readVisitingPeople(
  db: Queryable,
  { account, objects, story }: VisitedAccount,
): Promise<VisitingPerson[]> {
  const { rows } = await db.query<VisitingPerson>(
    `select r.object, r.record, coalesce(l.stage, 'lead') as stage, l.fields ->> 'seniority' as seniority
     from records r join leads l on l.id = r.lead
     cross join lateral (select max(total) as total from scores where lead = l.id) s
     where r.account = $1 and r.object = any($2) and r.state = 'known' and s.total is not null
       and coalesce((r.life ->> 0)::boolean, true)
       and coalesce(l.stage, 'lead') in ('subscriber', 'lead', 'mql')
       and (select count(*) from records o where o.lead = r.lead) = 1
       and r.lead not in (select lead from records where account = $1 and record = $3 and lead is not null)
     order by l.stage is not distinct from 'mql', s.total desc, r.id`,
    [account, objects, story],
  );
  return rows;
}

const HIGH = new Set(['director', 'vp', 'c_level']);

/** She may rise yet. */
export const mayRise = ({ seniority }: VisitingPerson): boolean => !HIGH.has(seniority ?? '');

/** Marketing has qualified her, and nobody of sales has taken her yet. */
export const isQualified = ({ stage }: VisitingPerson): boolean => stage === 'mql';
