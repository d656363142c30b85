import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Page } from '../../src/lead/page.js';
import { createScoringWorld, type Picture, type ScoringWorld } from './convergence-world.js';
import { NOW, type Statement, statements } from './statements.js';

let world: ScoringWorld;
beforeAll(async () => {
  world = await createScoringWorld(() => NOW);
});
afterAll(() => world?.database.drop());

/** What to do after a statement: nothing (it shares a delivery), a new delivery, apply, apply and score. */
type Cut = 'together' | 'deliver' | 'drain' | 'score';

async function run(told: readonly Statement[], cuts: readonly Cut[]): Promise<Picture> {
  await world.clear();
  let events: unknown[] = [];
  const send = async () => {
    if (events.length > 0) await world.hook(events);
    events = [];
  };
  for (const [index, statement] of told.entries()) {
    if (statement.kind === 'event') events.push(statement.event);
    else {
      await send();
      await world.page(statement.page as unknown as Page);
    }
    const cut = cuts[index % cuts.length] ?? 'deliver';
    if (cut !== 'together') await send();
    if (cut === 'drain' || cut === 'score') await world.drain();
    if (cut === 'score') await world.score();
  }
  await send();
  await world.drain();
  await world.score();
  const parked = await world.rows('select reason from parked_changes');
  expect(parked).toEqual([]);
  return world.picture();
}

const cuts = fc.array(fc.constantFrom<Cut>('together', 'deliver', 'drain', 'score'), {
  minLength: 1,
  maxLength: 6,
});

/** The same statements in another order, some of them twice. */
function shuffled(told: readonly Statement[], seed: number): Statement[] {
  const rank = (index: number, salt: number) => Math.imul(index * 8 + salt + 1, seed | 1) >>> 0;
  const copies = told.flatMap((statement, index) => {
    const twice = rank(index, 3) % 3 === 0;
    return [0, ...(twice ? [1] : [])].map((copy) => ({ statement, rank: rank(index, copy) }));
  });
  return copies.sort((a, b) => a.rank - b.rank).map((one) => one.statement);
}

test('any order, repetition and division of the same statements ends in the same leads and scores', async () => {
  await fc.assert(
    fc.asyncProperty(
      statements,
      fc.array(fc.tuple(fc.integer(), cuts), { minLength: 2, maxLength: 2 }),
      async (told, others) => {
        const expected = await run(told, ['score']);
        for (const [seed, cut] of others) {
          expect(await run(shuffled(told, seed), cut)).toEqual(expected);
        }
        // What was scored when it was dirty is what scoring everybody gives: nothing was left stale.
        await world.scoreAll();
        expect((await world.picture()).leads).toEqual(expected.leads);
      },
    ),
    { numRuns: 40 },
  );
}, 240_000);
