import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type ModelCheck,
  type ModelMaterial,
  type ModelSample,
  modelsApi,
} from '../../../../src/admin/api/contract/models.js';
import { modelRoutes } from '../../../../src/admin/api/routes/models.js';
import {
  createWorkbenchWorld,
  LEADS,
  type WorkbenchWorld,
} from '../../../evaluate/model-workbench/support.js';
import { openTestApi, type TestApi } from '../support.js';

let world: WorkbenchWorld;
let api: TestApi;

beforeAll(async () => {
  world = await createWorkbenchWorld();
  const models = modelRoutes(world.workbench);
  api = await openTestApi({ models: modelsApi }, { models }, world.workspace);
});
afterAll(async () => {
  await api?.close();
  await world?.close();
});

const post = <T>(path: string, body: unknown) => api.send<T>('POST', path, body);

test('material names fields with operators of their type, and what the mappings give', async () => {
  const { body } = await api.send<ModelMaterial>('GET', '/model-material');
  const field = (name: string) => body.fields.find((one) => one.name === name);
  expect(field('seniority')).toMatchObject({ type: 'text', mapped: true, label: 'Seniority' });
  expect(field('seniority')?.values[0]).toEqual({ value: 'director', leads: 30 });
  expect(field('company.employees')?.operators).toContain('between');
  expect(field('createdAt')?.operators).toContain('withinLast');
  expect(field('country')?.operators).not.toContain('gte');
  expect(body.activities.find(({ type }) => type === 'demo_request')).toMatchObject({
    label: 'Demo request',
    channel: 'web',
    seen: 20,
    mapped: true,
  });
  expect(body.channels).not.toContain('none');
  expect(body.of).toBe(LEADS);
});

test('a text is checked, its sample scored and its leads counted', async () => {
  const check = await post<ModelCheck>('/models/b2b-default/check', { text: world.text });
  expect(check.body.problems).toEqual([]);
  expect(check.body.words?.rules[0]?.size).toBe('+15');
  const sample = await post<ModelSample>('/models/b2b-default/sample', { text: world.text });
  expect(sample.body.leads).toHaveLength(LEADS);
  const counts = await post('/model-counts', {
    asks: { a: { predicate: { field: 'seniority', eq: 'director' } } },
  });
  expect(counts.body).toEqual({
    counts: { a: { leads: 30, low: 30, high: 30 } },
    of: LEADS,
    looked: LEADS,
    exact: true,
  });
});

test('a text that is no model is a refusal with its problems, and a check that tells them', async () => {
  const text = 'model: x\nversion: 1\ndimensions: {}\nrules: [{}]\n';
  const sample = await post<{ error: { code: string } }>('/models/x/sample', { text });
  expect(sample.status).toBe(422);
  expect(sample.body.error.code).toBe('document-invalid');
  const check = await post<ModelCheck>('/models/x/check', { text: 'rules: [' });
  expect(check.status).toBe(200);
  expect(check.body.words).toBeNull();
  expect(check.body.problems[0]?.line).toBe(1);
});

test('a curve is drawn; one that cannot be is refused', async () => {
  const curve = await post<{ points: number[][] }>('/model-curve', {
    decay: { halfLife: '10d' },
    points: 8,
  });
  expect(curve.body.points.find(([day]) => day === 10)).toEqual([10, 4]);
  expect((await post('/model-curve', { decay: { halfLife: 'soon' }, points: 8 })).status).toBe(422);
});

test('sheets and interviews answer a text and keep nothing', async () => {
  const content = Buffer.from('Asset;Percent\nWhite paper;30\n').toString('base64');
  const made = await post<{ text: string; read: number }>('/models/new/import', {
    file: 'a.csv',
    content,
  });
  expect(made.body).toMatchObject({ read: 1 });
  expect(made.body.text).toContain('model: new');
  const bad = await post<{ error: { code: string } }>('/models/new/import', {
    file: 'a.csv',
    content: Buffer.from([0xd0, 0xcf, 0x11, 0xe0]).toString('base64'),
  });
  expect([bad.status, bad.body.error.code]).toEqual([422, 'old-workbook']);
  const questions = await api.send<{ items: { id: string }[] }>('GET', '/model-interview');
  expect(questions.body.items[0]?.id).toBe('demo');
  const interview = await post<{ rules: number }>('/models/new/interview', {
    answers: { demo: 90 },
  });
  expect(interview.body.rules).toBe(1);
  expect(await world.intake.rows('select 1 from documents where name = $1', ['new'])).toEqual([]);
});

test('a lead of another workspace cannot be pinned or counted', async () => {
  const [row] = await world.intake.rows<{ id: number }>(
    `insert into workspaces (name) values ('other') returning id`,
  );
  api.as({ workspace: row?.id ?? 0 });
  const pin = await post('/models/b2b-default/pin', { text: world.text, lead: '1', label: 'x' });
  expect(pin.status).toBe(404);
  const counts = await post<{ of: number }>('/model-counts', {
    asks: { a: { predicate: { field: 'email', exists: true } } },
  });
  expect(counts.body.of).toBe(0);
  const { body } = await api.send<ModelMaterial>('GET', '/model-material');
  expect(body.fields.every(({ filled }) => filled === 0)).toBe(true);
  api.as({ workspace: world.workspace });
});
