import { RE2JS } from 're2js';
import { Cell } from './cell.js';
import { parseDuration } from './duration.js';
import type { Operators, Scalar } from './predicate-schema.js';
import { dateOf, normalise } from './values.js';

/** Three-valued: null is unknown. */
export type Truth = boolean | null;

/** A test of one value at a moment (milliseconds since the epoch). */
export type CellTest = (cell: Cell, now: number) => Truth;

export type Lists = ReadonlyMap<string, readonly Scalar[]>;

/** Compiles the operators of one predicate; several mean all, so false wins over unknown. */
export function compileOperators(document: Operators, lists: Lists): CellTest {
  const tests: CellTest[] = [];
  const { exists, missing } = document;
  if (exists !== undefined) tests.push(presence(exists));
  if (missing !== undefined) tests.push(presence(!missing));
  tests.push(...textTests(document, lists), ...numberTests(document), ...dateTests(document));
  const [only] = tests;
  if (only && tests.length === 1) return only;
  return (cell, now) => {
    let result: Truth = true;
    for (const test of tests) {
      const truth = test(cell, now);
      if (truth === false) return false;
      if (truth === null) result = null;
    }
    return result;
  };
}

function presence(wanted: boolean): CellTest {
  return ({ kind }) => (kind === 'unknown' ? null : (kind !== 'none') === wanted);
}

/** Whether one single (not missing, not list) value holds. */
type SingleTest = (cell: Cell) => boolean;

function textTests(document: Operators, lists: Lists): CellTest[] {
  const tests: CellTest[] = [];
  if (document.eq !== undefined) tests.push(equal([document.eq]));
  if (document.ne !== undefined) tests.push(opposite(equal([document.ne])));
  if (document.in) tests.push(equal(document.in));
  if (document.notIn) tests.push(opposite(equal(document.notIn)));
  if (document.inList !== undefined) {
    tests.push(equal(lists.get(document.inList) ?? []));
  }
  const { contains, startsWith, endsWith, matches } = document;
  if (contains !== undefined) {
    const part = normalise(String(contains));
    tests.push(onText((cell) => cell.text.includes(part)));
  }
  if (startsWith !== undefined) {
    const part = normalise(String(startsWith));
    tests.push(onText((cell) => cell.text.startsWith(part)));
  }
  if (endsWith !== undefined) {
    const part = normalise(String(endsWith));
    tests.push(onText((cell) => cell.text.endsWith(part)));
  }
  if (matches !== undefined) {
    const pattern = RE2JS.compile(matches, RE2JS.CASE_INSENSITIVE);
    tests.push(onText((cell) => pattern.matcher(String(cell.raw).trim()).find()));
  }
  return tests;
}

/** Equality with any of the operands; what is most often asked, texts of a text, is answered at once. */
function equal(operands: readonly Scalar[]): CellTest {
  const slow = onText(memberOf(operands));
  if (operands.some((operand) => typeof operand === 'number')) return slow;
  const texts = new Set(operands.map((operand) => normalise(String(operand))));
  const [only] = texts;
  return texts.size === 1
    ? (cell) => (cell.kind === 'text' ? cell.text === only : slow(cell, 0))
    : (cell) => (cell.kind === 'text' ? texts.has(cell.text) : slow(cell, 0));
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
  if (numbers.size === 0) {
    return texts.size === 1 ? (cell) => cell.text === only : (cell) => texts.has(cell.text);
  }
  return (cell) => {
    if (texts.has(cell.text)) return true;
    const number = cell.number;
    return number !== undefined && numbers.has(number);
  };
}

/** Unknown for what is missing or has no text; a list holds when one of its entries does. */
function onText(holds: SingleTest): CellTest {
  const entry = new Cell();
  return (cell) => {
    switch (cell.kind) {
      case 'text':
      case 'number':
      case 'boolean':
        return holds(cell);
      case 'list':
        return (cell.raw as readonly unknown[]).some((value) => {
          const { kind } = entry.load(value);
          return (kind === 'text' || kind === 'number' || kind === 'boolean') && holds(entry);
        });
      default:
        return null;
    }
  };
}

function opposite(test: CellTest): CellTest {
  return (cell, now) => {
    const truth = test(cell, now);
    return truth === null ? null : !truth;
  };
}

function numberTests(document: Operators): CellTest[] {
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
  return tests.map((holds) => (cell) => {
    const number = cell.number;
    return number === undefined ? null : holds(number);
  });
}

function dateTests(document: Operators): CellTest[] {
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
  return tests.map((holds) => (cell, now) => {
    const date = cell.date;
    return date === undefined ? null : holds(date, now);
  });
}
