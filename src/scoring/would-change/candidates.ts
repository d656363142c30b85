import { listsOf, type PredicateDocument } from '../../language/predicate.js';
import { pointsOf } from '../rules/rule.js';
import type { Model, RuleDocument } from '../schema.js';
import type { ScoreInput } from '../types.js';
import { answer, endSilence, oneMore, oneMoreCounted } from './act-candidates.js';
import { turnPredicate } from './field-candidates.js';
import type { Candidate, Proposing } from './types.js';

/**
 * What might lift a lead: for every rule that can give points one more activity that it counts, with values
 * that its `where` accepts; an activity that ends silence or answers a message; and for every predicate of
 * the model the values under which it turns. `known`: whether known values may change as well. Whether a
 * change helps is for the scorer to say.
 */
export function candidatesFor(
  model: Model,
  input: ScoreInput,
  now: number,
  known: boolean,
): Candidate[] {
  const found = new Map<string, Candidate>();
  const add = (candidate: Candidate): void => {
    const { change } = candidate;
    const key = JSON.stringify(
      change.kind === 'activity' ? [change.type, change.attributes] : [change.field, change.value],
    );
    const first = found.get(key);
    if (!first) found.set(key, candidate);
    else found.set(key, merged(first, candidate));
  };
  const proposing: Proposing = { input, lists: listsOf(model.lists), now, known, add };
  const turn = (predicate: PredicateDocument, rule: string, promise: number): void => {
    oneMoreCounted(predicate, { rule, promise }, proposing);
    turnPredicate(predicate, rule, promise, proposing);
  };
  for (const rule of model.rules) {
    const { id, activity, sequence = [], when, if: guard } = rule;
    const promise = promiseOf(rule, model);
    const size = Math.abs(pointsOf(rule, model.readyAt));
    if (activity && promise > 0) oneMore(activity, { rule: id, promise }, proposing);
    if (promise > 0) {
      for (const [step, one] of sequence.entries()) {
        oneMore(one, { rule: id, promise, step }, proposing);
      }
    }
    if (rule.idle) endSilence(rule, size, proposing);
    if (rule.unanswered) answer(rule, size, proposing);
    if (when) turn(when, id, promise);
    if (guard) turn(guard, id, promise);
  }
  for (const { id, when } of model.segments ?? []) turn(when, id, 0);
  return [...found.values()];
}

/** One act for two rules' sake: it may be a step of a sequence and end a silence. */
function merged(first: Candidate, second: Candidate): Candidate {
  const change = { ...first.change };
  if (change.kind === 'activity' && second.change.kind === 'activity') {
    change.endsSign ||= second.change.endsSign;
  }
  const step = Math.max(first.step, second.step);
  return { ...first, change, step, promise: Math.max(first.promise, second.promise) };
}

/** The most points that a rule gives under any segment, for once. */
function promiseOf(rule: RuleDocument, model: Model): number {
  const changes = (model.segments ?? []).map((segment) => segment.rules?.[rule.id] ?? {});
  const sizes = [rule, rule.repeat ?? {}, ...changes].map((from) => pointsOf(from, model.readyAt));
  return Math.max(0, rule.unknown ?? 0, rule.else ?? 0, ...sizes);
}
