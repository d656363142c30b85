import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Cursor, StreamEvent, StreamOptions } from '../../connectors/connector.js';
import { startReading } from '../../src/intake/poll.js';
import type { Streams } from '../../src/intake/streams.js';
import { CrmError } from '../../src/lead/crm-error.js';
import { setWrites } from '../../src/store/accounts.js';
import { readStreamDays } from '../../src/store/stream-allowances.js';
import { PAIR } from '../support/pair-world.js';
import { createStreamsWorld, NOW, type StreamsWorld, until } from './streams-world.js';

const declaration = { ...PAIR, limits: { ...PAIR.limits, ownEventsShare: 1 / 3 } };
/** A third is 20, and a tenth of that 2. */
const ALLOWED = { kind: 'allowance', limit: 60, remaining: 50 } as const;

let listening = 0;
/** Where each subscription began. */
let begun: (Cursor | null)[] = [];
let events: StreamEvent[] = [];
let end: CrmError | null = null;
let ears: (() => void)[] = [];
const wakeAll = (): void => {
  for (const wake of ears.splice(0)) wake();
};

async function* stream({ position, signal }: StreamOptions): AsyncGenerator<StreamEvent> {
  begun.push(position);
  listening += 1;
  try {
    yield ALLOWED;
    yield { kind: 'live', objects: ['Lead'] };
    while (!signal.aborted) {
      if (end) throw end;
      const [event] = events.splice(0, 1);
      if (event) yield event;
      else {
        await new Promise<void>((resolve) => {
          ears.push(resolve);
          signal.addEventListener('abort', () => resolve());
        });
      }
    }
  } finally {
    listening -= 1;
  }
}

let world: StreamsWorld;
beforeAll(async () => {
  world = await createStreamsWorld({
    declaration,
    stream,
    leaseMs: 60_000,
    pollIntervalMs: 30_000,
  });
});
afterAll(() => world?.close());
beforeEach(async () => {
  [listening, begun, events, end, ears] = [0, [], [], null, []];
  await world.rows(
    'truncate deliveries, changes, streams, stream_events, cursors, desired, lead_work, records',
  );
  await setWrites(world.database.pool, world.account.id, true);
});
afterEach(() => world.endProcesses());

const live = async () => (await world.status())?.liveAt != null;
const due = async () => {
  const rows = await world.rows<{ ms: number }>(
    `select extract(epoch from next_at - now())::float8 * 1000 as ms from cursors order by name`,
  );
  return rows.map(({ ms }) => ms);
};
/** Writes that wait, of leads. */
const writes = (count: number, object = 'Lead') =>
  world.rows(
    `insert into desired (workspace, account, object, record, lead, state, pending_since, background)
     select $1, $2, $3, 'L' || n, n, 'pending', now(), true from generate_series(1, $4) n`,
    [world.account.workspace, world.account.id, object, count],
  );

async function holding(): Promise<Streams> {
  const streams = world.startProcess();
  await streams.look();
  await until(live);
  return streams;
}

test('more writes than the share let go of the stream; with few left it begins with what happens then', async () => {
  await startReading(world.dependencies(), world.account, NOW);
  const streams = await holding();
  events = [{ kind: 'changes', changes: [], position: { at: 7 } }];
  wakeAll();
  await until(
    async () => (await world.rows('select from streams where position is not null')).length === 1,
  );
  await writes(20);
  await streams.look();
  expect((await world.status())?.pausedAt).toBeNull();
  await writes(1, 'Contact');
  await streams.look();
  expect((await world.status())?.pausedAt).toBeNull();

  await world.rows(`update cursors set next_at = now() + interval '15 minutes'`);
  await world.rows(
    `update desired set record = 'X' || record, object = 'Lead' where object = 'Contact'`,
  );
  expect(await streams.look()).toBe(0);
  await until(() => listening === 0);
  expect(await world.status()).toMatchObject({ liveAt: null, pausedAt: expect.any(Number) });
  for (const ms of await due()) expect(ms).toBeLessThanOrEqual(30_000);
  await world.rows(`delete from desired where ctid in (select ctid from desired limit 18)`);
  expect(await streams.look()).toBe(0);

  await world.rows(`delete from desired where ctid in (select ctid from desired limit 1)`);
  await world.rows(`update cursors set next_at = now() + interval '15 minutes'`);
  expect(await streams.look()).toBe(1);
  await until(live);
  expect(begun).toEqual([null, null]);
  expect((await world.status())?.pausedAt).toBeNull();
  // What the stream tells of is polled once more: nobody listened.
  expect((await due())[1]).toBeLessThanOrEqual(0);
});

