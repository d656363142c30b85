import type { Cell, CellPredicate } from '../language/predicate.js';
import { compileBands, compileGrades, type Table } from './grade.js';
import { Lines } from './lines.js';
import type { Hits } from './matchers.js';
import { compileActivity } from './rules/activity.js';
import { compileIdle, type IdleFacts } from './rules/idle.js';
import { merged, type Rule } from './rules/rule.js';
import { compileSequence } from './rules/sequence.js';
import { compileUnanswered, type UnansweredFacts } from './rules/unanswered.js';
import { compileWhen } from './rules/when.js';
import type { Model, RuleDocument, SegmentDocument } from './schema.js';

/** What a rule asks of the lead now loaded; the same for all segments. */
export interface RuleSources {
  readonly when: CellPredicate;
  readonly cell: (field: string) => Cell;
  /** The stored value that alone decides `when`, if one does. */
  readonly alone: Cell | undefined;
  readonly activity: Hits;
  readonly sequence: readonly Hits[];
  readonly unanswered: UnansweredFacts;
  readonly idle: IdleFacts;
}

/** The rules and tables that hold for one segment, or for leads of none. */
export interface Variant {
  readonly segment: string | null;
  readonly thresholds: Readonly<Record<string, number>> | null;
  readonly grade: (dimensions: ArrayLike<number>) => string | null;
  readonly band: Table;
  /** One per rule of the model, null where the segment turns it off. */
  readonly rules: readonly (Rule | null)[];
  /** The rules' lines at a moment, but for those that the segment turns off. */
  readonly lines: Lines;
  /** Those that must be told of every edge. */
  readonly prepared: readonly Rule[];
  /** The places of those whose lines age. */
  readonly ageing: readonly number[];
}

/** Compiles the model's own variant, then one per segment. Rules that a segment leaves alone are shared. */
export function compileVariants(model: Model, sources: readonly RuleSources[]): Variant[] {
  const own = model.rules.map((rule, index) => compileRule(rule, model, sources[index]));
  const dimensions = Object.keys(model.dimensions);
  const variant = (segment: SegmentDocument | undefined): Variant => {
    const rules = model.rules.map((rule, index) => {
      const change = segment?.rules?.[rule.id];
      if (!change) return own[index] ?? null;
      return change.off ? null : compileRule(merged(rule, change), model, sources[index]);
    });
    return {
      segment: segment?.id ?? null,
      thresholds: segment?.thresholds ?? model.thresholds ?? {},
      grade: compileGrades(segment?.grades ?? model.grades, dimensions),
      band: compileBands(segment?.bands ?? model.bands),
      rules,
      lines: new Lines(rules),
      prepared: rules.filter((rule) => rule !== null).filter((rule) => rule.prepare),
      ageing: rules.flatMap((rule, index) => (rule?.steps ? [index] : [])),
    };
  };
  return [variant(undefined), ...(model.segments ?? []).map(variant)];
}

function compileRule(rule: RuleDocument, model: Model, sources: RuleSources | undefined): Rule {
  if (!sources) throw new Error(`rule ${rule.id} has no sources`);
  const { readyAt } = model;
  if (rule.activity) return compileActivity(rule, readyAt, sources.activity);
  if (rule.idle) return compileIdle(rule, readyAt, sources.idle);
  if (rule.unanswered) return compileUnanswered(rule, readyAt, sources.unanswered);
  if (rule.sequence) return compileSequence(rule, readyAt, sources.sequence);
  return compileWhen(rule, readyAt, sources.when, sources.cell, sources.alone);
}
