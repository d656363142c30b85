/** What is known of a lead's past, and what is not. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hubspot } from '../../connectors/hubspot/index.js';
import { leadsAsOf } from '../../src/evaluate/as-of.js';
import { type AsOfOptions, readPast } from '../../src/evaluate/past.js';
import { publishShipped } from '../../src/evaluate/shipped.js';
import type { Snapshot } from '../../src/lead/change.js';
import { DAY } from '../../src/lib/clock.js';
import { loadModel } from '../../src/scoring/load.js';
import { publishDocument } from '../../src/store/documents.js';
import { eraseDue } from '../../src/store/erase.js';
import { askErasures } from '../../src/store/erasures.js';
import { saveHistoryStarts } from '../../src/store/history-starts.js';
import { createIntakeWorld, type IntakeWorld } from '../support/intake-world.js';

/** Documents and moves are dated by the database's clock: the story ends before now. */
const END = Date.now();
const daysAgo = (days: number): number => END - days * DAY;
const iso = (at: number): string => new Date(at).toISOString();

let now = daysAgo(90);
let world: IntakeWorld;
beforeAll(async () => {
  world = await createIntakeWorld(() => now);
  await publishShipped(world.database.pool, world.account.workspace, '.', ['hubspot']);
});
afterAll(() => world?.database.drop());

/** Somebody reads these records at a moment. */
async function read(at: number, ...snapshots: readonly Snapshot[]): Promise<void> {
  now = at;
  await world.page({ readAt: at, origin: 'fetch', snapshots, missing: [] });
  await world.drain();
}

const contact = (record: string, at: number, properties: Snapshot['properties']): Snapshot => ({
  object: 'contacts',
  record,
  modifiedAt: at,
  properties: { email: `p${record}@buyer.example`, createdate: iso(daysAgo(80)), ...properties },
  links: { companies: [] },
});

async function leadOf(record: string): Promise<number> {
  const [row] = await world.rows<{ lead: number }>(
    `select lead from records where object = 'contacts' and record = $1`,
    [record],
  );
  return row?.lead ?? 0;
}

async function inputAt(lead: number, at: number, options: AsOfOptions = {}) {
  const { pool } = world.database;
  const connectors = new Map([['hubspot', hubspot]]);
  const past = await readPast(pool, connectors, world.account.workspace, at, options);
  const [found] = await leadsAsOf(pool, past, [lead]);
  return found;
}

const fieldAt = async (lead: number, name: string, at: number, options?: AsOfOptions) =>
  (await inputAt(lead, at, options))?.input.fields[name];

test('a value holds from its own time until the next; what is learnt late had happened, but was not known', async () => {
  await read(daysAgo(70), contact('1', daysAgo(75), { jobtitle: 'Intern' }));
  await read(daysAgo(40), contact('1', daysAgo(60), { jobtitle: 'Director of IT' }));
  const lead = await leadOf('1');
  const title = (days: number, options?: AsOfOptions) =>
    fieldAt(lead, 'jobTitle', daysAgo(days), options);
  expect(await title(61)).toBe('Intern');
  expect(await title(60)).toBe('Director of IT');
  expect(await title(41, { known: 'learnt' })).toBe('Intern');
  expect(await title(40, { known: 'learnt' })).toBe('Director of IT');
  expect(await inputAt(lead, daysAgo(71), { known: 'learnt' })).toBeUndefined();
});

test('before the first known value a lead is there from its creation on, with nothing known of it', async () => {
  const lead = await leadOf('1');
  expect(await inputAt(lead, daysAgo(81))).toBeUndefined();
  const fields = (await inputAt(lead, daysAgo(79)))?.input.fields;
  expect(fields?.createdAt).toBe(iso(daysAgo(80)));
  expect(fields?.email).toBeUndefined();
});

test('a meeting counts as held from when its outcome was filled in', async () => {
  const meeting = (at: number, outcome: string): Snapshot => ({
    object: 'meetings',
    record: '900',
    modifiedAt: at,
    properties: {
      hs_timestamp: iso(daysAgo(50)),
      hs_createdate: iso(daysAgo(55)),
      hs_meeting_outcome: outcome,
    },
    links: { contacts: [{ record: '1' }] },
  });
  await read(daysAgo(54), meeting(daysAgo(55), 'SCHEDULED'));
  await read(daysAgo(30), meeting(daysAgo(31), 'COMPLETED'));
  const lead = await leadOf('1');
  const types = async (days: number) =>
    (await inputAt(lead, daysAgo(days)))?.input.activities.map(({ type }) => type);
  expect(await types(54.5)).toEqual([]);
  expect(await types(40)).toEqual(['meeting_booked']);
  expect(await types(30)).toEqual(['meeting_held', 'meeting_booked']);
});

test('a company counts while the link to it held', async () => {
  await read(daysAgo(70), {
    object: 'companies',
    record: '50',
    modifiedAt: daysAgo(85),
    properties: { name: 'Acme', numberofemployees: '700' },
  });
  const linked = (at: number, companies: readonly { record: string; primary: boolean }[]) =>
    read(at, { ...contact('2', daysAgo(75), {}), links: { companies } });
  const acme = [{ record: '50', primary: true }];
  await linked(daysAgo(65), acme);
  await linked(daysAgo(60), acme);
  await linked(daysAgo(45), []);
  const lead = await leadOf('2');
  const employees = (days: number) => fieldAt(lead, 'company.employees', daysAgo(days));
  expect(await employees(66)).toBeUndefined();
  expect(await employees(64)).toBe(700);
  expect(await employees(46)).toBe(700);
  expect(await employees(45)).toBeUndefined();
});

