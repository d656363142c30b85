import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainValue } from '../../../../src/admin/ui/screens/model/document/edit.js';
import { type Renamed, renameIn } from '../../../../src/admin/ui/screens/model/document/rename.js';
import { loadModel } from '../../../../src/scoring/load.js';

const TEXT = `model: test # a comment
version: 1
dimensions:
  fit: { cap: 45 } # as agreed
  need: {}
total: { method: weighted, weights: { fit: 0.4, need: 0.6 } }
groups:
  web: { dimension: need, cap: 20 } # together
rules:
  - { id: a, dimension: fit, label: fit, when: { field: country, eq: a }, points: 5 } # fit stays here
  - { id: b, group: web, label: B, activity: { type: page_view }, points: 10 }
disqualify:
  - { id: a, label: A, rules: { any: [a, b] } }
grades: { fit: { A: 20, B: 0 }, need: { A: 20, B: 0 } }
bands: { hot: 10, cold: 0 }
thresholds: { mql: 10 }
segments:
  - id: big
    when: { field: company.employees, gte: 10 }
    grades: { fit: { A: 30, B: 0 }, need: { A: 20, B: 0 } }
    rules:
      a: { points: 7 } # more
examples:
  - name: one
    lead: { country: a }
    expect: { dimensions: { fit: 5, need: 0 }, reasons: [{ rule: a, points: 5 }] }
`;

test('a rule is called otherwise wherever it is named, and nothing else changes', () => {
  const text = renameIn(TEXT, 'rule', 'a', 'home-country');
  const changed = text?.split('\n').filter((line) => !TEXT.split('\n').includes(line));
  expect(changed).toEqual([
    '  - { id: home-country, dimension: fit, label: fit, when: { field: country, eq: a }, points: 5 } # fit stays here',
    '  - { id: a, label: A, rules: { any: [home-country, b] } }',
    '      home-country: { points: 7 } # more',
    '    expect: { dimensions: { fit: 5, need: 0 }, reasons: [{ rule: home-country, points: 5 }] }',
  ]);
});

test('a group and a dimension take their rules, bounds, weights, grades and examples along', () => {
  const group = renameIn(TEXT, 'group', 'web', 'pages');
  expect(group).toContain('  pages: { dimension: need, cap: 20 } # together\n');
  expect(group).toContain('- { id: b, group: pages,');
  const text = renameIn(TEXT, 'dimension', 'fit', 'match');
  expect(text).toContain('  match: { cap: 45 } # as agreed\n');
  expect(text).toContain('weights: { match: 0.4, need: 0.6 }');
  expect(text).toContain('dimension: match, label: fit,');
  expect(text).toContain('grades: { match: { A: 20, B: 0 }, need');
  expect(text).toContain('    grades: { match: { A: 30, B: 0 }, need');
  expect(text).toContain('dimensions: { match: 5, need: 0 }');
  expect(renameIn(TEXT, 'dimension', 'need', 'want')).toContain('web: { dimension: want,');
});

test('what is taken already is not written over', () => {
  expect(renameIn(TEXT, 'dimension', 'fit', 'need')).toBeNull();
  expect(renameIn('rules: [', 'rule', 'a', 'b')).toBe('rules: [');
});

const READY = ['b2b-default', 'starter'].map((name) =>
  readFileSync(`config/scoring/${name}.yaml`, 'utf8'),
);

function namesIn(text: string): (readonly [Renamed, string])[] {
  const {
    rules,
    groups = {},
    dimensions,
  } = plainValue(text) as {
    rules: { id: string }[];
    groups?: object;
    dimensions: object;
  };
  return [
    ...rules.map(({ id }) => ['rule', id] as const),
    ...Object.keys(groups).map((name) => ['group', name] as const),
    ...Object.keys(dimensions).map((name) => ['dimension', name] as const),
  ];
}

test('after any renaming the ready models load, and renaming back gives the same text', () => {
  const readList = (path: string) => readFileSync(`config/scoring/${path}`, 'utf8');
  const names = READY.flatMap((text) =>
    namesIn(text).map(([what, name]) => ({ text, what, name })),
  );
  fc.assert(
    fc.property(fc.constantFrom(...names), ({ text, what, name }) => {
      const renamed = renameIn(text, what, name, 'another-name') ?? '';
      expect(namesIn(renamed)).toContainEqual([what, 'another-name']);
      expect(() => loadModel(renamed, 'renamed.yaml', { readList })).not.toThrow();
      expect(renameIn(renamed, what, 'another-name', name)).toBe(text);
    }),
    { numRuns: 25 },
  );
});
