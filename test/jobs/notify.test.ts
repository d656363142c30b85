import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createNotifyWakes } from '../../src/jobs/notify.js';
import type { JobLog } from '../../src/jobs/queue.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { describeWakes } from './contract.js';
import { Gate, NEVER, recordedLog } from './support.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

const make = (log: JobLog = recordedLog()) =>
  createNotifyWakes({ databaseUrl: database.url, log, pace: NEVER });

describe('the contract', () => describeWakes(make, { acrossProcesses: true }));

test('a broken connection is made anew, and the steps look once for what they missed', async () => {
  const wakes = make();
  const gate = new Gate();
  wakes.on('score', gate.handler);
  await wakes.start();
  await gate.begun(1);
  const runs = gate.runs;
  await database.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'plumbline wakes' and datname = current_database()",
  );
  await gate.begun(runs + 1);
  const web = make();
  await web.start();
  const before = gate.runs;
  web.wake('score');
  await gate.begun(before + 1);
  await Promise.all([wakes.close(), web.close()]);
});

test('without a database the process starts, wakes itself and says why', async () => {
  const log = recordedLog();
  const databaseUrl = 'postgresql://me:hidden-word@127.0.0.1:1/none';
  const wakes = createNotifyWakes({ databaseUrl, log, pace: NEVER });
  const gate = new Gate();
  wakes.on('score', gate.handler);
  await wakes.start();
  await gate.begun(1);
  wakes.wake('score');
  await gate.begun(2);
  await wakes.close();
  expect(log.lines.join()).toContain('ECONNREFUSED');
  expect(log.lines.join()).not.toContain('hidden-word');
});
