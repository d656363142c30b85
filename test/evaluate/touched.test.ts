import { expect, test } from '@jest/globals';
import { touchedSince } from '../../src/evaluate/evaluate.js';

const act = (type: string, occurredAt: number) => ({
  activities: [{ id: type, type, occurredAt, attributes: {} }],
  taskMovedAt: null,
});

test('a touch is what sales did since the lead came to its stage', () => {
  expect(touchedSince(act('sales_touch', 90), 100, 200)).toBe(false);
  expect(touchedSince(act('sales_touch', 100), 100, 200)).toBe(true);
  expect(touchedSince(act('call_connected', 201), 100, 200)).toBe(false);
  expect(touchedSince(act('email_open', 150), 100, 200)).toBe(false);
  expect(touchedSince(act('meeting_held', 150), null, 200)).toBeNull();
});

test('a task that was moved on is a touch too', () => {
  const moved = (taskMovedAt: number | null) =>
    touchedSince({ activities: [], taskMovedAt }, 100, 200);
  expect([null, 99, 100, 200, 201].map(moved)).toEqual([false, false, true, true, false]);
});
