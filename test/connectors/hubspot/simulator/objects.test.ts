import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Simulator } from '../../../../connectors/hubspot/simulator/index.js';
import { call, contactIds, start } from './support.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await start();
});
afterAll(() => simulator.close());

const DATED = '/crm/objects/2026-09/contacts';

test('a list pages by record id to the end, in both spellings', async () => {
  for (const base of [DATED, '/crm/v3/objects/contacts', '/crm/objects/2026-03/0-1']) {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const answer = await call(
        simulator,
        'GET',
        `${base}?limit=11${after ? `&after=${after}` : ''}`,
      );
      expect(answer.status).toBe(200);
      seen.push(...answer.body.results.map((row: { id: string }) => row.id));
      after = answer.body.paging?.next.after;
      if (after) expect(after).toBe(seen.at(-1));
    } while (after);
    expect(seen).toEqual(contactIds(simulator, 100));
  }
});

test('the limits of a list are 100, and 50 with history', async () => {
  expect((await call(simulator, 'GET', DATED)).body.results).toHaveLength(10);
  expect((await call(simulator, 'GET', `${DATED}?limit=100`)).status).toBe(200);
  expect((await call(simulator, 'GET', `${DATED}?limit=101`)).status).toBe(400);
  expect(
    (await call(simulator, 'GET', `${DATED}?limit=51&propertiesWithHistory=email`)).status,
  ).toBe(400);
});

test('a record has string values, null for empty, nothing for undefined ones', async () => {
  const [id = ''] = contactIds(simulator, 1);
  const repeated = 'properties=email&properties=zip&properties=nope';
  for (const query of [repeated, 'properties=email,zip,nope']) {
    const { body } = await call(simulator, 'GET', `${DATED}/${id}?${query}`);
    expect(body).toMatchObject({
      id,
      archived: false,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    expect(body.properties).toEqual({
      email: expect.any(String),
      zip: null,
      hs_object_id: id,
      createdate: body.createdAt,
      lastmodifieddate: body.updatedAt,
    });
  }
  const { body } = await call(simulator, 'GET', `${DATED}/${id}`);
  expect(Object.keys(body.properties).sort()).toEqual([
    'createdate',
    'email',
    'firstname',
    'hs_object_id',
    'lastmodifieddate',
    'lastname',
  ]);
});

test('history tells value, time and source, newest first', async () => {
  const [id = ''] = contactIds(simulator, 1);
  simulator.acts().edit('contacts', id, { jobtitle: 'Head of Growth' });
  await call(simulator, 'PATCH', `${DATED}/${id}`, { properties: { jobtitle: 'CMO' } });
  const { body } = await call(simulator, 'GET', `${DATED}/${id}?propertiesWithHistory=jobtitle`);
  const [newest, edited] = body.propertiesWithHistory.jobtitle;
  expect(newest).toMatchObject({ value: 'CMO', sourceType: 'INTEGRATION', sourceId: '9100001' });
  expect(edited).toMatchObject({
    value: 'Head of Growth',
    sourceType: 'CRM_UI',
    sourceId: expect.stringMatching(/^userId:\d+$/),
    updatedByUserId: expect.any(Number),
  });
});

test('read by email; a missing record is 404 OBJECT_NOT_FOUND', async () => {
  const [id = ''] = contactIds(simulator, 1);
  const email = simulator.data().store.get('contacts', id)?.values.email ?? '';
  const found = await call(
    simulator,
    'GET',
    `${DATED}/${encodeURIComponent(email)}?idProperty=email`,
  );
  expect(found.body.id).toBe(id);
  expect((await call(simulator, 'GET', `${DATED}/x?idProperty=jobtitle`)).status).toBe(400);
  const missing = await call(simulator, 'GET', `${DATED}/999`);
  expect(missing.status).toBe(404);
  expect(missing.body).toMatchObject({
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    correlationId: expect.any(String),
  });
});

test('values are checked by type, options are enforced, read-only and unknown ones refused', async () => {
  const [id = ''] = contactIds(simulator, 1);
  const codes = async (properties: unknown) => {
    const answer = await call(simulator, 'PATCH', `${DATED}/${id}`, { properties });
    return [
      answer.status,
      ...(answer.body.errors ?? []).map((error: { code: string }) => error.code),
    ];
  };
  expect(await codes({ nope: '1' })).toEqual([400, 'PROPERTY_DOESNT_EXIST']);
  expect(await codes({ hs_lead_status: 'new' })).toEqual([400, 'INVALID_OPTION']);
  expect(await codes({ closedate: 'soon' })).toEqual([400, 'INVALID_LONG']);
  expect(await codes({ hs_email_optout: 'yes' })).toEqual([400, 'INVALID_OPTION']);
  expect(await codes({ email: 'no address' })).toEqual([400, 'INVALID_EMAIL']);
  expect(await codes({ hs_email_open: '3' })).toEqual([400, 'READ_ONLY_VALUE']);
  expect(await codes({ lastmodifieddate: '0' })).toEqual([400, 'READ_ONLY_VALUE']);
  expect(await codes({ hubspot_owner_id: '1' })).toEqual([400, 'INVALID_OWNER_ID']);
  expect(await codes({ jobtitle: 3 })).toEqual([400]);
  expect(await codes({ closedate: '1790000000000', hs_lead_status: 'NEW' })).toEqual([200]);
  const answer = await call(simulator, 'PATCH', `${DATED}/${id}`, { properties: { nope: '1' } });
  expect(answer.body.category).toBe('VALIDATION_ERROR');
  const listed = JSON.parse(answer.body.message.replace('Property values were not valid: ', ''));
  expect(listed).toMatchObject([{ isValid: false, error: 'PROPERTY_DOESNT_EXIST', name: 'nope' }]);
  expect(answer.body.errors[0].context).toEqual({ propertyName: ['nope'] });
});

test('a write moves lastmodifieddate, an equal one does not, the empty string clears', async () => {
  const [, id = ''] = contactIds(simulator, 2);
  const patch = (city: string) =>
    call(simulator, 'PATCH', `${DATED}/${id}`, { properties: { city } });
  simulator.clock.advance(1000);
  const first = (await patch('Lyon')).body;
  simulator.clock.advance(1000);
  expect((await patch('Lyon')).body.updatedAt).toBe(first.updatedAt);
  const cleared = (await patch('')).body;
  expect(Date.parse(cleared.updatedAt)).toBeGreaterThan(Date.parse(first.updatedAt));
  expect(cleared.properties.city).toBeNull();
});

test('a creation is 201; the same address again is 409 CONFLICT', async () => {
  const properties = { email: 'New.Person@example-company.example', firstname: 'New' };
  const made = await call(simulator, 'POST', DATED, { properties, associations: [] });
  expect(made.status).toBe(201);
  expect(made.body.properties.email).toBe('new.person@example-company.example');
  const again = await call(simulator, 'POST', DATED, { properties });
  expect(again.status).toBe(409);
  expect(again.body).toMatchObject({
    category: 'CONFLICT',
    message: `Contact already exists. Existing ID: ${made.body.id}`,
  });
});

test('an archived record is 404, listed as archived, and can be restored', async () => {
  const [, , id = ''] = contactIds(simulator, 3);
  expect((await call(simulator, 'DELETE', `${DATED}/${id}`)).status).toBe(204);
  expect((await call(simulator, 'GET', `${DATED}/${id}`)).status).toBe(404);
  const archived = await call(simulator, 'GET', `${DATED}?archived=true`);
  expect(archived.body.results).toMatchObject([
    { id, archived: true, archivedAt: expect.any(String) },
  ]);
  simulator.acts().restore('contacts', id);
  expect((await call(simulator, 'GET', `${DATED}/${id}`)).status).toBe(200);
});

test('a merged id answers with the survivor in single calls, not in batches', async () => {
  const [primary = '', , , , loser = ''] = contactIds(simulator, 5);
  const lost = simulator.data().store.get('contacts', loser)?.values.email ?? '';
  const merged = await call(simulator, 'POST', `${DATED}/merge`, {
    primaryObjectId: primary,
    objectIdToMerge: loser,
  });
  expect(merged.body.id).toBe(primary);
  const read = await call(
    simulator,
    'GET',
    `${DATED}/${loser}?properties=hs_additional_emails,hs_merged_object_ids`,
  );
  expect(read.body.id).toBe(primary);
  expect(read.body.properties).toMatchObject({
    hs_additional_emails: lost,
    hs_merged_object_ids: loser,
  });
  expect(
    (await call(simulator, 'PATCH', `${DATED}/${loser}`, { properties: { city: 'Graz' } })).body.id,
  ).toBe(primary);
  const batch = await call(simulator, 'POST', `${DATED}/batch/read`, {
    inputs: [{ id: loser }],
    properties: [],
  });
  expect(batch.status).toBe(207);
});

test('a privacy deletion leaves nothing', async () => {
  const [, , , id = ''] = contactIds(simulator, 4);
  expect((await call(simulator, 'POST', `${DATED}/gdpr-delete`, { objectId: id })).status).toBe(
    204,
  );
  expect((await call(simulator, 'GET', `${DATED}/${id}?archived=true`)).status).toBe(404);
  expect(contactIds(simulator, 100)).not.toContain(id);
});

test('unknown paths, versions and content types are refused', async () => {
  expect((await call(simulator, 'GET', '/crm/objects/2019-01/contacts')).status).toBe(404);
  expect((await call(simulator, 'GET', '/crm/v3/objects/unicorns')).status).toBe(404);
  const response = await fetch(`${simulator.url}${DATED}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${simulator.serviceKey}`, 'content-type': 'text/plain' },
    body: '{}',
  });
  expect(response.status).toBe(415);
});

