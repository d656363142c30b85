/** Scores of the past, derived again from what is stored. */
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { scoreLeads } from '../../src/commands/score-stored.js';
import { leadsAsOf } from '../../src/evaluate/as-of.js';
import { readPast } from '../../src/evaluate/past.js';
import type { Score } from '../../src/scoring/types.js';
import { jsonLines, runCli } from '../commands/support.js';
import { type AppWorld, createAppWorld, waitFor } from '../support/app-world.js';

let world: AppWorld;
beforeAll(async () => {
  world = await createAppWorld({ verbose: Boolean(process.env.VERBOSE) });
});
afterAll(() => world?.close());

const acts = () => world.simulator.acts();
const some = (index: number): string =>
  world.simulator.data().store.page('contacts', 0, 40, false).records[index]?.id ?? '';

interface Recorded {
  readonly lead: number;
  readonly at: number;
  readonly total: number | null;
  readonly grade: string | null;
  readonly band: string | null;
  readonly dimensions: Record<string, number> | null;
  readonly reasons?: unknown;
}

async function scoreAsOf(lead: number, at: number, known: 'happened' | 'learnt' = 'happened') {
  const { app, account } = world;
  const past = await readPast(app.pool, app.connectors, account.workspace, at, { known });
  const [found] = await leadsAsOf(app.pool, past, [lead]);
  const [primary] = await app.documents.models(account.workspace);
  return found && (primary?.scorer.score(found.input, at) as Score);
}

async function again({ lead, at, reasons }: Recorded, known?: 'learnt'): Promise<unknown> {
  const score = await scoreAsOf(lead, at, known);
  const packed = score?.reasons.map(({ rule, label, hundredths, evidence }) =>
    JSON.parse(JSON.stringify([rule, rule === null ? label : null, hundredths, evidence ?? null])),
  );
  return {
    lead,
    at,
    total: score?.total,
    grade: score?.grade,
    band: score?.band,
    dimensions: score?.dimensions,
    ...(reasons !== undefined && { reasons: packed }),
  };
}

/** The lead's fields as they are stored, and as they are derived again as of the score's moment. */
async function fieldsTwice({ lead, at }: Recorded): Promise<readonly [unknown, unknown]> {
  const { app, account } = world;
  const past = await readPast(app.pool, app.connectors, account.workspace, at);
  const [found] = await leadsAsOf(app.pool, past, [lead]);
  const [row] = await world.rows<{ fields: unknown }>('select fields from leads where id = $1', [
    lead,
  ]);
  return [row?.fields, found?.input.fields];
}

async function expectFields(scores: readonly Recorded[]): Promise<void> {
  for (const [stored, derived] of await Promise.all(scores.map(fieldsTwice))) {
    expect(derived).toEqual(stored);
  }
}

const present = (): Promise<Recorded[]> =>
  world.rows(`select lead, scored_at as at, total, grade, band, dimensions, reasons from scores
    order by lead`);

const recorded = (lead: number, since: number): Promise<Recorded[]> =>
  world.rows(
    `select lead, at, total, grade, band, dimensions from score_history
     where lead = $1 and at > to_timestamp($2::double precision / 1000) order by at`,
    [lead, since],
  );

const leadOf = async (record: string): Promise<number | undefined> =>
  (
    await world.rows<{ lead: number }>(
      `select lead from records where object = 'contacts' and record = $1 and alias is null`,
      [record],
    )
  )[0]?.lead;

const field = async (record: string, name: string): Promise<unknown> =>
  (
    await world.rows<{ value: unknown }>(`select fields -> $2 as value from leads where id = $1`, [
      await leadOf(record),
      name,
    ])
  )[0]?.value;

/** What is told on standard output and error, and the exit code. */
async function command(at: number, named: readonly number[] = []) {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  const told = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    streams[name].setEncoding('utf8').on('data', (text: string) => {
      told[name] += text;
    });
  }
  const code = await scoreLeads(world.app, streams, { at, named, file: undefined });
  await new Promise(setImmediate);
  const lines = told.stdout.split('\n').filter(Boolean);
  return { code, scores: lines.map((line) => JSON.parse(line)), told: told.stderr };
}

