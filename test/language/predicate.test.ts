import { expect, test } from '@jest/globals';
import type { Facts, PredicateDocument, Truth } from '../../src/language/predicate.js';
import {
  Cell,
  compilePredicate,
  compileValuePredicate,
  listsOf,
  predicateFields,
} from '../../src/language/predicate.js';
import { dateOf, isMissing, numberOf, pathReader } from '../../src/language/values.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const lists = listsOf({ domains: ['Acme.Example ', 'two.example'], codes: [50, 'x'], empty: [] });

function ask(document: PredicateDocument, value: unknown): Truth {
  const facts: Facts = { now: NOW, get: () => value };
  return compilePredicate({ field: 'f', ...document }, { lists })(facts);
}

test.each([
  [undefined, true],
  [null, true],
  ['', true],
  [' \t\u00a0', true],
  [[], true],
  [false, false],
  [0, false],
  [[''], false],
])('missing: %j -> %s', (value, missing) => {
  expect(isMissing(value)).toBe(missing);
  expect(ask({ exists: true }, value)).toBe(!missing);
  expect(ask({ missing: true }, value)).toBe(missing);
  expect(ask({ exists: false }, value)).toBe(missing);
  for (const document of [{ eq: 1 }, { ne: 1 }, { gt: 1 }, { after: '2026-01-01' }]) {
    if (missing) expect(ask(document, value)).toBeNull();
  }
});

const cases: [PredicateDocument, unknown, Truth][] = [
  [{ eq: 'FI' }, ' fi ', true],
  [{ eq: 'ÄÖ' }, 'äö', true],
  [{ ne: 'FI' }, 'SE', true],
  [{ eq: 50 }, '50.0', true],
  [{ eq: '50' }, '50.0', false],
  [{ eq: '50' }, 50, true],
  [{ eq: 50 }, 'fifty', false],
  [{ ne: 50 }, 'fifty', true],
  [{ eq: true }, 'TRUE', true],
  [{ eq: 'true' }, true, true],
  [{ eq: 1 }, true, false],
  [{ eq: 'a' }, { a: 1 }, null],
  [{ in: ['a', 5] }, '5.00', true],
  [{ notIn: ['a', 5] }, 'b', true],
  [{ inList: 'domains' }, 'ACME.example', true],
  [{ inList: 'codes' }, '50.00', true],
  [{ inList: 'empty' }, 'x', false],
  [{ contains: ' Direct ' }, 'sales DIRECTOR', true],
  [{ startsWith: 'SALES' }, ' sales director', true],
  [{ endsWith: 'director' }, 'Sales Director ', true],
  [{ matches: '^sales .*TOR$' }, ' Sales Director ', true],
  [{ matches: 'irec' }, 'Director', true],
  [{ gt: 5 }, '5', false],
  [{ gte: 5 }, ' 5.0 ', true],
  [{ lt: 0 }, '-12.5', true],
  [{ lte: 5 }, 5, true],
  [{ between: [50, 500] }, 50, true],
  [{ between: [50, 500] }, '500', true],
  [{ between: [50, 500] }, 500.01, false],
  [{ gt: 5 }, '1,000', null],
  [{ gt: 5 }, '0x10', null],
  [{ gt: 5 }, '1e3', null],
  [{ gt: 5 }, true, null],
  [{ gt: 5 }, [10], null],
  [{ after: '2026-01-01' }, ['2026-02-01'], null],
  [{ before: '2026-03-01' }, '2026-02-28T23:59:59.999', true],
  [{ before: '2026-03-01' }, '2026-03-01', false],
  [{ after: '2026-03-01' }, '2026-03-01', false],
  [{ after: '2026-03-01' }, '2026-03-01T00:00:00.001Z', true],
  [{ after: '2026-03-01T00:00:00+02:00' }, '2026-02-28T22:30Z', true],
  [{ after: '2026-03-01' }, 'soon', null],
  [{ after: '2026-03-01' }, '2026-02-30', null],
  [{ withinLast: '1d' }, NOW, true],
  [{ withinLast: '1d' }, NOW - 86_400_000 + 1, true],
  [{ withinLast: '1d' }, NOW - 86_400_000, false],
  [{ withinLast: '1d' }, NOW + 1, false],
  [{ olderThan: '1d' }, NOW - 86_400_000, true],
  [{ olderThan: '1d' }, NOW - 86_400_000 + 1, false],
  [{ eq: 'a' }, ['b', 'A '], true],
  [{ ne: 'a' }, ['b', 'A '], false],
  [{ notIn: ['a'] }, ['b', 'c'], true],
  [{ startsWith: 'b' }, ['a', null, 'bc'], true],
  [{ matches: '^c$' }, ['a', 'C'], true],
  [{ gte: 5, lt: 10 }, 7, true],
  [{ gte: 5, lt: 10 }, 10, false],
  [{ eq: 'x', gt: 3 }, 'x', null],
  [{ eq: 'y', gt: 3 }, 'x', false],
];
test.each(cases)('%j of %j is %s', (document, value, truth) => {
  expect(ask(document, value)).toBe(truth);
});

