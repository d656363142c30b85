import type pg from 'pg';
import { makeKey } from '../src/admin/api/auth/tokens.js';
import { insertApiKey } from '../src/store/api-keys.js';
import { insertUser } from '../src/store/users.js';
import { type Benchmark, type Line, percentile, round } from './support/line.js';
import { seedLeads } from './support/seed.js';
import { withStoredWorld } from './support/stored-world.js';

const LEADS = 100_000;
const ACTIVITIES = 5;
const ROUNDS = 200;
const GOAL_MS = 200;
/** Requests before anything is measured: the first ones compile and open connections. */
const WARM_UP = 20;

/** What scoring leaves behind, without scoring: fields, scores of all sizes, one change in the history. */
async function seedResults(pool: pg.Pool, workspace: number): Promise<void> {
  await pool.query(
    `update leads l set stage = (array['lead', 'lead', 'lead', 'subscriber', 'mql', 'sql'])[1 + l.id % 6],
       fields = jsonb_build_object(
         'name.first', (array['Anna', 'Bernd', 'Carla', 'Dmitri', 'Eva', 'Farid', 'Greta', 'Hugo'])[1 + l.id % 8],
         'name.last', 'L' || left(md5(l.id::text), 9), 'email', r.values -> 'email' ->> 0,
         'jobTitle', r.values -> 'jobtitle' ->> 0, 'seniority', 'director',
         'company.name', (array['Nordlicht', 'Acme', 'Vantage', 'Brightwell'])[1 + l.id % 4] || ' '
           || left(md5((l.id % 20000)::text), 5),
         'owner', r.values -> 'hubspot_owner_id' ->> 0, 'country', (array['DE', 'FR', 'FI', 'ES'])[1 + l.id % 4],
         'source', (array['organic', 'paid', 'referral', 'event', 'import'])[1 + l.id % 5])
     from records r where r.workspace = $1 and r.lead = l.id and l.workspace = $1`,
    [workspace],
  );
  await pool.query(
    `insert into scores (workspace, lead, model, version, total, grade, band, segment, dimensions, thresholds,
       reasons, scored_at, changed_at)
     select $1, id, 'b2b-default', 1, t, 'A1', case when t >= 60 then 'hot' when t >= 30 then 'warm' else 'cold' end,
       null, '{"fit": 1, "engagement": 2}', '{"mql": 50}',
       '[["executive", null, 1500, null], ["pricing", null, 1000, null]]', now(),
       now() - (id * 7919 % 900000) * interval '10 s'
     from (select id, (power(random(), 3) * 100)::int as t from leads where workspace = $1) l`,
    [workspace],
  );
  await pool.query(
    `insert into score_history (workspace, lead, model, at, version, total, grade, band)
     select workspace, lead, model, changed_at, 1, total, grade, band from scores where workspace = $1`,
    [workspace],
  );
  await pool.query('vacuum analyze');
  await pool.query('checkpoint');
}

/** A script's key, as the app gives it out. */
async function keyOf(pool: pg.Pool, workspace: number): Promise<string> {
  const now = Date.now();
  const person = { name: 'Benchmark', email: 'benchmark@plumbline.example' };
  const user = await insertUser(pool, {
    workspace,
    ...person,
    role: 'viewer',
    password: null,
    subject: null,
    now,
  });
  if (user === null) throw new Error('there is such a user already');
  const { secret, prefix, hash } = makeKey();
  const key = { workspace, name: 'benchmark', role: 'viewer' as const, prefix, hash, now };
  await insertApiKey(pool, { ...key, user: user.id });
  return secret;
}

interface Asked {
  readonly name: string;
  readonly what: string;
  /** Another one each time, so that nothing is answered from memory. */
  readonly path: (round: number) => string;
}

const WORDS = ['anna', 'acme', 'lead7', 'buyer19', 'hugo nordlicht', 'l3f', 'qqqq', 'greta vant'];
const BANDS = ['hot', 'warm', 'cold'];
const SORTS = ['total', 'changed', 'name'];

