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

const MARKED: Partial<Snapshot> = { perhapsSeveral: [OPENED] };

async function tell(record: string, ...pages: readonly Partial<Snapshot>[]): Promise<void> {
  for (const more of pages) {
    await world.page(page(record, more));
    await world.drain();
  }
}

test('what may stand for several is one activity that says so, in any order of telling', async () => {
  await tell('2', {}, MARKED);
  await tell('3', MARKED, {}, MARKED);
  for (const record of ['2', '3']) {
    expect(await opens(record)).toEqual([{ at: LAST, several: 'unknown' }]);
  }
});

test('what the history tells stands for itself, before or after', async () => {
  const exact = { value: iso(LAST), at: LAST, source: { kind: 'automation' } } as const;
  const whole = { history: { [OPENED]: [exact, ...(HISTORY.history?.[OPENED]?.slice(1) ?? [])] } };
  await tell('4', MARKED, HISTORY);
  await tell('5', HISTORY, MARKED);
  await tell('6', MARKED, whole);
  await tell('7', whole, {}, MARKED);
  for (const record of ['4', '5', '6', '7']) {
    expect(await opens(record)).toEqual([FIRST, SECOND, LAST].map((at) => ({ at, several: null })));
  }
});
