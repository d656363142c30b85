/** What a CRM tells by itself: it costs no read and no needless write, and who changed a stage counts. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { waitFor } from '../support/app-world.js';
import { CRMS, type CrmWorld } from '../support/crms/worlds.js';

describe.each(CRMS)('$label', ({ open }) => {
  let world: CrmWorld;
  beforeAll(async () => {
    // Polls ask who changed a stage, and for what they find anew: none comes between.
    const env = {
      POLL_INTERVAL: '1h',
      // Nothing dies here: a slow machine is given time.
      LEASE_MS: '60000',
      CALL_TIMEOUT_MS: '20000',
    };
    world = await open({ env, ownStage: true });
    await waitFor('the first polls to be over', async () => {
      const due = await world.rows(
        `select 1 from cursors where not done and (next_at <= now() or lease > now())`,
      );
      return due.length === 0;
    });
  });
  afterAll(() => world?.close());

  interface Known {
    readonly lead: number;
    readonly title: string | null;
    readonly stage: string;
    readonly pinned: boolean;
    readonly dirty: number;
    readonly total: number | null;
  }
  const known = async (record: string): Promise<Known | undefined> =>
    (
      await world.rows<Known>(
        `select r.lead, l.fields ->> 'jobTitle' as title, l.stage, l.pin is not null as pinned,
           w.dirty_seq as dirty, s.total
         from records r join leads l on l.id = r.lead join lead_work w on w.lead = l.id
         left join scores s on s.lead = l.id where r.record = $1`,
        [record],
      )
    )[0];

  /** A director, known and written to. */
  async function director(name: string): Promise<string> {
    const id = world.crm.create(name, 'Director of Marketing');
    await waitFor(`${name} to be scored`, async () => ((await known(id))?.total ?? null) !== null);
    await quiet();
    return id;
  }

  /** Everything is done, and what it has caused is told back. */
  async function quiet(): Promise<void> {
    await world.settle();
    await world.heard();
    await world.settle();
  }

  const titled = (record: string, title: string): Promise<void> =>
    waitFor(`the title ${title}`, async () => (await known(record))?.title === title);

  const updates = (): number =>
    world.crm.requests.list({ operation: world.crm.operations.update }).length;

  test('a pushed change to a known person costs no read, and its echo nothing at all', async () => {
    const { crm } = world;
    const id = await director('Ada');
    // Who she is that makes the changes is known from here on.
    crm.setTitle(id, 'Head of Sales');
    await titled(id, 'Head of Sales');
    await quiet();

    const before = { reads: crm.reads(), updates: updates() };
    expect(before.reads).toBeGreaterThan(0);
    crm.setTitle(id, 'Intern');
    await titled(id, 'Intern');
    await world.settle();
    const after = await known(id);
    expect(crm.held(id)[crm.output('score')]).toBe(String(after?.total));
    expect(updates()).toBe(before.updates + 1);
    await quiet();
    // Our own write has come back by now.
    expect((await known(id))?.dirty).toBe(after?.dirty);
    expect([crm.reads(), updates()]).toEqual([before.reads, before.updates + 1]);
  });

  test('a title that is told again is no news to the CRM', async () => {
    const id = await director('Olga');
    const [before, calls] = [await known(id), updates()];
    const told = { record: id, title: 'Director of Marketing' };
    await world.deliver([{ ...told, event: 9_000_001, at: Date.now() - 60_000 }]);
    await quiet();
    expect((await known(id))?.dirty).toBe(before?.dirty);
    // Who sets it to what it is has touched the record, and nothing is written for that.
    await world.deliver([{ ...told, event: 9_000_002, at: Date.now() }]);
    await quiet();
    expect(updates()).toBe(calls);
  });

  /** An MQL whose stage in the CRM is ours. */
  async function qualified(name: string): Promise<string> {
    const { stage, ask, held } = world.crm;
    const id = await director(name);
    const made = Date.now();
    ask(id);
    // A form is told by no event of its own.
    await world.rows(`update cursors set next_at = now() where kind = 'poll' and not done`);
    await waitFor('the MQL', async () => (await known(id))?.stage === 'mql');
    await quiet();
    expect(held(id)[stage.property]).toBe(stage.mql);
    // What comes with the record is no change of it; no person is as fast as this test.
    await waitFor('a second since the creation', async () => Date.now() > made + 1_100);
    return id;
  }

  const entries = (record: string) =>
    world.rows<{ why: string }>(
      `select h.why from stage_history h join records r on r.lead = h.lead
       where r.record = $1 and h.to_stage = 'lead' order by entry`,
      [record],
    );

  test("a person's change of the stage stands, whatever the points say", async () => {
    const { stage, setStage, held, tasksOf, setTitle } = world.crm;
    const id = await qualified('Rosa');
    expect(tasksOf(id)).toHaveLength(1);
    setStage(id, stage.lead);
    await waitFor('the pin', async () => (await known(id))?.pinned === true);
    const { total } = (await known(id)) ?? {};
    setTitle(id, 'Chief Executive Officer');
    await titled(id, 'Chief Executive Officer');
    await quiet();
    const now = await known(id);
    expect(now).toMatchObject({ stage: 'lead', pinned: true });
    // What made an MQL of her is still there.
    expect(now?.total).toBeGreaterThanOrEqual(total ?? Number.POSITIVE_INFINITY);
    expect(held(id)[stage.property]).toBe(stage.lead);
    expect(tasksOf(id)).toHaveLength(1);
  });

  test('a change of the stage by a rule or another app is followed, and pins nothing', async () => {
    const { stage, setStage, machines } = world.crm;
    for (const [index, by] of machines.entries()) {
      const id = await qualified(`Sofia-${index}`);
      setStage(id, stage.lead, by);
      await waitFor(`${by} to be followed`, async () => (await entries(id)).length === 1);
      await quiet();
      expect((await entries(id))[0]?.why).toMatch(
        /^Set to lead in the CRM by (automation|an import)$/,
      );
      expect((await known(id))?.pinned).toBe(false);
    }
  });
});
