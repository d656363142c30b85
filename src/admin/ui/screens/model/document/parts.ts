/** The parts of a model in the order in which they are edited. */
import { type Json, mapOf } from './model.js';

export const FIXED_PARTS = [
  'population',
  'dimensions',
  'groups',
  'disqualify',
  'levels',
  'segments',
  'lists',
  'examples',
] as const;
export type FixedPart = (typeof FIXED_PARTS)[number];

/** `rules:<dimension>` for the rules that pay into one. */
export type Part = FixedPart | `rules:${string}`;

export const partOfRules = (dimension: string): Part => `rules:${dimension}`;

/** Who is scored, then what counts, then what follows of it. */
export function partsOf(model: Json): Part[] {
  const rules = Object.keys(mapOf(model.dimensions)).map(partOfRules);
  return [
    'dimensions',
    'groups',
    ...rules,
    'population',
    'disqualify',
    'levels',
    'segments',
    'lists',
    'examples',
  ];
}

/** The part in which a path of the document is edited: `rules[3].when` is in its dimension's rules. */
export function partOfPath(path: string, dimensionOfRule: (index: number) => string): Part {
  const rule = /^rules\[(\d+)\]/.exec(path);
  if (rule) return partOfRules(dimensionOfRule(Number(rule[1])));
  const [head = ''] = path.split(/[.[]/);
  if (head === 'bands' || head === 'grades' || head === 'thresholds') return 'levels';
  return FIXED_PARTS.find((part) => part === head) ?? 'dimensions';
}
