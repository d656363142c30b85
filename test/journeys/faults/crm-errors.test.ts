import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { waitFor } from '../../support/app-world.js';
import { CRMS, type CrmWorld } from '../../support/crms/worlds.js';

describe.each(CRMS)('$label', ({ open, delays }) => {
  let world: CrmWorld;
  beforeAll(async () => {
    world = await open({ env: { TASKS_PER_OWNER_PER_DAY: '1000' } });
  });
  afterAll(() => world?.close());
  afterEach(() => world.crm.faults.clear());

  async function createDirectors(prefix: string, count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, (_, index) =>
      world.crm.create(`${prefix}-${index}`, 'Director of Marketing'),
    );
    await waitFor('the people to be leads', async () => {
      const [row] = await world.rows<{ count: number }>(
        `select count(*)::int as count from records r join scores s on s.lead = r.lead
       where r.record = any($1::text[])`,
        [ids],
      );
      return row?.count === count;
    });
    await world.settle();
    return ids;
  }

  const editAll = (ids: readonly string[], title: string): void => {
    for (const id of ids) world.crm.setTitle(id, title);
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
    const outputs = ['score', 'grade'].map(world.crm.output);
    for (const { record, want, state } of rows) {
      const held = world.crm.held(record);
      const decided = outputs.map((name) => want[name]);
      expect({ record, state, decided }).toEqual({
        record,
        state: 'idle',
        decided: outputs.map((name) => held[name]),
      });
      expect(decided).not.toContain(undefined);
    }
  }

  /** The new title is in the lead, so that "settled" speaks of it. */
  const arrived = (ids: readonly string[], title: string): Promise<void> =>
    waitFor(`the title ${title} to arrive`, async () => {
      const [row] = await world.rows<{ count: number }>(
        `select count(*)::int as count from records r join leads l on l.id = r.lead
       join lead_work w on w.lead = l.id and w.dirty_seq = w.scored_seq
       where r.record = any($1::text[]) and l.fields ->> 'jobTitle' = $2`,
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
    ...delays,
  ] as const)('%s delays the values, and the right ones arrive', async (name, fault) => {
    const ids = await createDirectors(name.replaceAll(' ', '-'), 5);
    const { id } = world.crm.fault({ ...fault, operation: world.crm.operations.update });
    editAll(ids, 'Intern');
    await arrived(ids, 'Intern');
    await waitFor('the fault to strike', async () =>
      world.crm.faults.list().some((one) => one.id === id && one.hits > 0),
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
    world.crm.fault({ ...world.crm.invalid, record: bad, message });
    editAll(ids, 'Intern');
    await arrived(ids, 'Intern');
    await world.settle();
    await expectWritten(good);
    const [row] = await desired([bad]);
    expect(row?.state).toBe('parked');
    expect(row?.reason).toContain(message);

    // A new value is a new try.
    world.crm.faults.clear();
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
    world.crm.fault({ ...fault, operation: world.crm.operations.task, count: 3 });
    for (const id of ids) world.crm.ask(id);
    await waitFor('the alerts', async () => {
      const [row] = await world.rows<{ count: number }>(
        'select count(*)::int as count from alerts where record = any($1::text[])',
        [ids],
      );
      return row?.count === ids.length;
    });
    await world.settle();
    expect(world.crm.faults.list()[0]?.hits).toBe(3);
    for (const id of ids) {
      const tasks = world.crm.tasksOf(id);
      const alerts = await world.rows('select state, task from alerts where record = $1', [id]);
      expect(tasks).toHaveLength(1);
      expect(alerts).toEqual([{ state: 'open', task: tasks[0] }]);
    }
    // One that was found is counted as one that was answered.
    await waitFor('all to be counted', async () => {
      const rest = await world.rows(
        `select count(*) from alerts where task is not null having count(*) <>
           (select coalesce(sum(value), 0) from counters where name = 'tasks.created')`,
      );
      return rest.length === 0;
    });
  });

  test('a task creation that failed without being applied is made once', async () => {
    const ids = await createDirectors('failed-task', 2);
    world.crm.fault({ kind: 'cut', operation: world.crm.operations.task, count: 1 });
    world.crm.fault({
      kind: 'status',
      status: 502,
      operation: world.crm.operations.task,
      count: 1,
    });
    for (const id of ids) world.crm.ask(id);
    await waitFor('the tasks', async () => ids.every((id) => world.crm.tasksOf(id).length === 1));
    await world.settle();
    for (const id of ids) expect(world.crm.tasksOf(id)).toHaveLength(1);
  });

  /** Rows that rest after failures are tried at once. */
  const hurry = () => world.rows('update desired set retry_at = null where retry_at is not null');

  // The waits of the protocol stand at a tenth: ten minutes are one, and the tries fall at 0, 0.2, 1, 4.2,
  // 17 and 68 seconds. Tries are requests in the CRM's log while this person alone has news.
  test('a row that fails again and again is tried six times at most in the scaled ten minutes', async () => {
    const { crm } = world;
    const [id = ''] = await createDirectors('failing', 1);
    const operation = crm.operations.update;
    crm.fault({ kind: 'cut', operation, probability: 0.5 });
    crm.fault({ kind: 'status', status: 503, operation });
    const since = Date.now();
    editAll([id], 'Intern');
    await arrived([id], 'Intern');
    const tries = () => crm.requests.list({ operation, since }).map(({ at }) => at);
    /** From the try, as the CRM saw it, until the next one is due, milliseconds. */
    const restAfter = async (attempts: number): Promise<number> => {
      const failed = () =>
        world.rows<{ reason: string | null; due: number }>(
          `select reason, (extract(epoch from retry_at) * 1000)::float8 as due from desired
           where record = $1 and state = 'pending' and attempts = $2`,
          [id, attempts],
        );
      await waitFor(`the outcome of try ${attempts}`, async () => (await failed()).length === 1);
      const [row] = await failed();
      expect(row?.reason).toContain(crm.label);
      expect(tries()).toHaveLength(attempts);
      return (row?.due ?? 0) - (tries().at(-1) ?? Number.POSITIVE_INFINITY);
    };
    expect(await restAfter(4)).toBeGreaterThan(12_000);
    const [first = 0, , , fourth = 0] = tries();
    expect(fourth - first).toBeGreaterThan(4_000);
    // The rest of the fourth is not waited for.
    await hurry();
    expect(await restAfter(5)).toBeGreaterThan(50_000);
    crm.faults.clear();
    await hurry();
    await world.settle();
    await expectWritten([id]);
  });

  test('a refusal by rate waits, and the values arrive', async () => {
    const ids = await createDirectors('rate', 5);
    world.crm.fault({ ...world.crm.tooMany, operation: world.crm.operations.update, count: 1 });
    editAll(ids, 'Intern');
    await arrived(ids, 'Intern');
    await world.settle();
    expect(world.crm.faults.list()[0]?.hits).toBe(1);
    await expectWritten(ids);
  });
});
