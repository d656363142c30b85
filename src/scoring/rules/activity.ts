import type { Hits } from '../matchers.js';
import type { RuleDocument } from '../schema.js';
import type { Rule } from './rule.js';
import { compileTally, tallyAges } from './tally.js';

/** Pays for activities of given types and attributes. */
export function compileActivity(rule: RuleDocument, readyAt: number | undefined, hits: Hits): Rule {
  const { steps, ...tally } = compileTally(rule, readyAt, hits);
  return tallyAges(rule) ? { ...tally, steps } : tally;
}
