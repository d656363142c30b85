import { RE2JS } from 're2js';
import { parseDuration } from './duration.js';
import type { Operators, Scalar } from './predicate-schema.js';
import { dateOf, isMissing, normalise, numberOf, textOf } from './values.js';

/** Three-valued: null is unknown. */
export type Truth = boolean | null;

/** A test of one value at a moment (milliseconds since the epoch). */
export type ValueTest = (value: unknown, now: number) => Truth;

export type Lists = ReadonlyMap<string, readonly Scalar[]>;

/** Compiles the operators of one predicate; several mean all, so false wins over unknown. */
export function compileOperators(document: Operators, lists: Lists): ValueTest {
  const tests: ValueTest[] = [];
  const present = [
    ...(document.exists === undefined ? [] : [document.exists]),
    ...(document.missing === undefined ? [] : [!document.missing]),
  ];
  for (const wanted of present) tests.push((value) => isMissing(value) !== wanted);
  tests.push(...textTests(document, lists), ...numberTests(document), ...dateTests(document));
  const [only] = tests;
  if (only && tests.length === 1) return only;
  return (value, now) => {
    let result: Truth = true;
    for (const test of tests) {
      const truth = test(value, now);
      if (truth === false) return false;
      if (truth === null) result = null;
    }
    return result;
  };
}

/** Whether one single (not missing, not list) value holds. */
type SingleTest = (value: unknown) => boolean;

function textTests(document: Operators, lists: Lists): ValueTest[] {
  const tests: ValueTest[] = [];
  if (document.eq !== undefined) tests.push(onText(memberOf([document.eq])));
  if (document.ne !== undefined) tests.push(opposite(onText(memberOf([document.ne]))));
  if (document.in) tests.push(onText(memberOf(document.in)));
  if (document.notIn) tests.push(opposite(onText(memberOf(document.notIn))));
  if (document.inList !== undefined) {
    tests.push(onText(memberOf(lists.get(document.inList) ?? [])));
  }
  const { contains, startsWith, endsWith, matches } = document;
  if (contains !== undefined) {
    const part = normalise(String(contains));
    tests.push(onText((value) => textOf(value)?.includes(part) ?? false));
  }
  if (startsWith !== undefined) {
    const part = normalise(String(startsWith));
    tests.push(onText((value) => textOf(value)?.startsWith(part) ?? false));
  }
  if (endsWith !== undefined) {
    const part = normalise(String(endsWith));
    tests.push(onText((value) => textOf(value)?.endsWith(part) ?? false));
  }
  if (matches !== undefined) {
    const pattern = RE2JS.compile(matches, RE2JS.CASE_INSENSITIVE);
    tests.push(
      onText((value) =>
        typeof value === 'object' ? false : pattern.matcher(String(value).trim()).find(),
      ),
    );
  }
  return tests;
}

/**
 * Equality with any of the operands: text and truth values by text; a number with whatever reads as a
 * number, so that "50.0" equals 50.
 */
function memberOf(operands: readonly Scalar[]): SingleTest {
  const texts = new Set<string>();
  const numbers = new Set<number>();
  for (const operand of operands) {
    if (typeof operand === 'number') numbers.add(operand);
    else texts.add(normalise(String(operand)));
  }
  const [only] = texts;
  if (numbers.size === 0 && texts.size === 1) return (value) => textOf(value) === only;
  return (value) => {
    const text = textOf(value);
    if (text === undefined) return false;
    if (texts.has(text)) return true;
    if (numbers.size === 0) return false;
    const number = numberOf(value);
    return number !== undefined && numbers.has(number);
  };
}

/** Unknown for what is missing or has no text; a list holds when one of its entries does. */
function onText(holds: SingleTest): ValueTest {
  return (value) => {
    if (typeof value === 'string') return value.trim() === '' ? null : holds(value);
    if (typeof value === 'number' || typeof value === 'boolean') return holds(value);
    if (Array.isArray(value)) return value.length === 0 ? null : value.some(holds);
    return null;
  };
}

function opposite(test: ValueTest): ValueTest {
  return (value, now) => {
    const truth = test(value, now);
    return truth === null ? null : !truth;
  };
}

function numberTests(document: Operators): ValueTest[] {
  const { gt, gte, lt, lte, between } = document;
  const tests: ((number: number) => boolean)[] = [];
  if (gt !== undefined) tests.push((number) => number > gt);
  if (gte !== undefined) tests.push((number) => number >= gte);
  if (lt !== undefined) tests.push((number) => number < lt);
  if (lte !== undefined) tests.push((number) => number <= lte);
  if (between) {
    const [low, high] = between;
    tests.push((number) => number >= low && number <= high);
  }
  return tests.map((holds) => (value) => {
    const number = numberOf(value);
    return number === undefined ? null : holds(number);
  });
}

function dateTests(document: Operators): ValueTest[] {
  const { before, after, withinLast, olderThan } = document;
  const tests: ((date: number, now: number) => boolean)[] = [];
  if (before !== undefined) {
    const limit = dateOf(before) ?? Number.NaN;
    tests.push((date) => date < limit);
  }
  if (after !== undefined) {
    const limit = dateOf(after) ?? Number.NaN;
    tests.push((date) => date > limit);
  }
  if (withinLast !== undefined) {
    const span = parseDuration(withinLast);
    tests.push((date, now) => now - date >= 0 && now - date < span);
  }
  if (olderThan !== undefined) {
    const span = parseDuration(olderThan);
    tests.push((date, now) => now - date >= span);
  }
  return tests.map((holds) => (value, now) => {
    const date = dateOf(value);
    return date === undefined ? null : holds(date, now);
  });
}
