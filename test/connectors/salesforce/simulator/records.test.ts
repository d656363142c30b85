import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Simulator } from '../../../../connectors/salesforce/simulator/index.js';
import { call, leadIds, NO_ASSIGN, start } from './support.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await start({ customFields: [{ name: 'Key__c', type: 'string', externalId: true }] });
});
afterAll(() => simulator.close());

const make = (fields: Record<string, unknown> = {}) =>
  call(simulator, 'POST', 'sobjects/Lead', { LastName: 'N', Company: 'C', ...fields }, NO_ASSIGN);

describe('one record', () => {
  test('is created, read, changed and deleted', async () => {
    const made = await make({ FirstName: 'Ann', City: 'Bonn' });
    expect([made.status, made.body]).toEqual([
      201,
      { id: expect.stringMatching(/^00Q\w{15}$/), success: true, errors: [] },
    ]);
    const path = `sobjects/Lead/${made.body.id}`;
    const read = await call(simulator, 'GET', path);
    expect(read.body).toMatchObject({
      Id: made.body.id,
      Name: 'Ann N',
      Status: 'Open - Not Contacted',
      Address: { city: 'Bonn', country: null },
      OwnerId: simulator.setup.integration,
      CreatedById: simulator.setup.integration,
      IsDeleted: false,
      Email: null,
    });
    expect(read.body.SystemModstamp).toMatch(/^2026-11-22T10:\d\d:\d\d\.\d{3}\+0000$/);
    const changed = await call(simulator, 'PATCH', path, { Rating: 'Hot' }, NO_ASSIGN);
    expect([changed.status, changed.body]).toEqual([204, undefined]);
    const some = await call(simulator, 'GET', `${path}?fields=rating,Name`);
    expect(Object.keys(some.body)).toEqual(['attributes', 'Rating', 'Name']);
    expect((await call(simulator, 'DELETE', path)).status).toBe(204);
    const gone = await call(simulator, 'GET', path);
    expect([gone.status, gone.body[0].errorCode]).toEqual([404, 'ENTITY_IS_DELETED']);
    expect((await call(simulator, 'PATCH', path, { Rating: 'Hot' })).status).toBe(404);
  });

  test('every write moves the stamp and names its user', async () => {
    const { body } = await make();
    const before = simulator.org.get('Lead', body.id)?.values;
    simulator.clock.advance(1000);
    simulator.acts.edit('Lead', body.id, { Title: 'X' });
    const after = simulator.org.get('Lead', body.id)?.values;
    expect(String(after?.SystemModstamp) > String(before?.SystemModstamp)).toBe(true);
    expect(after?.LastModifiedById).toBe(simulator.setup.admin);
    expect(after?.CreatedDate).toBe(before?.CreatedDate);
  });

  test.each([
    ['GET', 'sobjects/Lead/00Q5f00000zzzzzEAA', 404, 'NOT_FOUND'],
    ['GET', 'sobjects/Nonsense/00Q5f0000000001', 404, 'NOT_FOUND'],
    ['POST', 'sobjects/Nonsense', 404, 'NOT_FOUND'],
    ['POST', 'sobjects/LeadHistory', 403, 'INSUFFICIENT_ACCESS_OR_READONLY'],
    ['PUT', 'sobjects/Lead', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', 'nonsense', 404, 'NOT_FOUND'],
  ])('%s %s is refused', async (method, path, status, code) => {
    const answer = await call(simulator, method, path, method === 'GET' ? undefined : {});
    expect([answer.status, answer.body[0].errorCode]).toEqual([status, code]);
  });

  test('a single refusal words its code as errorCode', async () => {
    const { status, body } = await call(simulator, 'POST', 'sobjects/Lead', { Company: 'C' });
    expect([status, body]).toEqual([
      400,
      [
        {
          errorCode: 'REQUIRED_FIELD_MISSING',
          message: 'Required fields are missing: [LastName]',
          fields: ['LastName'],
        },
      ],
    ]);
  });

  test('the Id does not belong into the body, and a body must be JSON', async () => {
    const [id = ''] = leadIds(simulator, 1);
    const path = `sobjects/Lead/${id}`;
    expect((await call(simulator, 'PATCH', path, { Id: id })).body[0].errorCode).toBe(
      'INVALID_FIELD',
    );
    const send = (body: string, type: string) =>
      fetch(`${simulator.url}/services/data/v66.0/${path}`, {
        method: 'PATCH',
        body,
        headers: { authorization: `Bearer ${simulator.accessToken()}`, 'content-type': type },
      });
    expect((await send('{', 'application/json')).status).toBe(400);
    expect((await send('{}', 'text/plain')).status).toBe(415);
  });
});

describe('by an external id', () => {
  test('the first makes it, the second changes it', async () => {
    const path = 'sobjects/Lead/Key__c/k%2F1';
    const first = await call(simulator, 'PATCH', path, { LastName: 'K', Company: 'C' });
    expect([first.status, first.body.created]).toEqual([201, true]);
    const second = await call(simulator, 'PATCH', path, { Title: 'T' });
    expect([second.status, second.body]).toMatchObject([
      200,
      { id: first.body.id, created: false },
    ]);
    expect((await call(simulator, 'GET', path)).body).toMatchObject({ Key__c: 'k/1', Title: 'T' });
  });

  test('several matches are listed, and a unique value is not given twice', async () => {
    await make({ Email: 'same@x.example' });
    simulator.acts.create('Lead', { LastName: 'N', Company: 'C', Email: 'same@x.example' });
    const several = await call(simulator, 'GET', 'sobjects/Lead/Email/same@x.example');
    expect([several.status, several.body.length]).toEqual([300, 2]);
    await make({ Key__c: 'once' });
    const { body } = await make({ Key__c: 'ONCE' });
    expect(body[0].errorCode).toBe('DUPLICATE_VALUE');
  });

  test('a field that is none leads nowhere', async () => {
    expect((await call(simulator, 'GET', 'sobjects/Lead/Title/x')).status).toBe(404);
  });
});

describe('versions and addresses', () => {
  test('the list needs no token; retired and unknown versions are refused', async () => {
    const { body } = await call(simulator, 'GET', '/services/data', undefined, { token: null });
    expect(body.at(-1)).toEqual({
      label: 'Release 68.0',
      url: '/services/data/v68.0',
      version: '68.0',
    });
    const codes: Record<string, number> = {};
    for (const version of ['20.0', '30.0', '31.0', '66.0', '69.0', '66.5']) {
      const { status } = await call(simulator, 'GET', `/services/data/v${version}/limits`);
      codes[version] = status;
    }
    expect(codes).toEqual({
      '20.0': 404,
      '30.0': 410,
      '31.0': 200,
      '66.0': 200,
      '69.0': 404,
      '66.5': 404,
    });
  });

  test('a doubled slash at the start is one, and an unknown page is HTML', async () => {
    expect((await call(simulator, 'GET', '//services/data/v66.0/limits')).status).toBe(200);
    const lost = await call(simulator, 'GET', '/nowhere');
    expect([lost.status, lost.headers.get('content-type')]).toEqual([
      404,
      'text/html;charset=utf-8',
    ]);
  });

  test('an address of more than 16 kB is refused', async () => {
    const title = 'x'.repeat(16_400);
    const { status } = await call(simulator, 'GET', `query?q=${title}`);
    expect(status).toBe(414);
  });
});
