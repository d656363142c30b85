/** A mapping tried on one record: what becomes of every field, step by step. */
import type { CompiledMapping, MappedActivity } from './compile.js';
import type { RawValues } from './lead-fields.js';
import { deriveFields } from './lead-fields.js';
import type { FieldProblem, Step } from './value-source.js';

export interface TriedField {
  readonly field: string;
  /** In order: for each property its raw value, then what every transform made of it. */
  readonly steps: readonly Step[];
  /** The final value; absent when missing. */
  readonly value?: unknown;
  readonly error?: string;
}

export interface TriedRecord {
  readonly fields: readonly TriedField[];
  /** Fields that follow from the others, as they would stand with this record alone. */
  readonly derived: Readonly<Record<string, unknown>>;
  readonly activities: readonly MappedActivity[];
  /** What went wrong with times and attributes of activities. */
  readonly problems: readonly FieldProblem[];
}

/**
 * Tries a mapping on the present values of one record. The record's activities are those that its values
 * say as of `at` (milliseconds): former ones are only in its history.
 */
export function tryMapping(
  mapping: CompiledMapping,
  object: string,
  values: RawValues,
  at: number,
): TriedRecord {
  const steps = new Map<string, Step[]>();
  const { fields, problems } = mapping.fields(object, values, (field, step) => {
    steps.set(field, [...(steps.get(field) ?? []), step]);
  });
  const tried = [...steps].map(([field, taken]): TriedField => {
    const found = Object.hasOwn(fields, field);
    const error = problems.find((problem) => problem.field === field)?.message;
    return {
      field,
      steps: taken,
      ...(found && { value: fields[field] }),
      ...(!found && error !== undefined && { error }),
    };
  });
  const complete = { ...fields };
  deriveFields(complete);
  const derived = Object.entries(complete).filter(([field]) => !Object.hasOwn(fields, field));
  const wrong: FieldProblem[] = [];
  const report = (problem: FieldProblem): void => void wrong.push(problem);
  const present = (property: string): string | null =>
    Object.hasOwn(values, property) ? (values[property] ?? null) : null;
  const activities = [
    ...mapping.engagement(object, 'tried', values, report),
    ...Object.entries(values).flatMap(([property, value]) =>
      mapping.activities({ object, record: 'tried', property, value, at }, present, report),
    ),
  ];
  return { fields: tried, derived: Object.fromEntries(derived), activities, problems: wrong };
}
