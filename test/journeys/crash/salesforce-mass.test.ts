/** A worker that dies while an ingest job is made, or runs: every record is written, none is written twice. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { bulkOf } from '../../../connectors/salesforce/simulator/bulk.js';
import {
  type Simulator,
  startSalesforceSimulator,
} from '../../../connectors/salesforce/simulator/index.js';
import { turnOnWriteBack } from '../../../src/accounts/write-back.js';
import { createApp } from '../../../src/app.js';
import { systemClock } from '../../../src/lib/clock.js';
import { createLogger } from '../../../src/lib/logger.js';
import { loadSettings } from '../../../src/settings.js';
import { wishFor } from '../../../src/store/desired.js';
import { waitFor } from '../../support/app-world.js';
import { connectOrg } from '../../support/connect-org.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import {
  type AppProcess,
  buildProgram,
  type Program,
  startProcess,
} from '../../support/processes.js';

let program: Program;
let database: TestDatabase;
let simulator: Simulator;
let env: Record<string, string>;
let account: { workspace: number; id: number };
let leads: string[];
let round = 0;
let worker: AppProcess | undefined;

/** Jobs begin with so many rows here. */
const FROM = 40;

function fewAreMany({ main }: Program): void {
  const file = join(dirname(main), '../connectors/salesforce/definition.js');
  const shipped = readFileSync(file, 'utf8');
  const changed = shipped.replace(/mass: \{[^}]*\}/, `mass: { from: ${FROM}, batch: 500 }`);
  expect(changed).not.toBe(shipped);
  writeFileSync(file, changed);
}

beforeAll(async () => {
  program = buildProgram();
  fewAreMany(program);
  database = await createTestDatabase();
  simulator = await startSalesforceSimulator({ people: 120, leadShare: 1, activities: false });
  const { org, setup } = simulator;
  for (const right of ['CustomizeApplication', 'ModifyMetadata', 'ManageProfilesPermissionsets']) {
    org.access.give(setup.integration, right);
  }
  env = {
    SECRET_KEY: 'a secret key for tests, long enough to be one',
    PUBLIC_URL: 'http://localhost',
    DATABASE_URL: database.url,
    SALESFORCE_BASE_URL: simulator.url,
    LEASE_MS: '12000',
    CALL_TIMEOUT_MS: '4000',
    UNKNOWN_WAIT_MS: '3000',
  };
  const app = await createApp({
    settings: loadSettings({ ...env, LEASE_MS: '60000', CALL_TIMEOUT_MS: '20000', ROLE: 'worker' }),
    log: createLogger({ level: 'error', format: 'json', clock: systemClock }),
    clock: systemClock,
    owner: false,
  });
  try {
    const connected = await connectOrg(app, simulator);
    account = connected;
    const { pool, connector, session } = app;
    await turnOnWriteBack({ pool, connector, session, wake: () => {} }, connected, 'test');
  } finally {
    await app.close();
  }
  // Nothing is read: only what is wanted here is written.
  await database.pool.query('update cursors set done = true');
  await database.pool.query('update accounts set backfilled_at = now()');
  leads = [...org.records.all('Lead').values()]
    .filter(({ values }) => values.IsConverted !== true && values.IsDeleted !== true)
    .map(({ id }) => id);
  expect(leads.length).toBeGreaterThanOrEqual(FROM);
}, 300_000);
afterAll(async () => {
  await simulator?.close();
  await database?.drop();
  program?.remove();
});

afterEach(() => worker?.kill());
beforeEach(async () => {
  round += 1;
  simulator.requests.clear();
  const common = { workspace: account.workspace, account: account.id, object: 'Lead' };
  await wishFor(
    database.pool,
    leads.map((record, lead) => ({
      ...{ ...common, record, lead, background: true },
      want: { Plumbline_Score__c: String(round * 10_000 + lead) },
    })),
  );
});

const rows = async (sql: string) => (await database.pool.query(sql)).rows;
const calls = (operation: string): number => simulator.requests.list({ operation }).length;
const start = async (): Promise<AppProcess> => {
  worker = startProcess(program, 'worker', env);
  await worker.ready;
  return worker;
};

async function everybodyIsWritten(): Promise<void> {
  const open = `select 1 from mass_writes union all select 1 from desired where state <> 'idle' limit 1`;
  await waitFor('everything to be written', async () => (await rows(open)).length === 0, 120_000);
  const wrong = leads.filter((id, lead) => {
    return simulator.org.get('Lead', id)?.values.Plumbline_Score__c !== round * 10_000 + lead;
  });
  expect(wrong).toEqual([]);
}

test('killed while the job runs: the next worker asks for it and sends nothing again', async () => {
  const bulk = bulkOf(simulator.org).options;
  Object.assign(bulk, { jobMs: 3_600_000, polls: 1_000_000 });
  const first = await start();
  await waitFor('the job to be asked for', async () => calls('bulk.ingest.get') > 0);
  await first.kill();
  await start();
  Object.assign(bulk, { jobMs: 300, polls: 1 });
  await everybodyIsWritten();
  expect([calls('bulk.ingest.create'), calls('collections.update')]).toEqual([1, 0]);
});

test.each([
  ['made', 'bulk.ingest.create', false],
  ['made and not answered', 'bulk.ingest.create', true],
  ['filled', 'bulk.ingest.upload', true],
  ['let run', 'bulk.ingest.change', true],
  ['read', 'bulk.ingest.results', false],
])('killed while the job is %s', async (_, operation, afterApply) => {
  simulator.fault({ kind: 'hold', operation, afterApply, count: 1 });
  const first = await start();
  await waitFor('the call to be held', async () => simulator.holds.list().length > 0);
  await first.kill();
  simulator.faults.clear();
  simulator.holds.release(undefined, 'cut');
  await start();
  await everybodyIsWritten();
});
