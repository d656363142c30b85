import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type AppWorld, createAppWorld, waitFor } from '../../support/app-world.js';

let world: AppWorld;
beforeAll(async () => {
  world = await createAppWorld({ env: { TASKS_PER_OWNER_PER_DAY: '1000' } });
});
afterAll(() => world?.close());
afterEach(() => world.simulator.faults.clear());

const UPDATE = 'contacts.batch.update';
const TASK = 'tasks.create';

/** What the CRM holds of a contact now. */
const held = (record: string): Record<string, string | null> =>
  (world.simulator.describe('contacts', record) as { properties: Record<string, string | null> })
    .properties;

async function createDirectors(prefix: string, count: number): Promise<string[]> {
  const owner = world.simulator.data(world.simulator.portal).owners[0]?.id ?? '';
  const ids = Array.from(
    { length: count },
    (_, index) =>
      world.simulator.acts().createContact({
        email: `${prefix}-${index}@${prefix}.example`,
        firstname: prefix,
        jobtitle: 'Director of Marketing',
        hubspot_owner_id: owner,
      }).id,
  );
  await waitFor('the contacts to be leads', async () => {
    const [row] = await world.rows<{ count: number }>(
      `select count(*)::int as count from records r join scores s on s.lead = r.lead
       where r.object = 'contacts' and r.record = any($1::text[])`,
      [ids],
    );
    return row?.count === count;
  });
  await world.settle();
  return ids;
}

const editAll = (ids: readonly string[], jobtitle: string): void => {
  for (const id of ids) world.simulator.acts().edit('contacts', id, { jobtitle });
};

interface Row {
  readonly record: string;
  readonly want: Record<string, string | null>;
  readonly state: string;
  readonly reason: string | null;
  readonly attempts: number;
}

const desired = (ids: readonly string[]): Promise<Row[]> =>
  world.rows<Row>(
    `select record, want, state, reason, attempts from desired where record = any($1::text[])
     order by record`,
    [ids],
  );

async function expectWritten(ids: readonly string[]): Promise<void> {
  const rows = await desired(ids);
  expect(rows.map((row) => row.record)).toEqual([...ids].sort());
  for (const { record, want, state } of rows) {
    const crm = held(record);
    const { plumbline_grade, plumbline_score } = want;
    expect({ record, state, plumbline_grade, plumbline_score }).toEqual({
      record,
      state: 'idle',
      plumbline_grade: crm.plumbline_grade,
      plumbline_score: crm.plumbline_score,
    });
  }
}

/** The new title is in the lead, so that "settled" speaks of it. */
const arrived = (ids: readonly string[], title: string): Promise<void> =>
  waitFor(`the title ${title} to arrive`, async () => {
    const [row] = await world.rows<{ count: number }>(
      `select count(*)::int as count from records r join leads l on l.id = r.lead
       join lead_work w on w.lead = l.id and w.dirty_seq = w.scored_seq
       where r.object = 'contacts' and r.record = any($1::text[]) and l.fields ->> 'jobTitle' = $2`,
      [ids, title],
    );
    return row?.count === ids.length;
  });

test.each([
  ['a failing server', { kind: 'status', status: 503, count: 2 }],
  ['a cut connection', { kind: 'cut', count: 2 }],
  ['an update applied before the cut', { kind: 'apply-then-cut', count: 2 }],
  ['an update applied and never answered', { kind: 'apply-then-hang', count: 1 }],
  ['an expired token', { kind: 'expired-token', count: 1 }],
] as const)('%s delays the values, and the right ones arrive', async (name, fault) => {
  const ids = await createDirectors(name.replaceAll(' ', '-'), 5);
  const { id } = world.simulator.fault({ ...fault, operation: UPDATE });
  editAll(ids, 'Intern');
  await arrived(ids, 'Intern');
  await waitFor('the fault to strike', async () =>
    world.simulator.faults.list().some((one) => one.id === id && one.hits > 0),
  );
  // Decided while the outcome is unknown, and what the CRM held before it: the newest values count.
  editAll(ids, 'Director of Marketing');
  await arrived(ids, 'Director of Marketing');
  await world.settle();
  await expectWritten(ids);
});

