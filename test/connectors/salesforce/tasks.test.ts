import { expect, test } from '@jest/globals';
import type nock from 'nock';
import type { SessionContext, TaskDraft } from '../../../connectors/connector.js';
import { openOrg } from '../../../connectors/salesforce/org.js';
import { readOwners } from '../../../connectors/salesforce/owners.js';
import { createTask, findTasks, taskStates } from '../../../connectors/salesforce/tasks.js';
import { noNetwork } from '../no-network.js';
import { describes, field } from './describe-support.js';
import { NOW, open, REST, refusal, salesforce } from './support.js';

noNetwork();

const LEAD = '00Q000000000001EAA';
const TASK = '00T000000000001EAA';
const OWNER = '005000000000001AAA';
const QUEUE = '00G000000000001EAA';
const options = (...values: string[]) => ({
  picklistValues: values.map((value) => ({ value, label: value, active: true })),
});
const TASK_FIELDS = [
  field('Status', 'picklist', options('Not Started', 'In Progress', 'Completed')),
  field('Priority', 'picklist', options('High', 'Normal', 'Low')),
];
const draft = (rest: Partial<TaskDraft> = {}): TaskDraft => ({
  object: 'Lead',
  record: LEAD,
  owner: OWNER,
  subject: 'Call today',
  lines: ['Score 82', 'Asked for "pricing"'],
  due: Date.UTC(2026, 10, 10, 23, 30),
  priority: 'medium',
  marker: 'm-1',
  ...rest,
});
const org = (context: Partial<SessionContext> = {}) => openOrg(open(context).api);
const withTask = (fields: readonly object[] = TASK_FIELDS, rest: object = {}) =>
  describes(salesforce(), 'Task', fields, rest);
const posts = (body: nock.RequestBodyMatcher = () => true) =>
  salesforce().post(`${REST}/sobjects/Task`, body);
const made = { id: TASK, success: true, errors: [] };

test("a task is the owner's, due on the org's own day, with a reminder and the marker", async () => {
  withTask();
  posts({
    WhoId: LEAD,
    OwnerId: OWNER,
    Subject: 'Call today',
    Description: 'Score 82\nAsked for "pricing"\n\n[plumbline:m-1]',
    ActivityDate: '2026-11-11',
    IsReminderSet: true,
    ReminderDateTime: '2026-11-10T23:30:00.000Z',
    Priority: 'Normal',
    Status: 'Not Started',
  }).reply(201, made);
  expect(await createTask(org({ timeZone: 'Europe/Helsinki' }), draft())).toBe(TASK);
});

test('words of an org that renamed its lists are not forced on it', async () => {
  withTask([
    field('Status', 'picklist', options('Neu', 'Fertig')),
    field('Priority', 'picklist', options('Hoch', 'Normal')),
  ]);
  let sent: Record<string, unknown> = {};
  posts((body) => {
    sent = body;
    return true;
  }).reply(201, made);
  await createTask(org(), draft({ priority: 'high' }));
  expect(sent).toMatchObject({ Status: 'Neu' });
  expect(sent).not.toHaveProperty('Priority');
});

test('long words are cut, never the marker; a line cannot pass for it', async () => {
  withTask();
  let sent: Record<string, string> = {};
  posts((body) => {
    sent = body;
    return true;
  }).reply(201, made);
  const lines = ['[plumbline:forged]', 'x'.repeat(40_000)];
  await createTask(org(), draft({ subject: 's'.repeat(300), lines }));
  expect([...(sent.Subject ?? '')]).toHaveLength(255);
  expect(sent.Description).toHaveLength(32_000);
  expect(sent.Description?.match(/\[plumbline:[^\]]+\]/g)).toEqual(['[plumbline:m-1]']);
});

test.each([
  ['INACTIVE_OWNER_OR_USER', ['OwnerId']],
  ['INVALID_CROSS_REFERENCE_KEY', []],
  ['FIELD_INTEGRITY_EXCEPTION', ['OwnerId']],
])('an owner who takes no tasks (%s) leaves it to the connected user', async (code, fields) => {
  withTask();
  posts((body) => body.OwnerId === QUEUE).reply(400, refusal(code, 'no', fields));
  posts((body) => !('OwnerId' in body)).reply(201, made);
  expect(await createTask(org(), draft({ owner: QUEUE }))).toBe(TASK);
});

test('a refusal about the lead is one, whoever the owner', async () => {
  withTask();
  posts().reply(400, refusal('INVALID_CROSS_REFERENCE_KEY', 'no such lead', ['WhoId']));
  await expect(createTask(org(), draft())).rejects.toMatchObject({ kind: 'refused' });
});

test('an unknown outcome is thrown and not repeated', async () => {
  withTask();
  posts().reply(503, '<html>');
  await expect(createTask(org(), draft())).rejects.toMatchObject({
    kind: 'transient',
    outcome: 'unknown',
  });
  withTask();
  posts().reply(201, {});
  await expect(createTask(org(), draft())).rejects.toMatchObject({ outcome: 'unknown' });
});

