import { readFileSync } from 'node:fs';
import { hubspot } from '../../connectors/hubspot/index.js';
import { salesforce } from '../../connectors/salesforce/index.js';
import { eventsSource } from '../../src/intake/events-source.js';
import { ingestChanges } from '../../src/intake/ingest/step.js';
import { splitDeliveries } from '../../src/intake/split.js';
import type { Change } from '../../src/lead/change.js';
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

/** How the one account is connected, by CRM. */
const ACCOUNTS = {
  hubspot: { way: 'own-app', portal: PORTAL, appId: APP },
  salesforce: { way: 'client-credentials', portal: '00D000000000001EAA', appId: null },
} as const;

export interface IntakeWorld {
  readonly database: TestDatabase;
  readonly account: Account;
  hook(events: readonly unknown[]): Promise<void>;
  page(page: Page): Promise<void>;
  /** What a stream of changes hands over at once. */
  streamed(changes: readonly Change[]): Promise<void>;
  /** Splits and applies until nothing is left. */
  drain(): Promise<void>;
  /** Splits and applies; leads linked to changed companies and deals are not marked yet. */
  drainOnce(): Promise<void>;
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>;
}

/** A database with one account and the intake steps, driven by hand. */
export async function createIntakeWorld(
  now: () => number,
  countsCompanies = false,
  crm: keyof typeof ACCOUNTS = 'hubspot',
): Promise<IntakeWorld> {
  const database = await createTestDatabase();
  const { pool } = database;
  const keyring = createKeyring('a secret key for tests, long enough to be one');
  const file = `mappings/${crm}.yaml`;
  const { mapping } = loadMapping(readFileSync(file, 'utf8'), file);
  const workspace = await ensureWorkspace(pool, 'test');
  const id = await upsertAccount(pool, {
    workspace,
    crm,
    ...ACCOUNTS[crm],
    name: 'Test',
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
    ['salesforce', salesforce],
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
  const deliver = (kind: 'page' | 'changes', told: unknown, priority: 0 | 1): Promise<void> => {
    const body = Buffer.from(JSON.stringify(told));
    return insertDeliveries(pool, [{ route: crm, kind, account: id, body, priority }]);
  };
  return {
    database,
    account,
    hook: (events) =>
      insertDeliveries(pool, [
        {
          route: crm,
          kind: 'hook',
          account: null,
          body: Buffer.from(JSON.stringify(events)),
          priority: 0,
        },
      ]),
    page: (page) => deliver('page', page, page.origin === 'backfill' ? 1 : 0),
    streamed: (changes) => deliver('changes', changes, 0),
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