const pick = (list: readonly string[], round: number): string =>
  encodeURIComponent(list[round % list.length] ?? '');

const CASES: readonly Asked[] = [
  {
    name: 'search',
    what: 'words in name, address and company',
    path: (n) => `/leads?text=${pick(WORDS, n)}`,
  },
  {
    name: 'search-filter',
    what: 'band, owner, stage and country together',
    path: (n) =>
      `/leads?band=${pick(BANDS, n)}&owner=${100 + (n % 50)}&stage=mql&stage=lead&country=${pick(['DE', 'FR'], n)}`,
  },
  {
    name: 'search-sort',
    what: 'all leads in three orders, both ways',
    path: (n) => `/leads?sort=${pick(SORTS, n)}&order=${n % 2 === 0 ? 'asc' : 'desc'}`,
  },
];

async function measure(ask: (round: number) => Promise<unknown>): Promise<number[]> {
  const tookMs: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const begun = performance.now();
    await ask(round);
    if (round >= WARM_UP) tookMs.push(performance.now() - begun);
  }
  return tookMs;
}

async function run(): Promise<readonly Line[]> {
  return withStoredWorld(async ({ app, pool, workspace, account }) => {
    await seedLeads(pool, { workspace, account, leads: LEADS, activitiesPerLead: ACTIVITIES });
    await seedResults(pool, workspace);
    const key = await keyOf(pool, workspace);
    const origin = new URL(app.ready.hookUrl).origin;
    const get = async <T>(path: string): Promise<T> => {
      const response = await fetch(`${origin}/api/v1${path}`, {
        headers: { authorization: `Bearer ${key}` },
      });
      if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
      return (await response.json()) as T;
    };
    const { rows } = await pool.query<{ first: number }>('select min(id) as first from leads');
    const first = rows[0]?.first ?? 1;
    const anyLead = (round: number): number => first + ((round * 7919) % LEADS);
    const bare = await measure((round) =>
      pool.query('select * from leads where workspace = $1 and id = $2', [
        workspace,
        anyLead(round),
      ]),
    );
    const limit = percentile(bare, 0.95);
    const line = (name: string, tookMs: readonly number[], remark: string): Line => {
      const value = percentile(tookMs, 0.95);
      return {
        name,
        value: round(value),
        unit: 'ms',
        ratio: round(limit / value),
        against: 'reading one lead by its primary key, without HTTP',
        n: tookMs.length,
        goal: { text: `p95 below ${GOAL_MS} ms`, met: value < GOAL_MS },
        remark: `p95; median ${round(percentile(tookMs, 0.5))} ms. ${remark}`,
      };
    };
    const lines: Line[] = [];
    for (const { name, what, path } of CASES) {
      lines.push(line(name, await measure((n) => get(path(n))), `50 leads a page: ${what}.`));
    }
    const cursors = ['/leads?', ...CASES.map(({ path }) => `${path(0)}&`)];
    const next: string[] = [];
    for (const start of cursors) {
      for (let cursor: string | null = null, page = 0; page < 5; page++) {
        const given: { next: string | null } = await get(
          `${start}${cursor === null ? '' : `cursor=${cursor}`}`,
        );
        cursor = given.next;
        if (cursor === null) break;
        next.push(`${start}cursor=${cursor}`);
      }
    }
    const following = await measure((n) => get(next[n % next.length] ?? '/leads'));
    lines.push(line('search-next', following, 'The page after a page of the lists above.'));
    const opened = await measure((n) => get(`/leads/${anyLead(n)}`));
    lines.push(
      line('search-open', opened, `A lead with ${ACTIVITIES} activities, its breakdown computed.`),
    );
    return lines;
  });
}

export const search: Benchmark = {
  how: 'The admin API over 100,000 leads with 5 activities each, asked by a script with an API key, one request after another, each another one. The app and the embedded database share the machine with the asker.',
  run,
};
