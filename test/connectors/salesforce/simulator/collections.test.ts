import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Simulator } from '../../../../connectors/salesforce/simulator/index.js';
import { call, type Json, lead, leadIds, NO_ASSIGN, start } from './support.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await start({ customFields: [{ name: 'Key__c', type: 'string', externalId: true }] });
});
afterAll(() => simulator.close());

const update = (records: unknown[], allOrNone = false) =>
  call(simulator, 'PATCH', 'composite/sobjects', { allOrNone, records }, NO_ASSIGN);
const title = (id: string) => simulator.org.get('Lead', id)?.values.Title ?? null;

describe('reading', () => {
  test('keeps the order, with null for what is missing or deleted', async () => {
    const [a = '', b = '', gone = ''] = leadIds(simulator, 3);
    simulator.acts.delete('Lead', gone);
    const ids = [b, '00Q5f00000zzzzzEAA', gone, a.slice(0, 15)];
    const { status, body } = await call(simulator, 'POST', 'composite/sobjects/Lead', {
      ids,
      fields: ['id', 'Name'],
    });
    expect(status).toBe(200);
    expect(body.map((row: Json) => row?.Id ?? null)).toEqual([b, null, null, a]);
    expect(Object.keys(body[0])).toEqual(['attributes', 'Id', 'Name']);
    const get = await call(simulator, 'GET', `composite/sobjects/Lead?ids=${a},${b}&fields=Id`);
    expect(get.body.map((row: Json) => row.Id)).toEqual([a, b]);
  });

  test.each([
    ['2001 ids', { ids: Array(2001).fill('00Q5f0000000001'), fields: ['Id'] }, 'EXCEEDED_ID_LIMIT'],
    ['an unknown field', { ids: [], fields: ['Nonsense'] }, 'INVALID_FIELD'],
    ['no id at all', { ids: ['x'], fields: ['Id'] }, 'MALFORMED_ID'],
    ['no list', { ids: 'x', fields: ['Id'] }, 'JSON_PARSER_ERROR'],
  ])('%s is refused', async (_what, body, code) => {
    const answer = await call(simulator, 'POST', 'composite/sobjects/Lead', body);
    expect([answer.status, answer.body[0].errorCode]).toEqual([400, code]);
  });
});

describe('changing', () => {
  test('each row has its own outcome, in the order of the input', async () => {
    const [a = '', b = '', c = ''] = leadIds(simulator, 3);
    const { status, body } = await update([
      lead(a, { Title: 'One' }),
      lead(b, { Email: 'not an address' }),
      lead('00Q5f00000zzzzzEAA', { Title: 'Nobody' }),
      lead(c.slice(0, 15), { Title: 'Three' }),
    ]);
    expect(status).toBe(200);
    expect(body).toEqual([
      { id: a, success: true, errors: [] },
      {
        id: b,
        success: false,
        errors: [
          {
            statusCode: 'INVALID_EMAIL_ADDRESS',
            message: 'Email: invalid email address: not an address',
            fields: ['Email'],
          },
        ],
      },
      expect.objectContaining({ success: false }),
      { id: c, success: true, errors: [] },
    ]);
    expect(body[2].errors[0].statusCode).toBe('INVALID_CROSS_REFERENCE_KEY');
    expect([title(a), title(c)]).toEqual(['One', 'Three']);
  });

  test('all or none: the innocent rows say that they were taken back', async () => {
    const [a = '', b = ''] = leadIds(simulator, 2);
    const before = [title(a), simulator.org.get('Lead', a)?.values.SystemModstamp];
    const heard: string[] = [];
    simulator.org.onChange((change) => heard.push(change.id));
    const { body } = await update([lead(a, { Title: 'Never' }), lead(b, { Email: 'x' })], true);
    expect(body[0].errors[0].statusCode).toBe('ALL_OR_NONE_OPERATION_ROLLED_BACK');
    expect(body[1].errors[0].statusCode).toBe('INVALID_EMAIL_ADDRESS');
    expect([title(a), simulator.org.get('Lead', a)?.values.SystemModstamp]).toEqual(before);
    expect(heard).toEqual([]);
  });

  test('the same record twice', async () => {
    const [a = ''] = leadIds(simulator, 1);
    const rows = [lead(a, { Title: 'First' }), lead(a.slice(0, 15), { Title: 'Second' })];
    const { body } = await update(rows);
    expect(body.map((row: Json) => row.success)).toEqual([true, false]);
    expect(body[1].errors[0]).toMatchObject({ statusCode: 'DUPLICATE_VALUE' });
    simulator.org.settings.duplicateInCollection = 'request';
    const whole = await update(rows);
    simulator.org.settings.duplicateInCollection = 'row';
    expect([whole.status, whole.body[0].errorCode]).toEqual([400, 'DUPLICATE_VALUE']);
  });

  test('an unknown field refuses its row, or the whole request', async () => {
    const [a = '', b = ''] = leadIds(simulator, 2);
    const rows = [lead(a, { Title: 'Kept' }), lead(b, { Nonsense__c: 1 })];
    const { body } = await update(rows);
    expect(body[1].errors[0].statusCode).toBe('INVALID_FIELD');
    simulator.org.settings.unknownFieldInCollection = 'request';
    const whole = await update([lead(a, { Title: 'Lost' }), lead(b, { Nonsense__c: 1 })]);
    simulator.org.settings.unknownFieldInCollection = 'row';
    expect(whole.status).toBe(400);
    expect(title(a)).toBe('Kept');
  });

  test('a value that cannot be read refuses the whole request', async () => {
    const [a = '', b = ''] = leadIds(simulator, 2);
    const rows = [lead(a, { Title: 'Lost' }), lead(b, { NumberOfEmployees: 'many' })];
    const { status, body } = await update(rows);
    expect([status, body[0].errorCode]).toEqual([400, 'JSON_PARSER_ERROR']);
    expect(title(a)).not.toBe('Lost');
  });

  test('200 rows and ten chunks of types at most, each with its type', async () => {
    const many = Array.from({ length: 201 }, () => lead('00Q5f0000000001', {}));
    expect((await update(many)).body[0].errorCode).toBe('EXCEEDED_ID_LIMIT');
    const mixed = Array.from({ length: 11 }, (_, at) => ({
      attributes: { type: at % 2 === 0 ? 'Lead' : 'Contact' },
      id: '00Q5f0000000001',
    }));
    expect((await update(mixed)).body[0].errorCode).toBe('INVALID_INPUT');
    expect((await update([{ id: '00Q5f0000000001' }])).body[0].errorCode).toBe('INVALID_INPUT');
    expect((await update([])).status).toBe(400);
  });
});

