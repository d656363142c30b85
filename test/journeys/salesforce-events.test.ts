/** Change events that our own writes use: a mass of writes is not heard, and nothing else is lost by that. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { previewDependencies } from '../../src/app-publishing.js';
import { printStatus, readStatus } from '../../src/commands/status.js';
import { groundOf } from '../../src/evaluate/preview/ground.js';
import { runPreview } from '../../src/evaluate/preview/run.js';
import { readDocuments } from '../../src/store/documents.js';
import { markWorkspaceDirty } from '../../src/store/leads.js';
import { readModels } from '../../src/store/models.js';
import { waitFor } from '../support/app-world.js';
import { createSalesforceWorld, type SalesforceWorld } from '../support/salesforce-world.js';

const PEOPLE = 40;
/** To make a channel and listen to it. */
const TO_LISTEN = ['ViewAllData', 'ViewSetup'];

let world: SalesforceWorld;
beforeAll(async () => {
  world = await createSalesforceWorld({
    simulator: { people: PEOPLE },
    // Nothing dies here: a slow machine is given time.
    env: { LEASE_MS: '60000', CALL_TIMEOUT_MS: '20000', UNKNOWN_WAIT_MS: '30000' },
    verbose: Boolean(process.env.VERBOSE),
  });
  const { org, setup } = world.simulator;
  for (const right of TO_LISTEN) org.access.give(setup.integration, right);
  await world.rows('update streams set retry_at = now()');
  await waitFor('the stream of changes', isLive);
});
afterAll(() => world?.close());

async function control(body: object): Promise<void> {
  const init = { method: 'PATCH', body: JSON.stringify(body) };
  const answer = await fetch(`${world.simulator.url}/_simulator/stream`, init);
  if (!answer.ok) throw new Error(await answer.text());
}

interface StreamRow {
  live: boolean;
  paused: boolean;
  allowed: number | null;
}
async function stream(): Promise<StreamRow | undefined> {
  const [row] = await world.rows<StreamRow>(
    `select live_at is not null and lease > now() as live, paused_at is not null as paused,
       allowed from streams`,
  );
  return row;
}
async function isLive(): Promise<boolean> {
  return (await stream())?.live === true;
}
const delivered = async () =>
  (
    await world.rows<{ all: number; own: number }>(
      `select coalesce(sum(delivered), 0)::int as all, coalesce(sum(own), 0)::int as own from stream_events`,
    )
  )[0] ?? { all: 0, own: 0 };

/** As after a publication everybody is scored anew; every record is written another value. */
async function writeEverybody(): Promise<number> {
  const { app, account } = world;
  // Without a word to anybody. Equal changes of several records would be one event.
  const { records } = world.simulator.org;
  for (const record of ['Lead', 'Contact'].flatMap((object) => [...records.all(object).values()])) {
    records.replace(record, { ...record.values, Plumbline_Reasons__c: null });
  }
  await world.rows(`update desired set want = '{}', confirmed = '{}'`);
  const marked = await markWorkspaceDirty(app.pool, account.workspace, { remap: false });
  for (const step of ['stream', 'score']) app.wakes.wake(step);
  return marked;
}
/** What another version of the model would use, and whether the stream would pause for it. */
async function previewed() {
  const { app, account } = world;
  const { workspace } = account;
  const [becomes] = await readModels(app.pool, workspace);
  const documents = await readDocuments(app.pool, workspace);
  const name = becomes?.name ?? '';
  const document = documents.find((one) => one.kind === 'model' && one.name === name);
  if (!becomes || !document) throw new Error('no model');
  const text = `${document.text}# another version\n`;
  const subject = { kind: 'model', name, text, becomes, comparedWith: name, pilot: null } as const;
  const deps = previewDependencies(app);
  const ground = await groundOf(deps, workspace, subject);
  const run = await runPreview(deps, ground, () => {}, new AbortController().signal);
  const [cost] = run.figures.accounts.filter(({ crm }) => crm === 'salesforce');
  return cost && { events: cost.changeEvents.value, writes: cost.writes.value, ...cost.stream };
}
const leads = () =>
  [...world.simulator.org.records.all('Lead').values()]
    .filter(({ values }) => values.IsDeleted !== true && values.IsConverted !== true)
    .map(({ id }) => id);
const titleOf = async (record: string) =>
  (
    await world.rows<{ title: string | null }>(
      `select values -> 'Title' ->> 0 as title from records where record = $1`,
      [record],
    )
  )[0]?.title;

test('writes that use less than a third of the events of a day are heard, and counted as our own', async () => {
  const cost = await previewed();
  expect(cost?.events).toBeGreaterThanOrEqual(PEOPLE);
  expect(cost).toMatchObject({ events: cost?.writes, limit: 25_000, pauses: false });
  const { own } = await delivered();
  expect(await writeEverybody()).toBeGreaterThanOrEqual(PEOPLE);
  await world.settle();
  const most = own + PEOPLE * 0.75;
  await waitFor('our own writes to come back', async () => (await delivered()).own > most);
  expect((await stream())?.paused).toBe(false);
});

test('a mass that would use more is sent while nobody listens; changes made meanwhile arrive, and later ones', async () => {
  await control({ delivered: 60, used: 0, cut: true });
  await waitFor('the cut', async () => !(await isLive()));
  await control({ cut: false });
  await world.rows('update streams set retry_at = now()');
  await waitFor('the new allowance', async () => (await stream())?.allowed === 60);
  await waitFor('the stream of changes', isLive);
  await world.settle();
  expect(await previewed()).toMatchObject({ limit: 60, pauses: true });
  const { own } = await delivered();

  // Nothing is scored before it is decided what to do with the stream.
  const holding = await world.database.pool.connect();
  await holding.query('begin');
  await holding.query('lock table scores in exclusive mode');
  await writeEverybody();
  await waitFor('the pause', async () => (await stream())?.paused === true);
  expect(await isLive()).toBe(false);
  const text = printStatus(await readStatus(world.app), {
    good: String,
    warn: String,
    bad: String,
    bold: String,
    dim: String,
  });
  expect(text).toMatch(/stream +paused .* everything is polled/);
  expect(text).toMatch(/events +\d+ of 60 in the last 24 h, \d+ of them our own writes/);
  const [first = '', second = '', third = ''] = leads();
  world.simulator.acts.edit('Lead', first, { Title: 'Changed in the pause' });
  await holding.query('rollback');
  holding.release();
  world.simulator.acts.edit('Lead', second, { Title: 'Changed while writing' });

  await waitFor('the stream of changes', isLive);
  expect((await stream())?.paused).toBe(false);
  world.simulator.acts.edit('Lead', third, { Title: 'Changed after it' });
  await world.settle();
  for (const [record, title] of [
    [first, 'Changed in the pause'],
    [second, 'Changed while writing'],
    [third, 'Changed after it'],
  ] as const) {
    await waitFor(title, async () => (await titleOf(record)) === title);
  }
  await world.settle();
  const stale = await world.rows(
    `select record from desired where state <> 'idle' or not confirmed @> want`,
  );
  expect(stale).toEqual([]);
  // A few of the last writes may be heard, and what the changes above have caused.
  expect((await delivered()).own - own).toBeLessThan(PEOPLE / 4);
});
