import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { waitFor } from '../../support/app-world.js';
import { CRMS, type CrmWorld } from '../../support/crms/worlds.js';

const TITLES = ['Intern', 'Student', 'VP of Sales', 'Engineer', 'Director of Marketing'];

interface Outcome {
  readonly title: string;
  readonly stage: string;
  readonly total: number;
  readonly reasons: unknown;
  readonly values: number;
  readonly acts: number;
}

describe.each(CRMS)('$label', ({ open }) => {
  let world: CrmWorld;
  beforeAll(async () => {
    world = await open();
  });
  afterAll(() => world?.close());
  afterEach(() => world.crm.faults.clear());

  /** Everything about a contact that must not depend on how its events came. */
  async function outcomeOf(record: string): Promise<Outcome & { tasks: number }> {
    const [row] = await world.rows<Outcome>(
      `select l.fields ->> 'jobTitle' as title, l.stage, s.total,
       (select jsonb_agg(jsonb_build_array(e -> 0, e -> 2)) from jsonb_array_elements(s.reasons) e) as reasons,
       (select count(*)::int from value_history h where h.record = r.id and h.property = $2) as values,
       (select count(*)::int from activities a where a.lead = l.id) as acts
     from records r join leads l on l.id = r.lead join scores s on s.lead = l.id
     where r.record = $1`,
      [record, world.crm.title],
    );
    if (!row) throw new Error(`${record} has no score`);
    return { ...row, tasks: world.crm.tasksOf(record).length };
  }

  async function create(name: string): Promise<string> {
    const id = world.crm.create(name, 'Assistant');
    await waitFor(`${name} to be scored`, async () => {
      const rows = await world.rows(
        `select 1 from records r join scores s on s.lead = r.lead where r.record = $1`,
        [id],
      );
      return rows.length === 1;
    });
    await world.settle();
    return id;
  }

  /** Several titles, then a request; each title at a moment of its own. */
  async function live(record: string): Promise<Outcome & { tasks: number }> {
    for (const title of TITLES) {
      world.crm.setTitle(record, title);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    world.crm.ask(record);
    await world.crm.told();
    await waitFor('titles and request to be scored', async () => {
      const { title, stage, values } = await outcomeOf(record);
      return title === TITLES.at(-1) && stage === 'mql' && values > TITLES.length;
    });
    await world.settle();
    return outcomeOf(record);
  }

  test('events sent twice, shuffled, late and again after a lost answer end in the same lead', async () => {
    const clean = await live(await create('clean'));
    expect(clean).toMatchObject({ tasks: 1, values: TITLES.length + 1 });

    const record = await create('troubled');
    for (const trouble of world.crm.troubles) world.crm.fault(trouble);
    const troubled = await live(record);
    for (const fault of world.crm.faults.list()) {
      expect({ kind: fault.kind, struck: fault.hits > 0 }).toEqual({
        kind: fault.kind,
        struck: true,
      });
    }
    expect(troubled).toEqual(clean);
  }, 150_000);

  test('one delivery three times, each time in another order, counts once', async () => {
    const record = await create('thrice');
    const at = Date.now() - 60_000;
    const events = ['Intern', 'Head of Sales', 'Student', 'Director of Sales'].map(
      (title, index) => ({
        event: 100 + index,
        record,
        title,
        at: at + 10_000 + index,
      }),
    );
    // They are older than what the contact has: history alone, in whichever order they come.
    world.crm.setTitle(record, 'Director of Marketing');
    await waitFor(
      'the newest title',
      async () => (await outcomeOf(record)).title === 'Director of Marketing',
    );
    const [first, second, ...rest] = events;
    if (!first || !second) throw new Error('there are too few events');
    const deliveries = [
      [second, ...rest, first],
      [...rest, first, second],
      [first, ...rest, second],
    ];
    const scored: (Outcome & { tasks: number })[] = [];
    for (const delivery of deliveries) {
      await world.deliver(delivery);
      await world.settle();
      scored.push(await outcomeOf(record));
    }
    expect(scored[0]).toMatchObject({ title: 'Director of Marketing', values: 6, tasks: 0 });
    expect(scored[1]).toEqual(scored[0]);
    expect(scored[2]).toEqual(scored[0]);
  });
});
