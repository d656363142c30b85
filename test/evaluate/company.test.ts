/** What a lead's score counts of its company's people, now and in the past. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { hubspot } from '../../connectors/hubspot/index.js';
import { leadsAsOf } from '../../src/evaluate/as-of.js';
import { type AsOfOptions, readPast } from '../../src/evaluate/past.js';
import type { Snapshot } from '../../src/lead/change.js';
import { DAY, HOUR } from '../../src/lib/clock.js';
import { loadModel } from '../../src/scoring/load.js';
import { readCompanyActivity } from '../../src/store/company-counts.js';
import { eraseDue } from '../../src/store/erase.js';
import { askErasures } from '../../src/store/erasures.js';
import { createScoringWorld, type ScoringWorld } from '../intake/convergence-world.js';
import { makeAccount } from '../store/rows.js';
import { COMPANY_MODEL } from '../support/company-model.js';

const START = Date.now() - 20 * DAY;
const iso = (at: number): string => new Date(at).toISOString();

let now = START;
let world: ScoringWorld;
beforeAll(async () => {
  world = await createScoringWorld(() => now);
});
beforeEach(async () => {
  await world.clear();
  now = START;
});
afterAll(() => world?.database.drop());

/** Somebody reads these records at a moment; everything that is due then is done. */
async function read(at: number, ...snapshots: readonly Snapshot[]): Promise<void> {
  now = at;
  if (snapshots.length > 0)
    await world.page({ readAt: at, origin: 'fetch', snapshots, missing: [] });
  await world.drain();
  await world.score();
}

const acme: Snapshot = {
  object: 'companies',
  record: '50',
  modifiedAt: START - 90 * DAY,
  properties: { name: 'Acme' },
};

const person = (
  record: string,
  at: number,
  properties: Snapshot['properties'] = {},
  companies = ['50'],
): Snapshot => ({
  object: 'contacts',
  record,
  modifiedAt: at,
  properties: {
    email: `p${record}@acme.example`,
    createdate: iso(START - 60 * DAY),
    ...properties,
  },
  links: { companies: companies.map((to) => ({ record: to, primary: true })) },
});

const opened = (at: number) => ({ hs_email_last_open_date: iso(at) });

/** What the lines of the model tell: people, active people, activities (in steps of 1, 2, 4, 8). */
async function counted(record: string): Promise<number[] | null> {
  const [row] = await world.rows<{ reasons: [string, string | null, number][] | null }>(
    `select s.reasons from records r left join scores s on s.lead = r.lead and s.model = 'counts'
     where r.object = 'contacts' and r.record = $1`,
    [record],
  );
  const lines = (row?.reasons ?? []).filter(([, , points]) => points > 0).map(([rule]) => rule);
  if (lines.length === 0) return null;
  const most = (name: string) =>
    Math.max(0, ...lines.filter((rule) => rule.startsWith(`${name}-`)).map((one) => lastOf(one)));
  return [most('people'), most('active30d'), most('activities30d')];
}

const lastOf = (rule: string): number => Number(rule.slice(rule.lastIndexOf('-') + 1));

test('what one does is told to the others at once, and then at most once an hour', async () => {
  await read(START, acme, person('1', START), person('2', START), person('3', START));
  expect(await counted('1')).toEqual([3, 0, 0]);

  await read(START + 2 * HOUR, person('2', START + HOUR, opened(START + HOUR)));
  expect(await counted('1')).toEqual([3, 1, 1]);
  // An hour has not passed since they were told: only the one who acted is scored anew.
  await read(START + 2.5 * HOUR, person('3', START + 2.4 * HOUR, opened(START + 2.4 * HOUR)));
  expect(await counted('3')).toEqual([3, 2, 2]);
  expect(await counted('1')).toEqual([3, 1, 1]);
  const marked = await world.rows('select lead from lead_work where dirty_seq > scored_seq');
  expect(marked).toEqual([]);
  await read(START + 3 * HOUR - 1);
  expect(await counted('1')).toEqual([3, 1, 1]);
  await read(START + 3 * HOUR);
  expect(await counted('1')).toEqual([3, 2, 2]);
});

test('the score falls by itself when the last activity is 30 days old', async () => {
  const at = START - 29 * DAY;
  await read(START, acme, person('1', START), person('2', START, opened(at)));
  expect(await counted('1')).toEqual([2, 1, 1]);
  const due = await world.rows<{ due: number }>(
    `select (extract(epoch from s.next_change_at) * 1000)::bigint as due from scores s
     join records r on r.lead = s.lead where r.record = '1' and s.model = 'counts'`,
  );
  expect(due[0]?.due).toBe(at + 30 * DAY);
  await read(at + 30 * DAY);
  expect(await counted('1')).toEqual([2, 0, 0]);
});

