import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Output } from '../../src/commands/io.js';
import { createProgress } from '../../src/commands/progress.js';

let now = 0;
const written: string[] = [];
const output = (isTTY: boolean): Output =>
  ({
    isTTY,
    write(text: string) {
      written.push(text);
      return true;
    },
  }) as unknown as Output;

beforeEach(() => {
  jest.useFakeTimers();
  now = 0;
  written.length = 0;
});
afterEach(() => {
  jest.useRealTimers();
});

test('nothing is said of what is done within two seconds', () => {
  const progress = createProgress(output(true), () => now);
  now = 1_999;
  progress.update('Looking');
  progress.done();
  expect(written).toEqual([]);
});

test('work that tells nothing itself is named while it takes long, and no longer', async () => {
  const progress = createProgress(output(true), () => now);
  let finish = (_: number): void => {};
  const work = new Promise<number>((resolve) => {
    finish = resolve;
  });
  const result = progress.during('Publishing', work);
  jest.advanceTimersByTime(1_000);
  expect(written).toEqual([]);
  now = 2_500;
  jest.advanceTimersByTime(1_000);
  expect(written.join('')).toContain('Publishing');
  finish(7);
  expect(await result).toBe(7);
  expect(jest.getTimerCount()).toBe(0);
  expect(written.at(-1)).not.toContain('Publishing');
});

test('a file gets a plain line, at most one in ten seconds', () => {
  const progress = createProgress(output(false), () => now);
  for (now = 2_000; now < 13_000; now += 100) progress.update(`At ${now}`);
  progress.done();
  expect(written).toEqual(['At 2000\n', 'At 12000\n']);
});
