import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { insertDeliveries } from '../../src/store/deliveries.js';
import { eraseDue } from '../../src/store/erase.js';
import { mergeLeads } from '../../src/store/leads.js';
import { findPersonRecords } from '../../src/store/persons.js';
import { withTransaction } from '../../src/store/pool.js';
import { keyOf } from '../../src/store/records.js';
import { unmergeLead } from '../../src/store/unmerge.js';
import { makeAccount } from '../store/rows.js';
import { APP, createIntakeWorld, type IntakeWorld, PORTAL } from '../support/intake-world.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
let world: IntakeWorld;
/** Four accounts of one workspace, by letter. */
const accounts: Record<string, number> = {};

beforeAll(async () => {
  world = await createIntakeWorld(() => NOW);
  accounts.a = world.account.id;
  for (const letter of ['b', 'c', 'd']) {
    accounts[letter] = (await makeAccount(world.database.pool, letter)).account;
  }
});
afterAll(() => world?.database.drop());
let step = 0;
beforeEach(async () => {
  step = 0;
  await world.rows(`truncate deliveries, changes, records, record_addresses, suggestions, leads,
    lead_keys, lead_work, links, activities, value_history, fetches, erasures, tombstones, desired,
    alerts, audit, stage_history`);
});

interface Told {
  readonly email?: string | null;
  readonly additional?: readonly string[];
  readonly name?: string;
  readonly aliases?: readonly string[];
}

/** A read of contact records, each named `account/id`; the later is the newer. */
async function tell(people: Record<string, Told>): Promise<void> {
  for (const [name, { email, additional, name: first, aliases }] of Object.entries(people)) {
    step += 1;
    const [account, record] = name.split('/') as [string, string];
    const properties = {
      ...(email !== undefined && { email }),
      ...(additional && { hs_additional_emails: additional.join(';') }),
      ...(first !== undefined && { firstname: first }),
    };
    const snapshot = {
      object: 'contacts',
      record,
      modifiedAt: NOW - 3_600_000 + step * 1_000,
      properties,
      ...(aliases && { aliases }),
    };
    const page = {
      readAt: NOW - 1_800_000 + step * 1_000,
      origin: 'fetch',
      missing: [],
      snapshots: [snapshot],
    };
    await insertDeliveries(world.database.pool, [
      {
        route: 'hubspot',
        kind: 'page',
        account: accounts[account] ?? 0,
        priority: 0,
        body: Buffer.from(JSON.stringify(page)),
      },
    ]);
  }
}

const life = (subscriptionType: string, record: string, occurredAt: number) => ({
  eventId: occurredAt,
  subscriptionId: 1,
  portalId: Number(PORTAL),
  appId: Number(APP),
  attemptNumber: 0,
  changeSource: 'CRM_UI',
  objectId: Number(record),
  subscriptionType,
  occurredAt,
});

/** Told and applied one after another. */
async function tellInTurn(people: Record<string, Told>): Promise<void> {
  for (const [name, told] of Object.entries(people)) {
    await tell({ [name]: told });
    await world.drain();
  }
}

const letters = () =>
  `case account ${Object.entries(accounts)
    .map(([letter, id]) => `when ${id} then '${letter}/'`)
    .join(' ')} end || record`;

/** Records by lead. */
async function groups(): Promise<string[]> {
  const rows = await world.rows<{ members: string }>(
    `select string_agg(${letters()}, ' ' order by account, record) as members
     from records where lead is not null group by lead order by 1`,
  );
  return rows.map((row) => row.members);
}

/** Address -> one of the records of the lead that it leads to. */
async function keys(): Promise<Record<string, string>> {
  const rows = await world.rows<{ value: string; member: string }>(
    `select value, (select min(${letters()}) from records r where r.lead = k.lead) as member
     from lead_keys k order by value`,
  );
  return Object.fromEntries(rows.map(({ value, member }) => [value, member]));
}

/** Pairs of leads, each by its first record, with the reason. */
async function suggestions(): Promise<string[]> {
  const first = (lead: string) =>
    `(select min(${letters()}) from records r where r.lead = s.${lead})`;
  const rows = await world.rows<{ pair: string[]; reason: string }>(
    `select array[${first('lead_a')}, ${first('lead_b')}] as pair, reason from suggestions s
     where not dismissed`,
  );
  return rows.map(({ pair, reason }) => `${[...pair].sort().join(' ')} ${reason}`).sort();
}

