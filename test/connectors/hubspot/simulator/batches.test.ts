import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Simulator } from '../../../../connectors/hubspot/simulator/index.js';
import { call, contactIds, start } from './support.js';

const BATCH = '/crm/objects/2026-09/contacts/batch';
let simulator: Simulator;
beforeEach(async () => {
  simulator = await start({ contacts: 120 });
});
afterEach(() => simulator.close());

const update = (inputs: unknown) => call(simulator, 'POST', `${BATCH}/update`, { inputs });
const city = (id: string) => simulator.data().store.get('contacts', id)?.values.city;

test('batch read takes 100, or 50 with history, and names missing ids in a 207', async () => {
  const inputs = contactIds(simulator, 120).map((id) => ({ id }));
  const read = (body: unknown) => call(simulator, 'POST', `${BATCH}/read`, body);
  expect((await read({ inputs, properties: ['email'] })).status).toBe(400);
  const full = await read({ inputs: inputs.slice(0, 100), properties: ['email'] });
  expect(full.status).toBe(200);
  expect(full.body).toMatchObject({
    status: 'COMPLETE',
    startedAt: expect.any(String),
    completedAt: expect.any(String),
  });
  expect(full.body.results).toHaveLength(100);
  const history = { properties: [], propertiesWithHistory: ['email'] };
  expect((await read({ inputs: inputs.slice(0, 51), ...history })).status).toBe(400);
  expect((await read({ inputs: inputs.slice(0, 50), ...history })).status).toBe(200);
  const missing = await read({ inputs: [...inputs.slice(0, 2), { id: '5' }], properties: [] });
  expect(missing.status).toBe(207);
  expect(missing.body).toMatchObject({
    numErrors: 1,
    errors: [{ status: 'error', category: 'OBJECT_NOT_FOUND', context: { ids: ['5'] } }],
  });
  expect(missing.body.results).toHaveLength(2);
});

test('without trace ids one invalid value refuses the whole batch and nothing is written', async () => {
  const [a = '', b = ''] = contactIds(simulator, 2);
  const answer = await update([
    { id: a, properties: { city: 'Oslo' } },
    { id: b, properties: { hs_lead_status: 'nonsense' } },
  ]);
  expect(answer.status).toBe(400);
  expect(answer.body.errors[0].code).toBe('INVALID_OPTION');
  expect(city(a)).not.toBe('Oslo');
});

test('with a unique trace id on every input the good ones are written and the bad named', async () => {
  const [a = '', b = ''] = contactIds(simulator, 2);
  const answer = await update([
    { id: a, properties: { city: 'Oslo' }, objectWriteTraceId: 't1' },
    { id: b, properties: { hs_lead_status: 'nonsense' }, objectWriteTraceId: 't2' },
    { id: '5', properties: { city: 'Oslo' }, objectWriteTraceId: 't3' },
  ]);
  expect(answer.status).toBe(207);
  expect(answer.body.results).toMatchObject([{ id: a, objectWriteTraceId: 't1' }]);
  expect(answer.body.numErrors).toBe(2);
  expect(answer.body.errors).toMatchObject([
    { category: 'VALIDATION_ERROR', context: { objectWriteTraceId: ['t2'] } },
    { category: 'OBJECT_NOT_FOUND', context: { objectWriteTraceId: ['t3'] } },
  ]);
  expect(city(a)).toBe('Oslo');
});

test('a trace id used twice is no opt-in', async () => {
  const [a = '', b = ''] = contactIds(simulator, 2);
  const answer = await update([
    { id: a, properties: { city: 'Oslo' }, objectWriteTraceId: 't' },
    { id: b, properties: { nope: '' }, objectWriteTraceId: 't' },
  ]);
  expect(answer.status).toBe(400);
  expect(city(a)).not.toBe('Oslo');
});

test('a contact twice in one batch is 400; with the setting the last wins', async () => {
  const [a = ''] = contactIds(simulator, 1);
  const inputs = ['Oslo', 'Bergen'].map((name) => ({ id: a, properties: { city: name } }));
  expect((await update(inputs)).status).toBe(400);
  simulator.gateway.settings.duplicateInputs = 'last-wins';
  expect((await update(inputs)).status).toBe(200);
  expect(city(a)).toBe('Bergen');
});

test('101 inputs, numbers as values and numeric ids are refused', async () => {
  const ids = contactIds(simulator, 101);
  expect((await update(ids.map((id) => ({ id, properties: { city: 'X' } })))).status).toBe(400);
  expect((await update([{ id: ids[0], properties: { plumbline_score: 5 } }])).status).toBe(400);
  expect((await update([{ id: Number(ids[0]), properties: { city: 'X' } }])).status).toBe(400);
});

test('a poisoned record or value is refused with a validation error of its own', async () => {
  const [a = '', b = ''] = contactIds(simulator, 2);
  simulator.fault({ kind: 'poisoned-record', record: a, message: 'Region is required' });
  const traced = [a, b].map((id) => ({ id, properties: { city: 'Oslo' }, objectWriteTraceId: id }));
  const answer = await update(traced);
  expect(answer.status).toBe(207);
  expect(answer.body.errors).toMatchObject([
    {
      context: { ids: [a] },
      errors: [{ code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY', message: 'Region is required' }],
    },
  ]);
  expect((await update([{ id: a, properties: { city: 'Rom' } }])).status).toBe(400);
  simulator.faults.clear();
  simulator.fault({ kind: 'poisoned-value', property: 'city', value: 'Atlantis' });
  expect((await update([{ id: a, properties: { city: 'Atlantis' } }])).status).toBe(400);
  expect((await update([{ id: a, properties: { city: 'Rom' } }])).status).toBe(200);
});

test('upsert by email says what is new; create is 201', async () => {
  const [a = ''] = contactIds(simulator, 1);
  const email = simulator.data().store.get('contacts', a)?.values.email;
  const answer = await call(simulator, 'POST', `${BATCH}/upsert`, {
    inputs: [
      { id: email, idProperty: 'email', properties: { city: 'Oslo' } },
      { id: 'fresh@new.example', idProperty: 'email', properties: { city: 'Oslo' } },
    ],
  });
  expect(answer.status).toBe(200);
  expect(answer.body.results).toMatchObject([{ id: a, new: false }, { new: true }]);
  const made = await call(simulator, 'POST', `${BATCH}/create`, {
    inputs: [{ properties: { email: 'b@new.example' }, associations: [] }],
  });
  expect(made.status).toBe(201);
  const archived = await call(simulator, 'POST', `${BATCH}/archive`, {
    inputs: [{ id: made.body.results[0].id }],
  });
  expect(archived.status).toBe(204);
});

test('the setting folds partial failures of 2026-09 into a 200', async () => {
  simulator.gateway.settings.foldErrors = true;
  const body = { inputs: [{ id: '5' }], properties: [] };
  const folded = await call(simulator, 'POST', `${BATCH}/read`, body);
  expect([folded.status, folded.body.numErrors]).toEqual([200, 1]);
  expect((await call(simulator, 'POST', '/crm/v3/objects/contacts/batch/read', body)).status).toBe(
    207,
  );
});
