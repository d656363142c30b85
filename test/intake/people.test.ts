import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { hubspot } from '../../connectors/hubspot/index.js';
import { ingestChanges } from '../../src/intake/ingest/step.js';
import { splitDeliveries } from '../../src/intake/split.js';
import { createKeyring } from '../../src/lib/crypto.js';
import { loadMapping } from '../../src/mapping/load.js';
import { insertDeliveries } from '../../src/store/deliveries.js';
import { eraseDue, lockErasing } from '../../src/store/erase.js';
import { holdLeads } from '../../src/store/hold-leads.js';
import { lockKeyHolders } from '../../src/store/lead-keys.js';
import { mergeLeads } from '../../src/store/leads.js';
import { withTransaction } from '../../src/store/pool.js';
import { keyOf } from '../../src/store/records.js';
import { unmergeLead } from '../../src/store/unmerge.js';
import { makeAccount } from '../store/rows.js';
import { APP, createIntakeWorld, type IntakeWorld, PORTAL } from '../support/intake-world.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
let world: IntakeWorld;
let other: number;
beforeAll(async () => {
  world = await createIntakeWorld(() => NOW);
  other = (await makeAccount(world.database.pool, '2')).account;
});
afterAll(() => world?.database.drop());
beforeEach(() =>
  world.rows(`truncate deliveries, changes, records, record_addresses, suggestions, leads, lead_keys, lead_work, links, activities,
    value_history, fetches, erasures, tombstones, desired, alerts, audit, stage_history`),
);

const page = (account: number, people: Record<string, string>, more = {}) =>
  insertDeliveries(world.database.pool, [
    {
      route: 'hubspot',
      kind: 'page',
      account,
      priority: 0,
      body: Buffer.from(
        JSON.stringify({
          readAt: NOW,
          origin: 'fetch',
          missing: [],
          snapshots: Object.entries(people).map(([record, email]) => ({
            object: 'contacts',
            record,
            modifiedAt: NOW - 3_600_000,
            createdAt: NOW - 86_400_000,
            properties: {
              email,
              hs_email_last_open_date: new Date(NOW - 86_400_000).toISOString(),
            },
            ...more,
          })),
        }),
      ),
    },
  ]);

const event = (fields: Record<string, unknown>) => ({
  eventId: 1,
  subscriptionId: 1,
  portalId: Number(PORTAL),
  appId: Number(APP),
  occurredAt: NOW - 60_000,
  attemptNumber: 0,
  changeSource: 'CRM_UI',
  sourceId: 'userId:9',
  ...fields,
});

/** Records by lead, as `account/record`. */
async function groups(): Promise<string[][]> {
  const rows = await world.rows<{ members: string[] }>(
    `select array_agg(case when account = $1 then 'b/' else 'a/' end || record order by account, record)
       as members from records where object = 'contacts' and lead is not null group by lead`,
    [other],
  );
  return rows.map((row) => row.members).sort();
}

test('one address in two CRMs is one person, whether heard of together or apart', async () => {
  for (const together of [true, false]) {
    await world.rows(
      'truncate records, record_addresses, leads, lead_keys, lead_work, activities, value_history',
    );
    await page(world.account.id, { 1: 'jane@acme.example', 2: 'info@acme.example' });
    if (!together) await world.drain();
    await page(other, { 7: ' Jane@Acme.example', 8: 'info@acme.example' });
    await world.drain();
    expect(await groups()).toEqual([['a/1', 'b/7'], ['a/2'], ['b/8']]);
  }
});

test('two records of one account never become one by their address', async () => {
  await page(world.account.id, { 1: 'jane@acme.example', 2: 'jane@acme.example' });
  await page(other, { 7: 'jane@acme.example', 8: 'jane@acme.example' });
  await world.drain();
  expect(await groups()).toEqual([['a/1', 'b/7'], ['a/2'], ['b/8']]);
});

test('many workers make one person of one address', async () => {
  const { pool } = world.database;
  const { mapping } = loadMapping(readFileSync('mappings/hubspot.yaml', 'utf8'), 'hubspot.yaml');
  const deps = {
    pool,
    clock: () => NOW,
    connectors: new Map([['hubspot', hubspot]]),
    mapping: async () => mapping,
    hash: (key: string) => key,
    seal: (text: string) => text,
  };
  for (let index = 0; index < 30; index += 1) {
    const email = `person${index}@acme.example`;
    await page(world.account.id, { [index]: email });
    await page(other, { [100 + index]: email });
  }
  while ((await splitDeliveries(deps)) > 0);
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      while ((await ingestChanges(deps, 1)) > 0);
    }),
  );
  expect((await groups()).map((members) => members.length)).toEqual(Array(30).fill(2));
  expect(await world.rows('select * from leads where merged_into is null')).toHaveLength(30);
});

