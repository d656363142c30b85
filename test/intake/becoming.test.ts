import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Snapshot } from '../../src/lead/change.js';
import { claimWrites } from '../../src/store/deliver.js';
import { wishFor } from '../../src/store/desired.js';
import { eraseDue } from '../../src/store/erase.js';
import { stands } from '../../src/store/lead-facts.js';
import { claimLeads } from '../../src/store/lead-work.js';
import { findPersonRecords } from '../../src/store/persons.js';
import { withTransaction } from '../../src/store/pool.js';
import { unmergeLead } from '../../src/store/unmerge.js';
import { createPairWorld, type PairWorld } from '../support/pair-world.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const AGO = NOW - 3_600_000;
let world: PairWorld;
beforeAll(async () => {
  world = await createPairWorld(() => NOW);
});
afterAll(() => world?.database.drop());
beforeEach(() =>
  world.rows(`truncate deliveries, changes, records, record_addresses, suggestions, leads, lead_keys,
    lead_work, links, activities, value_history, fetches, erasures, tombstones, desired, alerts`),
);

const lead: Partial<Snapshot> = {
  object: 'Lead',
  record: 'L1',
  properties: { email: 'jane@acme.example', title: 'Buyer', asked: new Date(AGO).toISOString() },
  modifiedAt: AGO,
};
const converted: Partial<Snapshot> = {
  ...lead,
  becomes: { object: 'Contact', record: 'C1' },
  modifiedAt: NOW - 60_000,
};
/** Another address than the lead's: nothing but the conversion brings the two together. */
const contact: Partial<Snapshot> = {
  object: 'Contact',
  record: 'C1',
  properties: { email: 'jane.doe@acme.example', title: 'Head of buying' },
  modifiedAt: NOW - 50_000,
};

const records = () =>
  world.rows<{ name: string; lead: number | null }>(
    `select object || '/' || record as name, lead from records order by 1`,
  );

/** Those who speak for the person, with their titles. */
async function speaking(): Promise<string[]> {
  const rows = await world.rows<{ said: string }>(
    `select r.object || ': ' || (r.values -> 'title' ->> 0)
       || case when r.alias is null then '' else ' (was)' end as said
     from records r where r.state = 'known' and ${stands('r')} order by 1`,
  );
  return rows.map((row) => row.said);
}

const wish = (object: string, record: string, leadId: number) =>
  wishFor(world.database.pool, [
    {
      workspace: world.account.workspace,
      account: world.account.id,
      object,
      record,
      lead: leadId,
      want: { x_score: '10' },
      background: false,
    },
  ]);

const permutations = <T>(list: readonly T[]): T[][] =>
  list.length < 2
    ? [[...list]]
    : list.flatMap((one, at) =>
        permutations([...list.slice(0, at), ...list.slice(at + 1)]).map((rest) => [one, ...rest]),
      );

describe.each(permutations(['lead', 'converted', 'contact'] as const))('%s, %s, %s', (...order) => {
  const reads = { lead, converted, contact };
  test('end in one lead that the contact speaks for, read once or twice', async () => {
    for (const name of [...order, ...order]) {
      await world.read([reads[name]], { readAt: name === 'lead' ? AGO : NOW });
    }
    const [first, second, ...more] = await records();
    expect(more).toEqual([]);
    expect(first?.lead).not.toBeNull();
    expect(first?.lead).toBe(second?.lead);
    expect(await speaking()).toEqual(['Contact: Head of buying']);
    const acts = await world.rows('select type, lead from activities');
    expect(acts).toEqual([{ type: 'demo_request', lead: first?.lead }]);
    const live = await world.rows('select id from leads where merged_into is null');
    expect(live).toEqual([{ id: first?.lead }]);
  });
});

test('one page of both ends in one lead', async () => {
  await world.read([converted, contact]);
  const [first, second] = await records();
  expect(first?.lead).not.toBeNull();
  expect(first?.lead).toBe(second?.lead);
});

test('until the contact is read the lead speaks, and the contact is asked for at once', async () => {
  await world.read([lead], { readAt: AGO });
  await world.read([converted]);
  expect(await speaking()).toEqual(['Lead: Buyer (was)']);
  expect(await world.rows('select object, record from fetches')).toEqual([
    { object: 'Contact', record: 'C1' },
  ]);
  await world.read([contact]);
  expect(await speaking()).toEqual(['Contact: Head of buying']);
});

