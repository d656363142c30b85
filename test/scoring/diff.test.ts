import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DocumentError } from '../../src/language/document.js';
import { diffModels, diffWords } from '../../src/scoring/diff.js';
import { loadModel } from '../../src/scoring/load.js';
import type { Model } from '../../src/scoring/schema.js';
import { models } from './arbitraries.js';

function load(text: string): Model {
  return loadModel(text, 'model.yaml').model;
}

const BASE = `
model: m
version: 1
readyAt: 100
population: { include: { field: email, exists: true } }
lists: { rivals: [a.example, b.example], old: [x] }
dimensions: { fit: { cap: 45 }, interest: {} }
total: { floor: 0, cap: 100 }
groups: { mail: { dimension: interest, cap: 20 } }
rules:
  - { id: pricing, dimension: interest, label: Pricing, activity: { type: page_view, where: { path: /pricing } }, points: 10, within: 60d, decay: { halfLife: 30d }, repeat: { points: 5, max: 10 } }
  - { id: boss, dimension: fit, label: Boss, when: { field: seniority, eq: vp }, points: 15 }
  - { id: gone, dimension: fit, label: Gone, when: { field: country, eq: FI }, points: 1 }
disqualify:
  - { id: rival, label: Rival, when: { field: company.domain, inList: rivals } }
  - { id: fake, label: Fake, when: { field: emailKind, eq: disposable } }
grades: { fit: { A: 20, B: 0 }, interest: { 1: 10, 2: 0 } }
bands: { hot: { from: 75, action: Call }, cold: 0 }
thresholds: { mql: 50, sql: 100 }
segments:
  - { id: big, when: { field: company.employees, gte: 1000 }, thresholds: { mql: 60 } }
  - { id: home, when: { field: country, eq: FI }, rules: { boss: { off: true } } }
examples:
  - { name: one, lead: { country: FI }, expect: { total: 1 } }
`;

/** The words for one edit of the base, all of it. */
function changed(from: string, to: string): string[] {
  expect(BASE).toContain(from);
  return diffModels(load(BASE), load(BASE.replace(from, to))).map(({ words }) => words);
}

test.each([
  ['points: 10, within', 'points: 15, within', 'rule pricing: points 10 -> 15'],
  ['points: 15', 'percent: 30', 'rule boss: points 15 -> 30 %'],
  [
    'halfLife: 30d',
    'halfLife: 14d',
    'rule pricing: decay changed from "halves every 30 days" to "halves every 14 days"',
  ],
  [', decay: { halfLife: 30d }', '', 'rule pricing: decay no longer: halves every 30 days'],
  [
    'field: seniority, eq: vp',
    'field: seniority, in: [vp, c_level]',
    'rule boss: condition changed from "seniority is vp" to "seniority is vp or c_level"',
  ],
  [
    'when: { field: seniority, eq: vp }',
    'activity: { type: chat }',
    'rule boss: condition changed from "seniority is vp" to "chat"',
  ],
  [
    'path: /pricing',
    'path: /prices',
    'rule pricing: condition changed from "page view whose path is /pricing" to "page view whose path is /prices"',
  ],
  ['within: 60d', 'within: 2w', 'rule pricing: within 60 days -> 2 weeks'],
  [
    'max: 10',
    'max: 20',
    'rule pricing: repeat changed from "+5, together at most 10" to "+5, together at most 20"',
  ],
  ['points: 15 }', 'points: 15, unknown: -1 }', 'rule boss: points when unknown none -> -1'],
  [
    'points: 15 }',
    'points: 15, if: { field: country, eq: FI } }',
    'rule boss: guard now: country is FI',
  ],
  ['label: Boss', 'label: Chief', 'rule boss: label Boss -> Chief'],
  [
    'dimension: interest, label: Pricing',
    'group: mail, label: Pricing',
    'rule pricing: place interest -> group mail',
  ],
  ['cap: 45', 'cap: 50', 'dimension fit: cap 45 -> 50'],
  ['floor: 0, cap: 100', 'cap: 100', 'total: floor 0 -> none'],
  ['cap: 20', 'cap: 20, floor: -5', 'group mail: floor none -> -5'],
  ['mql: 50', 'mql: 55', 'threshold mql 50 -> 55'],
  ['mql: 50, sql: 100', 'mql: 50', 'threshold sql 100 removed'],
  ['A: 20', 'A: 25', 'grade of fit: A 20 -> 25'],
  [
    'fit: { A: 20, B: 0 }, interest: { 1: 10, 2: 0 }',
    'interest: { 1: 10, 2: 0 }, fit: { A: 20, B: 0 }',
    'letters of the grade now in the order interest, fit, before fit, interest',
  ],
  ['from: 75', 'from: 80', 'band hot from 75 -> 80'],
  ['action: Call', 'action: Mail', 'band hot action "Call" -> "Mail"'],
  ['cold: 0', 'cold: 0, warm: 50', 'band warm from 50 added'],
  ['a.example, b.example', 'b.example, c.example', 'list rivals: added c.example'],
  ['old: [x]', 'old: [x], new: [y, z]', 'list new: added with 2 entries'],
  [
    'include: { field: email, exists: true }',
    'include: { field: phone, exists: true }',
    'population: include changed from "e-mail is known" to "phone is known"',
  ],
  ['thresholds: { mql: 60 }', 'thresholds: { mql: 65 }', 'segment big: threshold mql 60 -> 65'],
  [', thresholds: { mql: 60 }', '', 'segment big: no longer has thresholds of its own'],
  [
    'boss: { off: true }',
    'boss: { points: 20 }',
    'segment home: rule boss changed from "off" to "+20"',
  ],
  [
    'gte: 1000',
    'gte: 500',
    'segment big: condition changed from "company employees is at least 1000" to "company employees is at least 500"',
  ],
  [
    'eq: disposable',
    'eq: free',
    'disqualification fake: condition changed from "kind of e-mail address is disposable" to "kind of e-mail address is free"',
  ],
  [
    'total: 1 }',
    'total: 2 }',
    'pinned lead "one": expect changed from "{"total":1}" to "{"total":2}"',
  ],
  ['version: 1', 'version: 2', 'version 1 -> 2'],
])('%s -> %s', (from, to, words) => {
  expect(changed(from, to)).toContain(words);
});

