import { parseComputed } from '../language/computed.js';
import { listsOf, type PredicateDocument, predicateLeaves } from '../language/predicate.js';
import { isMissing, pathReader } from '../language/values.js';
import type { Model } from './schema.js';
import type { ScoreInput, Scorer } from './types.js';
import { fieldWords } from './words/field.js';
import { fieldValues } from './would-change/sample.js';

export interface UnknownField {
  readonly field: string;
  /** `company employees` */
  readonly label: string;
  /** Whole points that the total would rise by at the best of the values tried; 0 when none lifts it. */
  readonly points: number;
}

/** How much of what a model asks about a lead is known. */
export interface Coverage {
  /** Fields that the model asks about, computed ones left out. */
  readonly fields: number;
  readonly known: number;
  /** known / fields, each field weighing the same; 1 for a model that asks about none. */
  readonly share: number;
  /** Those that could give most first. */
  readonly unknown: readonly UnknownField[];
}

/** The fields that the predicates of population, rules, guards and segments name. */
export function modelFields(model: Model): string[] {
  return [...new Set(leavesOf(model).map(({ field = '' }) => field))];
}

/** Which of the model's fields are known for a lead, and what the others could still give. */
export function coverage(model: Model, scorer: Scorer, input: ScoreInput, now: number): Coverage {
  const fields = modelFields(model);
  const missing = fields.filter((field) => isMissing(pathReader(field)(input.fields)));
  const leaves = leavesOf(model);
  const lists = listsOf(model.lists);
  const base = scorer.totals(input, now).total ?? 0;
  const unknown = missing.map((field) => {
    const asking = leaves.filter((leaf) => leaf.field === field);
    const values = new Set(asking.flatMap((leaf) => fieldValues(leaf, lists, now)));
    const totals = [...values].map((value) => {
      const learnt = { ...input, fields: { ...input.fields, [field]: value } };
      return scorer.totals(learnt, now).total ?? base;
    });
    return { field, label: fieldWords(field), points: Math.max(base, ...totals) - base };
  });
  const known = fields.length - missing.length;
  return {
    fields: fields.length,
    known,
    share: fields.length === 0 ? 1 : known / fields.length,
    unknown: unknown.sort((a, b) => b.points - a.points),
  };
}

function leavesOf({ population, rules, segments = [] }: Model): PredicateDocument[] {
  const predicates = [
    population?.include,
    population?.exclude,
    ...rules.flatMap(({ when, if: guard }) => [when, guard]),
    ...segments.map(({ when }) => when),
  ];
  return predicates
    .flatMap((predicate) => (predicate ? [...predicateLeaves(predicate)] : []))
    .map(({ leaf }) => leaf)
    .filter(({ field }) => field !== undefined && parseComputed(field) === undefined);
}
