import { parseComputed } from '../language/computed.js';
import { parseDuration } from '../language/duration.js';
import { type Facts, type PredicateDocument, predicateLeaves } from '../language/predicate.js';
import { dateOf, numberOf } from '../language/values.js';
import { DAY } from '../lib/clock.js';
import type { CompiledTransition, DecisionFacts, Edge } from './types.js';

/**
 * The next moment after now at which a waiting transition may match although nothing new is learned: a
 * hold completes, a day in the stage is full, a date comes of age, a count falls. Null when there is none.
 * A moment may be told for nothing, never missed.
 * `activity.<type>.daysSince` and `lead.ageDays` come in whole days here: the moment is at most a day late.
 */
export function dueAt(
  waiting: readonly CompiledTransition[],
  facts: Facts & DecisionFacts,
  since: number | null,
  held: Readonly<Record<string, number>>,
): number | null {
  let next: number | null = null;
  for (const transition of waiting) {
    const from = held[transition.id];
    const moments = from === undefined ? [] : [from + transition.holdMs];
    for (const edge of transition.edges) moments.push(...edge(facts, since));
    for (const moment of moments) {
      if (moment > facts.now && (next === null || moment < next)) next = moment;
    }
  }
  return next;
}

/** What of a condition turns by time alone, made ready once: most leaves never do. */
export function compileEdges(when: PredicateDocument): readonly Edge[] {
  return [...predicateLeaves(when)].flatMap(({ leaf }) => edgeOf(leaf) ?? []);
}

function edgeOf(leaf: PredicateDocument): Edge | undefined {
  const field = leaf.field ?? '';
  if (field === 'stage.days') {
    const days = dayOperands(leaf);
    return (_, since) => (since === null ? [] : days.map((operand) => since + operand * DAY));
  }
  const computed = parseComputed(field);
  if (computed?.kind === 'days-since' || computed?.kind === 'age-days') {
    const operands = dayOperands(leaf);
    return (facts) => {
      const days = numberOf(facts.get(field));
      if (days === undefined) return [];
      return operands.map((operand) => facts.now + (operand - days) * DAY);
    };
  }
  if (computed && computed.kind !== 'contacted-by') {
    const operands = new Set(numbersOf(leaf));
    return (facts) => {
      const at = facts.turn?.(field, operands) ?? Number.POSITIVE_INFINITY;
      return Number.isFinite(at) ? [at] : [];
    };
  }
  const written = [leaf.withinLast, leaf.olderThan].filter((span) => span !== undefined);
  if (written.length === 0) return undefined;
  const spans = written.map(parseDuration);
  return (facts) => {
    const date = dateOf(facts.get(field));
    // A date still to come enters `withinLast` when it is reached.
    return date === undefined ? [] : [date, ...spans.map((span) => date + span)];
  };
}

/** The numbers that a condition compares with. */
function numbersOf(leaf: PredicateDocument): number[] {
  const numbers = [leaf.eq, leaf.ne, leaf.gt, leaf.gte, leaf.lt, leaf.lte];
  return [...numbers, ...(leaf.in ?? []), ...(leaf.notIn ?? []), ...(leaf.between ?? [])].filter(
    (operand) => typeof operand === 'number',
  );
}

/** The days at which a comparison with a number of whole days changes: the operands and the days after. */
function dayOperands(leaf: PredicateDocument): number[] {
  return numbersOf(leaf).flatMap((operand) => [Math.ceil(operand), Math.floor(operand) + 1]);
}