test('after the first load every stored score is derived again as of its own moment', async () => {
  const scores = await present();
  expect(scores).toHaveLength(40);
  expect(await Promise.all(scores.map((one) => again(one)))).toEqual(scores);
  await expectFields(scores);
  const { scores: printed, code } = await command(Date.now());
  expect(code).toBe(0);
  expect(printed.map(({ id, total }) => [Number(id), total])).toEqual(
    scores.map(({ lead, total }) => [lead, total]),
  );
});

test('what changed since leaves the scores of before as they were, and every score on the way is found again', async () => {
  const loaded = Date.now();
  const before = await present();
  acts().edit('contacts', some(1), { jobtitle: 'Vice President of Sales' });
  await waitFor('the title', async () => (await field(some(1), 'seniority')) === 'vp');
  await world.settle();
  acts().fillForm(some(2), 'demo');
  acts().edit('contacts', some(3), { jobtitle: '' });
  const deal = acts().createDeal(some(4));
  await waitFor('the deal', async () => (await field(some(4), 'deal.open')) === 1);
  await world.settle();
  acts().edit('contacts', some(1), { jobtitle: 'Student' });
  acts().moveDeal(deal.id, 'closedwon');
  await waitFor('the deal won', async () => (await field(some(4), 'deal.won')) === 1);
  await waitFor('the student', async () => (await field(some(1), 'seniority')) === 'student');
  const records = [some(5), some(6), some(7)] as const;
  const [deleted, kept, merged] = await Promise.all(records.map(leadOf));
  acts().archive('contacts', records[0]);
  acts().merge('contacts', records[1], records[2]);
  await waitFor('deletion and merge', async () => (await present()).length === before.length - 2);
  await world.settle();

  // By what had been learnt; and by what had happened but for the survivor of the merge: the CRM says
  // now that what the other did long ago was done by the one.
  expect(await Promise.all(before.map((one) => again(one, 'learnt')))).toEqual(before);
  const survivor = Math.min(Number(kept), Number(merged));
  const others = before.filter(({ lead }) => lead !== survivor);
  expect(await Promise.all(others.map((one) => again(one)))).toEqual(others);
  const scores = await present();
  expect(scores.map(({ lead }) => lead)).not.toContain(deleted);
  expect(await Promise.all(scores.map((one) => again(one)))).toEqual(scores);
  await expectFields(scores);
  const history = await recorded(Number(await leadOf(some(1))), loaded);
  expect(new Set(history.map(({ total }) => total)).size).toBeGreaterThan(1);
  expect(await Promise.all(history.map((one) => again(one)))).toEqual(history);

  expect(before.map(({ lead }) => lead)).toEqual(expect.arrayContaining([deleted, kept, merged]));
  const then = await command(loaded, [deleted, kept, merged].map(Number));
  expect(then.code).toBe(0);
  expect(then.told).not.toContain('warning');
  const lead = String(kept);
  const env = {
    DATABASE_URL: world.database.url,
    SECRET_KEY: 'a secret key for tests, long enough',
  };
  const time = new Date(loaded).toISOString();
  const run = await runCli(['score', '--stored', '--lead', lead, '--at', time], { env });
  expect(jsonLines(run.stdout)).toEqual(then.scores.filter(({ id }) => id === lead));
  const long = await command(loaded - 86_400_000, [kept].map(Number));
  expect(long.told).toMatch(
    /warning: the history of what this model asks about is complete from 20/,
  );
  const now = await command(Date.now(), [deleted, kept, merged].map(Number));
  expect(now.code).toBe(1);
  expect(now.scores).toHaveLength(1);
  expect(now.told).toContain(`lead ${deleted} had no record at`);
});
