import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RollingWindow } from '../../../connectors/simulator-kit/limiter.js';

test('no window ever holds more than the limit, and a request is refused only when one is full', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }), (gaps) => {
      let now = 0;
      const window = new RollingWindow(5, 1000, () => now);
      const taken: number[] = [];
      for (const gap of gaps) {
        now += gap;
        const inside = taken.filter((time) => time > now - 1000).length;
        expect(window.remaining()).toBe(5 - inside);
        const passed = window.take();
        expect(passed).toBe(inside < 5);
        if (passed) taken.push(now);
      }
    }),
  );
});

test('another app takes its part of the same window and stops when told', () => {
  let now = 0;
  const window = new RollingWindow(5, 1000, () => now);
  window.setForeign(3);
  now = 1000;
  expect([window.take(), window.take(), window.take()]).toEqual([true, true, false]);
  window.setForeign(0);
  now = 2001;
  expect(window.remaining()).toBe(5);
});

test('a foreign app alone cannot exceed the limit', () => {
  let now = 0;
  const window = new RollingWindow(5, 1000, () => now);
  window.setForeign(50);
  now = 10_000;
  expect(window.take()).toBe(false);
  expect(window.remaining()).toBe(0);
});
