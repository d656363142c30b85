import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  compareStamps,
  eventTie,
  laterStamp,
  readTie,
  type Stamp,
  sortableTie,
} from '../../src/lead/stamp.js';

/** Few values each, so that ties of all depths happen. */
const tie = fc.oneof(
  fc.integer({ min: 0, max: 12 }).map(readTie),
  fc.constantFrom('', '7', '08', '9', '10', '100', 'abc', 'Abc').map(eventTie),
);
const stamp: fc.Arbitrary<Stamp> = fc.tuple(
  fc.constantFrom(null, '', 'a', 'b'),
  fc.integer({ min: 0, max: 3 }),
  tie,
);
const same = (a: Stamp, b: Stamp) => compareStamps(a, b) === 0;

test('the order is total: antisymmetric, transitive, and only equal stamps are equal', () => {
  fc.assert(
    fc.property(stamp, stamp, stamp, (a, b, c) => {
      expect(Math.sign(compareStamps(a, b)) + Math.sign(compareStamps(b, a))).toBe(0);
      if (compareStamps(a, b) >= 0 && compareStamps(b, c) >= 0) {
        expect(compareStamps(a, c)).toBeGreaterThanOrEqual(0);
      }
      if (same(a, b)) {
        expect([a[0], a[1]]).toEqual([b[0], b[1]]);
        expect(sortableTie(a[2])).toBe(sortableTie(b[2]));
      }
    }),
  );
});

test('the later stamp is idempotent, commutative and associative', () => {
  fc.assert(
    fc.property(stamp, stamp, stamp, (a, b, c) => {
      expect(laterStamp(a, a)).toEqual(a);
      expect(same(laterStamp(a, b), laterStamp(b, a))).toBe(true);
      const left = laterStamp(laterStamp(a, b), c);
      expect(same(left, laterStamp(a, laterStamp(b, c)))).toBe(true);
    }),
  );
});

test('nothing loses to any stamp', () => {
  fc.assert(fc.property(stamp, (a) => expect(laterStamp(undefined, a)).toEqual(a)));
});

test.each<[string, Stamp, Stamp]>([
  ['the later time wins', ['b', 1, eventTie('9')], ['a', 2, eventTie('1')]],
  ['at a tie a read wins over an event', ['b', 1, eventTie('99')], ['a', 1, readTie(0)]],
  ['of two reads the later', ['b', 1, readTie(9)], ['a', 1, readTie(10)]],
  ['of two events the greater id as a number', ['b', 1, eventTie('9')], ['a', 1, eventTie('10')]],
  ['then the greater value', ['a', 1, eventTie('1')], ['b', 1, eventTie('1')]],
  ['no value is the least', [null, 1, eventTie('1')], ['a', 1, eventTie('1')]],
])('%s', (_, loser, winner) => {
  expect(laterStamp(loser, winner)).toEqual(winner);
  expect(laterStamp(winner, loser)).toEqual(winner);
});

test('the sortable form of a tie orders as text as the tie does', () => {
  fc.assert(
    fc.property(tie, tie, (a, b) => {
      const numeric = [a, b].every((one) => /^[es]\d+$/.test(one));
      fc.pre(numeric);
      const order = compareStamps([null, 0, a], [null, 0, b]);
      const [x, y] = [sortableTie(a), sortableTie(b)];
      expect(x < y ? -1 : x > y ? 1 : 0).toBe(Math.sign(order));
    }),
  );
});
