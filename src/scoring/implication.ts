import type { PredicateDocument, Scalar } from '../language/predicate.js';
import { operatorsOf } from '../language/predicate-schema.js';
import { normalise } from '../language/values.js';

type Lists = Readonly<Record<string, readonly Scalar[]>>;

/** True when a predicate certainly never holds; false also when it cannot be told. */
export function neverTrue(document: PredicateDocument, lists: Lists): boolean {
  if (document.all) return document.all.some((part) => neverTrue(part, lists));
  if (document.any) return document.any.every((part) => neverTrue(part, lists));
  if (document.not) return false;
  if (document.in?.length === 0) return true;
  if (document.inList !== undefined && lists[document.inList]?.length === 0) return true;
  const range = numberRange(document);
  if (range && (range.low > range.high || (range.low === range.high && range.open))) return true;
  return document.exists !== undefined && document.exists === document.missing;
}

/**
 * True when every lead for which `later` holds certainly makes `earlier` hold too. It knows equal
 * predicates, ranges of numbers, sets of texts and compositions of them; otherwise it answers false.
 */
export function covers(earlier: PredicateDocument, later: PredicateDocument): boolean {
  if (JSON.stringify(earlier) === JSON.stringify(later)) return true;
  if (earlier.all) return earlier.all.every((part) => covers(part, later));
  if (later.any) return later.any.every((part) => covers(earlier, part));
  if (later.all?.some((part) => covers(earlier, part))) return true;
  if (earlier.any) return earlier.any.some((part) => covers(part, later));
  if (later.all || earlier.not || later.not || earlier.field !== later.field) return false;
  const used = operatorsOf(earlier);
  if (used.length === 1 && earlier.exists === true) {
    return operatorsOf(later).every((operator) => operator !== 'exists' && operator !== 'missing');
  }
  const wide = numberRange(earlier, true);
  const narrow = numberRange(later);
  if (wide && narrow) {
    const below = wide.open ? narrow.low > wide.low : narrow.low >= wide.low;
    const above = wide.open ? narrow.high < wide.high : narrow.high <= wide.high;
    const lowFree = wide.low === Number.NEGATIVE_INFINITY;
    const highFree = wide.high === Number.POSITIVE_INFINITY;
    return (below || lowFree) && (above || highFree);
  }
  const large = textSet(earlier);
  const small = textSet(later);
  return large !== undefined && small !== undefined && [...small].every((text) => large.has(text));
}

interface Range {
  readonly low: number;
  readonly high: number;
  /** An end is left out. */
  readonly open: boolean;
}

/** The numbers a leaf asks for; undefined when it asks for none (`only`: or for anything else). */
function numberRange(leaf: PredicateDocument, only = false): Range | undefined {
  const { gt, gte, lt, lte, between } = leaf;
  const lows = [gt, gte, between?.[0]].filter((bound) => bound !== undefined);
  const highs = [lt, lte, between?.[1]].filter((bound) => bound !== undefined);
  const used = operatorsOf(leaf).length;
  const asked = [gt, gte, lt, lte, between].filter((operand) => operand !== undefined).length;
  if (asked === 0 || (only && asked !== used)) return undefined;
  return {
    low: Math.max(Number.NEGATIVE_INFINITY, ...lows),
    high: Math.min(Number.POSITIVE_INFINITY, ...highs),
    open: gt !== undefined || lt !== undefined,
  };
}

function textSet(leaf: PredicateDocument): Set<string> | undefined {
  const operands = leaf.eq === undefined ? leaf.in : [leaf.eq];
  if (!operands || operatorsOf(leaf).length !== 1) return undefined;
  return new Set(operands.map((operand) => `${typeof operand} ${normalise(String(operand))}`));
}