test('of two records of one account that come at once by two addresses, one joins', async () => {
  const { pool } = world.database;
  const { workspace, id: account } = world.account;
  await page(account, { 1: 'jane@acme.example' });
  await world.drain();
  const { lead } = await leadOf('1');
  await world.rows(`insert into lead_keys values ($1, 'email', 'joan@acme.example', $2)`, [
    workspace,
    lead,
  ]);
  // Two connections are open before one of them asks all the time.
  await Promise.all([pool.query('select 1'), pool.query('select 1')]);
  let found: Map<string, { holds: Set<string> }> | undefined;
  let second: Promise<void> | undefined;
  await withTransaction(pool, async (db) => {
    await lockKeyHolders(db, workspace, ['jane@acme.example']);
    second = withTransaction(pool, async (own) => {
      found = await lockKeyHolders(own, workspace, ['joan@acme.example']);
    });
    const waiting = `select 1 from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where a.datname = current_database() and l.locktype = 'transactionid' and not l.granted`;
    while (!found && (await db.query(waiting)).rows.length === 0);
    await db.query(
      `insert into records (workspace, account, object, record, lead) values ($1, $2, 'contacts', '7', $3)`,
      [workspace, other, lead],
    );
  });
  await second;
  expect([...(found?.get('joan@acme.example')?.holds ?? [])].sort()).toEqual([
    `${account}/contacts`,
    `${other}/contacts`,
  ]);
});

const leadOf = async (record: string) =>
  (
    await world.rows<{ id: number; lead: number }>(
      `select id, lead from records where object = 'contacts' and record = $1`,
      [record],
    )
  )[0] as { id: number; lead: number };

test('a lead taken apart gives the record its own lead, activities and address; both are scored again', async () => {
  await page(world.account.id, { 1: 'jane@acme.example' });
  await page(other, { 7: 'jane@acme.example' });
  await world.drain();
  const [one, two] = [await leadOf('1'), await leadOf('7')];
  expect(one.lead).toBe(two.lead);
  await world.rows('update lead_work set scored_seq = dirty_seq');
  const made = await withTransaction(world.database.pool, (db) =>
    unmergeLead(db, world.account.workspace, one.lead, [two.id], NOW),
  );
  expect(await groups()).toEqual([['a/1'], ['b/7']]);
  const acts = await world.rows('select record, lead from activities order by record');
  expect(acts).toEqual([
    { record: one.id, lead: one.lead },
    { record: two.id, lead: made },
  ]);
  const dirty = await world.rows<{ lead: number; loud: boolean }>(
    `select lead, loud_seq > scored_seq as loud from lead_work where dirty_seq > scored_seq order by lead`,
  );
  expect(dirty).toEqual([
    { lead: one.lead, loud: false },
    { lead: made, loud: false },
  ]);
  // The address is still the other record's.
  expect(await world.rows('select lead from lead_keys')).toEqual([{ lead: one.lead }]);
});

test('what the CRM merged, or all of a lead, is not taken apart', async () => {
  await page(world.account.id, { 1: 'jane@acme.example', 2: 'john@acme.example' });
  await page(world.account.id, { 2: 'john@acme.example' }, { aliases: ['1'] });
  await world.drain();
  const { workspace } = world.account;
  const [one, two] = [await leadOf('1'), await leadOf('2')];
  expect(one.lead).toBe(two.lead);
  const apart = (records: number[]) =>
    withTransaction(world.database.pool, (db) =>
      unmergeLead(db, workspace, one.lead, records, NOW),
    );
  await expect(apart([one.id])).rejects.toMatchObject({ code: 'merged-in-crm' });
  await expect(apart([one.id, two.id])).rejects.toMatchObject({ code: 'not-of-lead' });
  await expect(apart([one.id + 1_000_000])).rejects.toMatchObject({ code: 'not-of-lead' });
  expect(await world.rows('select 1 from leads where merged_into is null')).toHaveLength(1);
});

const keyring = createKeyring('a secret key for tests, long enough to be one');
const erase = () => eraseDue(world.database.pool, (key) => keyring.hash([keyOf(key)]));

