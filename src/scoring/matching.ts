/** Which leads single predicates and rules hold for, by the very engine that scores. */

import { asksActivities, namedFields } from '../language/computed.js';
import { compileModel } from './compile.js';
import { type LoadOptions, loadModel } from './load.js';
import type { ScoreInput } from './types.js';

/** A predicate, or a rule of any kind as the document has it. */
export type Ask =
  | { readonly predicate: Readonly<Record<string, unknown>> }
  | { readonly rule: Readonly<Record<string, unknown>> };

/** What the asks may name. */
export interface AskContext {
  /** The document's lists as written. */
  readonly lists?: Readonly<Record<string, unknown>> | undefined;
}

/** True when it holds, or when the rule gives or takes anything at that moment. */
export type Matcher = (input: ScoreInput, now: number) => boolean;

/** Only the kind decides whom a rule pays: its worth, bounds and place do not. */
const PLACE = ['group', 'percent', 'cap', 'floor', 'label', 'unknown', 'else'];

function ruleOf(ask: Ask): Record<string, unknown> {
  const written = 'rule' in ask ? { ...ask.rule } : { when: ask.predicate };
  for (const key of PLACE) delete (written as Record<string, unknown>)[key];
  // Age leaves next to nothing of old points; what still counts is a match.
  if ('decay' in written) delete written.decay;
  if ('repeat' in written) delete written.repeat;
  return { ...written, id: 'ask', label: 'ask', dimension: 'asked', points: 1 };
}

/**
 * Compiles one ask.
 * @throws DocumentError naming what of it cannot be used; paths begin with `rules[0]`
 */
export function compileAsk(ask: Ask, context: AskContext, options: LoadOptions): Matcher {
  const document = {
    model: 'ask',
    version: 1,
    ...(context.lists && { lists: context.lists }),
    dimensions: { asked: {} },
    rules: [ruleOf(ask)],
  };
  const { model } = loadModel(JSON.stringify(document), 'ask', options);
  const scorer = compileModel(model);
  return (input, now) => scorer.totals(input, now).total !== 0;
}

/** Whether an ask can be answered from a lead's fields alone. */
export function asksFieldsAlone(ask: Ask): boolean {
  if ([...namedFields(ask)].some(asksActivities)) return false;
  return 'predicate' in ask || ask.rule.when !== undefined;
}
