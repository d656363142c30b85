import { expect, test } from '@jest/globals';
import { readMoment } from '../../../src/admin/ui/screens/lead/as-of-moment.js';

test('a moment of the address is read into UTC', () => {
  expect(readMoment('2026-03-01T12:00:00.000Z')).toBe('2026-03-01T12:00:00.000Z');
  expect(readMoment('2026-03-01T12:00:00+02:00')).toBe('2026-03-01T10:00:00.000Z');
});

test.each(['', 'garbage', 'garbage 1', '12', '2026-13-45', '2026-03-01 and more'])(
  'what is no moment is now: %p',
  (at) => expect(readMoment(at)).toBe(''),
);
