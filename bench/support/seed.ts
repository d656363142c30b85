import type pg from 'pg';

export interface SeedOptions {
  readonly workspace: number;
  readonly account: number;
  readonly leads: number;
  readonly activitiesPerLead: number;
}

/** What the generated contacts are made of: every row differs, nobody is real. */
const VALUES = `jsonb_build_object(
  'email', jsonb_build_array('lead' || g || '@buyer' || g % 20000 || '.example', s.at, 's1'),
  'firstname', jsonb_build_array('Lead', s.at, 's1'),
  'lastname', jsonb_build_array('Number ' || g, s.at, 's1'),
  'jobtitle', jsonb_build_array((array['Director of Marketing', 'Sales Manager', 'Student',
    'Chief Executive Officer', 'Analyst', 'Head of Operations', 'Engineer'])[1 + g % 7], s.at, 's1'),
  'country', jsonb_build_array((array['Germany', 'France', 'Finland', 'Spain'])[1 + g % 4], s.at, 's1'),
  'numemployees', jsonb_build_array((array['1-5', '25-50', '100-500', '1000+'])[1 + g % 4], s.at, 's1'),
  'industry', jsonb_build_array((array['SOFTWARE', 'BANKING', 'RETAIL'])[1 + g % 3], s.at, 's1'),
  'hs_analytics_source', jsonb_build_array('ORGANIC_SEARCH', s.at, 's1'),
  'hubspot_owner_id', jsonb_build_array((100 + g % 50)::text, s.at, 's1'),
  'lifecyclestage', jsonb_build_array('lead', s.at, 's1'),
  'createdate', jsonb_build_array('2026-01-01T00:00:00Z', s.at, 's1'))`;

const TYPES = `(array['page_view', 'email_open', 'page_view', 'email_click', 'page_view', 'form_submit',
  'email_sent', 'page_view', 'webinar_registered', 'call_connected'])`;

const PATHS = `(array['/', '/product/tour', '/pricing', '/blog/plumb-lines', '/customers'])`;

/** Rows in an index are put there one by one; made afterwards, the index is sorted once. */
const INDEXES = ['activities_lead', 'activities_property'] as const;

/**
 * Leads with one contact record each and activities of the last four months, written straight into the
 * tables: what a portal of this size leaves behind, in a fraction of the time that reading it takes.
 */
export async function seedLeads(pool: pg.Pool, options: SeedOptions): Promise<void> {
  const { workspace, account, leads, activitiesPerLead } = options;
  const here = [workspace, account, leads];
  await pool.query(
    `insert into leads (workspace, stage, stage_since)
     select $1, 'lead', now() - interval '90 days' from generate_series(1, $2::int)`,
    [workspace, leads],
  );
  await pool.query(
    `insert into records (workspace, account, object, record, values, life, modified_at, state, lead)
     select $1, $2, 'contacts', (5000000 + g)::text, ${VALUES}, jsonb_build_array(true, s.at, 's1'), now(),
       'known', l.id
     from (select id, row_number() over (order by id) as g from leads where workspace = $1) l
     cross join (select (extract(epoch from now() - interval '90 days') * 1000)::bigint as at) s
     where g <= $3::int`,
    here,
  );
  await pool.query(
    `insert into lead_work (workspace, lead, dirty_seq, scored_seq, fields_seq)
     select $1, id, 1, 1, 1 from leads where workspace = $1`,
    [workspace],
  );
  if (activitiesPerLead > 0) await seedActivities(pool, workspace, activitiesPerLead);
  await pool.query('analyze');
}

async function seedActivities(pool: pg.Pool, workspace: number, perLead: number): Promise<void> {
  const { rows } = await pool.query<{ indexname: string; indexdef: string }>(
    'select indexname, indexdef from pg_indexes where indexname = any($1::text[])',
    [INDEXES],
  );
  for (const { indexname } of rows) await pool.query(`drop index ${indexname}`);
  await pool.query(
    `insert into activities (workspace, lead, at, record, identity, at_s, property, type, attributes)
     select $1, r.lead, to_timestamp(t.s), r.id, 'a' || k, t.s, 'hs_analytics_last_timestamp', y.type,
       case when y.type = 'page_view' then jsonb_build_object('path', ${PATHS}[1 + (k + r.id) % 5])
         else jsonb_build_object('campaign', 'c' || k) end
     from records r cross join generate_series(1, $2::int) k
     cross join lateral (select extract(epoch from now())::bigint - (k * 86400 * 6 + r.id % 80000) as s) t
     cross join lateral (select ${TYPES}[1 + (k + r.id) % 10] as type) y
     where r.workspace = $1 order by r.id`,
    [workspace, perLead],
  );
  for (const { indexdef } of rows) await pool.query(indexdef);
}

/** Every lead with a score and a write-back that no model of ours would give it, whatever was there. */
export async function seedScores(pool: pg.Pool, workspace: number): Promise<void> {
  await pool.query('truncate scores, score_history, desired');
  await pool.query(
    `insert into scores (workspace, lead, model, version, total, grade, band, dimensions, thresholds,
       reasons, scored_at)
     select $1, id, 'b2b-default', 1, 1, 'D4', 'cold', '{"fit": 1, "engagement": 0}', '{"mql": false}',
       '[["executive", null, 100, null]]', now() - interval '1 day'
     from leads where workspace = $1`,
    [workspace],
  );
  await pool.query(
    `insert into desired (workspace, account, object, record, lead, want, want_v, confirmed, score_sent_at)
     select workspace, account, object, record, lead, v, 1, v, now() - interval '2 days'
     from records, lateral (select jsonb_build_object('plumbline_score', '1', 'plumbline_grade', 'D4',
       'plumbline_band', 'cold', 'plumbline_reasons', 'Director or above +15', 'plumbline_stage', 'lead',
       'plumbline_scored_at', '2026-01-01T00:00:00.000Z', 'plumbline_model', 'b2b-default v0') as v) s
     where workspace = $1`,
    [workspace],
  );
}
