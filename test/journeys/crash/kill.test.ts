import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { waitFor } from '../../support/app-world.js';
import {
  expectInAgreement,
  expectNothingLost,
  expectOneTaskEach,
  expectReasons,
} from './checks.js';
import { createProcessWorld, type ProcessWorld } from './process-world.js';

const KILLS = 20;
/** Asked for a demo, two a kill. */
const ASKING = 2 * KILLS;
/** Their titles change all the time. */
const EDITED = 10;
const TITLES = ['Intern', 'VP of Marketing', 'Student', 'Director of Marketing'];

let world: ProcessWorld;
beforeAll(async () => {
  world = await createProcessWorld({ contacts: ASKING + EDITED, workers: 1 });
}, 120_000);
afterAll(() => world?.close());

interface Kill {
  readonly operation: string;
  /** The CRM had made the change and only its answer was missing. */
  readonly applied: boolean;
  /** The request was there, and the killed process still waited for its answer. */
  readonly waiting: boolean;
}

/** Each kill strikes one kind of call; five of them between the change and the answer. */
function planOf(kill: number): { operation: string; applied: boolean } {
  const operation = kill % 2 === 0 ? 'contacts.batch.update' : 'tasks.create';
  return { operation, applied: kill % 4 === 1 };
}

function changeTitles(round: number): void {
  const edited = world.contacts.slice(ASKING);
  for (const [index, id] of edited.entries()) {
    const jobtitle = TITLES[(round + index) % TITLES.length] ?? '';
    world.simulator.acts().edit('contacts', id, { jobtitle });
  }
}

test('twenty kills in the middle of writes lose no event and repeat no task', async () => {
  const { simulator, front } = world;
  const asked = new Set<string>();
  const kills: Kill[] = [];
  const webKills: { inFlight: number }[] = [];
  for (let round = 0; round < KILLS; round += 1) {
    const { operation, applied } = planOf(round);
    simulator.fault({ kind: 'hold', operation, afterApply: applied, count: 1 });
    let webDied: Promise<void> | undefined;
    if (round % 5 === 4) {
      front.onNext(() => {
        webKills.push({ inFlight: front.inFlight });
        webDied = world.restartWeb();
      });
    }
    changeTitles(round);
    for (const id of world.contacts.slice(2 * round, 2 * round + 2)) {
      simulator.acts().fillForm(id, 'demo');
      asked.add(id);
    }
    const held = await simulator.holds.wait(30_000);
    for (const one of held) {
      kills.push({ operation: one.operation, applied: one.applied, waiting: one.clientWaiting });
    }
    await world.replaceWorker(0, () => {
      // Some requests still reach the CRM although their sender is dead, some do not.
      simulator.holds.release(undefined, round % 3 === 0 ? 'cut' : 'continue');
    });
    simulator.faults.clear();
    await webDied;
  }
  expect(kills).toEqual(
    Array.from({ length: KILLS }, (_, round) => ({ ...planOf(round), waiting: true })),
  );
  expect(kills.filter((kill) => kill.applied)).toHaveLength(5);
  expect(webKills).toHaveLength(4);
  for (const { inFlight } of webKills) expect(inFlight).toBeGreaterThan(0);

  await waitFor('every form to be a task', async () => {
    const [row] = await world.rows<{ count: number }>('select count(*)::int as count from alerts');
    return row?.count === ASKING;
  });
  await world.settle();
  expect(asked.size).toBe(ASKING);
  await expectNothingLost(world);
  await expectOneTaskEach(world, asked);
  await expectInAgreement(world);
  await expectReasons(world);
}, 240_000);