const leadOf = async (name: string) =>
  (
    await world.rows<{ id: number; lead: number }>(
      `select id, lead from records where ${letters()} = $1`,
      [name],
    )
  )[0] as { id: number; lead: number };

const apart = async (lead: number, records: number[]) =>
  withTransaction(world.database.pool, (db) =>
    unmergeLead(db, world.account.workspace, lead, records, NOW),
  );

test.each([
  ['the known person has it', ['a/1', 'b/7']],
  ['the new record has it', ['b/7', 'a/1']],
])('an additional address leads to its person: %s', async (_, order) => {
  const told: Record<string, Told> = {
    'a/1': { email: 'jane@acme.example', additional: ['info@acme.example', 'Jane@Birch.example'] },
    'b/7': { email: 'jane@birch.example' },
  };
  await tellInTurn(Object.fromEntries(order.map((name) => [name, told[name] as Told])));
  expect(await groups()).toEqual(['a/1 b/7']);
  expect(await keys()).toEqual({ 'jane@acme.example': 'a/1', 'jane@birch.example': 'a/1' });
  expect(await suggestions()).toEqual([]);
});

test('records that come together join by additional addresses, too', async () => {
  await tell({
    'a/1': { email: 'jane@acme.example', additional: ['jane@birch.example'] },
    'b/7': { email: 'jane@birch.example', additional: ['jane@cedar.example'] },
    'c/3': { email: 'jane@cedar.example' },
  });
  await world.drain();
  expect(await groups()).toEqual(['a/1 b/7 c/3']);
});

test('a changed address moves the key: the old one is free, the new one leads to the person', async () => {
  await tellInTurn({
    'a/1': { email: 'old@acme.example' },
    'a/2': {},
    'b/7': { email: 'new@acme.example' },
  });
  expect(await groups()).toEqual(['a/1', 'a/2', 'b/7']);
  await tellInTurn({ 'a/1': { email: 'other@acme.example' } });
  expect(await keys()).toEqual({ 'new@acme.example': 'b/7', 'other@acme.example': 'a/1' });
  await tellInTurn({
    'c/1': { email: 'old@acme.example' },
    'c/2': { email: 'other@acme.example' },
  });
  expect(await groups()).toEqual(['a/1 c/2', 'a/2', 'b/7', 'c/1']);
});

test('an address that another record of the lead still has stays its key', async () => {
  await tellInTurn({
    'a/1': { email: 'jane@acme.example' },
    'b/7': { email: 'jane@acme.example' },
  });
  await tellInTurn({ 'a/1': { email: 'jane@birch.example' } });
  expect(await keys()).toEqual({ 'jane@acme.example': 'a/1', 'jane@birch.example': 'a/1' });
});

test('a changed address that leads elsewhere is suggested once, and only while both have it', async () => {
  await tellInTurn({
    'a/1': { email: 'jane@acme.example' },
    'b/7': { email: 'joan@acme.example' },
  });
  await tellInTurn({ 'b/7': { email: 'jane@acme.example' } });
  await tellInTurn({ 'b/7': { email: 'jane@acme.example', name: 'Jane' } });
  expect(await groups()).toEqual(['a/1', 'b/7']);
  expect(await suggestions()).toEqual(['a/1 b/7 address']);
  // It is the other's key; who has it next is who has it when it is free.
  expect(await keys()).toEqual({ 'jane@acme.example': 'a/1' });
  await tellInTurn({ 'a/1': { email: 'june@acme.example' } });
  expect(await keys()).toEqual({ 'jane@acme.example': 'b/7', 'june@acme.example': 'a/1' });
  expect(await suggestions()).toEqual([]);
});

test('a deleted record gives its address back, a restored one shares it', async () => {
  await tellInTurn({ 'a/1': { email: 'jane@acme.example' } });
  await world.hook([life('contact.deletion', '1', NOW - 60_000)]);
  await world.drain();
  expect(await keys()).toEqual({});
  await tellInTurn({ 'a/2': { email: 'jane@acme.example' } });
  await world.hook([life('contact.restore', '1', NOW - 30_000)]);
  await world.drain();
  expect(await keys()).toEqual({ 'jane@acme.example': 'a/2' });
  expect(await suggestions()).toEqual(['a/1 a/2 address']);
  const found = await findPersonRecords(world.database.pool, world.account.workspace, {
    email: 'Jane@acme.example',
  });
  expect(found.map(({ record }) => record)).toEqual(['1', '2']);
});