test('an address longer than 8192 characters is 414', async () => {
  const names = Array.from({ length: 900 }, (_, at) => `property_${at}`).join(',');
  expect((await call(simulator, 'GET', `${DATED}?properties=${names}`)).status).toBe(414);
});

test('account details, owners and pipelines', async () => {
  const account = await call(simulator, 'GET', '/account-info/2026-09/details');
  expect(account.body).toMatchObject({
    portalId: Number(simulator.portal),
    timeZone: 'Europe/Berlin',
    utcOffset: '+01:00',
    utcOffsetMilliseconds: 3_600_000,
    uiDomain: expect.any(String),
  });
  const owners = (await call(simulator, 'GET', '/crm/owners/2026-09?limit=2')).body;
  expect(owners.results).toHaveLength(2);
  expect(owners.results[0]).toMatchObject({
    type: 'PERSON',
    archived: false,
    userId: expect.any(Number),
  });
  expect(owners.paging.next.after).toBe(owners.results[1].id);
  const one = await call(
    simulator,
    'GET',
    `/crm/v3/owners/${owners.results[0].userId}?idProperty=userId`,
  );
  expect(one.body.id).toBe(owners.results[0].id);
  const [pipeline] = (await call(simulator, 'GET', '/crm/pipelines/2026-03/deals')).body.results;
  expect(
    pipeline.stages.find((stage: { id: string }) => stage.id === 'closedwon').metadata,
  ).toEqual({ isClosed: 'true', probability: '1.0' });
});
