import { parseDuration } from '../language/duration.js';
import { type PredicateDocument, predicateLeaves } from '../language/predicate.js';
import { DAY } from '../lib/clock.js';

/** Distances from a date at which the predicates on it may turn: `withinLast D` at 0 and D, `olderThan D` at D. */
export function timeOffsets(document: PredicateDocument): number[] {
  return [...predicateLeaves(document)].flatMap(({ leaf }) => leafOffsets(leaf));
}

export function leafOffsets(leaf: PredicateDocument): number[] {
  const offsets: number[] = [];
  if (leaf.withinLast !== undefined) offsets.push(0, parseDuration(leaf.withinLast));
  if (leaf.olderThan !== undefined) offsets.push(parseDuration(leaf.olderThan));
  return offsets;
}

/**
 * Distances from a date at which a test of the whole days since then may turn. A comparison with x can
 * turn only when the days reach x or leave it.
 */
export function dayOffsets(leaf: PredicateDocument): number[] {
  return numbersOf(leaf).flatMap((operand) => [
    Math.ceil(operand) * DAY,
    (Math.floor(operand) + 1) * DAY,
  ]);
}

/** The numbers that a test compares with. */
export function numbersOf(leaf: PredicateDocument): number[] {
  return [leaf.eq, leaf.ne, leaf.gt, leaf.gte, leaf.lt, leaf.lte]
    .concat(leaf.in ?? [], leaf.notIn ?? [], leaf.between ?? [])
    .filter((operand) => typeof operand === 'number');
}
