import { setTimeout } from 'node:timers/promises';
/** Twenty kills in the middle of writes, on either CRM. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { HeldRequest } from '../../../connectors/simulator-kit/holds.js';
import {
  expectInAgreement,
  expectNothingLost,
  expectOneTaskEach,
  expectReasons,
} from './checks.js';
import type { Part } from './part.js';
import { createProcessWorld, type ProcessWorld } from './process-world.js';
import { expectScoresOfWhatWasSent } from './recomputed.js';
import { expectScoresOfOrg } from './recomputed-salesforce.js';

const KILLS = 20;
/** Asked for a demo, two a kill; some take themselves off the mailings later. */
const ASKING = 2 * KILLS;
/** Their titles change all the time. */
const EDITED = 10;
const TITLES = ['Intern', 'VP of Marketing', 'Student', 'Director of Marketing'];

/** The call that a kill strikes, and on which side of the change in the CRM. */
interface Strike {
  readonly operation: string;
  /** The CRM had made the change and only its answer was missing. */
  readonly applied: boolean;
}

/** Five of twenty strike between the change and the answer: three tasks, two batch updates. */
const AFTER_APPLY = [1, 4, 9, 12, 17];

const POPULATIONS = {
  HubSpot: { contacts: ASKING + EDITED, leads: 0, pushes: true },
  Salesforce: { contacts: 0, leads: ASKING + EDITED, pushes: false },
} as const;

function changeTitles({ crm, people }: Part, step: number): void {
  for (const [index, id] of people.slice(ASKING).entries()) {
    crm.setTitle(id, TITLES[(step + index) % TITLES.length] ?? '');
  }
}

/** What happens before each kill: titles change, two ask for a demo, one leaves the mailings. */
async function act(
  part: Part,
  round: number,
  asked: Set<string>,
  left: Set<string>,
): Promise<void> {
  const { crm, people } = part;
  // Twice at once: only its event tells of the first title, a poll would find the second.
  changeTitles(part, round + 1);
  await setTimeout(5);
  changeTitles(part, round);
  for (const id of people.slice(2 * round, 2 * round + 2)) {
    crm.ask(id);
    asked.add(id);
  }
  // Only who has a task already: without mailings the points might not be enough for one.
  const leaving = [...asked].find((id) => !left.has(id) && crm.tasksOf(id).length > 0);
  if (leaving === undefined) return;
  left.add(leaving);
  crm.optOut(leaving);
}

/** A call of that kind which stands in the CRM while the worker waits for its answer. */
async function inFlight({ crm }: Part, { operation, applied }: Strike): Promise<HeldRequest> {
  for (;;) {
    crm.fault({ kind: 'hold', operation, afterApply: applied, count: 1 });
    const [held] = await crm.holds.wait(60_000);
    if (!held) throw new Error(`no ${operation} came within a minute`);
    if (held.clientWaiting) return held;
    // This process was so slow that the caller had given up before it was looked at.
    crm.holds.release();
  }
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** Registers the suite for one CRM: each has a file of its own, so that they run side by side. */
export function killSuite(name: keyof typeof POPULATIONS): void {
  const { contacts, leads, pushes } = POPULATIONS[name];
  let world: ProcessWorld;
  beforeAll(async () => {
    world = await createProcessWorld({ contacts, leads, workers: 1 });
  }, 240_000);
  afterAll(() => world?.close());

  test('twenty kills in the middle of writes lose no event and repeat no task', async () => {
    const { front, rows, salesforce, hubspot } = world;
    const part = salesforce ?? hubspot;
    const { crm } = part;
    const { update, task } = crm.operations;
    const strikeOf = (kill: number): Strike => ({
      operation: kill % 2 === 0 ? update : task,
      applied: AFTER_APPLY.includes(kill),
    });
    const asked = new Set<string>();
    const left = new Set<string>();
    const struck: Strike[] = [];
    const unanswered: string[] = [];
    const webKills: { inFlight: number }[] = [];
    for (let round = 0; round < KILLS; round += 1) {
      let webDied: Promise<void> | undefined;
      if (pushes && round % 5 === 4) {
        front.onNext(round % 2 === 0 ? 'handed over' : 'acknowledged', () => {
          webKills.push({ inFlight: front.inFlight });
          webDied = world.restartWeb();
        });
      }
      await act(part, round, asked, left);
      const { operation, applied } = await inFlight(part, strikeOf(round));
      struck.push({ operation, applied });
      const calls = crm.requests.list().filter(({ status }) => status === 0);
      unanswered.push(...calls.map((call) => call.operation));
      await world.replaceWorker(0, () => {
        // Some requests still reach the CRM although their sender is dead, some do not.
        crm.holds.release(undefined, round % 3 === 0 ? 'cut' : 'continue');
      });
      crm.faults.clear();
      await webDied;
    }
    expect(struck).toEqual(Array.from({ length: KILLS }, (_, round) => strikeOf(round)));
    expect(webKills).toHaveLength(pushes ? 4 : 0);
    for (const { inFlight: deliveries } of webKills) expect(deliveries).toBeGreaterThan(0);

    process.stdout.write(`in flight at the kills: ${JSON.stringify(tally(unanswered))}\n`);

    await world.settle(ASKING);
    await expectNothingLost(rows, part);
    await expectOneTaskEach(rows, part, asked);
    await expectInAgreement(rows, part);
    await expectReasons(rows);
    const totals = salesforce
      ? await expectScoresOfOrg(rows, salesforce)
      : await expectScoresOfWhatWasSent(world);
    expect(totals).toBeGreaterThan(3);
  }, 480_000);
}
