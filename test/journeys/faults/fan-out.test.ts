import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hubspot } from '../../../connectors/hubspot/index.js';
import { createDocuments } from '../../../src/evaluate/documents.js';
import { publishShipped } from '../../../src/evaluate/shipped.js';
import { type EvaluateDependencies, evaluateLeads } from '../../../src/evaluate/step.js';
import type { Logger } from '../../../src/lib/logger.js';
import { packageRoot } from '../../../src/lib/root.js';
import { setWrites } from '../../../src/store/accounts.js';
import { claimWrites } from '../../../src/store/deliver.js';
import { continueFanouts } from '../../../src/store/fanouts.js';
import { APP, createIntakeWorld, type IntakeWorld, PORTAL } from '../../support/intake-world.js';

const CONTACTS = 2_000;
const COMPANY = '900';

let world: IntakeWorld;
let evaluation: EvaluateDependencies;
const now = Date.now();

beforeAll(async () => {
  world = await createIntakeWorld(() => now);
  const { pool } = world.database;
  await publishShipped(pool, world.account.workspace, packageRoot(), ['hubspot']);
  await setWrites(pool, world.account.id, true);
  await world.rows('update accounts set backfilled_at = now()');
  const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
  evaluation = {
    pool,
    clock: () => now,
    log: silent,
    connectors: new Map([['hubspot', hubspot]]),
    documents: createDocuments(pool, (path) => readFileSync(join(packageRoot(), path), 'utf8')),
    tasksPerOwnerPerDay: 10,
    instance: 'test',
    marker: (key) => key,
  };
  const modifiedAt = now - 60_000;
  const company = {
    object: 'companies',
    record: COMPANY,
    modifiedAt,
    properties: { name: 'Big', industry: 'RETAIL' },
  };
  const contact = (index: number) => ({
    object: 'contacts',
    record: String(10_000 + index),
    modifiedAt,
    properties: { email: `buyer-${index}@big.example`, jobtitle: 'Clerk' },
    links: { companies: [{ record: COMPANY, primary: true }] },
  });
  const snapshots = [company, ...Array.from({ length: CONTACTS }, (_, index) => contact(index))];
  await world.page({ readAt: now, origin: 'backfill', missing: [], snapshots });
  await world.drain();
  // The test server keeps no statistics by itself.
  await world.rows('analyze');
  while ((await evaluateLeads(evaluation)) > 0);
  await confirmAll();
});
afterAll(() => world?.database.drop());

/** As if the CRM had taken everything. */
const confirmAll = () =>
  world.rows(
    `update desired set confirmed = want, sending = null, state = 'idle', token = null, lease = null`,
  );

const change = (objectTypeId: string, objectId: number, name: string, value: string) => ({
  eventId: objectId,
  subscriptionId: 1,
  portalId: Number(PORTAL),
  appId: Number(APP),
  attemptNumber: 0,
  subscriptionType: 'object.propertyChange',
  objectTypeId,
  objectId,
  propertyName: name,
  propertyValue: value,
  changeSource: 'CRM_UI',
  sourceId: 'userId:5',
  occurredAt: now - 1_000,
});

const count = async (sql: string): Promise<number> =>
  (await world.rows<{ count: number }>(`select count(*)::int as count from ${sql}`))[0]?.count ??
  -1;
const DIRTY = 'lead_work where dirty_seq > scored_seq';
const waiting = () => count(DIRTY);

/** One batch of writes as the next worker would claim it. */
const claim = (limit: number) =>
  claimWrites(
    world.database.pool,
    { account: world.account.id, object: 'contacts', limit },
    { token: 'test', ms: 60_000 },
  );

test('an edited company reaches its two thousand contacts behind every live change', async () => {
  await world.hook([change('0-2', Number(COMPANY), 'industry', 'COMPUTER_SOFTWARE')]);
  // Split and applied; not a lead is touched yet.
  await world.drainOnce();
  expect(await count('fanouts')).toBe(1);
  expect(await waiting()).toBe(0);

  const { pool } = world.database;
  const live = ['11999', '11998', '11997'];
  let marked = 0;
  for (const record of live) {
    await continueFanouts(pool, 500);
    marked += 500;
    expect(await count('fanouts')).toBe(1);
    await world.hook([change('0-1', Number(record), 'jobtitle', 'Chief Executive Officer')]);
    await world.drainOnce();
    expect(await evaluateLeads(evaluation, 10)).toBe(10);
    // The live lead is among the first ten, although hundreds were marked before it.
    const [lead] = await world.rows<{ title: string; clean: boolean }>(
      `select l.fields ->> 'jobTitle' as title, w.dirty_seq = w.scored_seq as clean
       from records r join leads l on l.id = r.lead join lead_work w on w.lead = l.id
       where r.object = 'contacts' and r.record = $1`,
      [record],
    );
    expect(lead).toEqual({ title: 'Chief Executive Officer', clean: true });
    expect(await waiting()).toBeGreaterThan(marked / 2);
    // So is its write.
    const [first] = await claim(1);
    expect(first?.record).toBe(record);
    expect(first?.background).toBe(false);
  }
  while ((await continueFanouts(pool, 500)) > 0);
  while ((await evaluateLeads(evaluation)) > 0);
  expect(await waiting()).toBe(0);
  expect(await count(`leads where fields ->> 'company.industry' is not null`)).toBe(CONTACTS);
  const industries = await world.rows<{ industry: string; count: number }>(
    `select fields ->> 'company.industry' as industry, count(*)::int as count from leads group by 1`,
  );
  expect(industries).toEqual([{ industry: 'COMPUTER_SOFTWARE', count: CONTACTS }]);
});
