import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type AppWorld, createAppWorld, waitFor } from '../support/app-world.js';

/** More than a page of the first load, less than two minutes of reading. */
const CONTACTS = 130;

let world: AppWorld;
beforeAll(async () => {
  world = await createAppWorld({
    way: 'key',
    simulator: { contacts: CONTACTS, searchLagMs: 500 },
    verbose: Boolean(process.env.VERBOSE),
  });
});
afterAll(() => world?.close());
afterEach(() => world.simulator.faults.clear());

interface Person {
  lead: number;
  stage: string;
  pin: unknown;
  total: number | null;
  fields: Record<string, unknown>;
  alive: boolean;
  alias: string | null;
}

const person = async (record: string): Promise<Person | undefined> =>
  (
    await world.rows<Person>(
      `select r.lead, l.stage, l.pin, l.fields, s.total, r.alias_of as alias,
         coalesce((r.life ->> 0)::boolean, true) as alive
       from records r left join leads l on l.id = r.lead left join scores s on s.lead = l.id
       where r.object = 'contacts' and r.record = $1`,
      [record],
    )
  )[0];

const acts = () => world.simulator.acts();
const some = (index: number): string =>
  world.simulator.data().store.page('contacts', 0, CONTACTS, false).records[index]?.id ?? '';
const count = async (sql: string): Promise<number> =>
  (await world.rows<{ n: number }>(`select count(*)::int as n from ${sql}`))[0]?.n ?? 0;
/** By the simulator's names of operations, such as `contacts.batch.read`. */
const calls = (operation: string): number =>
  Object.values(world.simulator.requests.summary()[operation] ?? {}).reduce((a, b) => a + b, 0);

test('the first load has read everybody once and says how far it came', async () => {
  expect(await world.rows('select reason from parked_changes limit 1')).toEqual([]);
  expect(await count('leads')).toBe(CONTACTS);
  const [cursor] = await world.rows<{ records: number; done: boolean }>(
    `select records, done from cursors where kind = 'backfill' and name like '%:contacts'`,
  );
  expect(cursor).toEqual({ records: CONTACTS, done: true });
  expect(await count('alerts')).toBe(0);
});

test('an edit is learnt by a poll although the search lags', async () => {
  const id = some(1);
  acts().edit('contacts', id, { jobtitle: 'Vice President of Sales' });
  await waitFor('the title', async () => (await person(id))?.fields.seniority === 'vp');
});

