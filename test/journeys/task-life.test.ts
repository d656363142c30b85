import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { publishDocument } from '../../src/store/documents.js';
import { type AppWorld, createAppWorld, waitFor } from '../support/app-world.js';
import { risingAlerts } from '../support/rising-alert.js';

let world: AppWorld;
beforeAll(async () => {
  // A tenth of the waits' tenth: tasks are looked at each three seconds.
  world = await createAppWorld({ simulator: { contacts: 3 }, env: { UNKNOWN_WAIT_MS: '300' } });
  const { app, account } = world;
  const by = { who: 'test', reason: 'a number to cross' };
  const document = { kind: 'alerts', name: 'default', text: risingAlerts() } as const;
  await publishDocument(app.pool, account.workspace, document, by);
  await waitFor('the document to be in force', async () =>
    (await app.documents.alerts(account.workspace)).triggers.some(({ id }) => id === 'rising'),
  );
});
afterAll(() => world?.close());

interface Row {
  readonly trigger: string;
  readonly state: string;
  readonly reason: string | null;
}
const alerts = (record: string) =>
  world.rows<Row>(
    'select trigger, state, reason from alerts where record = $1 order by created_at',
    [record],
  );
const tasks = (record: string) => world.simulator.acts().tasksOf(record);
const closed = (reason: string): Row => ({ trigger: 'rising', state: 'closed', reason });
const OPEN: Row = { trigger: 'rising', state: 'open', reason: null };

const arrived = (record: string, title: string): Promise<void> =>
  waitFor(`the title ${title} to be scored`, async () => {
    const [row] = await world.rows<{ done: boolean }>(
      `select l.fields ->> 'jobTitle' = $2 and w.dirty_seq = w.scored_seq as done from records r
       join leads l on l.id = r.lead join lead_work w on w.lead = l.id
       where r.object = 'contacts' and r.record = $1`,
      [record, title],
    );
    return row?.done === true;
  });

async function rename(record: string, jobtitle: string): Promise<void> {
  world.simulator.acts().edit('contacts', record, { jobtitle });
  await arrived(record, jobtitle);
}

/** A contact whose score has just risen, with the open task that says so. */
async function risen(lastname: string): Promise<string> {
  const { id } = world.simulator.acts().createContact({ lastname, jobtitle: 'Clerk' });
  await arrived(id, 'Clerk');
  await rename(id, 'Director of Sales');
  await waitFor('the task', async () => (await alerts(id))[0]?.state === 'open');
  expect(tasks(id)).toHaveLength(1);
  return id;
}

const touched = async (record: string): Promise<boolean> => {
  const [row] = await world.rows<{ moved: boolean }>(
    'select bool_or(moved_at is not null) as moved from alerts where record = $1',
    [record],
  );
  return row?.moved === true;
};

test('a task that is done closes its alert; a new cause is told again when the cool-down is over', async () => {
  const id = await risen('Lindqvist');
  world.simulator.acts().completeTask(tasks(id)[0]?.id ?? '');
  await waitFor('the alert to close', async () => (await alerts(id))[0]?.state === 'closed');
  expect(await alerts(id)).toEqual([closed('the task was completed')]);
  expect(await touched(id)).toBe(true);

  await rename(id, 'Intern');
  await rename(id, 'Director of Sales');
  await world.settle();
  expect(await alerts(id)).toHaveLength(1);

  await rename(id, 'Intern');
  await world.rows(`update alerts set cooldown_until = now() where record = $1`, [id]);
  await rename(id, 'Director of Sales');
  await waitFor('the second task', async () => tasks(id).length === 2);
  await world.settle();
  expect(await alerts(id)).toEqual([closed('the task was completed'), OPEN]);
});

test('a deleted task closes its alert, and is no touch', async () => {
  const id = await risen('Ferreira');
  world.simulator.acts().archive('tasks', tasks(id)[0]?.id ?? '');
  await waitFor('the alert to close', async () => (await alerts(id))[0]?.state === 'closed');
  expect(await alerts(id)).toEqual([closed('the task was deleted')]);
  expect(await touched(id)).toBe(false);
});

test('a task moved on is a touch, and its alert stays open', async () => {
  const id = await risen('Okonkwo');
  world.simulator.acts().edit('tasks', tasks(id)[0]?.id ?? '', { hs_task_status: 'WAITING' });
  await waitFor('the move to be seen', () => touched(id));
  expect(await alerts(id)).toEqual([OPEN]);
});

test('the alert closes when its cause ends; the task stays for its owner to judge', async () => {
  const id = await risen('Bergstrom');
  await rename(id, 'Intern');
  await waitFor('the alert to close', async () => (await alerts(id))[0]?.state === 'closed');
  expect(await alerts(id)).toEqual([closed('its cause ended')]);
  expect(tasks(id)).toHaveLength(1);
});

test('where the CRM fails, alerts stay open and are asked about later', async () => {
  const id = await risen('Virtanen');
  world.simulator.fault({ kind: 'status', status: 400, operation: 'tasks.batch.read', count: 1 });
  await waitFor('the fault', async () => world.simulator.faults.list()[0]?.hits === 1);
  expect(await alerts(id)).toEqual([OPEN]);
  world.simulator.acts().completeTask(tasks(id)[0]?.id ?? '');
  await waitFor('the alert to close', async () => (await alerts(id))[0]?.state === 'closed');
});
