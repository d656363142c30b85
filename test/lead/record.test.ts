import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Change } from '../../src/lead/change.js';
import {
  applyAlias,
  applyChange,
  emptyRecord,
  isAlive,
  type RecordState,
  timeOf,
} from '../../src/lead/record.js';
import { eventTie } from '../../src/lead/stamp.js';

const DAY = 86_400_000;
const T = Date.UTC(2026, 0, 1);
const ROLLUPS = new Map([['opened', ['mail']]]);
const base = { object: 'contacts', record: '1', source: { kind: 'person' } } as const;

const at = fc.integer({ min: 0, max: 5 }).map((day) => T + day * DAY);
const event = fc.constantFrom('1', '2', '10');
const text = fc.constantFrom('a', 'b', '', null);
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ property: fc.constantFrom('title', 'mail'), value: text, at, event }).map((made) => ({
    ...base,
    kind: 'value' as const,
    ...made,
  })),
  fc
    .record({ kind: fc.constantFrom('created', 'deleted', 'restored'), at, event })
    .map((made) => ({ ...base, ...made }) as Change),
  fc.record({ readAt: at }).map(({ readAt }) => ({
    ...base,
    kind: 'missing' as const,
    at: readAt,
    event: '',
    readAt,
  })),
  fc
    .record({
      origin: fc.constantFrom('poll', 'fetch', 'backfill', 'sweep'),
      modifiedAt: at,
      late: fc.integer({ min: 0, max: 3 }),
      title: text,
      opened: fc.option(at.map((time) => new Date(time).toISOString())),
      mail: text,
    })
    .map(({ origin, modifiedAt, late, ...properties }) => ({
      ...base,
      kind: 'snapshot' as const,
      at: modifiedAt,
      event: '',
      origin: origin as 'poll',
      readAt: modifiedAt + late * DAY,
      snapshot: { object: 'contacts', record: '1', modifiedAt, properties },
    })),
);

function applyAll(changes: readonly Change[]): RecordState {
  return changes.reduce(
    (record, one) => applyChange(record, one, ROLLUPS).state,
    emptyRecord as RecordState,
  );
}

test('any order and repetition of the same changes ends in the same record', () => {
  fc.assert(
    fc.property(
      fc
        .array(change, { minLength: 1, maxLength: 12 })
        .chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }),
          ),
        ),
      ([list, other]) => expect(applyAll(other)).toEqual(applyAll(list)),
    ),
  );
});

test('a change that was applied already changes nothing and is no news', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 6 }), change, (list, one) => {
      const once = applyChange(applyAll(list), one, ROLLUPS);
      const twice = applyChange(once.state, one, ROLLUPS);
      expect(twice.state).toEqual(once.state);
      expect([...twice.changed]).toEqual([]);
      expect(twice.lifeChanged).toBe(false);
    }),
  );
});

const snapshot = (properties: Record<string, string | null>, modifiedAt: number, readAt: number) =>
  ({
    ...base,
    kind: 'snapshot',
    at: modifiedAt,
    event: '',
    origin: 'poll',
    readAt,
    snapshot: { object: 'contacts', record: '1', modifiedAt, properties },
  }) as Change;

test('a roll-up date is true from itself, with what is taken with it, though nothing was modified', () => {
  const blank = snapshot({ opened: null, mail: null }, T + 5 * DAY, T + 5 * DAY);
  const opened = new Date(T + 2 * DAY).toISOString();
  const seen = snapshot({ opened, mail: 'News' }, T + 5 * DAY, T + 6 * DAY);
  for (const order of [
    [blank, seen],
    [seen, blank],
  ]) {
    const { values } = applyAll(order);
    expect(values.opened?.slice(0, 2)).toEqual([opened, T + 2 * DAY]);
    expect(values.mail?.slice(0, 2)).toEqual(['News', T + 2 * DAY]);
  }
});

test('a roll-up date that is still to come does not shut out what happens until then', () => {
  const future = snapshot({ opened: '2099-01-01T00:00:00Z' }, T, T + DAY);
  const real = new Date(T + 2 * DAY).toISOString();
  const { values } = applyAll([future, snapshot({ opened: real }, T, T + 3 * DAY)]);
  expect(values.opened?.[0]).toBe(real);
});

test('a deletion is ended by a later restore alone, which asks for a read', () => {
  const deleted = { ...base, kind: 'deleted', at: T + DAY, event: '1' } as Change;
  const restored = { ...base, kind: 'restored', at: T + 2 * DAY, event: '2' } as Change;
  const seen = applyAll([snapshot({ title: 'a' }, T, T)]);
  const dead = applyChange(seen, deleted, ROLLUPS);
  expect([dead.lifeChanged, isAlive(dead.state)]).toEqual([true, false]);
  // A page of a lagging search index shows the record as it was before.
  const lagging = applyChange(dead.state, snapshot({ title: 'b' }, T, T + 3 * DAY), ROLLUPS);
  expect(isAlive(lagging.state)).toBe(false);
  const alive = applyChange(lagging.state, restored, ROLLUPS);
  expect([alive.wanted, isAlive(alive.state)]).toEqual([true, true]);
  expect(isAlive(applyChange(alive.state, deleted, ROLLUPS).state)).toBe(true);
});

test('the history has every statement of a chronicled property, of others what is new', () => {
  const first = applyChange(emptyRecord, snapshot({ title: 'a' }, T, T), ROLLUPS).state;
  const again = snapshot({ title: 'a' }, T + DAY, T + DAY);
  expect(applyChange(first, again, ROLLUPS).learnt).toEqual([]);
  expect(applyChange(first, again, ROLLUPS, new Set(['title'])).learnt).toMatchObject([
    { property: 'title', value: 'a', at: T + DAY },
  ]);
  const older = snapshot({ title: 'a' }, T - DAY, T);
  expect(applyChange(first, older, ROLLUPS).learnt).toMatchObject([{ at: T - DAY }]);
});

test('the last named survivor is the alias, whatever the order', () => {
  const one = (record: RecordState) => applyAlias(record, '8', T, eventTie('1'));
  const two = (record: RecordState) => applyAlias(record, '9', T + 1, eventTie('2'));
  expect(one(two(emptyRecord)).alias).toEqual(two(one(emptyRecord)).alias);
  expect(one(two(emptyRecord)).alias?.[0]).toBe('9');
});

test.each([
  ['2026-01-01T00:00:00Z', T],
  ['2026-01-01T00:00:00', T],
  ['2026-01-01', T],
  [String(T), T],
  ['2026-01-01T02:00:00+02:00', T],
  ['', null],
  ['  ', null],
  ['soon', null],
  [null, null],
])('the time of %j', (value, expected) => expect(timeOf(value)).toBe(expected));
