import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { runDemoProcess } from './support.js';

const TIMEOUT_MS = 150_000;

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database?.drop());

const options = () => ({
  once: true,
  json: true,
  contacts: 24,
  database: { url: database.url, serverFile: '' },
});

test(
  'a whole round ends with its figures as the last line and exit code 0',
  async () => {
    const { code, stdout, stderr } = await runDemoProcess(options(), TIMEOUT_MS);
    const figures = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, number>;
    expect({ code, missing: stderr.match(/missing: .*/g) }).toEqual({ code: 0, missing: null });
    expect(Object.keys(figures)).toEqual([
      'contacts',
      'scored',
      'writeBacks',
      'tasks',
      'apiCalls',
      'medianMs',
      'p99Ms',
      'polledP50Ms',
    ]);
    // HubSpot: 24 and the story's lead, four new ones; one of them is deleted. Salesforce: 24 and the
    // story's lead, three new ones, two leads that went on as contacts.
    expect(figures.contacts).toBe(29 + 30);
    expect(figures.scored).toBe(28 + 28);
    expect(figures.writeBacks).toBeGreaterThanOrEqual(28 + 28);
    expect(figures.tasks).toBeGreaterThan(0);
    expect(figures.apiCalls).toBeGreaterThan(0);
  },
  TIMEOUT_MS + 10_000,
);

test(
  'when the CRMs refuse write-backs, the round fails and says what each of them misses',
  async () => {
    const refused = { kind: 'status', status: 403 };
    const { code, stderr } = await runDemoProcess(
      {
        ...options(),
        simulator: { faults: [{ ...refused, operation: 'contacts.batch.update' }] },
        salesforce: {
          faults: [{ ...refused, code: 'INSUFFICIENT_ACCESS', operation: 'collections.update' }],
        },
      },
      TIMEOUT_MS,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/missing: the first load is not complete: HubSpot: ./);
    expect(stderr).toMatch(/missing: the first load is not complete: Salesforce: ./);
  },
  TIMEOUT_MS + 10_000,
);
