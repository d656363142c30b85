import type { Connector, Declaration } from '../../connectors/connector.js';
import { ingestChanges } from '../../src/intake/ingest/step.js';
import { splitDeliveries } from '../../src/intake/split.js';
import type { Snapshot } from '../../src/lead/change.js';
import { createKeyring } from '../../src/lib/crypto.js';
import { loadMapping } from '../../src/mapping/load.js';
import {
  type Account,
  ensureWorkspace,
  findAccount,
  setWrites,
  upsertAccount,
} from '../../src/store/accounts.js';
import { insertDeliveries } from '../../src/store/deliveries.js';
import { createTestDatabase, type TestDatabase } from './database.js';

const person = (label: string) => ({ label, role: 'person', modifiedProperty: 'changed' }) as const;

/** A CRM of two kinds of people: a lead is converted into a contact. */
export const PAIR: Declaration = {
  crm: 'pair',
  label: 'Pair CRM',
  ways: [{ id: 'key', label: 'Key', push: false, freshness: 'By polling.' }],
  scopes: { required: [], optional: [] },
  objects: {
    Lead: person('Leads'),
    Contact: person('Contacts'),
  },
  personObjects: ['Lead', 'Contact'],
  created: 'created',
  stage: { objects: ['Lead'], property: 'status', order: ['open', 'done'], forwardOnly: false },
  limits: { readBatch: 100, historyBatch: 100, writeBatch: 100, textLength: 1_000 },
  capabilities: { push: false, propertyHistory: true, tasks: true, aliasesOnRead: false },
  route: () => 'poll',
  outputName: (logical) => `x_${logical}`,
  recordUrl: (_, object, record) => `https://pair.example/${object}/${record}`,
};

export const PAIR_MAPPING = `crm: pair
version: 1
objects:
  Lead:
    fields: { email: email, name.first: first, name.last: last, jobTitle: title, crmStage: status }
    activities:
      - { type: demo_request, when: asked, at: value }
  Contact:
    fields: { email: email, name.first: first, name.last: last, jobTitle: title }
writes:
  score: x_score
`;

export interface PairWorld {
  readonly database: TestDatabase;
  readonly account: Account;
  readonly connector: Connector;
  /** A page of live reads, split and applied. */
  read(
    snapshots: readonly Partial<Snapshot>[],
    options?: { readonly readAt?: number; readonly origin?: 'poll' | 'backfill' },
  ): Promise<void>;
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>;
}

/** A database with one account of the CRM, loaded and written to, and the steps of the intake. */
export async function createPairWorld(
  now: () => number,
  connector: Connector = { declaration: PAIR } as Connector,
): Promise<PairWorld> {
  const database = await createTestDatabase();
  const { pool } = database;
  const keyring = createKeyring('a secret key for tests, long enough to be one');
  const { mapping } = loadMapping(PAIR_MAPPING, 'mappings/pair.yaml');
  const workspace = await ensureWorkspace(pool, 'test');
  const id = await upsertAccount(pool, {
    workspace,
    crm: 'pair',
    portal: '1',
    way: 'key',
    name: 'Pair',
    appId: null,
    baseUrl: 'http://127.0.0.1:1',
    uiDomain: null,
    timeZone: 'UTC',
    scopes: [],
    stageOrder: [],
    properties: {},
  });
  await setWrites(pool, id, true);
  await pool.query('update accounts set backfilled_at = now() where id = $1', [id]);
  const connectors = new Map([['pair', connector]]);
  const seal = (text: string) => keyring.seal(text, ['test']);
  const deps = { pool, clock: now, connectors, seal };
  const ingest = {
    ...deps,
    mapping: async () => mapping,
    hash: (key: string) => keyring.hash([key]),
  };
  return {
    database,
    account: (await findAccount(pool, id)) as Account,
    connector,
    async read(snapshots, { readAt = now(), origin = 'poll' } = {}) {
      const page = {
        readAt,
        origin,
        missing: [],
        snapshots: snapshots.map((one) => ({ modifiedAt: readAt, properties: {}, ...one })),
      };
      await insertDeliveries(pool, [
        {
          route: 'pair',
          kind: 'page',
          account: id,
          body: Buffer.from(JSON.stringify(page)),
          priority: origin === 'backfill' ? 1 : 0,
        },
      ]);
      while ((await splitDeliveries(deps)) > 0);
      while ((await ingestChanges(ingest)) > 0);
    },
    rows: async <T>(sql: string, values: unknown[] = []) =>
      (await pool.query(sql, values)).rows as T[],
  };
}
