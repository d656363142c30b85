import type { Activity } from '../../src/lead/activity.js';
import { compileModel } from '../../src/scoring/compile.js';
import { loadModel } from '../../src/scoring/load.js';
import type { Score, Scorer } from '../../src/scoring/types.js';

export const NOW = Date.parse('2026-03-01T12:00:00Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** A model of one dimension `x` with the given rules and further keys, all as YAML. */
export function oneDimension(rules: string, more = ''): string {
  const body = rules.trim().split('\n');
  return [
    'model: test',
    'version: 1',
    'dimensions: { x: {} }',
    'rules:',
    ...body.map((line) => `  - { id: r${body.indexOf(line)}, label: L, dimension: x, ${line} }`),
    more,
  ].join('\n');
}

export function scorer(text: string): Scorer {
  return compileModel(loadModel(text, 'model.yaml').model);
}

let serial = 0;

/** An activity so many milliseconds before NOW. */
export function ago(
  milliseconds: number,
  type: string,
  attributes: Record<string, unknown> = {},
  id?: string,
): Activity {
  serial++;
  return { id: id ?? `a${serial}`, type, occurredAt: NOW - milliseconds, attributes };
}

export function view(milliseconds: number, path: string, id?: string): Activity {
  return ago(milliseconds, 'page_view', { path }, id);
}

/** The points of a rule's line; 0 without one. */
export function points(score: Score, rule: string): number {
  return (score.reasons.find((reason) => reason.rule === rule)?.hundredths ?? 0) / 100;
}

/** All lines as `label points`, for comparing whole breakdowns. */
export function lines(score: Score): string[] {
  return score.reasons.map((reason) => `${reason.label} ${(reason.hundredths / 100).toFixed(2)}`);
}