test('three values: false beats unknown, unknown beats true, and the other way round', () => {
  const leaf = (truth: Truth): PredicateDocument =>
    truth === null ? { field: 'gone', eq: 1 } : { field: 'one', eq: truth ? 1 : 2 };
  const facts: Facts = { now: NOW, get: (path) => (path === 'one' ? 1 : undefined) };
  const is = (document: PredicateDocument): Truth => compilePredicate(document, { lists })(facts);
  const all = (...truths: Truth[]): Truth => is({ all: truths.map(leaf) });
  const any = (...truths: Truth[]): Truth => is({ any: truths.map(leaf) });
  expect([all(true, null), all(null, false), all(true, true)]).toEqual([null, false, true]);
  expect([any(false, null), any(null, true), any(false, false)]).toEqual([null, true, false]);
  expect([null, true, false].map((truth) => is({ not: leaf(truth) }))).toEqual([null, false, true]);
});

test('a predicate on a value needs no field and may be composed', () => {
  const holds = compileValuePredicate(
    { any: [{ startsWith: '/a' }, { not: { contains: 'b' } }] },
    lists,
  );
  const at = (value: string): Truth => holds(new Cell().load(value), NOW);
  expect([at('/ab'), at('/b'), at('/c')]).toEqual([true, false, true]);
  expect(compileValuePredicate('X', lists)(new Cell().load(' x'), NOW)).toBe(true);
});

test('an unknown cell makes even exists unknown, and a cell forgets its former value', () => {
  const exists = compileValuePredicate({ exists: true }, lists);
  const cell = new Cell();
  expect(exists(cell.loadUnknown(), NOW)).toBeNull();
  expect(exists(cell.load('x'), NOW)).toBe(true);
  expect(exists(cell.load(undefined), NOW)).toBe(false);
  const above = compileValuePredicate({ gt: 5 }, lists);
  expect(['7', 'seven', 8, '7', true].map((value) => above(cell.load(value), NOW))).toEqual([
    true,
    null,
    true,
    true,
    null,
  ]);
  const after = compileValuePredicate({ after: '2026-01-01' }, lists);
  expect([after(cell.load('2026-02-01'), NOW), after(cell.load('no'), NOW)]).toEqual([true, null]);
});

test('the fields of a predicate, each once', () => {
  const document = {
    all: [{ field: 'a', eq: 1 }, { not: { field: 'b', eq: 1 } }, { field: 'a', gt: 0 }],
  };
  expect(predicateFields(document)).toEqual(['a', 'b']);
});

test('a path is first the whole key, then the nested one', () => {
  const read = pathReader('a.b');
  expect(read({ 'a.b': 1, a: { b: 2 } })).toBe(1);
  expect(read({ a: { b: 2 } })).toBe(2);
  expect(read({ a: 'text' })).toBeUndefined();
  expect(pathReader('constructor')({})).toBeUndefined();
  expect(pathReader('a.constructor')({ a: {} })).toBeUndefined();
});

test('numbers and dates are read strictly', () => {
  expect(numberOf(' -12.5 ')).toBe(-12.5);
  expect(['', '1_000', '5.', 'NaN', 'Infinity', null, {}].map(numberOf)).toEqual(
    Array(7).fill(undefined),
  );
  expect(dateOf('2024-02-29')).toBe(Date.UTC(2024, 1, 29));
  expect(dateOf('0099-01-01')).toBe(Date.parse('0099-01-01T00:00:00Z'));
  expect(dateOf('2026-03-01T12:00:00.123456Z')).toBe(NOW + 123);
  expect(dateOf('2026-03-01T14:00:00+0200')).toBe(NOW);
  expect(dateOf(NOW)).toBe(NOW);
  const bad = ['2026-02-29', '2026-13-01', '2026-03-01 12:00', '2026-03-01T24:00', '1772366400000'];
  expect([...bad, true, 9e15].map(dateOf)).toEqual(Array(7).fill(undefined));
});
