import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Simulator } from '../../../../connectors/hubspot/simulator/index.js';
import { call, contactIds, start } from './support.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await start({ contacts: 40 });
});
afterAll(() => simulator.close());

const task = (associations: unknown, properties: object = { hs_timestamp: '1790000000000' }) =>
  call(simulator, 'POST', '/crm/objects/2026-09/tasks', { properties, associations });
const to = (id: string, associationTypeId: number, associationCategory = 'HUBSPOT_DEFINED') => [
  { to: { id }, types: [{ associationCategory, associationTypeId }] },
];

test('a task needs hs_timestamp and a right association type', async () => {
  const [id = ''] = contactIds(simulator, 1);
  const missing = await task([], { hs_task_subject: 'Call' });
  expect(missing.status).toBe(400);
  expect(missing.body.errors[0].code).toBe('MISSING_REQUIRED_PROPERTY');
  for (const wrong of [
    to(id, 203),
    to(id, 192),
    to(id, 204, 'USER_DEFINED'),
    to('5', 204),
    [{ to: { id }, types: [] }],
  ]) {
    expect((await task(wrong)).status).toBe(400);
  }
  expect((await task([], { hs_timestamp: 'x' })).status).toBe(400);
  expect((await task([], { hs_timestamp: '1', hs_task_priority: 'URGENT' })).status).toBe(400);
  const made = await task(to(id, 204), {
    hs_timestamp: '2026-11-23T09:00:00Z',
    hs_task_subject: 'Call back',
    hs_task_status: 'NOT_STARTED',
    hs_task_priority: 'HIGH',
    hs_task_type: 'CALL',
    hubspot_owner_id: '5001',
  });
  expect(made.status).toBe(201);
  expect(made.body.properties).toMatchObject({
    hs_timestamp: '2026-11-23T09:00:00Z',
    hs_task_priority: 'HIGH',
  });
  expect(
    simulator
      .acts()
      .tasksOf(id)
      .map((record) => record.id),
  ).toEqual([made.body.id]);
});

test('the tasks of a contact come by batch read and by list, in dated and numbered paths', async () => {
  const [, id = '', other = ''] = contactIds(simulator, 3);
  const made = (await task(to(id, 204))).body.id;
  for (const base of ['/crm/associations/2026-09', '/crm/v4/associations']) {
    const answer = await call(simulator, 'POST', `${base}/contacts/tasks/batch/read`, {
      inputs: [{ id }, { id: other }],
    });
    expect(answer.status).toBe(207);
    expect(answer.body.results).toEqual([
      {
        from: { id },
        to: [
          {
            toObjectId: made,
            associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 203, label: null }],
          },
        ],
      },
    ]);
    expect(answer.body.errors[0]).toMatchObject({
      category: 'OBJECT_NOT_FOUND',
      context: { fromObjectId: [other] },
    });
  }
  for (const path of [
    `/crm/objects/2026-03/contacts/${id}/associations/tasks`,
    `/crm/v4/objects/contact/${id}/associations/0-27`,
  ]) {
    expect((await call(simulator, 'GET', path)).body.results).toMatchObject([{ toObjectId: made }]);
  }
});

test('a contact shows its primary company beside the plain link', async () => {
  const record = [...simulator.data().store.all('contacts')].find(
    (entry) => entry.values.associatedcompanyid,
  );
  const company = record?.values.associatedcompanyid;
  const answer = await call(
    simulator,
    'GET',
    `/crm/objects/2026-09/contacts/${record?.id}/associations/companies`,
  );
  expect(answer.body.results).toEqual([
    {
      toObjectId: company,
      associationTypes: [
        { category: 'HUBSPOT_DEFINED', typeId: 279, label: null },
        { category: 'HUBSPOT_DEFINED', typeId: 1, label: 'Primary' },
      ],
    },
  ]);
  const read = await call(
    simulator,
    'GET',
    `/crm/v3/objects/contacts/${record?.id}?associations=companies`,
  );
  expect(read.body.associations.companies.results).toContainEqual({
    id: company,
    type: 'contact_to_company',
  });
});

test('links page, are made by default and by label, and are removed', async () => {
  const [id = ''] = contactIds(simulator, 1);
  const companies = simulator
    .data()
    .store.page('companies', 0, 5, false)
    .records.map((record) => record.id);
  const base = `/crm/objects/2026-09/contacts/${id}/associations`;
  for (const company of companies) {
    const answer = await call(simulator, 'PUT', `${base}/default/companies/${company}`);
    expect(answer.status).toBe(200);
  }
  const page = await call(simulator, 'GET', `${base}/companies?limit=3`);
  expect(page.body.results).toHaveLength(3);
  const rest = await call(
    simulator,
    'GET',
    `${base}/companies?limit=3&after=${page.body.paging.next.after}`,
  );
  expect(
    page.body.results
      .concat(rest.body.results)
      .map((row: { toObjectId: string }) => row.toObjectId),
  ).toEqual(expect.arrayContaining(companies));
  const primary = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 }];
  expect((await call(simulator, 'PUT', `${base}/companies/${companies[2]}`, primary)).status).toBe(
    201,
  );
  expect(simulator.data().store.get('contacts', id)?.values.associatedcompanyid).toBe(companies[2]);
  expect((await call(simulator, 'DELETE', `${base}/companies/${companies[2]}`)).status).toBe(204);
  expect(
    simulator
      .data()
      .links.of('contacts', id, 'companies')
      .has(companies[2] ?? ''),
  ).toBe(false);
});
