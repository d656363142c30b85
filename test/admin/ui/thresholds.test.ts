import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { changesThresholds } from '../../../src/admin/ui/screens/publishing/thresholds.js';
import { diffModels } from '../../../src/scoring/diff.js';
import { loadModel } from '../../../src/scoring/load.js';

const shipped = readFileSync('config/scoring/b2b-default.yaml', 'utf8');
const differs = (from: string, to: string): boolean => {
  const text = shipped.replace(from, to);
  const [before, after] = [shipped, text].map((one) => loadModel(one, 'm.yaml').model);
  if (!before || !after) throw new Error('not loaded');
  return changesThresholds(diffModels(before, after));
};

test('other thresholds are found, a segment’s own too, and nothing else is taken for them', () => {
  expect(differs('\nthresholds: { mql: 50,', '\nthresholds: { mql: 60,')).toBe(true);
  expect(
    differs(', thresholds: { mql: 60, sql: 100 }', ', thresholds: { mql: 70, sql: 100 }'),
  ).toBe(true);
  expect(differs(', thresholds: { mql: 60, sql: 100 }', '')).toBe(true);
  expect(differs('gte: 1000 }, thresholds', 'gte: 2000 }, thresholds')).toBe(false);
  expect(differs('', '')).toBe(false);
  expect(changesThresholds(null)).toBe(false);
});
