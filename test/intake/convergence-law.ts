/** The law of convergence, whatever a CRM tells: any order of the same ends the same. */
import { expect } from '@jest/globals';
import fc from 'fast-check';
import { HOUR } from '../../src/lib/clock.js';
import type { Picture, ScoringWorld } from './convergence-world.js';
import { NOW } from './statements.js';

/** What to do after a statement: nothing (it shares a delivery), a new delivery, apply, apply and score. */
export type Cut = 'together' | 'deliver' | 'drain' | 'score';

/** How a CRM's statements reach us. */
export interface Law<Statement, Item> {
  readonly world: ScoringWorld;
  setClock(at: number): void;
  /** What may share a delivery with that of other statements; undefined where nothing may. */
  shared(statement: Statement): readonly Item[] | undefined;
  send(items: readonly Item[]): Promise<void>;
  /** Of a statement that shares nothing. */
  tell(statement: Statement): Promise<void>;
}

export async function runOnce<Statement, Item>(
  { world, setClock, shared, send, tell }: Law<Statement, Item>,
  told: readonly Statement[],
  cuts: readonly Cut[],
): Promise<Picture> {
  await world.clear();
  setClock(NOW);
  let items: Item[] = [];
  const flush = async () => {
    if (items.length > 0) await send(items);
    items = [];
  };
  for (const [index, statement] of told.entries()) {
    const own = shared(statement);
    if (own) items.push(...own);
    else {
      await flush();
      await tell(statement);
    }
    const cut = cuts[index % cuts.length] ?? 'deliver';
    if (cut !== 'together') await flush();
    if (cut === 'drain' || cut === 'score') await world.drain();
    if (cut === 'score') await world.score();
  }
  await flush();
  await world.drain();
  await world.score();
  // What a company's people do is told to one another at most once an hour; what a converted lead hangs on
  // is waited for, by the clock of the database, half a minute at most.
  setClock(NOW + HOUR);
  await world.rows(`update records set seen_at = seen_at - interval '1 hour'`);
  await world.drain();
  await world.score();
  const parked = await world.rows('select reason from parked_changes');
  expect(parked).toEqual([]);
  expect(await world.wrongKeys()).toEqual([]);
  return world.picture();
}

const cuts = fc.array(fc.constantFrom<Cut>('together', 'deliver', 'drain', 'score'), {
  minLength: 1,
  maxLength: 6,
});

/** The same statements in another order, some of them several times. */
function shuffled<Statement>(
  told: readonly Statement[],
  seed: number,
  copies: number,
): Statement[] {
  const rank = (index: number, salt: number) => Math.imul(index * 8 + salt + 1, seed | 1) >>> 0;
  return told
    .flatMap((statement, index) => {
      const again = rank(index, 7) % 3 === 0 ? copies : 1;
      return Array.from({ length: again }, (_, copy) => ({ statement, rank: rank(index, copy) }));
    })
    .sort((a, b) => a.rank - b.rank)
    .map((one) => one.statement);
}

/** Some twenty times what the cases take on a quiet machine; then it says after how many it gave up. */
export const PATIENCE = 500_000;

export async function converges<Statement, Item>(
  law: Law<Statement, Item>,
  arbitrary: fc.Arbitrary<Statement[]>,
  numRuns: number,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      arbitrary,
      fc.array(fc.tuple(fc.integer(), cuts), { minLength: 2, maxLength: 2 }),
      async (told, others) => {
        const expected = await runOnce(law, told, ['score']);
        for (const [index, [seed, cut]] of others.entries()) {
          const other = shuffled(told, seed, index + 2);
          expect(await runOnce(law, other, cut)).toEqual(expected);
        }
        // What was scored when it was dirty is what scoring everybody gives: nothing was left stale.
        await law.world.scoreAll();
        expect((await law.world.picture()).leads).toEqual(expected.leads);
      },
    ),
    { numRuns, interruptAfterTimeLimit: PATIENCE, markInterruptAsFailure: true },
  );
}
