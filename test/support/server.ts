/** The one private PostgreSQL of a test run, started by the global set-up. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBinaries } from '../../src/store/embedded/binaries.js';
import { initialise } from '../../src/store/embedded/cluster.js';
import { connect, urlOf } from '../../src/store/embedded/connect.js';
import { type Place, preparePlace } from '../../src/store/embedded/place.js';
import { isAlive } from '../../src/store/embedded/process-id.js';
import { runnableBinaries } from '../../src/store/embedded/runnable.js';
import { readServerFile, startServer, stopServer } from '../../src/store/embedded/server.js';
import { type Migration, migrate } from '../../src/store/migrate.js';
import { openPool } from '../../src/store/pool.js';
import { TEMPLATE } from './database.js';

const PREFIX = 'plumbline-test-';
const OWNER = 'owner.pid';

/** Tests lose nothing in a power cut: no flushing, many connections. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '200',
};

const quiet = { info: () => undefined, warn: () => undefined };

export interface TestServer {
  /** Of the maintenance database; test databases stand beside it. */
  readonly url: string;
  /** Of the server. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** Runs that were killed left a server and a folder behind; their own run's process is gone. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = path.join(tmpdir(), name);
    try {
      const owner = Number.parseInt(readFileSync(path.join(folder, OWNER), 'utf8'), 10);
      if (isAlive(owner)) continue;
      const server = readServerFile({ data: path.join(folder, 'postgres', 'data') } as Place);
      if (server !== undefined && isAlive(server.pid)) process.kill(server.pid, 'SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Being made or swept by another run, or not ours: it is not in our way.
    }
  }
}

async function readMigrations(): Promise<readonly Migration[]> {
  const { migrations } = (await import('../../src/store/migrations/index.js')) as {
    migrations: readonly Migration[];
  };
  return migrations;
}

async function makeTemplate(url: string): Promise<void> {
  const client = await connect(url, 'test set-up');
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  const pool = openPool({
    connectionString: url.replace(/[^/]*$/, TEMPLATE),
    max: 1,
    applicationName: 'test set-up',
  });
  await migrate(pool, await readMigrations());
  await pool.end();
}

export async function startTestServer(): Promise<TestServer> {
  sweep();
  const folder = mkdtempSync(path.join(tmpdir(), PREFIX));
  writeFileSync(path.join(folder, OWNER), String(process.pid));
  const place = preparePlace(folder, quiet);
  const binaries = runnableBinaries(findBinaries(), place, quiet);
  await initialise(place, binaries);
  const server = await startServer(place, binaries, SETTINGS);
  const url = urlOf(place, server, 'postgres');
  const stop = async (): Promise<void> => {
    await stopServer(place, binaries);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await makeTemplate(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid: server.pid, stop };
}
