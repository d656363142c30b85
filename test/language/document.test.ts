import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { DocumentError, parseDocument, readDocument } from '../../src/language/document.js';
import { predicateSchema } from '../../src/language/predicate.js';

const schema = z.strictObject({
  model: z.string(),
  rules: z.array(
    z.strictObject({
      id: z.string(),
      points: z.number().optional(),
      kind: z.enum(['once', 'each']).optional(),
      band: z.union([z.number(), z.strictObject({ from: z.number() })]).optional(),
      when: predicateSchema.optional(),
    }),
  ),
});

function problemsOf(text: string): string[] {
  try {
    parseDocument(readDocument(text, 'm.yaml'), schema);
  } catch (thrown) {
    if (thrown instanceof DocumentError) return thrown.message.split('\n');
    throw thrown;
  }
  return [];
}

test('reads YAML and JSON', () => {
  expect(parseDocument(readDocument('model: a\nrules: []', 'm'), schema)).toEqual({
    model: 'a',
    rules: [],
  });
  expect(parseDocument(readDocument('{"model":"a","rules":[]}', 'm'), schema).model).toBe('a');
});

test('names file, line, path and the nearest key', () => {
  const text =
    'model: a\nrules:\n  - id: x\n    poinst: 3\n  - { id: y, kind: onec }\n  - points: 1\n';
  expect(problemsOf(text)).toEqual([
    'm.yaml:4: rules[0].poinst: unknown key "poinst" (did you mean points?)',
    'm.yaml:5: rules[1].kind: unknown value "onec"; known: once, each (did you mean once?)',
    'm.yaml:6: rules[2].id: is missing',
  ]);
});

test('says what was expected', () => {
  expect(problemsOf('model: 5\nrules: {}')).toEqual([
    'm.yaml:1: model: expected text, found 5',
    'm.yaml:2: rules: expected a list, found a group of keys',
  ]);
});

test('explains the form that was meant where several are allowed', () => {
  expect(problemsOf('model: a\nrules: [{ id: x, band: { form: 3 } }]')).toEqual([
    'm.yaml:2: rules[0].band.from: is missing',
    'm.yaml:2: rules[0].band.form: unknown key "form" (did you mean from?)',
  ]);
  expect(problemsOf('model: a\nrules: [{ id: x, band: high }]')).toEqual([
    'm.yaml:2: rules[0].band: expected a number or a group of keys, found "high"',
  ]);
});

test('refuses bad syntax, doubled keys and alias bombs with the line', () => {
  expect(problemsOf('model: a\nrules: [')[0]).toMatch(/^m\.yaml:2: /);
  expect(problemsOf('model: a\nmodel: b\nrules: []')[0]).toMatch(/^m\.yaml:2: .*unique/);
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(20)}]\nc: [${'*b,'.repeat(40)}]`;
  expect(problemsOf(bomb)[0]).toMatch(/alias/);
});

test('refuses an empty document', () => {
  expect(problemsOf('')).toEqual(['m.yaml:1: expected a group of keys, found nothing']);
});

test.each([
  ['{ any: [] }', 'rules[0].when.any: is empty'],
  ['{ all: [] }', 'rules[0].when.all: is empty'],
  ['{ }', 'rules[0].when: is empty'],
  ['{ field: email }', 'rules[0].when: has no operator'],
  ['{ eq: 3 }', 'rules[0].when: has no "field"'],
  ['{ field: email, exist: true }', 'unknown key "exist" (did you mean exists?)'],
  ['{ field: email, eq: x, not: { field: email, eq: y } }', 'several predicates'],
  ['{ field: email, matches: "(?=x)" }', 'no RE2 pattern'],
  ['{ field: email, between: [5, 2] }', 'must not be above'],
  ['{ field: email, before: yesterday }', 'expected a date'],
  ['{ field: email, withinLast: 30 days }', 'expected a duration'],
])('refuses the predicate %s', (predicate, message) => {
  expect(problemsOf(`model: a\nrules:\n  - id: x\n    when: ${predicate}\n`).join('\n')).toContain(
    message,
  );
});