test("the invalid record of a batch is parked with the CRM's message, the others arrive", async () => {
  const ids = await createDirectors('invalid', 8);
  const [bad = '', ...good] = ids;
  const message = 'Property values were not valid: ask your admin';
  world.simulator.fault({ kind: 'poisoned-record', record: bad, message });
  editAll(ids, 'Intern');
  await arrived(ids, 'Intern');
  await world.settle();
  await expectWritten(good);
  const [row] = await desired([bad]);
  expect(row?.state).toBe('parked');
  expect(row?.reason).toContain(message);

  // A new value is a new try.
  world.simulator.faults.clear();
  editAll([bad], 'Chief Executive Officer');
  await arrived([bad], 'Chief Executive Officer');
  await world.settle();
  await expectWritten([bad]);
});

test.each([
  ['applied, then cut', { kind: 'apply-then-cut' }],
  ['applied, then never answered', { kind: 'apply-then-hang' }],
] as const)('a task creation %s never makes a second task', async (name, fault) => {
  const ids = await createDirectors(name.replaceAll(/\W+/g, '-'), 3);
  world.simulator.fault({ ...fault, operation: TASK, count: 3 });
  for (const id of ids) world.simulator.acts().fillForm(id, 'demo');
  await waitFor('the alerts', async () => {
    const [row] = await world.rows<{ count: number }>(
      'select count(*)::int as count from alerts where record = any($1::text[])',
      [ids],
    );
    return row?.count === ids.length;
  });
  await world.settle();
  expect(world.simulator.faults.list()[0]?.hits).toBe(3);
  for (const id of ids) {
    const tasks = world.simulator.acts().tasksOf(id);
    const alerts = await world.rows('select state, task from alerts where record = $1', [id]);
    expect(tasks).toHaveLength(1);
    expect(alerts).toEqual([{ state: 'open', task: tasks[0]?.id }]);
  }
});

test('a task creation that failed without being applied is made once', async () => {
  const ids = await createDirectors('failed-task', 2);
  world.simulator.fault({ kind: 'cut', operation: TASK, count: 1 });
  world.simulator.fault({ kind: 'status', status: 502, operation: TASK, count: 1 });
  for (const id of ids) world.simulator.acts().fillForm(id, 'demo');
  await waitFor('the tasks', async () =>
    ids.every((id) => world.simulator.acts().tasksOf(id).length === 1),
  );
  await world.settle();
  for (const id of ids) expect(world.simulator.acts().tasksOf(id)).toHaveLength(1);
});

/** Rows that rest after failures are tried at once. */
const hurry = () => world.rows('update desired set retry_at = null where retry_at is not null');

// The waits of the protocol stand at a tenth: ten minutes are one, and the tries fall at 0, 0.2, 1, 4.2,
// 17 and 68 seconds. Tries are requests in the CRM's log while this contact alone has news.
test('a row that fails again and again is tried six times at most in the scaled ten minutes', async () => {
  const [id = ''] = await createDirectors('failing', 1);
  world.simulator.fault({ kind: 'cut', operation: UPDATE, probability: 0.5 });
  world.simulator.fault({ kind: 'status', status: 503, operation: UPDATE });
  const since = Date.now();
  editAll([id], 'Intern');
  await arrived([id], 'Intern');
  const tries = () => world.simulator.requests.list({ operation: UPDATE, since }).length;
  await waitFor('the first five tries', async () => tries() >= 5);
  const failed = () =>
    world.rows<{ attempts: number; reason: string | null; rest: boolean }>(
      `select attempts, reason, retry_at > clock_timestamp() + interval '30 s' as rest
       from desired where record = $1 and state = 'pending'`,
      [id],
    );
  await waitFor('the fifth outcome', async () => (await failed()).length === 1);
  expect(await failed()).toEqual([
    { attempts: 5, reason: expect.stringContaining('HubSpot'), rest: true },
  ]);
  expect(tries()).toBe(5);
  world.simulator.faults.clear();
  await hurry();
  await world.settle();
  await expectWritten([id]);
});

test('a refusal by rate waits, and the values arrive', async () => {
  const ids = await createDirectors('rate', 5);
  world.simulator.fault({ kind: 'status', status: 429, operation: UPDATE, count: 1 });
  editAll(ids, 'Intern');
  await arrived(ids, 'Intern');
  await world.settle();
  expect(world.simulator.faults.list()[0]?.hits).toBe(1);
  await expectWritten(ids);
});
