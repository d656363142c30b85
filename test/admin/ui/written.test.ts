import { expect, test } from '@jest/globals';
import { isDated, isLeftToCrm } from '../../../src/admin/ui/screens/lead/written.js';

test('a stage that was told once is left to the CRM, not wanted empty', () => {
  const told = { want: null, confirmed: 'marketingqualifiedlead', state: 'confirmed' } as const;
  expect(isLeftToCrm(told)).toBe(true);
});

test('what is wanted, wanted empty or still to be emptied is not left to the CRM', () => {
  expect(isLeftToCrm({ want: 'hot', confirmed: 'hot', state: 'confirmed' })).toBe(false);
  expect(isLeftToCrm({ want: null, confirmed: null, state: 'confirmed' })).toBe(false);
  expect(isLeftToCrm({ want: null, confirmed: 'hot', state: 'waiting' })).toBe(false);
});

test('the epoch is no date of a value', () => {
  expect(isDated('1970-01-01T00:00:00.000Z')).toBe(false);
  expect(isDated('2026-03-01T12:00:00.000Z')).toBe(true);
});