test('many edits within the lag are all learnt', async () => {
  const ids = Array.from({ length: 30 }, (_, index) => some(40 + index));
  for (const [index, id] of ids.entries()) {
    acts().edit('contacts', id, { jobtitle: `Analyst ${index}` });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await waitFor('all titles', async () => {
    const titles = await Promise.all(ids.map(async (id) => (await person(id))?.fields.jobTitle));
    return titles.every((title, index) => title === `Analyst ${index}`);
  });
});

test('an open that moves no modification time becomes one activity of its own time', async () => {
  const id = some(2);
  const opens = `activities a join records r on r.id = a.record
    where a.type = 'email_open' and r.record = '${id}'`;
  const before = await count(opens);
  const at = world.simulator.clock.now();
  acts().behave(id, { kind: 'email_open', at, campaign: 'spring-news' });
  await waitFor('the open', async () => (await count(opens)) === before + 1);
  await world.settle();
  const [last] = await world.rows<{ at: number }>(`select a.at from ${opens} order by a.at desc`);
  expect(last?.at).toBe(at);
  expect(await count(opens)).toBe(before + 1);
});

test("a person's change of the stage costs one read with history and is pinned", async () => {
  const id = some(3);
  await world.settle();
  const former = (await person(id))?.stage;
  const stage = former === 'subscriber' ? 'lead' : 'subscriber';
  const before = calls('contacts.batch.read');
  acts().changeStage(id, stage);
  await waitFor('the pin', async () => (await person(id))?.pin !== null);
  expect(await person(id)).toMatchObject({ stage, pin: { stage } });
  expect(calls('contacts.batch.read')).toBe(before + 1);
  const [row] = await world.rows<{ kind: string }>(
    `select source_kind as kind from value_history h join records r on r.id = h.record
     where r.record = $1 and property = 'lifecyclestage' order by at desc limit 1`,
    [id],
  );
  expect(row?.kind).toBe('person');
});

/** Somebody early in the funnel, whom none of the other tests is about. */
const early = async (index: number): Promise<string> =>
  (
    await world.rows<{ record: string }>(
      `select r.record from records r join leads l on l.id = r.lead
       where r.object = 'contacts' and l.stage in ('subscriber', 'lead') and l.pin is null
         and r.record <> all($1::text[]) order by r.record`,
      [Array.from({ length: 8 }, (_, place) => some(place))],
    )
  )[index]?.record ?? '';

const entries = async (record: string) =>
  (
    await world.rows<{ by: string; to: string; at: number }>(
      `select h.transition as by, h.to_stage as to, h.at from stage_history h
       join records r on r.lead = h.lead where r.record = $1 and h.at > $2 order by h.entry`,
      [record, new Date(world.account.connectedAt).toISOString()],
    )
  ).map(({ by, to }) => [by, to]);

test("a person's change of the stage is followed once, as hers, and not before she is known", async () => {
  const id = await early(0);
  await world.settle();
  // The answer takes its time: nobody may decide meanwhile.
  world.simulator.fault({ kind: 'latency', operation: 'contacts.batch.read', ms: 1_000 });
  acts().changeStage(id, 'salesqualifiedlead');
  const asked = async () => (await count('signals where asked_at is not null')) > 0;
  await waitFor('the question', asked);
  const before = await entries(id);
  acts().edit('contacts', id, { jobtitle: 'Chief Executive Officer' });
  await waitFor('the answer', async () => !(await asked()));
  await world.settle();
  expect(before).toEqual([]);
  expect(await entries(id)).toEqual([['person', 'sql']]);
  expect(await person(id)).toMatchObject({ stage: 'sql', pin: { stage: 'sql' } });
  expect(await count('signals')).toBe(0);
});

test('a change of the stage of which nobody can tell who made it is followed at last', async () => {
  const id = await early(1);
  world.simulator.fault({ kind: 'status', operation: 'contacts.batch.read', status: 500 });
  acts().changeStage(id, 'salesqualifiedlead');
  await waitFor(
    'the question',
    async () => (await count('signals where asked_at is not null')) > 0,
  );
  expect(await entries(id)).toEqual([]);
  await world.rows(`update signals set asked_at = asked_at - interval '10 minutes'`);
  await waitFor('the stage', async () => (await person(id))?.stage === 'sql');
  expect(await entries(id)).toEqual([['crm', 'sql']]);
  // Who it was is learnt late, and pins.
  world.simulator.faults.clear();
  await world.rows('update fetches set retry_at = null');
  await waitFor('the pin', async () => (await person(id))?.pin !== null);
  await world.settle();
  expect(await entries(id)).toEqual([['crm', 'sql']]);
});

test('our own writes come back by the poll, confirm themselves and cause nothing', async () => {
  const id = some(4);
  acts().edit('contacts', id, { jobtitle: 'Chief Executive Officer' });
  await waitFor('the title', async () => (await person(id))?.fields.seniority === 'c_level');
  await world.settle();
  const work = async () =>
    (
      await world.rows<{ dirty: number }>(
        'select dirty_seq as dirty from lead_work where lead = $1',
        [(await person(id))?.lead],
      )
    )[0]?.dirty;
  const [before, writes] = [await work(), calls('contacts.batch.update')];
  const polls = calls('contacts.search');
  // Long enough for the lagging index to show the write.
  await waitFor('several polls', async () => calls('contacts.search') >= polls + 12);
  await world.settle();
  expect(await work()).toBe(before);
  expect(calls('contacts.batch.update')).toBe(writes);
});

test('once a day everybody is read by id: who is gone is gone, who was merged is one', async () => {
  const [deleted, loser, winner] = [some(5), some(6), some(7)];
  const winnerBefore = await person(winner);
  const loserBefore = await person(loser);
  acts().archive('contacts', deleted);
  const { id: survivor } = acts().merge('contacts', winner, loser);
  await waitFor(
    'the sweep to be set up',
    async () => (await count(`cursors where kind = 'sweep'`)) > 0,
  );
  const known = await count(
    `records where object = 'contacts' and state = 'known' and alias is null
       and coalesce((life ->> 0)::boolean, true)`,
  );
  const before = calls('contacts.batch.read');
  await world.rows(`update cursors set next_at = now() where kind = 'sweep'`);
  await waitFor('the deletion', async () => (await person(deleted))?.alive === false);
  await waitFor('the merge', async () => (await person(loser))?.alias === survivor);
  await world.settle();
  const joined = [(await person(winner))?.lead, (await person(survivor))?.lead];
  expect(new Set(joined)).toEqual(new Set([(await person(loser))?.lead]));
  expect([winnerBefore?.lead, loserBefore?.lead]).toContain(joined[0]);
  expect((await person(deleted))?.total ?? null).toBeNull();
  const [cursor] = await world.rows<{ records: number; tomorrow: boolean; done: boolean }>(
    `select records, done, next_at > now() + interval '23 hours' as tomorrow from cursors
     where kind = 'sweep'`,
  );
  expect(cursor).toEqual({ records: known, done: false, tomorrow: true });
  // Two batches for everybody; what follows a merge may be read once more.
  expect(calls('contacts.batch.read') - before).toBeLessThanOrEqual(4);
});