test('rules, segments and entries that come and go', () => {
  const rule =
    '  - { id: gone, dimension: fit, label: Gone, when: { field: country, eq: FI }, points: 1 }\n';
  expect(changed(rule, rule.replace('id: gone', 'id: come'))).toEqual([
    'rule gone: removed (+1 Gone: country is FI)',
    'rule come: added (+1 Gone: country is FI)',
  ]);
  const segment =
    '  - { id: home, when: { field: country, eq: FI }, rules: { boss: { off: true } } }\n';
  expect(changed(segment, '')).toEqual(['segment home: removed (country is FI; boss off)']);
  const entry = '  - { id: fake, label: Fake, when: { field: emailKind, eq: disposable } }\n';
  expect(changed(entry, `${entry}${entry.replace('fake', 'more')}`)).toEqual([
    'disqualification more: added (kind of e-mail address is disposable)',
  ]);
});

test('the order of segments and disqualifications matters', () => {
  const turned = (one: Model): Model => ({
    ...one,
    segments: [...(one.segments ?? [])].reverse(),
    disqualify: [...(one.disqualify ?? [])].reverse(),
  });
  const model = load(BASE);
  const rules = diffModels(model, { ...model, rules: [...model.rules].reverse() });
  expect(rules.map(({ words }) => words)).toEqual([
    'rules now in another order (it orders the reasons; no figure depends on it)',
  ]);
  expect(diffModels(model, turned(model))).toEqual([
    {
      part: 'disqualify',
      id: null,
      kind: 'reordered',
      words:
        'disqualify now in the order fake, rival, before rival, fake (the first that holds is named)',
    },
    {
      part: 'segments',
      id: null,
      kind: 'reordered',
      words: 'segments now in the order home, big, before big, home (the first that holds decides)',
    },
  ]);
});

test('a text that looks like a number is told from the number', () => {
  expect(changed('eq: FI }, points', "eq: '50' }, points")).toEqual([
    'rule gone: condition changed from "country is FI" to "country is "50""',
  ]);
  const other = load(BASE.replace('email, exists: true', 'email, missing: false'));
  expect(diffModels(load(BASE), other).map(({ words }) => words)).toEqual([
    'population: include changed from {"field":"email","exists":true} to {"field":"email","missing":false}',
  ]);
});

test('nothing changed is said', () => {
  const model = load(BASE);
  expect(diffWords(diffModels(model, load(BASE)))).toBe('Nothing changed.\n');
  expect(diffWords(diffModels(model, { ...model, version: 2 }))).toBe(
    'version 1 -> 2\nNothing else changed.\n',
  );
  const changes = diffModels(model, load(BASE.replace('mql: 50', 'mql: 55')));
  expect(diffWords(changes)).toBe('threshold mql 50 -> 55\n');
});

/** The paths to all plain values of a document. */
function leaves(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return /^\d+[hdw]$/.test(String(value)) ? '11d' : `${String(value)}x`;
}

test('a model is equal to itself, and no change of a single value goes unsaid', () => {
  fc.assert(
    fc.property(models({ trend: true }), fc.nat(), (document, place) => {
      const before = load(JSON.stringify(document));
      expect(diffModels(before, load(JSON.stringify(document)))).toEqual([]);
      const paths = leaves(document);
      const path = paths[place % paths.length] ?? [];
      const edited: unknown = structuredClone(document);
      const parent = path
        .slice(0, -1)
        .reduce((at, key) => (at as Record<string, unknown>)[key], edited) as Record<
        string,
        unknown
      >;
      const key = path.at(-1) ?? '';
      parent[key] = other(parent[key]);
      let after: Model;
      try {
        after = load(JSON.stringify(edited));
      } catch (error) {
        expect(error).toBeInstanceOf(DocumentError);
        return;
      }
      expect(diffModels(before, after)).not.toEqual([]);
    }),
    { numRuns: 200 },
  );
});
