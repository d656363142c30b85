/** Leads that may be the same person as another one. */
import type { Queryable } from '../../store/pool.js';

export interface SuggestedPair {
  /** The other lead. */
  readonly id: number;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly company: string | null;
  /** By the model asked for. */
  readonly total: number | null;
  readonly crms: readonly string[];
  readonly reason: 'address' | 'merge';
  /** Milliseconds. */
  readonly at: number;
}

/** What a person has not decided yet, the newest suggestion first. */
export async function readSuggested(
  db: Queryable,
  workspace: number,
  lead: number,
  model: string,
): Promise<SuggestedPair[]> {
  const { rows } = await db.query(
    `select o.id, o.fields ->> 'name.first' as "firstName", o.fields ->> 'name.last' as "lastName",
       o.fields ->> 'email' as email, o.fields ->> 'company.name' as company, s.total, g.reason, g.at,
       array(select distinct a.crm from records r join accounts a on a.id = r.account
         where r.workspace = $1 and r.lead = o.id and r.state = 'known' order by 1) as crms
     from suggestions g
     join leads o on o.workspace = $1 and o.id = case when g.lead_a = $2 then g.lead_b else g.lead_a end
     left join scores s on s.workspace = $1 and s.lead = o.id and s.model = $3
     where g.workspace = $1 and (g.lead_a = $2 or g.lead_b = $2) and not g.dismissed
     order by g.at desc, o.id limit 20`,
    [workspace, lead, model],
  );
  return rows as SuggestedPair[];
}
