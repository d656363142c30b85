import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type pg from 'pg';
import type { StreamEvent, StreamOptions } from '../../connectors/connector.js';
import { readCursors, startReading } from '../../src/intake/poll.js';
import { splitDeliveries } from '../../src/intake/split.js';
import type { Change } from '../../src/lead/change.js';
import { CrmError } from '../../src/lead/crm-error.js';
import { PAIR } from '../support/pair-world.js';
import { createStreamsWorld, NOW, type StreamsWorld, until } from './streams-world.js';

/** Long enough for a slow machine; tests do not wait for its end. */
const LEASE = 6_000;
const BATCH = 50;

/** The CRM's log of changes, and what it does to those who listen. */
let log: Change[] = [];
let listening = 0;
let most = 0;
let refusal: CrmError | null = null;
let extra: StreamEvent[] = [];
let ears: (() => void)[] = [];
/** Ends the subscriptions, as a cut does. */
let cut = new AbortController();

const change = (at: number): Change => ({
  kind: 'value',
  object: 'Lead',
  record: `L${at}`,
  property: 'title',
  value: `Title ${at}`,
  at: NOW - 60_000,
  event: String(at),
  source: { kind: 'person' },
});
const grow = (count: number): void => {
  for (let one = 0; one < count; one += 1) log.push(change(log.length));
  for (const wake of ears.splice(0)) wake();
};

