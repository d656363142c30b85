/** Access that ends, in whichever way: the account says so, keeps what it has and goes on afterwards. */
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { styleOf } from '../../../src/commands/io.js';
import { printStatus, readStatus } from '../../../src/commands/status.js';
import { waitFor } from '../../support/app-world.js';
import { CRMS, type CrmWorld } from '../../support/crms/worlds.js';

const PEOPLE = 5;

describe.each(CRMS)('$label', ({ open, ends }) => {
  let world: CrmWorld;
  let ids: string[] = [];
  beforeAll(async () => {
    // The protocol's times in full: nothing here is about an answer that does not come.
    const env = { CALL_TIMEOUT_MS: '20000', LEASE_MS: '60000' };
    world = await open({ people: 3, env });
    ids = Array.from({ length: PEOPLE }, (_, index) => world.crm.create(`buyer-${index}`, 'Clerk'));
    await arrived('Clerk');
    await world.settle();
  });
  afterAll(() => world?.close());
  afterEach(() => world.crm.faults.clear());

  const calls = (): number => world.crm.requests.list().length;
  const answered = (status: number, operation = ''): number =>
    world.crm.requests.list({ operation }).filter((one) => one.status === status).length;
  const tokens = (): number =>
    world.crm.requests.list({ operation: world.crm.operations.token }).length;

  const editAll = (title: string): void => {
    for (const id of ids) world.crm.setTitle(id, title);
  };

  /** The title is in every lead, and scored. */
  const arrived = (title: string): Promise<void> =>
    waitFor(`the title ${title}`, async () => {
      const rows = await world.rows(
        `select 1 from records r join leads l on l.id = r.lead
           join lead_work w on w.lead = l.id and w.dirty_seq = w.scored_seq
         where r.record = any($1::text[]) and l.fields ->> 'jobTitle' = $2`,
        [ids, title],
      );
      return rows.length === ids.length;
    });

  /** The CRM holds what was decided of everybody. */
  async function expectWritten(): Promise<void> {
    const rows = await world.rows<{ record: string; want: Record<string, string> }>(
      'select record, want from desired where record = any($1::text[])',
      [ids],
    );
    expect(rows).toHaveLength(ids.length);
    const outputs = ['score', 'grade'].map(world.crm.output);
    for (const { record, want } of rows) {
      const held = world.crm.held(record);
      expect(outputs.map((name) => want[name])).not.toContain(undefined);
      expect(outputs.map((name) => held[name])).toEqual(outputs.map((name) => want[name]));
    }
  }

  const account = async () => (await readStatus(world.app)).accounts[0];
  const pollNow = () =>
    world.rows(`update cursors set next_at = now() - interval '1 s' where kind = 'poll'`);

  /** What no loss of access may cost. */
  const kept = () =>
    world.rows(
      `select (select count(*) from records) as records, (select count(*) from leads) as leads,
         (select count(*) from scores) as scores,
         (select count(*) from cursors where kind = 'backfill' and done) as loads,
         (select sum(records) from cursors where kind = 'backfill') as loaded`,
    );

  /** Nobody calls any more, though there is something to read and to write. */
  async function expectRest(): Promise<void> {
    await waitFor('the work under way to end', async () => {
      const [row] = await world.rows<{ count: number }>(
        `select ((select count(token) from cursors) + (select count(token) from fetches)
           + (select count(token) from desired) + (select count(token) from alerts)
           + (select count(token) from streams))::int as count`,
      );
      return row?.count === 0;
    });
    await pollNow();
    const tries = () => world.rows('select sum(attempts)::int as sum from desired');
    const before = { calls: calls(), tries: await tries() };
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect({ calls: calls(), tries: await tries() }).toEqual(before);
  }

  test('tokens that end are renewed once, whoever needs them, and work goes on', async () => {
    const before = tokens();
    world.crm.endTokens();
    editAll('Director of Sales');
    await pollNow();
    await arrived('Director of Sales');
    await world.settle();
    expect(tokens() - before).toBe(1);
    await expectWritten();
    expect(await account()).toMatchObject({ state: 'connected', problem: null });
  });

  test.each(ends)(
    '%s: the account rests, says how to go on and keeps its data; connecting again resumes',
    async (how) => {
      const before = await kept();
      // Decided, but not written before the access is gone.
      const { operations } = world.crm;
      const busy = world.crm.fault({ kind: 'status', status: 503, operation: operations.update });
      editAll('Intern');
      await arrived('Intern');
      const spent = tokens();
      const { says, again } = await world.endAccess(how);
      world.crm.faults.remove(busy.id);
      await pollNow();
      await waitFor('the account to rest', async () => (await account())?.state === 'reconnect');
      expect((await account())?.problem).toMatch(says);
      const text = printStatus(await readStatus(world.app), styleOf(new PassThrough()));
      expect(text).toContain(`way out      plumbline connect ${world.crm.id}`);
      await expectRest();
      // Whoever is refused first asks for a new one; nobody asks after that.
      expect(tokens() - spent).toBe(1);
      expect(await kept()).toEqual(before);

      // Changed while nobody looked.
      editAll('Director of Support');
      await again();
      await arrived('Director of Support');
      await world.settle();
      await expectWritten();
      expect(await account()).toMatchObject({ state: 'connected', problem: null, writeBack: true });
      // Nothing was loaded anew.
      expect(await kept()).toEqual(before);
    },
  );

  test('without the right to a token the account says so, asks no more than it works, and goes on by itself', async () => {
    const { fault, says } = world.crm.noToken;
    const { id } = world.crm.fault(fault);
    const since = { refused: answered(401), tokens: answered(400, world.crm.operations.token) };
    world.crm.endTokens();
    await pollNow();
    await waitFor('the account to say so', async () => says.test((await account())?.problem ?? ''));
    expect((await account())?.state).toBe('connected');
    editAll('Director of Marketing');
    await waitFor('some more tries', async () => answered(401) - since.refused >= 5);
    const asked = answered(400, world.crm.operations.token) - since.tokens;
    // Each time that work was refused a new token was asked for once at most.
    expect(asked).toBeLessThanOrEqual(answered(401) - since.refused);

    world.crm.faults.remove(id);
    await arrived('Director of Marketing');
    await waitFor('the problem to be over', async () => (await account())?.problem === null);
    await world.settle();
    await expectWritten();
  });
});