test('an address under more than three names joins nobody any more; what joined stays', async () => {
  const email = 'desk@acme.example';
  await tellInTurn({
    'a/1': { email, name: 'Ann' },
    'b/1': { email, name: 'ann' },
    'a/2': { email, name: 'Bo' },
    'a/3': { email, name: 'Cy' },
  });
  expect(await groups()).toEqual(['a/1 b/1', 'a/2', 'a/3']);
  expect(await suggestions()).toHaveLength(3);
  await tellInTurn({ 'c/9': { email, name: 'Bo' }, 'a/4': { email, name: 'Di' } });
  expect(await suggestions()).toEqual([]);
  await tellInTurn({ 'd/8': { email, name: 'Ann' } });
  expect(await groups()).toEqual(['a/1 b/1 c/9', 'a/2', 'a/3', 'a/4', 'd/8']);
  expect(await suggestions()).toEqual([]);
});

test('an address that more than ten leads have suggests nothing', async () => {
  const people = Array.from({ length: 11 }, (_, index) => [
    `a/${index + 1}`,
    { email: 'jane@acme.example' },
  ]);
  await tell(Object.fromEntries(people.slice(0, 10)));
  await world.drain();
  expect(await suggestions()).toHaveLength(45);
  await tellInTurn(Object.fromEntries(people.slice(10)));
  expect(await suggestions()).toEqual([]);
});

/** Two leads whose records the CRM merges: a/1 with one record, a/2 with three more. */
async function meetInMerge(): Promise<void> {
  await tellInTurn({
    'a/1': { email: 'jane@acme.example' },
    'a/2': { email: 'joan@acme.example' },
    'b/2': { email: 'joan@acme.example' },
    'c/2': { email: 'joan@acme.example' },
    'd/2': { email: 'joan@acme.example' },
  });
  expect(await groups()).toEqual(['a/1', 'a/2 b/2 c/2 d/2']);
}

test('a merge that would bring more than three records together takes its own record alone', async () => {
  await meetInMerge();
  const { id, lead } = await leadOf('a/2');
  await world.rows(
    `insert into activities (workspace, lead, at, record, identity, at_s, property, type)
     values ($1, $2, now(), $3, 'x', 1, 'p', 'page_view')`,
    [world.account.workspace, lead, id],
  );
  await world.rows('update lead_work set scored_seq = dirty_seq');
  for (let repeat = 0; repeat < 2; repeat += 1) {
    await tellInTurn({
      'a/1': { additional: ['joan@acme.example'], aliases: ['2'] },
    });
    expect(await groups()).toEqual(['a/1 a/2', 'b/2 c/2 d/2']);
    expect(await suggestions()).toEqual(['a/1 b/2 merge']);
  }
  const [one, rest] = [await leadOf('a/1'), await leadOf('b/2')];
  expect(await world.rows('select lead from activities')).toEqual([{ lead: one.lead }]);
  const dirty = await world.rows<{ lead: number }>(
    'select lead from lead_work where dirty_seq > scored_seq order by lead',
  );
  expect(dirty).toEqual([{ lead: one.lead }, { lead: rest.lead }]);
  expect(await keys()).toEqual({ 'jane@acme.example': 'a/1', 'joan@acme.example': 'b/2' });
  // A person who has decided, or the CRM, joins the rest: nothing is left to suggest.
  await withTransaction(world.database.pool, (db) =>
    mergeLeads(db, world.account.workspace, one.lead, rest.lead),
  );
  expect(await suggestions()).toEqual([]);
});

test('a merge that brings three records together waits for nobody', async () => {
  await tellInTurn({
    'a/1': { email: 'jane@acme.example' },
    'b/1': { email: 'jane@acme.example' },
    'a/2': { email: 'joan@acme.example' },
    'b/2': { email: 'joan@acme.example' },
  });
  await tellInTurn({ 'a/1': { aliases: ['2'] } });
  expect(await groups()).toEqual(['a/1 a/2 b/1 b/2']);
  expect(await suggestions()).toEqual([]);
});

