/** How many leads stand where, and what changed last. */
import type { Stage } from '../lead/stage.js';
import type { Queryable } from '../store/pool.js';

export interface Tally {
  readonly band: string | null;
  readonly stage: Stage;
  /** Totals from ten times this, ten of them. */
  readonly step: number;
  readonly count: number;
}

/** Every scored lead of a model once, counted together by band, stage and step of ten. */
export async function readTallies(
  db: Queryable,
  workspace: number,
  model: string,
): Promise<Tally[]> {
  const { rows } = await db.query(
    `select s.band, coalesce(l.stage, 'lead') as stage, floor(s.total / 10.0)::int as step, count(*) as count
     from scores s join leads l on l.workspace = s.workspace and l.id = s.lead
     where s.workspace = $1 and s.model = $2 and s.total is not null group by 1, 2, 3`,
    [workspace, model],
  );
  return rows as Tally[];
}

/** Leads that the model leaves out, and those that wait to be scored. */
export async function readUnscored(
  db: Queryable,
  workspace: number,
  model: string,
): Promise<{ outside: number; waiting: number }> {
  const { rows } = await db.query<{ outside: number; waiting: number }>(
    `select (select count(*) from scores where workspace = $1 and model = $2 and total is null) as outside,
       (select count(*) from lead_work where workspace = $1 and dirty_seq > scored_seq) as waiting`,
    [workspace, model],
  );
  return rows[0] ?? { outside: 0, waiting: 0 };
}

/** A lead that changed; times in milliseconds. */
export interface Changed {
  readonly lead: number;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly company: string | null;
  readonly at: number;
  readonly total: number | null;
  readonly before: number | null;
  readonly band: string | null;
  readonly stage: Stage;
}

/** The leads whose published figures changed last, the newest first. */
export async function readChanged(
  db: Queryable,
  workspace: number,
  model: string,
  limit: number,
): Promise<Changed[]> {
  const { rows } = await db.query(
    `with newest as materialized (select lead, total, band, changed_at from scores
       where workspace = $1 and model = $2 order by changed_at desc, lead desc limit $3)
     select n.lead, l.fields ->> 'name.first' as "firstName", l.fields ->> 'name.last' as "lastName",
       l.fields ->> 'email' as email, l.fields ->> 'company.name' as company, n.changed_at as at, n.total,
       n.band, coalesce(l.stage, 'lead') as stage,
       (select h.total from score_history h where h.workspace = $1 and h.lead = n.lead and h.model = $2
         and h.at < n.changed_at order by h.at desc limit 1) as before
     from newest n join leads l on l.workspace = $1 and l.id = n.lead
     order by n.changed_at desc, n.lead desc`,
    [workspace, model, limit],
  );
  return rows as Changed[];
}

/** Changes whenever a score or a stage of the workspace does; cheap to ask. */
export async function readPulse(db: Queryable, workspace: number): Promise<string> {
  const { rows } = await db.query<{ pulse: string }>(
    `select concat_ws('/', (select string_agg(m.name || coalesce((select s.changed_at || ' ' || s.lead
         from scores s where s.workspace = $1 and s.model = m.name
         order by s.changed_at desc, s.lead desc limit 1), ''), ',' order by m.name)
       from models m where m.workspace = $1),
       (select count(*) from (select from lead_work where workspace = $1 and dirty_seq > scored_seq
         limit 1000) w)) as pulse`,
    [workspace],
  );
  return rows[0]?.pulse ?? '';
}
