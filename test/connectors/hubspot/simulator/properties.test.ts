import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Simulator } from '../../../../connectors/hubspot/simulator/index.js';
import { call, contactIds, start } from './support.js';

const PROPERTIES = '/crm/properties/2026-09/contacts';
let simulator: Simulator;
beforeAll(async () => {
  simulator = await start({
    contacts: 3,
    customProperties: [{ name: 'demo_requested_at', type: 'datetime' }],
  });
});
afterAll(() => simulator.close());

const score = {
  name: 'plumbline_score',
  label: 'Plumbline score',
  groupName: 'plumbline',
  type: 'number',
  fieldType: 'number',
};

test('group and property are created once; the second time is 409', async () => {
  expect((await call(simulator, 'GET', `${PROPERTIES}/groups/plumbline`)).status).toBe(404);
  const group = await call(simulator, 'POST', `${PROPERTIES}/groups`, {
    name: 'plumbline',
    label: 'Plumbline',
  });
  expect([group.status, group.body.name]).toEqual([201, 'plumbline']);
  expect(
    (await call(simulator, 'POST', `${PROPERTIES}/groups`, { name: 'plumbline', label: 'P' }))
      .status,
  ).toBe(409);
  expect((await call(simulator, 'GET', `${PROPERTIES}/plumbline_score`)).status).toBe(404);
  const made = await call(simulator, 'POST', PROPERTIES, score);
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    ...score,
    hubspotDefined: false,
    calculated: false,
    archived: false,
    options: [],
    createdUserId: '9100001',
    modificationMetadata: {
      archivable: true,
      readOnlyValue: false,
      readOnlyDefinition: false,
      readOnlyOptions: false,
    },
  });
  const again = await call(simulator, 'POST', PROPERTIES, score);
  expect(again.status).toBe(409);
  expect(again.body).toMatchObject({
    category: 'OBJECT_ALREADY_EXISTS',
    subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS',
  });
  expect((await call(simulator, 'DELETE', `${PROPERTIES}/groups/plumbline`)).status).toBe(400);
});

test('a created property can be written, with its type enforced', async () => {
  const [id = ''] = contactIds(simulator, 1);
  const write = (value: string) =>
    call(simulator, 'PATCH', `/crm/v3/objects/contacts/${id}`, {
      properties: { plumbline_score: value },
    });
  expect((await write('57')).body.properties.plumbline_score).toBe('57');
  expect((await write('high')).status).toBe(400);
});

test('reserved prefixes, bad names, types and missing fields are refused', async () => {
  const status = async (more: object) =>
    (await call(simulator, 'POST', PROPERTIES, { ...score, ...more })).status;
  expect(await status({ name: 'hs_score' })).toBe(400);
  expect(await status({ name: 'hubspot_score' })).toBe(400);
  expect(await status({ name: 'Score' })).toBe(400);
  expect(await status({ name: '1score' })).toBe(400);
  expect(await status({ name: 'a1', groupName: 'nowhere' })).toBe(400);
  expect(await status({ name: 'a1', fieldType: 'date' })).toBe(400);
  expect(await status({ name: 'a1', type: 'integer' })).toBe(400);
  expect(await status({ name: 'a1', label: undefined })).toBe(400);
  expect(await status({ name: 'a1', type: 'enumeration', fieldType: 'select' })).toBe(400);
  expect(await status({ name: 'a1', type: 'bool', fieldType: 'booleancheckbox' })).toBe(400);
});

test('PATCH replaces all options; an archived name is restored by creating it', async () => {
  const option = (value: string) => ({ label: value, value, displayOrder: 0, hidden: false });
  const list = {
    ...score,
    name: 'plumbline_stage',
    type: 'enumeration',
    fieldType: 'select',
    options: [option('mql'), option('sql')],
  };
  expect((await call(simulator, 'POST', PROPERTIES, list)).status).toBe(201);
  const patched = await call(simulator, 'PATCH', `${PROPERTIES}/plumbline_stage`, {
    options: [option('lead')],
  });
  expect(patched.body.options.map((entry: { value: string }) => entry.value)).toEqual(['lead']);
  expect((await call(simulator, 'DELETE', `${PROPERTIES}/plumbline_stage`)).status).toBe(204);
  expect((await call(simulator, 'GET', `${PROPERTIES}/plumbline_stage`)).status).toBe(404);
  expect((await call(simulator, 'POST', PROPERTIES, list)).status).toBe(201);
  expect((await call(simulator, 'DELETE', `${PROPERTIES}/email`)).status).toBe(400);
});

test('definitions tell read-only values, roll-ups and the lifecycle order', async () => {
  const { results } = (await call(simulator, 'GET', '/crm/v3/properties/contacts')).body;
  const named = (name: string) => results.find((entry: { name: string }) => entry.name === name);
  expect(named('hs_email_last_open_date').modificationMetadata.readOnlyValue).toBe(true);
  expect(named('demo_requested_at')).toMatchObject({ type: 'datetime', hubspotDefined: false });
  const stages = (await call(simulator, 'GET', `${PROPERTIES}/lifecyclestage`)).body.options;
  expect(stages.map((entry: { value: string }) => entry.value).slice(0, 4)).toEqual([
    'subscriber',
    'lead',
    'marketingqualifiedlead',
    'salesqualifiedlead',
  ]);
});

test('batch create reports what exists already; the limits count custom properties', async () => {
  const answer = await call(simulator, 'POST', `${PROPERTIES}/batch/create`, {
    inputs: [score, { ...score, name: 'plumbline_total' }],
  });
  expect(answer.status).toBe(207);
  expect(answer.body).toMatchObject({ numErrors: 1, results: [{ name: 'plumbline_total' }] });
  const limits = await call(simulator, 'GET', '/crm/limits/2026-09/custom-properties');
  expect(limits.body.byObjectType[0]).toMatchObject({ objectTypeId: '0-1', limit: 1000, usage: 4 });
});
