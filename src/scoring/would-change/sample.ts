import {
  Cell,
  compileValuePredicate,
  type Lists,
  type Operators,
  type PredicateDocument,
  predicateLeaves,
  type ValuePredicateDocument,
} from '../../language/predicate.js';
import { dateOf } from '../../language/values.js';
import { DEPARTMENTS, EMAIL_KINDS, LEAD_FIELDS, SENIORITIES } from '../../lead/fields.js';

/** Stands for a text of which only matters that there is one. */
export const ANY = 'any value';
/** Values tried for one predicate; long lists are cut, as one entry is as good as the next. */
const MOST = 12;

/** The fields that know few values. */
const ENUMERATED: Readonly<Record<string, readonly string[]>> = {
  seniority: [...SENIORITIES].reverse(),
  department: DEPARTMENTS,
  emailKind: EMAIL_KINDS,
};

/**
 * A few values under which a predicate on one value holds, found by trying what stands in it. None for
 * predicates whose values cannot be guessed, such as most patterns.
 */
export function valuesFor(
  document: ValuePredicateDocument,
  lists: Lists,
  now: number,
  known: readonly unknown[] = [],
): unknown[] {
  const holds = compileValuePredicate(document, lists);
  const predicate = typeof document === 'object' ? document : { eq: document };
  const guesses = [...predicateLeaves(predicate)].flatMap(({ leaf }) => guess(leaf, lists, now));
  const cell = new Cell();
  return [...new Set([...guesses, ...known])].filter(
    (value) => holds(cell.load(value), now) === true,
  );
}

/** Values that a field may take so that a leaf about it turns true or false, the fitting ones first. */
export function fieldValues(leaf: PredicateDocument, lists: Lists, now: number): unknown[] {
  const { field = '', ...operators } = leaf;
  const known = ENUMERATED[field] ?? (typeOf(field) === 'boolean' ? [true, false] : []);
  const fitting = valuesFor(operators, lists, now, [...known, ...anyOf(leaf, now)]);
  const others = valuesFor({ not: operators }, lists, now, known);
  return [...fitting.slice(0, 3), ...others.slice(0, 1)];
}

function typeOf(field: string): string | undefined {
  return Object.hasOwn(LEAD_FIELDS, field) ? LEAD_FIELDS[field]?.type : undefined;
}

/** Where it is enough that a field is known: some value of its type. */
function anyOf({ field = '', exists, missing }: PredicateDocument, now: number): unknown[] {
  if (exists !== true && missing !== false) return [];
  const type = typeOf(field);
  if (type === 'number') return [1];
  return [type === 'date' ? new Date(now).toISOString() : ANY];
}

function guess(operators: Operators, lists: Lists, now: number): unknown[] {
  const { eq, inList, contains, startsWith, endsWith, gt, gte, lt, lte, between } = operators;
  const listed = inList === undefined ? [] : (lists.get(inList) ?? []);
  // The plain parts of a pattern often match it.
  const parts = operators.matches?.split(/[|()^$]/).filter((part) => part !== '') ?? [];
  const whole = [eq, ...(operators.in ?? []), ...listed];
  const texts = [...whole, contains, startsWith, endsWith, ...parts];
  const numbers = [gte, lte, ...(between ?? [])].filter((limit) => limit !== undefined);
  if (gt !== undefined) numbers.push(gt + 1);
  if (lt !== undefined) numbers.push(lt - 1);
  // Beyond the bounds too, for a predicate that is to be false.
  const beyond = numbers.flatMap((limit) => [limit + 1, limit - 1]);
  return [
    ...texts.filter((text) => text !== undefined).slice(0, MOST),
    ...numbers,
    ...beyond,
    ...dates(operators, now),
  ];
}

function dates({ before, after, withinLast, olderThan }: Operators, now: number): string[] {
  const moments = [
    withinLast === undefined ? undefined : now,
    olderThan === undefined ? undefined : 0,
    before === undefined ? undefined : (dateOf(before) ?? 0) - 1,
    after === undefined ? undefined : now,
  ];
  return moments.flatMap((at) => (at === undefined ? [] : [new Date(at).toISOString()]));
}
