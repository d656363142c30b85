import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hubspot } from '../../../connectors/hubspot/index.js';
import { createDocuments, type Documents } from '../../../src/evaluate/documents.js';
import { publishShipped } from '../../../src/evaluate/shipped.js';
import { type EvaluateDependencies, evaluateLeads } from '../../../src/evaluate/step.js';
import type { Logger } from '../../../src/lib/logger.js';
import { packageRoot } from '../../../src/lib/root.js';
import { APP, createIntakeWorld, type IntakeWorld, PORTAL } from '../../support/intake-world.js';

let world: IntakeWorld;
const now = () => Date.now();
beforeAll(async () => {
  world = await createIntakeWorld(now);
});
afterAll(() => world?.database.drop());

const event = (record: number, propertyName: string, propertyValue: string) => ({
  eventId: record,
  subscriptionId: 1,
  portalId: Number(PORTAL),
  appId: Number(APP),
  attemptNumber: 0,
  subscriptionType: 'object.propertyChange',
  objectTypeId: '0-1',
  objectId: record,
  propertyName,
  propertyValue,
  changeSource: 'CRM_UI',
  sourceId: 'userId:5',
  occurredAt: now() - 1_000,
});

test('a change that the database refuses is kept sealed with its reason, its neighbours arrive', async () => {
  // Too long for an index, whatever the compression.
  const poison = randomBytes(20_000).toString('hex');
  const good = Array.from({ length: 20 }, (_, index) => event(index + 1, 'jobtitle', 'Director'));
  await world.hook([...good.slice(0, 7), event(7, poison, 'x'), ...good.slice(7)]);
  await world.drain();
  const known = await world.rows<{ record: string }>(
    `select record from records where values ? 'jobtitle' order by record::int`,
  );
  expect(known.map((row) => row.record)).toEqual(good.map((_, index) => String(index + 1)));
  const parked = await world.rows<{ record: string; sealed: string; reason: string }>(
    'select record, sealed, reason from parked_changes',
  );
  expect(parked).toHaveLength(1);
  expect(parked[0]?.record).toBe('7');
  expect(parked[0]?.reason).toContain('index row');
  expect(parked[0]?.sealed).not.toContain(poison.slice(0, 40));
});

/** Evaluation with the shipped documents, made to fail for two records. */
async function evaluation(poisoned: { score: string; store: string }) {
  const { pool } = world.database;
  const { workspace } = world.account;
  await publishShipped(pool, workspace, packageRoot(), ['hubspot']);
  const shipped = createDocuments(pool, (path) => readFileSync(join(packageRoot(), path), 'utf8'));
  const failures = { clock: now(), poisoned: true };
  const documents: Documents = {
    ...shipped,
    async models(id) {
      return (await shipped.models(id)).map(({ scorer, ...model }) => ({
        ...model,
        scorer: {
          ...scorer,
          score(input, at) {
            if (failures.poisoned && input.fields.jobTitle === poisoned.score)
              throw new Error('this lead cannot be scored');
            return scorer.score(input, at);
          },
        },
      }));
    },
    async mapping(account) {
      const mapping = await shipped.mapping(account);
      return {
        ...mapping,
        lead(input) {
          const lead = mapping.lead(input);
          const bad = failures.poisoned && lead.fields.jobTitle === poisoned.store;
          // No text of the database can hold it: everything works until the results are stored.
          return bad ? { ...lead, fields: { ...lead.fields, language: 'a\0b' } } : lead;
        },
      };
    },
  };
  const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
  const deps: EvaluateDependencies = {
    pool,
    clock: () => failures.clock,
    log: silent,
    connectors: new Map([['hubspot', hubspot]]),
    documents,
    tasksPerOwnerPerDay: 10,
    instance: 'test',
    marker: (key) => key,
  };
  return { deps, failures };
}

test('leads that cannot be scored or stored wait with their reason and starve nobody', async () => {
  await world.page({
    readAt: now(),
    origin: 'fetch',
    missing: [],
    snapshots: Array.from({ length: 40 }, (_, index) => ({
      object: 'contacts',
      record: String(1_000 + index),
      modifiedAt: now() - 5_000,
      properties: { jobtitle: `Title ${index}`, email: `lead-${index}@buyer.example` },
    })),
  });
  await world.drain();
  const { deps, failures } = await evaluation({ score: 'Title 3', store: 'Title 17' });
  for (let runs = 0; runs < 50 && (await evaluateLeads(deps)) > 0; runs += 1);
  const waiting = () =>
    world.rows<{ title: string; error: string; later: boolean }>(
      `select r.values -> 'jobtitle' ->> 0 as title, w.error, w.retry_at > ms($1) as later
       from lead_work w join records r on r.lead = w.lead where w.dirty_seq > w.scored_seq order by 1`,
      [failures.clock],
    );
  expect(await waiting()).toEqual([
    { title: 'Title 17', error: expect.stringMatching(/unicode/i), later: true },
    { title: 'Title 3', error: 'this lead cannot be scored', later: true },
  ]);
  const [scores] = await world.rows<{ count: number }>('select count(*)::int as count from scores');
  expect(scores?.count).toBe(38);

  failures.poisoned = false;
  failures.clock += 3_600_000;
  while ((await evaluateLeads(deps)) > 0);
  expect(await waiting()).toEqual([]);
});

test('of two workers at one bad change, only the bad one is put aside', async () => {
  const poison = randomBytes(20_000).toString('hex');
  for (let round = 0; round < 4; round += 1) {
    const base = 5_000 + 10 * round;
    const good = Array.from({ length: 8 }, (_, index) => event(base + index, 'jobtitle', 'CEO'));
    await world.hook([event(base + 9, poison, 'x'), ...good]);
  }
  await Promise.all([world.drain(), world.drain(), world.drain()]);
  await world.drain();
  const parked = await world.rows<{ record: string }>(
    'select record from parked_changes where record::int >= 5000 order by record::int',
  );
  expect(parked.map((row) => row.record)).toEqual(
    Array.from({ length: 4 }, (_, round) => String(5_009 + 10 * round)),
  );
  const [known] = await world.rows<{ count: number }>(
    `select count(*)::int as count from records where values ? 'jobtitle' and record::int >= 5000`,
  );
  expect(known?.count).toBe(32);
});