test('creating, upserting and deleting', async () => {
  const made = await call(
    simulator,
    'POST',
    'composite/sobjects',
    {
      allOrNone: false,
      records: [
        { attributes: { type: 'Lead' }, LastName: 'A', Company: 'C', Key__c: 'a' },
        { attributes: { type: 'Lead' }, LastName: 'B' },
      ],
    },
    NO_ASSIGN,
  );
  expect(made.body).toMatchObject([
    { id: expect.stringMatching(/^00Q/), success: true },
    { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] },
  ]);
  const upserted = await call(
    simulator,
    'PATCH',
    'composite/sobjects/Lead/Key__c',
    {
      records: [
        { attributes: { type: 'Lead' }, Key__c: 'a', Title: 'T' },
        { attributes: { type: 'Lead' }, Key__c: 'b', LastName: 'B', Company: 'C' },
        { attributes: { type: 'Lead' }, LastName: 'none' },
      ],
    },
    NO_ASSIGN,
  );
  expect(upserted.body).toMatchObject([
    { id: made.body[0].id, success: true, created: false },
    { success: true, created: true },
    { success: false, errors: [{ statusCode: 'MISSING_ARGUMENT' }] },
  ]);
  const ids = `${made.body[0].id},00Q5f00000zzzzzEAA`;
  const gone = await call(simulator, 'DELETE', `composite/sobjects?ids=${ids}&allOrNone=false`);
  expect(gone.body.map((row: Json) => row.success)).toEqual([true, false]);
});

describe('composite', () => {
  const run = (compositeRequest: unknown[], allOrNone = false) =>
    call(simulator, 'POST', 'composite', { allOrNone, compositeRequest }, NO_ASSIGN);
  const base = '/services/data/v66.0';

  test('a later call uses what an earlier one answered', async () => {
    const { body } = await run([
      {
        method: 'POST',
        url: `${base}/sobjects/Account`,
        referenceId: 'acc',
        body: { Name: 'Composite' },
      },
      {
        method: 'POST',
        url: `${base}/sobjects/Contact`,
        referenceId: 'con',
        body: { LastName: 'C', AccountId: '@{acc.id}' },
      },
      {
        method: 'GET',
        url: `${base}/sobjects/Contact/@{con.id}?fields=AccountId`,
        referenceId: 'get',
      },
    ]);
    const [account, contact, read] = body.compositeResponse;
    expect([account.httpStatusCode, contact.httpStatusCode]).toEqual([201, 201]);
    expect(read.body.AccountId).toBe(account.body.id);
  });

  test('all or none takes everything back', async () => {
    const accounts = simulator.org.records.count('Account');
    const { body } = await run(
      [
        { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'a', body: { Name: 'X' } },
        { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'b', body: {} },
      ],
      true,
    );
    expect(body.compositeResponse[0].body[0].errorCode).toBe('PROCESSING_HALTED');
    expect(body.compositeResponse[1].body[0].errorCode).toBe('REQUIRED_FIELD_MISSING');
    expect(simulator.org.records.count('Account')).toBe(accounts);
  });

  test('25 calls at most, five of them queries', async () => {
    const ask = (url: string) => ({ method: 'GET', url: base + url, referenceId: 'r' });
    expect((await run(Array(26).fill(ask('/limits')))).status).toBe(400);
    expect((await run(Array(6).fill(ask('/query?q=x')))).status).toBe(400);
    const { body } = await run([ask('/nonsense')]);
    expect(body.compositeResponse[0].httpStatusCode).toBe(404);
  });
});