test('a record stands for the lead that it belonged to', async () => {
  const { pool } = world.database;
  await read(daysAgo(70), contact('3', daysAgo(75), { jobtitle: 'Buyer' }));
  const [one, other] = [await leadOf('2'), await leadOf('3')];
  await pool.query(`update records set lead = $1 where object = 'contacts' and record = '3'`, [
    one,
  ]);
  expect(await fieldAt(other, 'jobTitle', Date.now() - 60_000)).toBe('Buyer');
  expect(await fieldAt(one, 'jobTitle', Date.now() - 60_000)).toBeUndefined();
  expect(await inputAt(other, Date.now() + 60_000)).toBeUndefined();
  expect(await fieldAt(one, 'jobTitle', Date.now() + 60_000)).toBe('Buyer');
});

test('an erased person has no past', async () => {
  const { pool } = world.database;
  const { workspace, id: account } = world.account;
  await read(daysAgo(70), {
    ...contact('4', daysAgo(75), {}),
    links: { companies: [{ record: '50', primary: true }] },
  });
  const lead = await leadOf('4');
  expect((await inputAt(lead, daysAgo(60)))?.input.fields.email).toBe('p4@buyer.example');
  await pool.query(`update records set lead = $1 where object = 'contacts' and record = '4'`, [
    await leadOf('1'),
  ]);
  await askErasures(
    pool,
    [{ workspace, account, object: 'contacts', record: '4', delivery: 0, at: END }],
    (key) => key.record,
    END,
  );
  expect(await eraseDue(pool, (key) => key.record)).toBe(1);
  expect(await inputAt(lead, daysAgo(60))).toBeUndefined();
  expect(await world.rows(`select at from link_history where record = '4'`)).toEqual([]);
  expect(await world.rows('select record from record_moves where lead = $1', [lead])).toEqual([]);
});

test('a fresh start counts from the stage entry that made it', async () => {
  const { pool } = world.database;
  const lead = await leadOf('1');
  const { workspace } = world.account;
  const entries = [daysAgo(50), daysAgo(20)];
  await pool.query(
    `insert into stage_history (workspace, lead, entry, at, to_stage, transition, why, quiet)
     select $1, $2, n, ms(at), 'recycled', 'rejected-for-now', '', false
     from unnest($3::bigint[]) with ordinality as e(at, n)`,
    [workspace, lead, entries],
  );
  await pool.query('update leads set count_from = ms($2) where id = $1', [lead, entries[1]]);
  const from = (days: number) => fieldAt(lead, 'countFrom', daysAgo(days));
  expect(await from(51)).toBeUndefined();
  expect(await from(50)).toBe(entries[0]);
  expect(await from(20)).toBe(entries[1]);
});

test('the mapping of then counts unless another version is named', async () => {
  const { pool } = world.database;
  const { workspace } = world.account;
  const shipped = readFileSync('mappings/hubspot.yaml', 'utf8');
  const text = shipped
    .replace('jobTitle: jobtitle', 'custom.role: jobtitle')
    .replace('if: { hs_meeting_outcome: COMPLETED }', 'if: { hs_meeting_outcome: NO_SHOW }');
  const document = { kind: 'mapping', name: 'hubspot', text } as const;
  await publishDocument(pool, workspace, document, { who: 'test', reason: 'test' });
  const lead = await leadOf('1');
  const [before, after] = [daysAgo(1), Date.now() + 60_000];
  const role = (at: number, options?: AsOfOptions) => fieldAt(lead, 'custom.role', at, options);
  expect(await role(before)).toBeUndefined();
  expect(await role(after)).toBe('Director of IT');
  expect(await role(before, { mapping: 2 })).toBe('Director of IT');
  expect(await role(after, { mapping: 1 })).toBeUndefined();
  const held = (await inputAt(lead, before, { mapping: 2 }))?.input.activities;
  expect(held?.map(({ type }) => type)).toEqual(['meeting_booked']);
  await expect(inputAt(lead, before, { mapping: 9 })).rejects.toThrow(/no version 9/);
});

test('it is told from when on the history of what a model asks about is complete', async () => {
  const { pool } = world.database;
  const { account } = world;
  const { model } = loadModel(
    `
model: asks
version: 1
dimensions: { fit: {} }
rules:
  - { id: leader, dimension: fit, label: Leads, when: { field: seniority, eq: director }, points: 10 }
`,
    'asks.yaml',
    { readList: () => '' },
  );
  const lead = await leadOf('1');
  const from = async (options: AsOfOptions) =>
    (await inputAt(lead, Date.now(), { mapping: 1, ...options }))?.completeFrom;
  expect(await from({ model })).toBeNull();
  const past = await readPast(pool, new Map([['hubspot', hubspot]]), account.workspace, END, {
    mapping: 1,
  });
  for (const need of past.mappings.get(account.id)?.needs() ?? []) {
    const title = need.object === 'contacts' ? need.properties : [];
    const whole = need.properties.filter((name) => name !== 'jobtitle' && name !== 'firstname');
    await saveHistoryStarts(pool, account, need.object, { followed: title, whole });
  }
  await pool.query(`update history_starts set since = ms($1) where property = 'jobtitle'`, [
    daysAgo(60),
  ]);
  await pool.query(`update history_starts set since = ms($1) where property = 'firstname'`, [
    daysAgo(5),
  ]);
  expect(await from({ model })).toBe(daysAgo(60));
  expect(await from({})).toBe(daysAgo(5));
});
