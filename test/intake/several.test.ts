import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Snapshot } from '../../src/lead/change.js';
import type { Page } from '../../src/lead/page.js';
import { createIntakeWorld, type IntakeWorld } from '../support/intake-world.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const OPENED = 'hs_email_last_open_date';
let world: IntakeWorld;

beforeAll(async () => {
  world = await createIntakeWorld(() => NOW);
});
afterAll(() => world?.database.drop());

const iso = (at: number): string => new Date(at).toISOString();
const [FIRST, SECOND, LAST] = [NOW - 50_000, NOW - 30_000, NOW - 10_000] as const;

function page(record: string, more: Partial<Snapshot>): Page {
  const snapshot = {
    object: 'contacts',
    record,
    modifiedAt: NOW - 86_400_000,
    properties: { email: `several-${record}@acme.example`, [OPENED]: iso(LAST) },
    ...more,
  };
  return { readAt: NOW, origin: 'poll', snapshots: [snapshot], missing: [] };
}

/** What the history tells, each written down a moment after it happened. */
const HISTORY: Partial<Snapshot> = {
  history: {
    [OPENED]: [LAST, SECOND, FIRST].map((at) => ({
      value: iso(at),
      at: at + 300,
      source: { kind: 'automation' },
    })),
  },
};

function opens(record: string): Promise<{ at: number; several: string | null }[]> {
  return world.rows(
    `select a.at, a.attributes ->> 'several' as several from activities a
     join records r on r.id = a.record where r.record = $1 and a.type = 'email_open' order by a.at`,
    [record],
  );
}

test('several opens of one page are as many activities, however often it is told', async () => {
  const told = page('1', HISTORY);
  await world.page(told);
  await world.page(told);
  await world.drain();
  await world.page({ ...told, readAt: NOW + 60_000 });
  await world.drain();
  expect(await opens('1')).toEqual([FIRST, SECOND, LAST].map((at) => ({ at, several: null })));
});

test('what may stand for several is one activity that says so, until the history is read', async () => {
  const marked = page('2', { perhapsSeveral: [OPENED] });
  await world.page(marked);
  await world.drain();
  await world.page(page('2', {}));
  await world.page(marked);
  await world.drain();
  expect(await opens('2')).toEqual([{ at: LAST, several: 'unknown' }]);
  await world.page(page('2', HISTORY));
  await world.drain();
  expect(await opens('2')).toEqual([FIRST, SECOND, LAST].map((at) => ({ at, several: null })));
});