async function* stream({ position, signal }: StreamOptions): AsyncGenerator<StreamEvent> {
  if (refusal) throw refusal;
  const broken = cut.signal;
  let at = position === null ? log.length : Number(position.at);
  listening += 1;
  most = Math.max(most, listening);
  try {
    yield { kind: 'live', objects: ['Lead'] };
    yield* extra.splice(0);
    while (!signal.aborted && !broken.aborted) {
      const changes = log.slice(at, at + BATCH);
      at += changes.length;
      if (changes.length > 0) yield { kind: 'changes', changes, position: { at } };
      else {
        await new Promise<void>((resolve) => {
          ears.push(resolve);
          for (const one of [signal, broken]) one.addEventListener('abort', () => resolve());
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
    declaration: PAIR,
    stream,
    leaseMs: LEASE,
    pollIntervalMs: 60_000,
  });
});
afterAll(() => world?.close());
beforeEach(async () => {
  log = [];
  [listening, most, refusal, extra, ears, cut] = [0, 0, null, [], [], new AbortController()];
  await world.rows('truncate deliveries, changes, streams, cursors');
});
afterEach(() => world.endProcesses());

/** The events that were stored, split or not. */
async function arrived(): Promise<string[]> {
  const seal = (text: string) => text;
  const connectors = new Map([['pair', world.connector]]);
  const { pool } = world.database;
  while ((await splitDeliveries({ pool, clock: () => NOW, connectors, seal })) > 0);
  const rows = await world.rows<{ event: string }>(`select body ->> 'event' as event from changes`);
  return rows.map(({ event }) => event);
}
const everything = () => log.map(({ event }) => event).sort();
const retryNow = () => world.rows('update streams set retry_at = now()');
const due = () =>
  world.rows<{ name: string; ms: number }>(
    `select name, extract(epoch from next_at - now())::float8 * 1000 as ms from cursors
     where kind = 'poll' order by name`,
  );

test('changes made while the stream was cut arrive once, and so do those after it', async () => {
  const streams = world.startProcess();
  await streams.look();
  await until(() => listening === 1);
  grow(10);
  await until(async () => (await arrived()).length === 10);
  cut.abort();
  await until(async () => listening === 0 && (await world.status())?.liveAt === null);
  cut = new AbortController();
  grow(1_000);
  await retryNow();
  expect(await streams.look()).toBe(1);
  await until(async () => (await arrived()).length >= 1_010);
  grow(5);
  await until(async () => (await arrived()).length >= 1_015);
  expect((await arrived()).sort()).toEqual(everything());
  const [account] = await world.rows<{ pushed: boolean }>(
    'select last_push_at is not null as pushed from accounts',
  );
  expect(account?.pushed).toBe(true);
});

/** A process that dies at its nth batch: what it has in hand is not committed, and nothing follows. */
function dyingPool(pool: pg.Pool, batches: number): pg.Pool {
  let left = batches;
  const dead = async () => {
    throw new Error('the process is gone');
  };
  const connect = async () => {
    if (left < 0) return dead();
    const client = await pool.connect();
    const query = (text: string, values?: unknown[]) => {
      if (text.includes('insert into deliveries')) left -= 1;
      return left < 0 && text !== 'rollback' ? dead() : client.query(text, values);
    };
    return { query, on() {}, off() {}, release: (broken?: boolean) => client.release(broken) };
  };
  const query = (text: string, values?: unknown[]) =>
    left < 0 ? dead() : pool.query(text, values);
  return { connect, query } as unknown as pg.Pool;
}

test('a process killed between the receipt and the commit loses and doubles nothing', async () => {
  await world.rows(
    `insert into streams (workspace, account, position) values ($1, $2, '{"at": 0}')`,
    [world.account.workspace, world.account.id],
  );
  grow(1_000);
  await world.startProcess(dyingPool(world.second, 7)).look();
  await until(() => most === 1 && listening === 0);
  expect(await arrived()).toHaveLength(7 * BATCH);
  const heir = world.startProcess();
  expect(await heir.look()).toBe(0);
  await world.rows(`update streams set lease = now() - interval '1 second'`);
  expect(await heir.look()).toBe(1);
  await until(async () => (await arrived()).length >= 1_000);
  expect((await arrived()).sort()).toEqual(everything());
});

test('of two processes one holds the stream; the other takes over what is given back', async () => {
  const [one, other] = [world.startProcess(), world.startProcess(world.second)];
  const taken = await Promise.all([one.look(), other.look()]);
  expect([...taken].sort()).toEqual([0, 1]);
  await until(() => listening === 1);
  const lease = async () =>
    (await world.rows<{ lease: Date }>('select lease from streams'))[0]?.lease;
  const first = await lease();
  await until(async () => Number(await lease()) > Number(first));
  expect([await one.look(), await other.look()]).toEqual([0, 0]);
  expect(most).toBe(1);
  const [holder, heir] = taken[0] === 1 ? [one, other] : [other, one];
  await holder.close();
  await until(async () => listening === 1 || (await heir.look()) === 1);
  grow(3);
  await until(async () => (await arrived()).length === 3);
  expect(most).toBe(1);
});

test('a holder whose lease went to another stores nothing more', async () => {
  const streams = world.startProcess();
  await streams.look();
  await until(() => listening === 1);
  await world.rows(`update streams set token = 'another', lease = now() + interval '1 hour'`);
  grow(10);
  await until(() => listening === 0);
  expect(await arrived()).toEqual([]);
});

test('a refused stream is told with what to do, and asked for again ever more rarely', async () => {
  refusal = new CrmError('rights', 'Turn change events on in Setup.');
  const streams = world.startProcess();
  await streams.look();
  await until(async () => (await world.status())?.note === 'Turn change events on in Setup.');
  expect(await streams.look()).toBe(0);
  const wait = async () =>
    (
      await world.rows<{ minutes: number }>(
        'select round(extract(epoch from retry_at - now()) / 60)::int as minutes from streams',
      )
    )[0]?.minutes;
  const waits = [await wait()];
  for (let round = 0; round < 3; round += 1) {
    await retryNow();
    const before = await world.status();
    await until(async () => (await streams.look()) === 1);
    await until(
      async () => (await wait()) !== 0 && (await world.status())?.liveAt === before?.liveAt,
    );
    waits.push(await wait());
  }
  expect(waits).toEqual([1, 4, 15, 15]);
  refusal = null;
  await retryNow();
  await streams.look();
  await until(async () => (await world.status())?.liveAt !== null);
  expect((await world.status())?.note).toBeNull();
});

test('what a stream missed is polled at once; while it holds, its objects are polled rarely', async () => {
  const deps = world.dependencies();
  await startReading(deps, world.account, NOW);
  const streams = world.startProcess();
  await streams.look();
  await until(async () => (await world.status())?.liveAt !== null);
  // A poll that began before it, or that leaves out the last seconds, has not seen all: once more, soon.
  await readCursors(deps, 'poll');
  expect((await due())[1]?.ms).toBeLessThanOrEqual(60_000);
  await world.rows(`update streams set live_at = live_at - interval '31 seconds'`);
  await world.rows(`update cursors set next_at = now() - interval '1 second'`);
  await readCursors(deps, 'poll');
  const [contact, lead] = await due();
  expect(contact?.ms).toBeLessThanOrEqual(60_000);
  expect(lead?.ms).toBeGreaterThan(14 * 60_000);

  cut.abort();
  await until(() => listening === 0);
  await until(async () => ((await due())[1]?.ms ?? 0) <= 60_000);
  await readCursors(deps, 'poll');
  await world.rows(`update cursors set next_at = now() + interval '1 hour'`);
  cut = new AbortController();
  extra = [{ kind: 'missed', reason: 'The position is too old.', objects: ['Lead'] }];
  await world.rows(`update streams set position = '{"at": 0}', retry_at = null`);
  await until(async () => (await streams.look()) === 1);
  await until(async () => (await world.status())?.note === 'The position is too old.');
  const [later, now] = await due();
  expect(now?.ms).toBeLessThanOrEqual(0);
  expect(later?.ms).toBeGreaterThan(50 * 60_000);
});
