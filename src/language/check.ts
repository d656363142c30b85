import { ACTIVITY_CHANNEL } from '../lead/activity.js';
import { isLeadField, LEAD_FIELDS } from '../lead/fields.js';
import { COMPUTED_NAMES, parseComputed, unknownActivityType } from './computed.js';
import type { Issue } from './issues.js';
import { nearest } from './nearest.js';
import { predicateLeaves } from './predicate.js';
import type { PredicateDocument } from './predicate-schema.js';
import { NUMBER_OPERATORS, operatorsOf } from './predicate-schema.js';

/** What the predicates of one place of a document may name. */
export interface PredicateScope {
  /** Names of lists for `inList`. */
  readonly lists: readonly string[];
  /** `trend.<D>` is allowed only where it cannot feed back into the total. */
  readonly trend?: boolean;
  /** Further names beside the lead's fields and the computed ones: `number` takes number operators alone. */
  readonly extra?: Readonly<Record<string, 'any' | 'number'>>;
}

/** Every name and operator of a predicate that cannot be used there. `path` is where it stands. */
export function checkPredicate(
  document: PredicateDocument,
  path: readonly (string | number)[],
  scope: PredicateScope,
): Issue[] {
  const issues: Issue[] = [];
  for (const { leaf, path: inner } of predicateLeaves(document)) {
    const place = [...path, ...inner];
    if (leaf.inList !== undefined && !scope.lists.includes(leaf.inList)) {
      issues.push(unknownName('list', leaf.inList, scope.lists, [...place, 'inList']));
    }
    if (leaf.field === undefined) continue;
    const kind = fieldKind(leaf.field, scope);
    if (kind === 'any') continue;
    if (kind !== 'number') {
      issues.push({ ...kind, path: [...place, 'field'] });
      continue;
    }
    for (const operator of operatorsOf(leaf)) {
      if (NUMBER_OPERATORS.includes(operator) && !hasTextOperand(leaf[operator])) continue;
      issues.push({
        path: [...place, operator],
        message: `"${leaf.field}" is a number: use ${NUMBER_OPERATORS.join(', ')} with numbers`,
      });
    }
  }
  return issues;
}

function hasTextOperand(operand: unknown): boolean {
  if (Array.isArray(operand)) return operand.some((entry) => typeof entry !== 'number');
  return typeof operand === 'string';
}

function fieldKind(name: string, scope: PredicateScope): 'any' | 'number' | Omit<Issue, 'path'> {
  const extra = scope.extra && Object.hasOwn(scope.extra, name) ? scope.extra[name] : undefined;
  if (extra) return extra;
  if (isLeadField(name)) return 'any';
  const computed = parseComputed(name);
  if (!computed) {
    const known = [
      ...Object.keys(LEAD_FIELDS),
      ...Object.keys(scope.extra ?? {}),
      ...COMPUTED_NAMES,
    ];
    return {
      message: `unknown field "${name}"`,
      ...hint(nearest(name, known)),
    };
  }
  if (computed.kind === 'contacted-by') return 'any';
  if (computed.kind === 'trend' && !scope.trend) {
    return { message: `"${name}" may stand only in segments, lifecycle and alerts` };
  }
  const type = unknownActivityType(computed);
  if (type === undefined) return 'number';
  const suggestion = nearest(type, Object.keys(ACTIVITY_CHANNEL));
  return {
    message: `unknown activity type "${type}"`,
    ...hint(suggestion && name.replace(type, suggestion)),
  };
}

/** "unknown list "x"", with the nearest known name. */
export function unknownName(
  what: string,
  name: string,
  known: readonly string[],
  path: readonly (string | number)[],
): Issue {
  return { path, message: `unknown ${what} "${name}"`, ...hint(nearest(name, known)) };
}

function hint(suggestion: string | undefined): { suggestion?: string } {
  return suggestion === undefined ? {} : { suggestion };
}
