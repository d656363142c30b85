import { expect, test } from '@jest/globals';
import {
  LARGE_ACTIVITIES,
  LARGE_MODEL,
  LARGE_RULES,
  largeLead,
} from '../../bench/scoring/large.js';
import { compileModel } from '../../src/scoring/compile.js';
import { loadModel } from '../../src/scoring/load.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');

test('a model of 500 rules scores a lead with 100,000 activities, and the lines add up', () => {
  const { model } = loadModel(LARGE_MODEL, 'large.yaml');
  const lead = largeLead(NOW);
  expect(model.rules).toHaveLength(LARGE_RULES);
  expect(lead.activities).toHaveLength(LARGE_ACTIVITIES);
  const score = compileModel(model).score(lead, NOW);
  const sum = score.reasons.reduce((all, { hundredths }) => all + hundredths, 0);
  expect(sum).toBe((score.total ?? Number.NaN) * 100);
  const lineOf = (rule: string) => score.reasons.find((reason) => reason.rule === rule)?.hundredths;
  // By hand: two clicks within 6 days; 5000 employees are at least 2; a view of /p3, then a click, in a week.
  expect([lineOf('r1'), lineOf('r2'), lineOf('r3')]).toEqual([200, 100, 300]);
});

test('a pattern that takes other engines exponential time finishes', () => {
  const { model } = loadModel(
    `model: p
version: 1
dimensions: { fit: { floor: 0, cap: 10 } }
total: { method: sum, floor: 0, cap: 10 }
rules:
  - { id: r, label: R, dimension: fit, points: 5, when: { field: jobTitle, matches: '^(a+)+$' } }
`,
    'p.yaml',
  );
  const scorer = compileModel(model);
  const total = (jobTitle: string) =>
    scorer.score({ id: 'l', fields: { jobTitle }, activities: [] }, NOW).total;
  expect(total(`${'a'.repeat(50_000)}!`)).toBe(0);
  expect(total('a'.repeat(50_000))).toBe(5);
});
