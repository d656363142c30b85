import type pg from 'pg';
import { markWorkspaceDirty } from '../src/store/leads.js';
import type { AppUse } from './support/app-process.js';
import { type Benchmark, type Line, MIB, round } from './support/line.js';
import { seedLeads, seedScores } from './support/seed.js';
import { withStoredWorld } from './support/stored-world.js';

const LEADS = 100_000;
const ACTIVITIES = 20;
const GOAL_S = 30;
const GOAL_MIB = 512;
const PAGE = 1_000;
const SAMPLE = 10_000;

/**
 * What no full re-score can avoid: every lead's record and activities read as JSON and one score row
 * written, in pages, without a thought in between. @returns seconds for all leads.
 */
async function floor(pool: pg.Pool, workspace: number): Promise<number> {
  await pool.query('create table bench_floor (lead bigint primary key, total int, reasons jsonb)');
  const { rows } = await pool.query<{ first: number }>('select min(id) as first from leads');
  const first = rows[0]?.first ?? 1;
  const begun = performance.now();
  for (let from = first; from < first + SAMPLE; from += PAGE) {
    const read = await pool.query(
      `select r.lead, r.values::text as values, (select json_agg(json_build_array(identity, type, at_s,
         attributes) order by at, id)::text from activities a
         where a.workspace = $1 and a.lead = r.lead) as list
       from records r where r.workspace = $1 and r.lead between $2 and $3`,
      [workspace, from, from + PAGE - 1],
    );
    const rows = read.rows.map(({ lead }) => ({
      lead,
      total: 50,
      reasons: [['rule', null, 5000]],
    }));
    await pool.query(
      `insert into bench_floor select lead, total, reasons
       from jsonb_to_recordset($1::jsonb) as n(lead bigint, total int, reasons jsonb)`,
      [JSON.stringify(rows)],
    );
  }
  return ((performance.now() - begun) / 1000) * (LEADS / SAMPLE);
}

async function run(): Promise<readonly Line[]> {
  return withStoredWorld(async ({ app, pool, workspace, account }) => {
    await pool.query('update accounts set writes = true, backfilled_at = now() where id = $1', [
      account,
    ]);
    await seedLeads(pool, {
      workspace,
      account,
      leads: LEADS,
      activitiesPerLead: ACTIVITIES,
    });
    const limitS = await floor(pool, workspace);
    const again = async (remap: boolean): Promise<number> => {
      await seedScores(pool, workspace);
      await markWorkspaceDirty(pool, workspace, { remap });
      await pool.query('vacuum analyze');
      await pool.query('checkpoint');
      return (await app.ask<number>('exhaust', 'score', 300_000)) / 1000;
    };
    const mapped = await again(true);
    const { cpuMs: before } = await app.ask<AppUse>('use');
    const seconds = await again(false);
    const use = await app.ask<AppUse>('use');
    const { rows } = await pool.query<{ scored: number; pending: number }>(
      `select (select count(*)::int from scores where scored_at > now() - interval '10 minutes') as scored,
         (select count(*)::int from desired where state = 'pending') as pending`,
    );
    const { scored = 0, pending = 0 } = rows[0] ?? {};
    if (scored !== LEADS) throw new Error(`${scored} of ${LEADS} leads were scored`);
    const peak = use.peakBytes / MIB;
    return [
      {
        name: 'rescore',
        value: round(seconds),
        unit: 's',
        ratio: round(limitS / seconds),
        against: 'reading the same rows and writing one bare row a lead, in pages',
        n: LEADS,
        goal: { text: `below ${GOAL_S} s`, met: seconds < GOAL_S },
        remark: `${pending} of the records got values to write back; processor time of the app ${round((use.cpuMs - before) / 1000)} s.`,
      },
      {
        name: 'rescore-mapping',
        value: round(mapped),
        unit: 's',
        ratio: round(limitS / mapped),
        against: 'reading the same rows and writing one bare row a lead, in pages',
        n: LEADS,
        remark: 'After a new mapping: every record is mapped to its lead again. Runs first.',
      },
      {
        name: 'rescore-memory',
        value: round(peak),
        unit: 'MiB',
        ratio: round(peak / GOAL_MIB),
        against: `the goal of ${GOAL_MIB} MiB`,
        n: LEADS,
        goal: { text: `below ${GOAL_MIB} MiB`, met: peak < GOAL_MIB },
        remark: 'Peak of the app process from its start on, without the database server.',
      },
    ];
  });
}

export const rescore: Benchmark = {
  how: `${LEADS.toLocaleString('en')} leads with ${ACTIVITIES} activities each stand in the embedded database, scored and written back before with other figures, so that every score, its history and its write-back change. All are marked as a newly published model marks them; the score step runs in the app's process as the worker runs it, until nothing is left. The limit of the run reads the same rows in pages and writes one bare row a lead, with no mapping, scoring or deciding.`,
  run,
};
