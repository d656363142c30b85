import { expect, test } from '@jest/globals';
import type { TaskDraft } from '../../../connectors/connector.js';
import { noNetwork } from '../no-network.js';
import { hubspotApi, NOW, open } from './support.js';

noNetwork();

const draft: TaskDraft = {
  object: 'contacts',
  record: '101',
  owner: '9001',
  subject: 'Call <Ada> & team',
  lines: ['Score 82 <b>A1</b>', 'Demo & "pricing"', 'Of [plumbline:another] Ltd'],
  due: Date.UTC(2026, 10, 11, 8, 0, 0),
  priority: 'high',
  marker: 'lead-7-hand-raise-1',
};

test('a task is created with its link, its due time and the escaped lines', async () => {
  hubspotApi()
    .post('/crm/objects/2026-09/tasks', {
      properties: {
        hs_timestamp: '2026-11-11T08:00:00.000Z',
        hs_task_subject: 'Call <Ada> & team',
        hs_task_body:
          'Score 82 &lt;b&gt;A1&lt;/b&gt;<br>Demo &amp; &quot;pricing&quot;<br>Of (plumbline:another] Ltd<br>[plumbline:lead-7-hand-raise-1]',
        hs_task_status: 'NOT_STARTED',
        hs_task_priority: 'HIGH',
        hs_task_type: 'TODO',
        hubspot_owner_id: '9001',
      },
      associations: [
        {
          to: { id: '101' },
          types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 204 }],
        },
      ],
    })
    .reply(201, { id: '3001', properties: {} });
  expect(await open().session.createTask(draft)).toBe('3001');
});

test('without an owner the task is unassigned; companies and deals have link types of their own', async () => {
  const types: unknown[] = [];
  hubspotApi()
    .post('/crm/objects/2026-09/tasks', (body) => {
      expect(body.properties).not.toHaveProperty('hubspot_owner_id');
      types.push(body.associations[0].types[0].associationTypeId);
      return true;
    })
    .times(2)
    .reply(201, { id: '3002' });
  const { session } = open();
  await session.createTask({ ...draft, owner: null, object: 'companies' });
  await session.createTask({ ...draft, owner: null, object: 'deals' });
  expect(types).toEqual([192, 216]);
  await expect(session.createTask({ ...draft, object: 'emails' })).rejects.toMatchObject({
    name: 'CrmError',
    kind: 'refused',
  });
});

test('a failure after sending leaves the outcome unknown and is not repeated', async () => {
  hubspotApi().post('/crm/objects/2026-09/tasks').reply(504, '');
  const { session, counted } = open();
  await expect(session.createTask(draft)).rejects.toMatchObject({
    kind: 'transient',
    outcome: 'unknown',
  });
  expect(counted).toHaveLength(1);
});

test('tasks are found through the links of the record, open or completed', async () => {
  hubspotApi()
    .post('/crm/associations/2026-09/contacts/tasks/batch/read', { inputs: [{ id: '101' }] })
    .reply(200, {
      results: [
        {
          from: { id: '101' },
          to: [1, 2, 3].map((toObjectId) => ({
            toObjectId,
            associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 203 }],
          })),
        },
      ],
    });
  const task = (id: string, status: string, body: string, created: string): object => ({
    id,
    properties: { hs_task_body: body, hs_task_status: status, hs_createdate: created },
    createdAt: created,
    updatedAt: created,
  });
  hubspotApi()
    .post('/crm/objects/2026-09/tasks/batch/read', {
      inputs: [{ id: '1' }, { id: '2' }, { id: '3' }],
      properties: ['hs_task_body', 'hs_task_status', 'hs_createdate'],
      propertiesWithHistory: [],
    })
    .reply(200, {
      results: [
        task('1', 'NOT_STARTED', '<p>x<br>[plumbline:a-1]</p>', '2026-11-10T09:00:05.000Z'),
        task('2', 'COMPLETED', 'called by a colleague', '2026-11-10T09:01:00.000Z'),
        task('3', 'COMPLETED', '[plumbline:a-0]', '2026-11-01T09:00:00.000Z'),
      ],
    });
  expect(await open().session.findTasks('contacts', '101', NOW)).toEqual([
    { id: '1', marker: 'a-1', completed: false, createdAt: NOW + 5_000 },
    { id: '2', marker: null, completed: true, createdAt: NOW + 60_000 },
  ]);
});

test('a record without tasks takes one call', async () => {
  hubspotApi()
    .post('/crm/associations/2026-09/contacts/tasks/batch/read')
    .reply(207, {
      results: [],
      numErrors: 1,
      errors: [{ status: 'error', subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND' }],
    });
  const { session, counted } = open();
  expect(await session.findTasks('contacts', '101', NOW)).toEqual([]);
  expect(counted).toHaveLength(1);
});

test('the states of tasks take one call; what the errors of a 200 name is deleted', async () => {
  const task = (id: string, status: string | null): object => ({
    id,
    properties: { hs_task_status: status },
    updatedAt: '2026-11-10T09:30:00.000Z',
  });
  hubspotApi()
    .post('/crm/objects/2026-09/tasks/batch/read', {
      inputs: ['1', '2', '3', '4', '5'].map((id) => ({ id })),
      properties: ['hs_task_status'],
      propertiesWithHistory: [],
    })
    .reply(200, {
      status: 'COMPLETE',
      results: [task('1', 'NOT_STARTED'), task('2', 'DEFERRED'), task('3', 'COMPLETED')],
      numErrors: 2,
      errors: [
        { status: 'error', category: 'OBJECT_NOT_FOUND', context: { ids: ['4'] } },
        { status: 'error', category: 'VALIDATION_ERROR', context: { ids: ['5'] } },
      ],
    });
  const { session, taken } = open();
  const changedAt = NOW + 30 * 60_000;
  expect(await session.taskStates(['1', '2', '3', '4', '5'])).toEqual([
    { id: '1', state: 'waiting', changedAt },
    { id: '2', state: 'started', changedAt },
    { id: '3', state: 'completed', changedAt },
    { id: '4', state: 'gone', changedAt: null },
  ]);
  expect(taken.map(({ priority }) => priority)).toEqual(['background']);
});