test('leads that are to be scored in the background count before their writes are there', async () => {
  const streams = await holding();
  await world.rows(
    `insert into records (workspace, account, object, record, lead) select $1, $2, 'Lead', n, n
     from generate_series(1, 21) n`,
    [world.account.workspace, world.account.id],
  );
  await world.rows(
    `insert into lead_work (workspace, lead, background) select $1, n, false from generate_series(1, 21) n`,
    [world.account.workspace],
  );
  await streams.look();
  expect(listening).toBe(1);
  await world.rows('update lead_work set background = true');
  await streams.look();
  await until(() => listening === 0);
  await world.rows('update lead_work set scored_seq = dirty_seq');
  await streams.look();
  await until(() => listening === 1);
});

test('an account that is not written to has nothing to be let go of for', async () => {
  await setWrites(world.database.pool, world.account.id, false);
  const streams = await holding();
  await writes(100);
  await streams.look();
  expect(listening).toBe(1);
});

test('a process that holds it lets go when another decides; what it has in hand is not stored', async () => {
  await holding();
  await writes(21);
  const other = world.startProcess(world.second);
  expect(await other.look()).toBe(0);
  events = [{ kind: 'changes', changes: [], position: { at: 9 }, delivered: { count: 1, own: 1 } }];
  wakeAll();
  await until(() => listening === 0);
  expect(await world.rows('select from stream_events')).toEqual([]);
  // Whoever decided may die: what is left to write is what counts.
  await other.close();
  await world.rows('truncate desired');
  const heir = world.startProcess();
  expect(await heir.look()).toBe(1);
  await until(live);
  expect(begun).toEqual([null, null]);
});

test('events are counted with what the CRM allows', async () => {
  await holding();
  events = [
    { kind: 'changes', changes: [], position: { at: 1 }, delivered: { count: 5, own: 2 } },
    { kind: 'changes', changes: [], position: { at: 2 }, delivered: { count: 3, own: 0 } },
  ];
  wakeAll();
  const days = () => readStreamDays(world.database.pool);
  await until(async () => (await days())[0]?.delivered === 8);
  const allowance = { limit: 60, remaining: 50 };
  expect(await days()).toEqual([{ account: world.account.id, delivered: 8, own: 2, allowance }]);
  await world.rows(`update stream_events set hour = hour - interval '25 hours'`);
  await world.rows(`update streams set told_at = told_at - interval '25 hours'`);
  expect(await days()).toEqual([
    { account: world.account.id, delivered: 0, own: 0, allowance: null },
  ]);
});

test('a stream whose events are used up is polled, and says so; it does not ask for them again', async () => {
  await startReading(world.dependencies(), world.account, NOW);
  const streams = await holding();
  events = [{ kind: 'changes', changes: [], position: { at: 1 } }];
  wakeAll();
  await until(() => events.length === 0);
  await world.rows(`update cursors set next_at = now() + interval '15 minutes'`);
  end = new CrmError('rights', 'The events are used up.', { waitMs: 3_600_000 });
  wakeAll();
  await until(async () => (await world.status())?.note === 'The events are used up.');
  await until(async () => (await due()).every((ms) => ms <= 30_000));
  end = null;
  await world.rows('update streams set retry_at = now()');
  await until(async () => (await streams.look()) === 1);
  await until(live);
  expect(begun).toEqual([null, null]);
});
