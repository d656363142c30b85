import type { Truth } from '../../language/predicate.js';
import { predicateFields } from '../../language/predicate.js';
import { boundsOf } from '../rounding.js';
import type { RuleDocument } from '../schema.js';
import { lineOf, pointsOf, type Rule } from './rule.js';

/** True gives the points, unknown `unknown`, false `else`; both default to 0. */
export function compileWhen(
  rule: RuleDocument,
  readyAt: number | undefined,
  holds: () => Truth,
  fieldValue: (field: string) => unknown,
): Rule {
  const bounds = boundsOf(rule);
  const whenTrue = lineOf(pointsOf(rule, readyAt), bounds);
  const whenUnknown = lineOf(rule.unknown ?? 0, bounds);
  const whenFalse = lineOf(rule.else ?? 0, bounds);
  const fields = rule.when ? predicateFields(rule.when) : [];
  let line = 0;
  return {
    id: rule.id,
    label: rule.label,
    prepare: () => {
      const truth = holds();
      line = truth === null ? whenUnknown : truth ? whenTrue : whenFalse;
    },
    at: () => line,
    evidence: () => {
      const evidence: Record<string, unknown> = {};
      for (const field of fields) evidence[field] = fieldValue(field) ?? null;
      return evidence;
    },
    work: () => 0,
  };
}
