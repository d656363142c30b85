import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileModel } from '../../src/scoring/compile.js';
import { type Coverage, coverage } from '../../src/scoring/coverage.js';
import { loadModel } from '../../src/scoring/load.js';
import type { ScoreInput } from '../../src/scoring/types.js';
import { leads, models } from './arbitraries.js';
import { NOW } from './support.js';

const TEXT = `
model: m
version: 1
lists: { targets: [FI] }
population: { exclude: { field: email, endsWith: .test } }
dimensions: { fit: { cap: 30 } }
rules:
  - { id: boss, dimension: fit, label: Boss, when: { any: [ { field: seniority, in: [vp, c_level] }, { field: jobTitle, contains: chief } ] }, points: 20 }
  - { id: size, dimension: fit, label: Size, when: { field: company.employees, gte: 50 }, points: 15, else: -10 }
  - { id: country, dimension: fit, label: Country, when: { field: country, inList: targets }, points: 5 }
  - { id: student, dimension: fit, label: Student, when: { field: department, eq: hr }, points: -30 }
  - { id: visits, dimension: fit, label: Visits, when: { field: activity.page_view.count.7d, gte: 1 }, points: 1, if: { field: doNotEmail, ne: true } }
disqualify: [ { id: d, label: D, when: { field: company.domain, eq: rival.example } } ]
segments: [ { id: s, when: { field: company.revenue, gt: 5 }, rules: { boss: { points: 25 } } } ]
`;

function of(text: string, fields: ScoreInput['fields']): Coverage {
  const { model } = loadModel(text, 'model.yaml');
  return coverage(model, compileModel(model), { id: 'l', fields, activities: [] }, NOW);
}

test('the share of known fields, and what the unknown ones could give', () => {
  const found = of(TEXT, {
    seniority: 'vp',
    company: { revenue: 1 },
    email: ' ',
    doNotEmail: false,
  });
  expect(found).toEqual({
    fields: 8,
    known: 3,
    share: 3 / 8,
    unknown: [
      // Up to the cap of 30.
      { field: 'company.employees', label: 'company employees', points: 10 },
      { field: 'country', label: 'country', points: 5 },
      { field: 'email', label: 'e-mail', points: 0 },
      { field: 'jobTitle', label: 'job title', points: 0 },
      { field: 'department', label: 'department', points: 0 },
    ],
  });
});

test('a segment counts as far as it leads to points', () => {
  const found = of(TEXT, { seniority: 'vp' });
  expect(found.unknown.find(({ field }) => field === 'company.revenue')?.points).toBe(5);
});

test('a model without fields leaves nothing unknown', () => {
  const text = 'model: m\nversion: 1\ndimensions: { x: {} }\nrules: []';
  expect(of(text, {})).toEqual({ fields: 0, known: 0, share: 1, unknown: [] });
});

test('what is unknown and what is known are all, and learning one raises the share', () => {
  fc.assert(
    fc.property(models(), leads(3), (document, lead) => {
      const { model } = loadModel(JSON.stringify(document), 'model.json');
      const scorer = compileModel(model);
      const found = coverage(model, scorer, lead, NOW);
      expect(found.known + found.unknown.length).toBe(found.fields);
      const [first] = found.unknown;
      if (!first) return expect(found.share).toBe(1);
      expect(first.points).toBeGreaterThanOrEqual(0);
      const learnt = { ...lead, fields: { ...lead.fields, [first.field]: 'x' } };
      expect(coverage(model, scorer, learnt, NOW).known).toBe(found.known + 1);
    }),
    { numRuns: 60 },
  );
});
