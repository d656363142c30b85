import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { layOutBar } from '../../../src/admin/ui/lib/bar.js';

const points = fc.array(
  fc.integer({ min: -3000, max: 6000 }).map((hundredths) => hundredths / 100),
);

test('positive lines stand side by side, negative ones are laid back to the total', () => {
  const bar = layOutBar([30, 24, -10], 100);
  expect(bar.segments.map(({ left, width }) => [left, width])).toEqual([
    [0, 30],
    [30, 24],
    [44, 10],
  ]);
  expect(bar.at(50)).toBe(50);
});

test('more points than the cap stretch the scale, zero lines have no segment', () => {
  const bar = layOutBar([80, 0, 120], 100);
  expect(bar.scale).toBe(200);
  expect(bar.segments.map((segment) => segment.index)).toEqual([0, 2]);
  expect(bar.at(500)).toBe(100);
});

test('whatever the lines, every segment lies on the bar and what is left is the total', () => {
  fc.assert(
    fc.property(points, (lines) => {
      const bar = layOutBar(lines, 100);
      for (const { left, width } of bar.segments) {
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left + width).toBeLessThanOrEqual(100 + 1e-9);
      }
      const total = lines.reduce((sum, line) => sum + line, 0);
      const gained = bar.segments.filter((segment) => segment.points > 0);
      const lost = bar.segments.filter((segment) => segment.points < 0);
      const sum = (segments: typeof gained) =>
        segments.reduce((width, segment) => width + segment.width, 0);
      expect(sum(gained) - sum(lost)).toBeCloseTo((Math.max(total, 0) / bar.scale) * 100, 6);
    }),
  );
});
