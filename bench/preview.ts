import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { packageRoot } from '../src/lib/root.js';
import { markWorkspaceDirty } from '../src/store/leads.js';
import type { AppUse, PreviewTimes } from './support/app-process.js';
import { type Benchmark, type Line, MIB, round } from './support/line.js';
import { seedLeads } from './support/seed.js';
import { withStoredWorld } from './support/stored-world.js';

const LEADS = 100_000;
const ACTIVITIES = 20;
const FIRST_GOAL_S = 2;
const EXACT_GOAL_S = 15;
const GOAL_MIB = 512;
const PAGE = 1_000;
const SAMPLE = 10_000;

/** Reading the same rows as JSON, in pages, without a thought. @returns seconds for all leads. */
async function bareRead(pool: pg.Pool, workspace: number): Promise<number> {
  const { rows } = await pool.query<{ first: number }>('select min(id) as first from leads');
  const first = rows[0]?.first ?? 1;
  const begun = performance.now();
  for (let from = first; from < first + SAMPLE; from += PAGE) {
    await pool.query(
      `select l.id, l.fields::text as fields, d.confirmed::text as held, (select json_agg(json_build_array(
         identity, type, at_s, attributes) order by at, id)::text from activities a
         where a.workspace = $1 and a.lead = l.id) as list
       from leads l join records r on r.workspace = l.workspace and r.lead = l.id
       left join desired d on d.workspace = r.workspace and d.account = r.account
         and d.object = r.object and d.record = r.record
       where l.workspace = $1 and l.id between $2 and $3`,
      [workspace, from, from + PAGE - 1],
    );
  }
  return ((performance.now() - begun) / 1000) * (LEADS / SAMPLE);
}

/** Another threshold, and a rule worth less: some leads move, some do not. */
function draftOf(text: string): string {
  const draft = text
    .replace(/(\bmql: )(\d+)/, (_, key, points) => `${key}${Number(points) + 10}`)
    .replace(
      /(id: executive[^\n]*points: )(\d+)/,
      (_, key, points) => `${key}${Number(points) - 10}`,
    );
  if (draft === text) throw new Error('the shipped model has neither the threshold nor the rule');
  return draft;
}

async function run(): Promise<readonly Line[]> {
  return withStoredWorld(async ({ app, pool, workspace, account }) => {
    await pool.query('update accounts set writes = true, backfilled_at = now() where id = $1', [
      account,
    ]);
    await seedLeads(pool, { workspace, account, leads: LEADS, activitiesPerLead: ACTIVITIES });
    await markWorkspaceDirty(pool, workspace, { remap: true });
    await app.ask('exhaust', 'score', 200_000);
    await pool.query(`update desired set confirmed = want, state = 'idle', score_sent_at = now()`);
    await pool.query('vacuum analyze');
    await pool.query('checkpoint');
    const limitS = await bareRead(pool, workspace);
    const path = join(packageRoot(), 'config/scoring/b2b-default.yaml');
    const text = draftOf(readFileSync(path, 'utf8'));
    const times = await app.ask<PreviewTimes>('preview', { name: 'b2b-default', text }, 120_000);
    const { peakBytes } = await app.ask<AppUse>('use');
    if (times.looked !== LEADS) throw new Error(`${times.looked} of ${LEADS} leads were looked at`);
    if (times.changed === 0) throw new Error('nobody moved');
    const against = 'reading the same rows in pages';
    const [firstS, exactS] = [times.firstMs / 1000, times.exactMs / 1000];
    const peak = peakBytes / MIB;
    return [
      {
        name: 'preview-first',
        value: round(firstS),
        unit: 's',
        ratio: round(limitS / firstS),
        against,
        n: 2_000,
        goal: { text: `below ${FIRST_GOAL_S} s`, met: firstS < FIRST_GOAL_S },
        remark: 'Until figures with their margin of error, from a random sample.',
      },
      {
        name: 'preview',
        value: round(exactS),
        unit: 's',
        ratio: round(limitS / exactS),
        against,
        n: LEADS,
        goal: { text: `below ${EXACT_GOAL_S} s`, met: exactS < EXACT_GOAL_S },
        remark: `Exact figures; ${times.changed} leads change. The process was deaf for ${round(times.stallMs)} ms at most.`,
      },
      {
        name: 'preview-memory',
        value: round(peak),
        unit: 'MiB',
        ratio: round(peak / GOAL_MIB),
        against: `the goal of ${GOAL_MIB} MiB`,
        n: LEADS,
        goal: { text: `below ${GOAL_MIB} MiB`, met: peak < GOAL_MIB },
        remark:
          'Peak of the app process from its start on, the scoring before the preview included, without the database server.',
      },
    ];
  });
}

export const preview: Benchmark = {
  how: `${LEADS.toLocaleString('en')} leads with ${ACTIVITIES} activities each are scored, and what was to be written counts as written. Then a draft of the model with a higher threshold and a rule worth less is previewed in the app's process: scores, stages, write-backs and tasks of every lead. The limit reads leads, what their records hold and their activities in pages.`,
  run,
};