test('an erasure waits for the deliveries received before it, and the other CRM keeps its part', async () => {
  await page(world.account.id, { 1: 'jane@acme.example' });
  await page(other, { 7: 'jane@acme.example' });
  await world.drain();
  const { lead } = await leadOf('1');
  await world.hook([event({ subscriptionType: 'contact.privacyDeletion', objectId: 1 })]);
  await world.drain();
  await world.rows(
    `insert into deliveries (id, route, kind, body) overriding system value
     select min(after_delivery) - 1, 'hubspot', 'hook', '[]' from erasures`,
  );
  expect(await erase()).toBe(0);
  expect(await leadOf('1')).toBeDefined();
  await world.drain();
  expect(await erase()).toBe(1);
  expect(await leadOf('1')).toBeUndefined();
  expect(await leadOf('7')).toMatchObject({ lead });
  const [left] = await world.rows<{ fields: unknown; dirty: boolean }>(
    `select l.fields, w.dirty_seq > w.scored_seq as dirty from leads l
     join lead_work w on w.lead = l.id where l.id = $1`,
    [lead],
  );
  expect(left).toEqual({ fields: {}, dirty: true });
});

test('a creation after the erasure counts, with all that follows it; what is older does not', async () => {
  await page(world.account.id, { 1: 'jane@acme.example' });
  await world.drain();
  await world.hook([event({ subscriptionType: 'contact.privacyDeletion', objectId: 1 })]);
  await world.drain();
  await erase();
  const value = (at: number, text: string) =>
    event({
      subscriptionType: 'contact.propertyChange',
      objectId: 1,
      propertyName: 'jobtitle',
      propertyValue: text,
      occurredAt: at,
    });
  await world.hook([value(NOW - 10_000, 'Nobody'), value(NOW - 90_000, 'Older')]);
  await world.drain();
  expect(await leadOf('1')).toBeUndefined();
  await world.hook([
    event({ subscriptionType: 'contact.creation', objectId: 1, occurredAt: NOW - 5_000 }),
  ]);
  await world.drain();
  await world.hook([value(NOW - 4_000, 'New'), value(NOW - 90_000, 'Older')]);
  await world.drain();
  const history = await world.rows<{ value: string }>('select value from value_history');
  expect(history).toEqual([{ value: 'New' }]);
  expect(await world.rows('select object, record from fetches')).toEqual([
    { object: 'contacts', record: '1' },
  ]);
});

test('what leads left behind that were merged into an erased one goes with it', async () => {
  await page(world.account.id, { 1: 'jane@acme.example', 2: 'jane.doe@acme.example' });
  await world.drain();
  await world.hook([
    event({
      subscriptionType: 'contact.merge',
      objectId: 1,
      primaryObjectId: 1,
      mergedObjectIds: [2],
      newObjectId: 1,
    }),
  ]);
  await world.drain();
  expect(await world.rows('select 1 from leads where merged_into is not null')).toHaveLength(1);
  await world.rows(
    `insert into stage_history (workspace, lead, entry, at, to_stage, transition, why, quiet)
     select workspace, id, 1, now(), 'lead', 'start', 'was Jane', false from leads`,
  );
  await world.hook([event({ subscriptionType: 'contact.privacyDeletion', objectId: 1 })]);
  await world.drain();
  expect(await erase()).toBe(1);
  expect(await world.rows('select 1 from stage_history')).toEqual([]);
  expect(await world.rows('select 1 from leads')).toEqual([]);
});

test('an erasure sees the record that is being inserted while it begins', async () => {
  const { workspace, id: account } = world.account;
  const { pool } = world.database;
  await world.rows(
    `insert into erasures (workspace, account, object, record, after_delivery)
     values ($1, $2, 'contacts', '1', 0)`,
    [workspace, account],
  );
  let erasing: Promise<number> | undefined;
  await withTransaction(pool, async (db) => {
    await lockErasing(db, 'applying');
    await db.query(
      `insert into records (workspace, account, object, record) values ($1, $2, 'contacts', '1')`,
      [workspace, account],
    );
    erasing = erase();
    const waiting = `select 1 from pg_locks l join pg_database d on d.oid = l.database
      where d.datname = current_database() and l.locktype = 'advisory' and not l.granted`;
    while ((await db.query(waiting)).rows.length === 0);
  });
  expect(await erasing).toBe(1);
  expect(await world.rows('select 1 from records')).toEqual([]);
});

test('who writes about a record that is being merged waits, and learns its new lead', async () => {
  await page(world.account.id, { 1: 'jane@acme.example', 2: 'jane.doe@acme.example' });
  await world.drain();
  const { pool } = world.database;
  const [one, two] = [await leadOf('1'), await leadOf('2')];
  let held: Promise<Map<number, number | null>> | undefined;
  await withTransaction(pool, async (db) => {
    await mergeLeads(db, world.account.workspace, one.lead, two.lead);
    held = withTransaction(pool, (other) => holdLeads(other, [two.id]));
    const waiting = `select 1 from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where a.datname = current_database() and l.locktype = 'transactionid' and not l.granted`;
    while ((await db.query(waiting)).rows.length === 0);
  });
  expect(await held).toEqual(new Map([[two.id, one.lead]]));
});
