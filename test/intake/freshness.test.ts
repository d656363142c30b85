/** When a person's record was last changed at its source, whatever order it is told in. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hubspot } from '../../connectors/hubspot/index.js';
import { leadsAsOf } from '../../src/evaluate/as-of.js';
import { type AsOfOptions, readPast } from '../../src/evaluate/past.js';
import type { Snapshot } from '../../src/lead/change.js';
import { DAY, HOUR } from '../../src/lib/clock.js';
import { eraseDue } from '../../src/store/erase.js';
import { askErasures } from '../../src/store/erasures.js';
import { APP, PORTAL } from '../support/intake-world.js';
import { createScoringWorld, type ScoringWorld } from './convergence-world.js';

const START = Date.now() - 20 * DAY;
const iso = (at: number): string => new Date(at).toISOString();

let now = START;
let world: ScoringWorld;
beforeAll(async () => {
  world = await createScoringWorld(() => now);
});
beforeEach(async () => {
  await world.clear();
  now = START;
});
afterAll(() => world?.database.drop());

/** A read at the hour `read` of a contact that was modified at the hour `at`. */
async function read(at: number, properties: Snapshot['properties'], readAt = at): Promise<void> {
  now = START + readAt * HOUR;
  const modifiedAt = START + at * HOUR;
  const email = 'ann@acme.example';
  const snapshot = {
    object: 'contacts',
    record: '1',
    modifiedAt,
    properties: { email, ...properties },
  };
  await world.page({ readAt: now, origin: 'poll', snapshots: [snapshot], missing: [] });
  await world.drain();
}

async function told(at: number, propertyName: string, propertyValue: string, source = 'CRM_UI') {
  now = START + at * HOUR;
  await world.hook([
    {
      eventId: at + 1,
      subscriptionId: 1,
      portalId: Number(PORTAL),
      appId: Number(APP),
      occurredAt: now,
      attemptNumber: 0,
      changeSource: source,
      sourceId: source === 'CRM_UI' ? 'userId:9' : APP,
      subscriptionType: 'contact.propertyChange',
      objectId: 1,
      propertyName,
      propertyValue,
    },
  ]);
  await world.drain();
}

/** The hour of the last change, of the scored lead. */
async function updated(): Promise<number | null> {
  await world.score();
  const [row] = await world.rows<{ at: string | null }>(
    `select fields ->> 'source.updatedAt' as at from leads where merged_into is null`,
  );
  return row?.at ? (Date.parse(row.at) - START) / HOUR : null;
}

const dirty = () => world.rows('select lead from lead_work where dirty_seq > scored_seq');

test('a read that shows what was there, as after our own writes, moves nothing and scores nobody', async () => {
  await read(1, { jobtitle: 'CTO', notes_last_contacted: iso(START) });
  expect(await updated()).toBe(1);
  await read(3, { jobtitle: 'CTO', notes_last_contacted: iso(START), plumbline_score: '40' });
  expect(await dirty()).toEqual([]);
  // What sales does is told by activities.
  await read(4, { jobtitle: 'CTO', notes_last_contacted: iso(START + HOUR) });
  expect(await updated()).toBe(1);
  await read(6, { jobtitle: 'CEO', notes_last_contacted: iso(START + HOUR) }, 7);
  expect(await updated()).toBe(6);
  await read(8, { jobtitle: '', notes_last_contacted: iso(START + HOUR) });
  expect(await updated()).toBe(8);
});

test('a change told with its maker counts from its own time; one of ours does not', async () => {
  await read(1, { jobtitle: 'CTO' });
  await told(2, 'jobtitle', 'CEO');
  expect(await updated()).toBe(2);
  await told(3, 'jobtitle', 'COO', 'INTEGRATION');
  expect(await updated()).toBe(2);
});

test('what was there in between is learnt late: the date moves, and the lead is scored anew', async () => {
  await read(1, { jobtitle: 'CTO' });
  await read(4, { jobtitle: 'CTO' });
  expect(await updated()).toBe(1);
  await read(2, { jobtitle: 'Intern' }, 5);
  expect(await dirty()).toHaveLength(1);
  expect(await updated()).toBe(4);
  await read(3, { jobtitle: 'CTO' }, 6);
  expect(await updated()).toBe(3);
});

async function updatedAt(hour: number, options: AsOfOptions = {}): Promise<number | null> {
  const { pool } = world.database;
  const at = START + hour * HOUR;
  const connectors = new Map([['hubspot', hubspot]]);
  const past = await readPast(pool, connectors, world.account.workspace, at, options);
  const [row] = await world.rows<{ lead: number }>(`select lead from records where record = '1'`);
  const [found] = await leadsAsOf(pool, past, [row?.lead ?? 0]);
  const date = found?.input.fields['source.updatedAt'];
  return typeof date === 'string' ? (Date.parse(date) - START) / HOUR : null;
}

test('as of a moment it is the last change by then', async () => {
  await read(1, { jobtitle: 'CTO' });
  await read(5, { jobtitle: 'CTO' });
  await read(2, { jobtitle: 'Intern' }, 7);
  await told(9, 'jobtitle', 'CEO');
  expect(await updatedAt(0)).toBeNull();
  expect([await updatedAt(1), await updatedAt(2), await updatedAt(5)]).toEqual([1, 2, 5]);
  expect(await updatedAt(6, { known: 'learnt' })).toBe(1);
  expect([await updatedAt(8), await updatedAt(10)]).toEqual([5, 9]);
  expect(await updated()).toBe(9);
});

test('in any order and however often told, the date is that of the last step to another content', async () => {
  const titles = fc.constantFrom('CTO', 'CEO', 'COO');
  const history = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 9 }), titles), {
    selector: ([at]) => at,
    minLength: 1,
    maxLength: 6,
  });
  const order = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 6, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(history, order, async (reads, places) => {
      await world.clear();
      const sorted = [...reads].sort(([a], [b]) => a - b);
      const steps = sorted.filter(([, title], place) => title !== sorted[place - 1]?.[1]);
      const all = [...places.flatMap((place) => reads[place] ?? []), ...reads.flat()];
      for (let index = 0; index < all.length; index += 2) {
        const [at, title] = [all[index] as number, all[index + 1] as string];
        await read(at, { jobtitle: title }, 10);
      }
      expect(await updated()).toBe(steps.at(-1)?.[0]);
    }),
    { numRuns: 12 },
  );
});

test('an erased person leaves no trace of what was read', async () => {
  await read(1, { jobtitle: 'CTO' });
  const { pool } = world.database;
  const { workspace, id: account } = world.account;
  const key = { workspace, account, object: 'contacts', record: '1' };
  await askErasures(pool, [{ ...key, delivery: 0, at: now }], ({ record }) => record, now);
  expect(await eraseDue(pool, ({ record }) => record)).toBe(1);
  expect(await world.rows('select record from record_reads')).toEqual([]);
});
