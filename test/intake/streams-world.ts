/** Processes that hold the stream of one account; the CRM is the stream that a test gives. */
import type pg from 'pg';
import type {
  Connector,
  Declaration,
  Feed,
  Session,
  StreamOptions,
} from '../../connectors/connector.js';
import { createStreams, type Streams } from '../../src/intake/streams.js';
import { openPool } from '../../src/store/pool.js';
import { readStreams } from '../../src/store/streams.js';
import { createPairWorld } from '../support/pair-world.js';

export const NOW = Date.parse('2026-03-01T12:00:00Z');

const feeds = ['Lead', 'Contact'].map((object) => {
  return { name: object, property: 'changed', need: { object } };
}) as unknown as Feed[];

export type StreamsWorld = Awaited<ReturnType<typeof createStreamsWorld>>;

export async function createStreamsWorld(options: {
  readonly declaration: Declaration;
  readonly stream: (options: StreamOptions) => ReturnType<NonNullable<Session['stream']>>;
  readonly leaseMs: number;
  readonly pollIntervalMs: number;
}) {
  const { declaration, stream, leaseMs, pollIntervalMs } = options;
  const connector = { declaration } as unknown as Connector;
  const session = {
    stream,
    feeds: () => feeds,
    startCursor: () => ({ at: 0 }),
    async poll() {
      const page = { readAt: NOW, origin: 'poll', snapshots: [], missing: [] };
      return { page, cursor: { at: 0 }, more: false };
    },
  } as unknown as Session;
  const world = await createPairWorld(() => NOW, connector);
  const { database, account } = world;
  const second = openPool({
    connectionString: database.url,
    max: 5,
    applicationName: 'second',
  });
  let processes: Streams[] = [];
  const dependencies = (pool: pg.Pool = database.pool) => ({
    pool,
    leaseMs,
    pollIntervalMs,
    account: async () => account,
    session: async () => session,
    connector: () => connector,
    needs: async () => [],
    mapping: async () => ({ writes: {} }) as never,
    trouble: async () => {},
  });
  return {
    ...world,
    connector,
    /** Another process's connections. */
    second,
    dependencies,
    startProcess(pool: pg.Pool = database.pool): Streams {
      let now = NOW;
      const streams = createStreams({
        ...dependencies(pool),
        // Every look is one.
        clock: () => (now += 60_000),
        log: { info: () => {}, warn: () => {} },
        wake: () => {},
      });
      processes.push(streams);
      return streams;
    },
    async endProcesses(): Promise<void> {
      await Promise.all(processes.map((one) => one.close()));
      processes = [];
    },
    status: async () => (await readStreams(database.pool))[0],
    async close(): Promise<void> {
      await second.end();
      await database.drop();
    },
  };
}

export async function until(check: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 20));
}