test('a merge that takes up a lead of nothing else waits for nobody, however many the other has', async () => {
  await meetInMerge();
  await tellInTurn({ 'a/2': { aliases: ['1'] } });
  expect(await groups()).toEqual(['a/1 a/2 b/2 c/2 d/2']);
  expect(await suggestions()).toEqual([]);
});

test('what was merged keeps its address for the person, though the CRM deletes the record', async () => {
  await tellInTurn({
    'a/1': { email: 'jane@acme.example' },
    'a/2': { email: 'joan@acme.example' },
  });
  await tellInTurn({ 'a/1': { aliases: ['2'] } });
  await world.hook([life('contact.deletion', '2', NOW - 60_000)]);
  await world.drain();
  await tellInTurn({ 'b/7': { email: 'joan@acme.example' } });
  expect(await groups()).toEqual(['a/1 a/2 b/7']);
});

test('a fourth record that is no longer alive, or that goes with the merge, does not count', async () => {
  await meetInMerge();
  await world.rows(`update records set life = '[false, 1, ""]' where ${letters()} = 'd/2'`);
  await tellInTurn({ 'a/1': { aliases: ['2'] } });
  expect(await groups()).toEqual(['a/1 a/2 b/2 c/2 d/2']);
});

const erase = (name: string) => async () => {
  const [account, record] = name.split('/') as [string, string];
  await world.rows(
    `insert into erasures (workspace, account, object, record, after_delivery)
     values ($1, $2, 'contacts', $3, 0)`,
    [world.account.workspace, accounts[account], record],
  );
  await eraseDue(world.database.pool, keyOf);
};

test('what is suggested for a record goes with its erasure, and its key to who else has the address', async () => {
  await tellInTurn({
    'a/1': { email: 'jane@acme.example' },
    'a/2': { email: 'jane@acme.example' },
  });
  expect(await suggestions()).toEqual(['a/1 a/2 address']);
  await erase('a/1')();
  expect(await world.rows('select 1 from suggestions')).toEqual([]);
  expect(await keys()).toEqual({ 'jane@acme.example': 'a/2' });
  expect(await world.rows('select record from record_addresses')).toEqual([
    { record: (await leadOf('a/2')).id },
  ]);
});

test('a suggestion of a merge goes with the merged record, though both leads live on', async () => {
  await tellInTurn({
    'a/1': { email: 'jane@acme.example' },
    'b/1': { email: 'jane@acme.example' },
    'a/2': { email: 'joan@acme.example' },
    'b/2': { email: 'joan@acme.example' },
    'c/2': { email: 'joan@acme.example' },
  });
  await tellInTurn({ 'a/1': { aliases: ['2'] } });
  expect(await suggestions()).toEqual(['a/1 b/2 merge']);
  await erase('a/1')();
  expect(await groups()).toEqual(['b/1', 'b/2 c/2']);
  expect(await suggestions()).toEqual([]);
});

test('what was taken apart has its own addresses, additional ones too, and is never suggested again', async () => {
  await tellInTurn({
    'a/1': { email: 'jane@acme.example' },
    'b/7': { email: 'Jane <jane@acme.example>', additional: ['joan@acme.example'] },
    'a/3': { email: 'joan@acme.example' },
  });
  expect(await groups()).toEqual(['a/1 b/7', 'a/3']);
  expect(await suggestions()).toEqual(['a/1 a/3 address']);
  const { id, lead } = await leadOf('b/7');
  await apart(lead, [id]);
  expect(await groups()).toEqual(['a/1', 'a/3', 'b/7']);
  expect(await keys()).toEqual({ 'jane@acme.example': 'a/1', 'joan@acme.example': 'b/7' });
  expect(await suggestions()).toEqual(['a/3 b/7 address']);
  await tellInTurn({ 'b/7': { name: 'Joan' } });
  expect(await suggestions()).toEqual(['a/3 b/7 address']);
});

test('that leads were said to be two holds for what they become', async () => {
  await tellInTurn({
    'a/1': { email: 'jane@acme.example' },
    'b/7': { email: 'jane@acme.example' },
    'a/3': { email: 'joan@acme.example' },
  });
  const { id, lead } = await leadOf('b/7');
  await apart(lead, [id]);
  expect(await suggestions()).toEqual([]);
  await tellInTurn({ 'a/3': { additional: ['jane@acme.example'], aliases: ['1'] } });
  expect(await groups()).toEqual(['a/1 a/3', 'b/7']);
  expect(await suggestions()).toEqual([]);
});
