import { parseComputed } from '../../language/computed.js';
import { type PredicateDocument, predicateLeaves } from '../../language/predicate.js';
import { isMissing, pathReader } from '../../language/values.js';
import { fieldWords } from '../words/field.js';
import { valueWords } from '../words/plain.js';
import { ANY, fieldValues } from './sample.js';
import type { Proposing } from './types.js';

/** Facts about a person or company that no conversation changes: never proposed once they are known. */
const SETTLED =
  /^(email|emailKind|phone|country|language|source|company\.(name|domain|country|industry))$/;
/** Not even proposed when they are unknown: learning them is no step towards anything. */
const NEVER = /^(createdAt|countFrom|owner|name\..*)$/;
/** What learning an unknown value takes, and what another value of a known one takes. */
const LEARNT = 2;
const CHANGED = 6;

/** The values of each stored field under which a predicate about it turns. */
export function turnPredicate(
  predicate: PredicateDocument,
  rule: string,
  promise: number,
  { input, lists, now, known, add }: Proposing,
): void {
  for (const { leaf } of predicateLeaves(predicate)) {
    const { field } = leaf;
    if (field === undefined || parseComputed(field) || NEVER.test(field)) continue;
    const from = pathReader(field)(input.fields);
    const learnt = isMissing(from);
    if (!learnt && (!known || SETTLED.test(field))) continue;
    for (const value of fieldValues(leaf, lists, now)) {
      if (value === from) continue;
      const words = fieldChangeWords(field, value, learnt);
      add({
        change: { kind: 'field', rule, field, value, from: learnt ? null : from, words },
        slot: field,
        effort: learnt ? LEARNT : CHANGED,
        step: 0,
        promise,
      });
    }
  }
}

function fieldChangeWords(field: string, value: unknown, learnt: boolean): string {
  const words = `${fieldWords(field)} ${learnt ? 'becomes known' : 'changes'}`;
  if (value === ANY) return words;
  return `${words}: ${typeof value === 'string' ? valueWords(value) : String(value)}`;
}
