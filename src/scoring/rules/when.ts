import type { Cell, CellPredicate } from '../../language/predicate.js';
import { predicateFields } from '../../language/predicate.js';
import { boundsOf } from '../rounding.js';
import type { RuleDocument } from '../schema.js';
import { lineOf, pointsOf, type Rule } from './rule.js';

/** True gives the points, unknown `unknown`, false `else`; both default to 0. It never ages by itself. */
export function compileWhen(
  rule: RuleDocument,
  readyAt: number | undefined,
  holds: CellPredicate,
  cellOf: (field: string) => Cell,
  decidedBy: Cell | undefined,
): Rule {
  const bounds = boundsOf(rule);
  const whenTrue = lineOf(pointsOf(rule, readyAt), bounds);
  const whenUnknown = lineOf(rule.unknown ?? 0, bounds);
  const whenFalse = lineOf(rule.else ?? 0, bounds);
  const names = rule.when ? predicateFields(rule.when) : [];
  const cells = names.map((name) => ({ name, cell: cellOf(name) }));
  return {
    id: rule.id,
    label: rule.label,
    decidedBy,
    at: (now) => {
      const truth = holds(now);
      return truth === null ? whenUnknown : truth ? whenTrue : whenFalse;
    },
    evidence: () => {
      const evidence: Record<string, unknown> = {};
      for (const { name, cell } of cells) evidence[name] = cell.value;
      return evidence;
    },
    work: () => 0,
  };
}
