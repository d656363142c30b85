import type { PredicateDocument, Scalar } from './predicate.js';
import { predicateFields } from './predicate.js';

/** What the model in force offers to conditions. Without it, names of dimensions and thresholds are not checked. */
export interface ModelNames {
  readonly dimensions: readonly string[];
  readonly thresholds: readonly string[];
  readonly lists?: Readonly<Record<string, readonly Scalar[]>>;
}

const DIMENSION = /^dimensions\.[\w-]+$/;
const THRESHOLD = /^reached\.[\w-]+$/;

/**
 * The names that conditions of the lifecycle and of alerts may use beside the lead's fields and the computed
 * ones: `checkPredicate`'s `extra`.
 */
export function decisionFields(
  conditions: readonly PredicateDocument[],
  model: ModelNames | undefined,
): Record<string, 'any' | 'number'> {
  const named = conditions.flatMap(predicateFields);
  const dimensions = model
    ? model.dimensions.map((name) => `dimensions.${name}`)
    : named.filter((name) => DIMENSION.test(name));
  const thresholds = model
    ? model.thresholds.map((name) => `reached.${name}`)
    : named.filter((name) => THRESHOLD.test(name));
  const words = ['stage', 'grade', 'band', 'segment', 'disqualified', 'override', 'touched'];
  return Object.fromEntries<'any' | 'number'>([
    ...['total', 'stage.days', ...dimensions].map((name) => [name, 'number'] as const),
    ...[...words, 'feedback', 'feedback.reason', ...thresholds].map(
      (name) => [name, 'any'] as const,
    ),
  ]);
}
