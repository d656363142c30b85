import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { HeldRequest } from '../../../connectors/simulator-kit/holds.js';
import {
  expectInAgreement,
  expectNothingLost,
  expectOneTaskEach,
  expectReasons,
} from './checks.js';
import { createProcessWorld, type ProcessWorld } from './process-world.js';
import { expectScoresOfWhatWasSent } from './recomputed.js';

const KILLS = 20;
/** Asked for a demo, two a kill; one of the two takes itself off the mailings a kill later. */
const ASKING = 2 * KILLS;
/** Their titles change all the time. */
const EDITED = 10;
const TITLES = ['Intern', 'VP of Marketing', 'Student', 'Director of Marketing'];

let world: ProcessWorld;
beforeAll(async () => {
  world = await createProcessWorld({ contacts: ASKING + EDITED, workers: 1 });
}, 240_000);
afterAll(() => world?.close());

/** The call that a kill strikes, and on which side of the change in the CRM. */
interface Strike {
  readonly operation: string;
  /** The CRM had made the change and only its answer was missing. */
  readonly applied: boolean;
}

/** Five of twenty strike between the change and the answer: three tasks, two batch updates. */
const AFTER_APPLY = [1, 4, 9, 12, 17];
const strikeOf = (kill: number): Strike => ({
  operation: kill % 2 === 0 ? 'contacts.batch.update' : 'tasks.create',
  applied: AFTER_APPLY.includes(kill),
});

function changeTitles(step: number): void {
  for (const [index, id] of world.contacts.slice(ASKING).entries()) {
    const jobtitle = TITLES[(step + index) % TITLES.length] ?? '';
    world.simulator.acts().edit('contacts', id, { jobtitle });
  }
}

/** What happens before each kill: titles change, two ask for a demo, one leaves the mailings. */
async function act(round: number, asked: Set<string>): Promise<void> {
  const acts = world.simulator.acts();
  // Twice at once: only its event tells of the first title, a poll would find the second.
  changeTitles(round + 1);
  await setTimeout(5);
  changeTitles(round);
  for (const id of world.contacts.slice(2 * round, 2 * round + 2)) {
    acts.fillForm(id, 'demo');
    asked.add(id);
  }
  const leaving = world.contacts[2 * round - 1];
  if (leaving) acts.edit('contacts', leaving, { hs_email_optout: 'true' });
}

/** A call of that kind which stands in the CRM while the worker waits for its answer. */
async function inFlight({ operation, applied }: Strike): Promise<HeldRequest> {
  const { simulator } = world;
  for (;;) {
    simulator.fault({ kind: 'hold', operation, afterApply: applied, count: 1 });
    const [held] = await simulator.holds.wait(60_000);
    if (!held) throw new Error(`no ${operation} came within a minute`);
    if (held.clientWaiting) return held;
    // This process was so slow that the caller had given up before it was looked at.
    simulator.holds.release();
  }
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

test('twenty kills in the middle of writes lose no event and repeat no task', async () => {
  const { simulator, front } = world;
  const asked = new Set<string>();
  const struck: Strike[] = [];
  const unanswered: string[] = [];
  const webKills: { inFlight: number }[] = [];
  for (let round = 0; round < KILLS; round += 1) {
    let webDied: Promise<void> | undefined;
    if (round % 5 === 4) {
      front.onNext(round % 2 === 0 ? 'handed over' : 'acknowledged', () => {
        webKills.push({ inFlight: front.inFlight });
        webDied = world.restartWeb();
      });
    }
    await act(round, asked);
    const { operation, applied } = await inFlight(strikeOf(round));
    struck.push({ operation, applied });
    const calls = simulator.requests.list().filter(({ status }) => status === 0);
    unanswered.push(...calls.map((call) => call.operation));
    await world.replaceWorker(0, () => {
      // Some requests still reach the CRM although their sender is dead, some do not.
      simulator.holds.release(undefined, round % 3 === 0 ? 'cut' : 'continue');
    });
    simulator.faults.clear();
    await webDied;
  }
  expect(struck).toEqual(Array.from({ length: KILLS }, (_, round) => strikeOf(round)));
  expect(webKills).toHaveLength(4);
  for (const { inFlight: deliveries } of webKills) expect(deliveries).toBeGreaterThan(0);

  process.stdout.write(`in flight at the kills: ${JSON.stringify(tally(unanswered))}\n`);

  await world.settle(ASKING);
  await expectNothingLost(world);
  expect(await expectScoresOfWhatWasSent(world)).toBeGreaterThan(3);
  await expectOneTaskEach(world, asked);
  await expectInAgreement(world);
  await expectReasons(world);
}, 480_000);