test('it is scored once the contact’s new company is read, or soon; in the background at once', async () => {
  const { workspace, id } = world.account;
  const claimed = () =>
    withTransaction(world.database.pool, async (db) =>
      (await claimLeads(db, NOW, 10)).map((one) => one.id),
    );
  await world.read([lead], { readAt: AGO });
  const [row] = await records();
  const known = [row?.lead];
  await world.read([converted]);
  await world.rows(
    `insert into records (workspace, account, object, record) values ($1, $2, 'Account', 'A1')`,
    [workspace, id],
  );
  await world.rows(
    `insert into links (workspace, account, object, record, to_object, to_record, linked, at)
     values ($1, $2, 'Contact', 'C1', 'Account', 'A1', true, 1)`,
    [workspace, id],
  );
  // Its old record speaks: nothing is missing.
  expect(await claimed()).toEqual(known);
  await world.read([contact]);
  expect(await claimed()).toEqual([]);
  for (const [set, back] of [
    [
      "records set state = 'known' where object = 'Account'",
      "records set state = 'wanted' where object = 'Account'",
    ],
    ["records set seen_at = seen_at - interval '1 minute'", 'records set seen_at = now()'],
    ['links set linked = false', 'links set linked = true'],
    ['lead_work set background = true', 'lead_work set background = false'],
  ]) {
    await world.rows(`update ${set}`);
    expect(await claimed()).toEqual(known);
    await world.rows(`update ${back}`);
    expect(await claimed()).toEqual([]);
  }
});

test('a later contact of that id joins the lead, whatever its address leads to', async () => {
  const other = { ...lead, record: 'L2', properties: { email: 'jane.doe@acme.example' } };
  await world.read([lead, other], { readAt: AGO });
  await world.read([converted]);
  await world.read([contact]);
  const found = new Map((await records()).map((row) => [row.name, row.lead]));
  expect(found.get('Contact/C1')).toBe(found.get('Lead/L1'));
  expect(found.get('Lead/L2')).not.toBe(found.get('Lead/L1'));
});

test('what was wanted of the old record is dropped, even when it was asked for too late', async () => {
  const { pool } = world.database;
  await world.read([lead], { readAt: AGO });
  const [row] = await records();
  await wish('Lead', 'L1', row?.lead ?? 0);
  await world.read([converted]);
  expect(await world.rows('select record from desired')).toEqual([]);
  await wish('Lead', 'L1', row?.lead ?? 0);
  await wish('Contact', 'C1', row?.lead ?? 0);
  const claim = (object: string) =>
    claimWrites(
      pool,
      { account: world.account.id, object, limit: 10 },
      { token: '00000000-0000-4000-8000-000000000001', ms: 60_000 },
    );
  expect(await claim('Lead')).toEqual([]);
  expect(await claim('Contact')).toMatchObject([{ record: 'C1' }]);
  expect(await world.rows('select object from desired')).toEqual([{ object: 'Contact' }]);
});

test('a task that waits for the old record is created on the new one', async () => {
  await world.read([lead], { readAt: AGO });
  const [row] = await records();
  const { workspace, id } = world.account;
  await world.rows(
    `insert into alerts (workspace, key, lead, trigger, account, object, record, draft, marker, created_at)
     values ($1, 'k', $2, 't', $3, 'Lead', 'L1', '{"object": "Lead", "record": "L1"}', 'm', now())`,
    [workspace, row?.lead, id],
  );
  await world.read([converted]);
  expect(await world.rows('select object, record, draft from alerts')).toEqual([
    { object: 'Contact', record: 'C1', draft: { object: 'Contact', record: 'C1' } },
  ]);
});

test('the two are one for whoever looks a person up, parts them or erases them', async () => {
  const { pool } = world.database;
  const { workspace, id: account } = world.account;
  await world.read([lead, contact], { readAt: AGO });
  await world.read([converted]);
  for (const [object, record] of [
    ['Lead', 'L1'],
    ['Contact', 'C1'],
  ] as const) {
    const found = await findPersonRecords(pool, workspace, { account, object, record });
    expect(found.map((one) => one.object).sort()).toEqual(['Contact', 'Lead']);
  }
  const [row] = await world.rows<{ id: number; lead: number }>(
    `select id, lead from records where object = 'Lead'`,
  );
  await expect(
    unmergeLead(pool, workspace, row?.lead ?? 0, [row?.id ?? 0], NOW),
  ).rejects.toMatchObject({ code: 'merged-in-crm' });
  await world.rows(
    `insert into erasures (workspace, account, object, record, after_delivery, asked_at)
     values ($1, $2, 'Contact', 'C1', 0, now())`,
    [workspace, account],
  );
  expect(await eraseDue(pool, (key) => `${key.object}/${key.record}`)).toBe(1);
  expect(await records()).toEqual([]);
  expect(await world.rows('select hash from tombstones order by 1')).toEqual([
    { hash: 'Contact/C1' },
    { hash: 'Lead/L1' },
  ]);
});
