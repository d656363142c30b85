import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Documents } from '../../../src/evaluate/documents.js';
import { type EvaluateDependencies, evaluateLeads } from '../../../src/evaluate/step.js';
import { insertDeliveries } from '../../../src/store/deliveries.js';
import { INTAKES, shippedEvaluation } from '../../support/crms/intakes.js';
import { createIntakeWorld, type IntakeWorld } from '../../support/intake-world.js';

// Too long for an index, whatever the compression.
const poison = randomBytes(20_000).toString('hex');

describe.each(INTAKES)('$label', (intake) => {
  const { crm, idOf, person } = intake;
  let world: IntakeWorld;
  const now = () => Date.now();
  beforeAll(async () => {
    world = await createIntakeWorld(now, false, crm);
  });
  afterAll(() => world?.database.drop());

  const told = (number: number, property: string, value: string) => ({
    event: number,
    object: person,
    record: idOf(number),
    property,
    value,
    at: now() - 1_000,
  });
  const titled = (number: number, title: string) => told(number, intake.title, title);

  /** Records from a number on of which a title is known. */
  const known = async (from: number): Promise<string[]> => {
    const rows = await world.rows<{ record: string }>(
      `select record from records where values ? $1 and record >= $2 order by record`,
      [intake.title, idOf(from)],
    );
    return rows.map(({ record }) => record);
  };
  interface Parked {
    readonly record: string;
    readonly sealed: string;
    readonly reason: string;
  }
  const parked = (from: number) =>
    world.rows<Parked>(
      'select record, sealed, reason from parked_changes where record >= $1 order by record',
      [idOf(from)],
    );

  test('a change that the database refuses is kept sealed with its reason, its neighbours arrive', async () => {
    const good = Array.from({ length: 20 }, (_, index) => titled(index + 1, 'Director'));
    await intake.deliver(world, [...good.slice(0, 7), told(7, poison, 'x'), ...good.slice(7)]);
    await world.drain();
    expect(await known(0)).toEqual(good.map(({ record }) => record));
    expect(await parked(0)).toEqual([
      {
        record: idOf(7),
        sealed: expect.not.stringContaining(poison.slice(0, 40)),
        reason: expect.stringContaining('index row'),
      },
    ]);
  });

  test('a delivery that cannot be read is kept sealed with its reason, its neighbours arrive', async () => {
    const { pool } = world.database;
    const common = { route: crm, account: world.account.id, priority: 0 } as const;
    const cut = Buffer.from('[{"record": "secret name');
    await intake.deliver(world, [titled(101, 'Director')]);
    await insertDeliveries(pool, [
      { ...common, kind: 'page', body: cut },
      { ...common, kind: 'changes', body: cut },
    ]);
    await intake.deliver(world, [titled(102, 'Director')]);
    await world.drain();
    expect(await known(101)).toEqual([idOf(101), idOf(102)]);
    const kept = await world.rows('select kind, sealed, reason from parked_deliveries order by id');
    const sealed = expect.not.stringContaining('secret');
    const reason = expect.stringMatching(/JSON/);
    expect(kept).toEqual([
      { kind: 'page', sealed, reason },
      { kind: 'changes', sealed, reason },
    ]);
    expect(await world.rows('select id from deliveries')).toEqual([]);
  });

  /** Evaluation with the shipped documents, made to fail for two records. */
  async function evaluation(poisoned: { score: string; store: string }) {
    const failures = { clock: now(), poisoned: true };
    const shipped = await shippedEvaluation(world, intake, () => failures.clock);
    const documents: Documents = {
      ...shipped.documents,
      async models(id) {
        return (await shipped.documents.models(id)).map(({ scorer, ...model }) => ({
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
        const mapping = await shipped.documents.mapping(account);
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
    const deps: EvaluateDependencies = { ...shipped, documents };
    return { deps, failures };
  }

  test('leads that cannot be scored or stored wait with their reason and starve nobody', async () => {
    await world.page({
      readAt: now(),
      origin: 'fetch',
      missing: [],
      snapshots: Array.from({ length: 40 }, (_, index) => ({
        object: person,
        record: idOf(1_000 + index),
        modifiedAt: now() - 5_000,
        properties: {
          [intake.title]: `Title ${index}`,
          [intake.email]: `lead-${index}@buyer.example`,
        },
      })),
    });
    await world.drain();
    const { deps, failures } = await evaluation({ score: 'Title 3', store: 'Title 17' });
    for (let runs = 0; runs < 50 && (await evaluateLeads(deps)) > 0; runs += 1);
    const waiting = () =>
      world.rows<{ title: string; error: string; later: boolean }>(
        `select r.values -> $2 ->> 0 as title, w.error, w.retry_at > ms($1) as later
         from lead_work w join records r on r.lead = w.lead where w.dirty_seq > w.scored_seq order by 1`,
        [failures.clock, intake.title],
      );
    expect(await waiting()).toEqual([
      { title: 'Title 17', error: expect.stringMatching(/unicode/i), later: true },
      { title: 'Title 3', error: 'this lead cannot be scored', later: true },
    ]);
    const [scores] = await world.rows<{ count: number }>(
      'select count(*)::int as count from scores',
    );
    expect(scores?.count).toBe(38);

    failures.poisoned = false;
    failures.clock += 3_600_000;
    while ((await evaluateLeads(deps)) > 0);
    expect(await waiting()).toEqual([]);
  });

  test('of two workers at one bad change, only the bad one is put aside', async () => {
    for (let round = 0; round < 4; round += 1) {
      const base = 5_000 + 10 * round;
      const good = Array.from({ length: 8 }, (_, index) => titled(base + index, 'CEO'));
      await intake.deliver(world, [told(base + 9, poison, 'x'), ...good]);
    }
    await Promise.all([world.drain(), world.drain(), world.drain()]);
    await world.drain();
    expect((await parked(5_000)).map(({ record }) => record)).toEqual(
      Array.from({ length: 4 }, (_, round) => idOf(5_009 + 10 * round)),
    );
    expect(await known(5_000)).toHaveLength(32);
  });
});
