import { readFileSync } from 'node:fs';
import { hubspot } from '../../connectors/hubspot/index.js';
import { eventsSource } from '../../src/intake/events-source.js';
import { ingestChanges } from '../../src/intake/ingest/step.js';
import { splitDeliveries } from '../../src/intake/split.js';
import type { Page } from '../../src/lead/page.js';
import { createKeyring } from '../../src/lib/crypto.js';
import { eventsMapping } from '../../src/mapping/events.js';
import { loadMapping } from '../../src/mapping/load.js';
import {
  type Account,
  ensureWorkspace,
  findAccount,
  upsertAccount,
} from '../../src/store/accounts.js';
import { startCompanyFanouts } from '../../src/store/company-counts.js';
import { insertDeliveries } from '../../src/store/deliveries.js';
import { continueFanouts } from '../../src/store/fanouts.js';
import { createTestDatabase, type TestDatabase } from './database.js';

export const PORTAL = '4242';
export const APP = '777';

export interface IntakeWorld {
  readonly database: TestDatabase;
  readonly account: Account;
  hook(events: readonly unknown[]): Promise<void>;
  page(page: Page): Promise<void>;
  /** Splits and applies until nothing is left. */
  drain(): Promise<void>;
  /** Splits and applies; leads linked to changed companies and deals are not marked yet. */
  drainOnce(): Promise<void>;
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>;
}

/** A database with one HubSpot account and the intake steps, driven by hand. */
export async function createIntakeWorld(
  now: () => number,
  countsCompanies = false,
): Promise<IntakeWorld> {
  const database = await createTestDatabase();
  const { pool } = database;
  const keyring = createKeyring('a secret key for tests, long enough to be one');
  const { mapping } = loadMapping(
    readFileSync('mappings/hubspot.yaml', 'utf8'),
    'mappings/hubspot.yaml',
  );
  const workspace = await ensureWorkspace(pool, 'test');
  const id = await upsertAccount(pool, {
    workspace,
    crm: 'hubspot',
    portal: PORTAL,
    way: 'own-app',
    name: 'Test',
    appId: APP,
    baseUrl: 'http://127.0.0.1:1',
    uiDomain: null,
    timeZone: 'UTC',
    scopes: [],
    stageOrder: [],
    properties: {},
  });
  const account = (await findAccount(pool, id)) as Account;
  const connectors = new Map([
    ['hubspot', hubspot],
    ['events', eventsSource],
  ]);
  const seal = (text: string) => keyring.seal(text, ['test']);
  const ingest = {
    pool,
    clock: now,
    connectors,
    mapping: async ({ crm }: Account) => (crm === 'events' ? eventsMapping() : mapping),
    countsCompanies: async () => countsCompanies,
    hash: (key: string) => keyring.hash([key]),
    seal,
  };
  const drainOnce = async (): Promise<void> => {
    while ((await splitDeliveries({ pool, clock: now, connectors, seal })) > 0);
    while ((await ingestChanges(ingest)) > 0);
  };
  return {
    database,
    account,
    hook: (events) =>
      insertDeliveries(pool, [
        {
          route: 'hubspot',
          kind: 'hook',
          account: null,
          body: Buffer.from(JSON.stringify(events)),
          priority: 0,
        },
      ]),
    page: (page) =>
      insertDeliveries(pool, [
        {
          route: 'hubspot',
          kind: 'page',
          account: id,
          body: Buffer.from(JSON.stringify(page)),
          priority: page.origin === 'backfill' ? 1 : 0,
        },
      ]),
    drainOnce,
    async drain() {
      await drainOnce();
      while ((await startCompanyFanouts(pool, now())) > 0);
      while ((await continueFanouts(pool, 1_000)) > 0);
    },
    rows: async <T>(sql: string, values: unknown[] = []) =>
      (await pool.query(sql, values)).rows as T[],
  };
}
