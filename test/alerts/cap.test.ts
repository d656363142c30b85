import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bestFirst, capPerOwner } from '../../src/alerts/cap.js';
import type { PlannedAlert } from '../../src/alerts/plan.js';

const alert = (key: string, owner: string | null, total: number | null, high = false) =>
  ({ key, owner, total, priority: high ? 'high' : 'medium' }) as PlannedAlert;
const keys = (list: readonly PlannedAlert[]) => list.map(({ key }) => key);

test('the best of an owner become tasks, the rest goes to the digest', () => {
  const list = [
    alert('a', '1', 50),
    alert('b', '1', 90),
    alert('c', '1', 10, true),
    alert('d', '1', null),
    alert('e', '2', 1),
  ];
  const { tasks, digest } = capPerOwner(list, () => 0, 2);
  expect(keys(tasks)).toEqual(['c', 'b', 'e']);
  expect(keys(digest)).toEqual(['a', 'd']);
});

test('tasks of today count; the unassigned pile is one owner', () => {
  const list = [alert('a', '1', 50), alert('b', null, 50), alert('c', null, 40)];
  const { tasks, digest } = capPerOwner(list, (owner) => (owner === '1' ? 10 : 9), 10);
  expect(keys(tasks)).toEqual(['b']);
  expect(keys(digest)).toEqual(['a', 'c']);
});

test('no owner gets more than the limit, nothing is lost, and the order of arrival says nothing', () => {
  const alerts = fc.uniqueArray(
    fc
      .tuple(fc.nat(40), fc.constantFrom(null, '1', '2'), fc.option(fc.nat(100)), fc.boolean())
      .map(([key, owner, total, high]) => alert(String(key), owner, total, high)),
    { selector: ({ key }) => key },
  );
  const shuffled = alerts.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  fc.assert(
    fc.property(shuffled, fc.nat(5), fc.nat(5), ([list, other], already, limit) => {
      const { tasks, digest } = capPerOwner(list, () => already, limit);
      expect(keys([...tasks, ...digest]).sort()).toEqual(keys(list).sort());
      for (const owner of [null, '1', '2']) {
        const mine = (of: readonly PlannedAlert[]) => of.filter((one) => one.owner === owner);
        expect(mine(tasks).length).toBeLessThanOrEqual(Math.max(0, limit - already));
        for (const task of mine(tasks))
          for (const rest of mine(digest)) expect(bestFirst(task, rest)).toBeLessThan(0);
      }
      expect(capPerOwner(other, () => already, limit)).toEqual({ tasks, digest });
    }),
  );
});
