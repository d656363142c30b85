import type {
  Operators,
  PredicateDocument,
  Scalar,
  ValuePredicateDocument,
} from '../../language/predicate.js';
import { operatorsOf } from '../../language/predicate-schema.js';
import type { MatcherDocument, Model } from '../schema.js';
import { activityWords, fieldWords } from './field.js';
import { durationWords, listed, spanWords, valueWords } from './plain.js';

export type Lists = Model['lists'];

/** A predicate as half a sentence: `company employees is at least 1000 and country is FI`. */
export function predicateWords(document: PredicateDocument, lists: Lists): string {
  return composed(document, lists, '');
}

/** A predicate on one named value, as in `where`. */
export function valuePredicateWords(
  subject: string,
  document: ValuePredicateDocument,
  lists: Lists,
): string {
  const predicate = typeof document === 'object' ? document : { eq: document };
  return composed(predicate, lists, subject);
}

/** The activities of some types: `email open or email click`. */
export function typesWords(type: string | readonly string[]): string {
  return listed([type].flat().map(activityWords), 'or');
}

/** The activities that a matcher counts: `page view whose path begins with /pricing`. */
export function matcherWords(
  { type, where }: MatcherDocument,
  lists: Lists,
  within?: string,
): string {
  const span = within === undefined ? '' : ` in the last ${spanWords(within)}`;
  const types = `${typesWords(type)}${span}`;
  const tests = Object.entries(where ?? {}).map(([key, test]) =>
    valuePredicateWords(key, test, lists),
  );
  return tests.length === 0 ? types : `${types} whose ${listed(tests, 'and')}`;
}

function composed(document: PredicateDocument, lists: Lists, subject: string): string {
  const part = (inner: PredicateDocument): string => {
    const words = composed(inner, lists, subject);
    const several = (inner.all ?? inner.any ?? []).length > 1 || operatorsOf(inner).length > 1;
    return several ? `(${words})` : words;
  };
  const { all, any, not } = document;
  const only = all ?? any;
  if (only?.length === 1) return composed(only[0] as PredicateDocument, lists, subject);
  if (all) return all.map(part).join(' and ');
  if (any) return any.map(part).join(' or ');
  if (not) return `not (${composed(not, lists, subject)})`;
  const name = document.field === undefined ? subject : fieldWords(document.field);
  return `${name} ${operatorsOf(document)
    .map((operator) => operatorWords(document, operator, lists))
    .join(' and ')}`;
}

function operatorWords(document: Operators, operator: keyof Operators, lists: Lists): string {
  const operand = document[operator];
  const one = (): string => valueWords(operand as Scalar);
  const several = (): string => listed((operand as readonly Scalar[]).map(valueWords), 'or');
  switch (operator) {
    case 'eq':
      return `is ${one()}`;
    case 'ne':
      return `is not ${one()}`;
    case 'in':
      return `is ${several()}`;
    case 'notIn':
      return `is none of ${several()}`;
    case 'inList':
      return `is in the list ${one()}${lists[String(operand)]?.length === 0 ? ' (empty)' : ''}`;
    case 'contains':
      return `contains ${one()}`;
    case 'startsWith':
      return `begins with ${one()}`;
    case 'endsWith':
      return `ends with ${one()}`;
    case 'matches':
      return `matches the pattern ${String(operand)}`;
    case 'gt':
      return `is above ${one()}`;
    case 'gte':
      return `is at least ${one()}`;
    case 'lt':
      return `is below ${one()}`;
    case 'lte':
      return `is at most ${one()}`;
    case 'between': {
      const [low, high] = operand as readonly [number, number];
      return `is from ${low} to ${high}`;
    }
    case 'before':
      return `is before ${one()}`;
    case 'after':
      return `is after ${one()}`;
    case 'withinLast':
      return `lies in the last ${spanWords(String(operand))}`;
    case 'olderThan':
      return `lies at least ${durationWords(String(operand))} back`;
    case 'exists':
      return operand === true ? 'is known' : 'is unknown';
    case 'missing':
      return operand === true ? 'is unknown' : 'is known';
  }
}