test('who leaves the company takes along what they did; who is deleted, too', async () => {
  const two = opened(START - DAY);
  await read(START, acme, person('1', START), person('2', START, two), person('3', START, two));
  expect(await counted('1')).toEqual([3, 2, 2]);
  await read(START + 2 * HOUR, person('2', START + HOUR, two, []));
  expect(await counted('1')).toEqual([2, 1, 1]);
  expect(await counted('2')).toBeNull();
  now = START + 4 * HOUR;
  await world.page({
    readAt: now,
    origin: 'fetch',
    snapshots: [],
    missing: [{ object: 'contacts', record: '3' }],
  });
  await read(now);
  expect(await counted('1')).toEqual([1, 0, 0]);
});

test('who is erased is counted no longer', async () => {
  const { pool } = world.database;
  const { workspace, id: account } = world.account;
  await read(START, acme, person('1', START), person('2', START, opened(START - DAY)));
  expect(await counted('1')).toEqual([2, 1, 1]);
  const key = { workspace, account, object: 'contacts', record: '2' };
  now = START + 2 * HOUR;
  await askErasures(pool, [{ ...key, delivery: 0, at: now }], ({ record }) => record, now);
  expect(await eraseDue(pool, ({ record }) => record)).toBe(1);
  await read(now);
  expect(await counted('1')).toEqual([1, 0, 0]);
});

test('one person with two records at the company is one; what we do ourselves is no activity', async () => {
  await read(START, acme, person('1', START, opened(START - DAY)), person('2', START));
  const [row] = await world.rows<{ lead: number }>(`select lead from records where record = '1'`);
  await world.rows(`update records set lead = $1 where record = '2'`, [row?.lead]);
  await world.rows(`update activities set type = 'email_sent' where lead = $1 returning lead`, [
    row?.lead,
  ]);
  await world.scoreAll();
  expect(await counted('1')).toEqual([1, 0, 0]);
});

test('a merged company counts the people of both; another workspace has none of them', async () => {
  await read(
    START,
    acme,
    { ...acme, record: '51', properties: { name: 'Acme Ltd' }, aliases: ['50'] },
    person('1', START, opened(START - DAY)),
    person('2', START, {}, ['51']),
  );
  expect(await counted('2')).toEqual([2, 1, 1]);
  const { pool } = world.database;
  const { workspace } = await makeAccount(pool, 'other');
  const [root] = await world.rows<{ id: number }>(`select id from records where record = '51'`);
  const known = await readCompanyActivity(pool, workspace + 1, [root?.id ?? 0], 0);
  expect(known.size).toBe(0);
});

async function companyAt(record: string, at: number, options: AsOfOptions = {}) {
  const { pool } = world.database;
  const [row] = await world.rows<{ lead: number }>(
    `select lead from records where object = 'contacts' and record = $1`,
    [record],
  );
  const { model } = loadModel(COMPANY_MODEL, 'counts.yaml');
  const connectors = new Map([['hubspot', hubspot]]);
  const past = await readPast(pool, connectors, world.account.workspace, at, { model, ...options });
  const [found] = await leadsAsOf(pool, past, [row?.lead ?? 0]);
  const company = found?.input.company;
  return company && [company.people, company.acts.map((act) => act.at).sort((a, b) => a - b)];
}

test('as of a moment the people of then count, with what they had done by then', async () => {
  const first = START - 5 * DAY;
  const second = START + 3 * DAY;
  await read(START, acme, person('1', START), person('2', START, opened(first)));
  await read(second + HOUR, person('2', second, opened(second)), person('3', second));
  await read(START + 6 * DAY, person('2', START + 6 * DAY, opened(second), []));
  expect(await companyAt('1', START - HOUR)).toBeUndefined();
  expect(await companyAt('1', START + DAY)).toEqual([2, [first]]);
  expect(await companyAt('1', START + 4 * DAY)).toEqual([3, [first, second]]);
  expect(await companyAt('1', START + 7 * DAY)).toEqual([2, []]);
  // Learnt an hour after it happened; links are learnt by the database's clock.
  await world.rows('update link_history set learnt_at = ms(at)');
  const between = second + HOUR / 2;
  expect(await companyAt('1', between, { known: 'learnt' })).toEqual([2, [first]]);
  expect(await companyAt('1', between)).toEqual([2, [first, second]]);
});

test('the stored figures are found again as of when they were made', async () => {
  await read(START, acme, person('1', START), person('2', START, opened(START - 29 * DAY)));
  await read(START + 2 * HOUR, person('3', START + HOUR, opened(START + HOUR)));
  const { pool } = world.database;
  const { model } = loadModel(COMPANY_MODEL, 'counts.yaml');
  const stored = await world.rows<{ record: string; at: number; company: number }>(
    `select r.record, (extract(epoch from s.scored_at) * 1000)::bigint as at, r.lead
     from scores s join records r on r.lead = s.lead where s.model = 'counts' order by 1`,
  );
  expect(stored).toHaveLength(3);
  for (const { record, at } of stored) {
    const present = await readCompanyActivity(
      pool,
      world.account.workspace,
      await world
        .rows<{ id: number }>(`select id from records where record = '50'`)
        .then((rows) => rows.map(({ id }) => id)),
      at - 30 * DAY,
    );
    const [now] = [...present.values()];
    expect(await companyAt(record, at, { model })).toEqual([
      now?.people,
      now?.acts.map((act) => act.at).sort((a, b) => a - b),
    ]);
  }
});