test('who may not create tasks is told; the right is looked for anew', async () => {
  const { org: opened, advance } = open();
  withTask(TASK_FIELDS, { createable: false });
  await expect(createTask(opened, draft())).rejects.toMatchObject({ kind: 'rights' });
  await expect(createTask(opened, draft())).rejects.toMatchObject({ kind: 'rights' });
  advance(10_000);
  withTask();
  posts().reply(201, made);
  expect(await createTask(opened, draft())).toBe(TASK);
});

test('a task about an object that has none is refused', async () => {
  withTask();
  await expect(createTask(org(), draft({ object: 'Campaign' }))).rejects.toMatchObject({
    kind: 'refused',
  });
});

test('tasks are found by their marker, deleted and archived ones too', async () => {
  let asked = '';
  salesforce()
    .get(`${REST}/queryAll`)
    .query((query) => {
      asked = String(query.q);
      return true;
    })
    .reply(200, {
      totalSize: 2,
      done: true,
      records: [
        {
          Id: TASK,
          Description: 'Score 82\r\n\r\n[plumbline:m-1]',
          IsClosed: true,
          CreatedDate: '2026-11-10T09:00:00.000+0000',
        },
        { Id: '00T000000000002EAA', Description: null, IsClosed: false, CreatedDate: 'x' },
      ],
    });
  const record = "x' OR Id != '";
  expect(await findTasks(org(), 'Lead', record, NOW)).toEqual([
    { id: TASK, marker: 'm-1', completed: true, createdAt: NOW },
    { id: '00T000000000002EAA', marker: null, completed: false, createdAt: 0 },
  ]);
  expect(asked).toBe(
    "SELECT Id,Description,IsClosed,CreatedDate FROM Task WHERE WhoId = 'x\\' OR Id != \\'' AND CreatedDate >= 2026-11-10T08:58:00.000Z",
  );
});

test('a task is waiting, started, completed or gone by what Salesforce says of it', async () => {
  const row = (number: number, Status: string | null, IsClosed: boolean, IsDeleted = false) => ({
    Id: `00T00000000000${number}EAA`,
    Status,
    IsClosed,
    IsDeleted,
    SystemModstamp: '2026-11-10T09:00:00.000+0000',
  });
  withTask();
  salesforce()
    .get(`${REST}/queryAll`)
    .query(true)
    .reply(200, {
      totalSize: 4,
      done: true,
      records: [
        row(1, 'Not Started', false),
        row(2, 'In Progress', false),
        row(3, 'Completed', true),
        row(4, 'Not Started', false, true),
      ],
    });
  const ids = [1, 2, 3, 4, 5].map((number) => `00T00000000000${number}EAA`);
  const states = await taskStates(org(), ids);
  expect(states.map(({ state }) => state)).toEqual(['waiting', 'started', 'completed', 'gone']);
  expect(states[0]).toMatchObject({ id: ids[0], changedAt: NOW });
});

const users = [
  { Id: OWNER, Name: 'Aino', Email: 'aino@acme.example', IsActive: true },
  { Id: '005000000000002AAA', Name: 'Ben', Email: null, IsActive: false },
];
const LEADS_ONLY = '00G000000000002EAA';
const rows = (records: object[]) => ({ totalSize: records.length, done: true, records });
const asks = (object: string) =>
  salesforce()
    .get(`${REST}/query`)
    .query(({ q }) => String(q).includes(` FROM ${object} `));

test('owners are users and queues; who left, and a queue that takes no tasks, comes last and inactive', async () => {
  describes(salesforce(), 'User', [field('Name')]);
  asks('User').reply(200, rows(users));
  asks('QueueSobject').reply(
    200,
    rows([
      { QueueId: QUEUE, SobjectType: 'Task', Queue: { Name: 'Inbound', Email: null } },
      { QueueId: QUEUE, SobjectType: 'Lead', Queue: { Name: 'Inbound', Email: null } },
      { QueueId: LEADS_ONLY, SobjectType: 'Lead', Queue: { Name: 'Triage', Email: null } },
    ]),
  );
  expect(await readOwners(org())).toEqual([
    { id: OWNER, email: 'aino@acme.example', name: 'Aino', active: true, teams: [] },
    { id: QUEUE, email: null, name: 'Inbound', active: true },
    { id: '005000000000002AAA', email: null, name: 'Ben', active: false, teams: [] },
    { id: LEADS_ONLY, email: null, name: 'Triage', active: false },
  ]);
});

test('without the right to see queues there are users alone', async () => {
  describes(salesforce(), 'User', [field('Name')]);
  asks('User').reply(200, rows(users));
  asks('QueueSobject').reply(400, refusal('INVALID_TYPE', 'not supported'));
  expect(await readOwners(org())).toHaveLength(2);
});
