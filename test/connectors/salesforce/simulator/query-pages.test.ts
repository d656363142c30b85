import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Simulator } from '../../../../connectors/salesforce/simulator/index.js';
import { call, type Json, leadIds, query, start } from './support.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await start({ people: 450, leadShare: 1 });
});
afterAll(() => simulator.close());

const SMALL = { headers: { 'sforce-query-options': 'batchSize=200' } };
const SOQL = 'SELECT Id FROM Lead ORDER BY Id';

describe('pages', () => {
  test('2,000 rows at most; a smaller batch is followed through its locators', async () => {
    const whole = await query(simulator, SOQL);
    expect(whole.body).toMatchObject({ done: true, totalSize: whole.body.records.length });
    expect(whole.body).not.toHaveProperty('nextRecordsUrl');
    const first = await query(simulator, SOQL, SMALL);
    expect(first.body).toMatchObject({ done: false, totalSize: whole.body.totalSize });
    expect(first.body.nextRecordsUrl).toMatch(/^\/services\/data\/v66\.0\/query\/01g\w{15}-200$/);
    const ids: string[] = first.body.records.map((row: Json) => row.Id);
    let next = first.body.nextRecordsUrl;
    while (next) {
      const { body } = await call(simulator, 'GET', next);
      ids.push(...body.records.map((row: Json) => row.Id));
      next = body.nextRecordsUrl;
    }
    expect(ids).toEqual(whole.body.records.map((row: Json) => row.Id));
  });

  test('what was found stays found, though records change in between', async () => {
    const first = await query(
      simulator,
      "SELECT Id FROM Lead WHERE City != 'Moved' ORDER BY Id",
      SMALL,
    );
    const { totalSize } = first.body;
    for (const id of leadIds(simulator, 250)) simulator.acts.edit('Lead', id, { City: 'Moved' });
    let rows = first.body.records.length;
    let next = first.body.nextRecordsUrl;
    while (next) {
      const { body } = await call(simulator, 'GET', next);
      rows += body.records.length;
      next = body.nextRecordsUrl;
    }
    expect(rows).toBe(totalSize);
  });

  test('a batch of fewer than 200 is one of 200', async () => {
    const { body } = await query(simulator, SOQL, {
      headers: { 'sforce-query-options': 'batchSize=5' },
    });
    expect(body.records).toHaveLength(200);
  });

  test('locators of queryAll are served under query, for their user and while they live', async () => {
    const path = `queryAll?q=${encodeURIComponent(SOQL)}`;
    const first = await call(simulator, 'GET', path, undefined, SMALL);
    const next: string = first.body.nextRecordsUrl;
    expect(next).toContain('/query/');
    expect((await call(simulator, 'GET', next)).status).toBe(200);
    expect((await call(simulator, 'GET', next.replace('/query/', '/queryAll/'))).status).toBe(404);
    const admin = simulator.accessToken(simulator.setup.admin);
    const other = await call(simulator, 'GET', next, undefined, { token: admin });
    expect([other.status, other.body[0].errorCode]).toEqual([400, 'INVALID_QUERY_LOCATOR']);
    simulator.cursors.clear();
    expect((await call(simulator, 'GET', next)).body[0].errorCode).toBe('INVALID_QUERY_LOCATOR');
  });
});

describe('getUpdated and getDeleted', () => {
  const span = (start: string, end: string) =>
    `?start=${encodeURIComponent(start)}&end=${encodeURIComponent(end)}`;

  test('the ids of a window', async () => {
    const [id = '', gone = ''] = leadIds(simulator, 2);
    simulator.clock.advance(3_600_000);
    simulator.acts.edit('Lead', id, { Title: 'Fresh' });
    simulator.acts.delete('Lead', gone);
    const now = simulator.clock.now();
    const window = span(
      new Date(now - 600_000).toISOString(),
      new Date(now + 120_000).toISOString(),
    );
    const updated = await call(simulator, 'GET', `sobjects/Lead/updated/${window}`);
    expect(updated.body).toEqual({
      ids: [id],
      latestDateCovered: expect.stringMatching(/\+0000$/),
    });
    const deleted = await call(simulator, 'GET', `sobjects/Lead/deleted${window}`);
    expect(deleted.body).toMatchObject({
      deletedRecords: [{ id: gone, deletedDate: expect.any(String) }],
      earliestDateAvailable: expect.any(String),
    });
  });

  test.each([
    ['updated', -40, 0],
    ['deleted', -16, 0],
    ['updated', 0, 0],
    ['updated', 1, 2],
  ])('%s from day %d to day %d is refused', async (word, from, to) => {
    const day = (offset: number) =>
      new Date(simulator.clock.now() + offset * 86_400_000).toISOString();
    const { status, body } = await call(
      simulator,
      'GET',
      `sobjects/Lead/${word}${span(day(from), day(to))}`,
    );
    expect([status, body[0].errorCode]).toEqual([400, 'INVALID_REPLICATION_DATE']);
  });

  test('dates as jsforce writes them are read', async () => {
    const now = new Date(simulator.clock.now()).toISOString();
    const start = `${now.slice(0, 10)}T00:00:00+00:00`;
    const { status } = await call(simulator, 'GET', `sobjects/Lead/updated${span(start, now)}`);
    expect(status).toBe(200);
    const bad = await call(simulator, 'GET', `sobjects/Lead/updated${span('soon', now)}`);
    expect(bad.status).toBe(400);
  });
});

test('describe: objects, fields with their types and picklists, ways to children', async () => {
  const { body } = await call(simulator, 'GET', 'sobjects/lead/describe');
  const field = (name: string) => body.fields.find((one: Json) => one.name === name);
  expect(body).toMatchObject({ name: 'Lead', keyPrefix: '00Q', queryable: true, mergeable: true });
  expect(field('OwnerId')).toMatchObject({
    type: 'reference',
    referenceTo: ['Group', 'User'],
    relationshipName: 'Owner',
    polymorphicForeignKey: true,
    nillable: false,
    defaultedOnCreate: true,
  });
  expect(field('Email')).toMatchObject({ type: 'email', length: 80, idLookup: true });
  expect(field('City')).toMatchObject({ compoundFieldName: 'Address', length: 40 });
  expect(field('IsConverted')).toMatchObject({ createable: false, updateable: false });
  expect(field('Status').picklistValues[0]).toMatchObject({
    value: 'Open - Not Contacted',
    defaultValue: true,
    active: true,
  });
  expect(body.childRelationships).toContainEqual(
    expect.objectContaining({ relationshipName: 'Histories', childSObject: 'LeadHistory' }),
  );
  expect(body.recordTypeInfos.map((one: Json) => one.developerName)).toEqual([
    'Business',
    'Partner',
    'Master',
  ]);
  const global = await call(simulator, 'GET', 'sobjects');
  expect(global.body).toMatchObject({ encoding: 'UTF-8', maxBatchSize: 200 });
  expect(global.body.sobjects.map((one: Json) => one.name)).toEqual(
    expect.arrayContaining(['Lead', 'Contact', 'CampaignMember', 'OpportunityFieldHistory']),
  );
});
