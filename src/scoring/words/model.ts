/** Every part of a model as plain sentences, for editors: also while other parts of it are wrong. */
import { z } from 'zod';
import type { Scalar } from '../../language/predicate.js';
import { pointsOf } from '../rules/rule.js';
import { type Model, modelSchema, type RuleDocument } from '../schema.js';
import { disqualifyWords, segmentWords } from './entries.js';
import { boundsWords } from './plain.js';
import { predicateWords } from './predicate.js';
import { ruleWords, sizeWords } from './rule.js';
import { bandsWords, gradesWords, thresholdsWords } from './tables.js';

export interface RuleWords {
  /** Without its points and without a full stop. */
  readonly sentence: string;
  /** `+15`, or `+30 (30 % of 100)`. */
  readonly size: string;
  /** Whole value of `size`, before age and bounds. */
  readonly points: number;
}

/** Lists are in the order of the document; null stands for a part that cannot be read. */
export interface ModelWords {
  readonly include: string | null;
  readonly exclude: string | null;
  readonly dimensions: Readonly<Record<string, string | null>>;
  readonly groups: Readonly<Record<string, string | null>>;
  readonly rules: readonly (RuleWords | null)[];
  readonly disqualify: readonly (string | null)[];
  readonly segments: readonly ({
    readonly when: string;
    readonly changes: readonly string[];
  } | null)[];
  readonly thresholds: string | null;
  readonly bands: readonly string[];
  readonly grades: readonly string[];
}

const shape = modelSchema.shape;
const scalars = z.array(z.union([z.string(), z.number(), z.boolean()]));

function read<T>(schema: z.ZodType<T>, value: unknown): T | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

function entries(value: unknown): [string, unknown][] {
  return value !== null && typeof value === 'object' ? Object.entries(value) : [];
}

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The words of a part, or null where it is not whole enough for any. */
function worded<T, W>(schema: z.ZodType<T>, value: unknown, words: (part: T) => W): W | null {
  const part = read(schema, value);
  if (part === undefined) return null;
  try {
    return words(part);
  } catch {
    return null;
  }
}

/** A model for the words alone: whatever of it can be read. */
function skeleton(root: Readonly<Record<string, unknown>>): Model {
  const lists: Record<string, readonly Scalar[]> = {};
  for (const [name, list] of entries(root.lists))
    lists[name] = read(scalars, list) ?? ['from a file'];
  const readyAt = read(shape.readyAt, root.readyAt);
  return { model: '', version: 1, dimensions: {}, rules: [], lists, ...(readyAt && { readyAt }) };
}

/** Takes the plain value of a document, checked or not. */
export function modelWords(value: unknown): ModelWords {
  const root = Object.fromEntries(entries(value));
  const model = skeleton(root);
  const population = Object.fromEntries(entries(root.population));
  const predicate = shape.segments.unwrap().element.shape.when;
  const inWords = (one: unknown) =>
    worded(predicate, one, (document) => predicateWords(document, model.lists));
  const bounds = (map: unknown, schema: z.ZodType<Parameters<typeof boundsWords>[0]>) =>
    Object.fromEntries(
      entries(map).map(([name, one]) => [name, worded(schema, one, boundsWords) ?? null]),
    );
  const rule = (one: unknown): RuleWords | null =>
    worded(shape.rules.element as z.ZodType<RuleDocument>, one, (document) => ({
      sentence: ruleWords(document, model),
      size: sizeWords(document, model.readyAt),
      points: pointsOf(document, model.readyAt),
    }));
  return {
    include: inWords(population.include),
    exclude: inWords(population.exclude),
    dimensions: bounds(root.dimensions, shape.dimensions.valueType),
    groups: bounds(root.groups, shape.groups.unwrap().valueType),
    rules: items(root.rules).map(rule),
    disqualify: items(root.disqualify).map((one) =>
      worded(shape.disqualify.unwrap().element, one, (entry) => disqualifyWords(entry, model)),
    ),
    segments: items(root.segments).map((one) =>
      worded(shape.segments.unwrap().element, one, (segment) => ({
        when: predicateWords(segment.when, model.lists),
        changes: segmentWords(segment, model),
      })),
    ),
    thresholds: worded(shape.thresholds.unwrap(), root.thresholds, thresholdsWords),
    bands: worded(shape.bands.unwrap(), root.bands, bandsWords) ?? [],
    grades: worded(shape.grades.unwrap(), root.grades, gradesWords) ?? [],
  };
}
