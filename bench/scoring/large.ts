/** A model of 500 rules of five kinds, and a lead with 100,000 activities that they match. */
import type { ScoreInput } from '../../src/scoring/types.js';

export const LARGE_RULES = 500;
export const LARGE_ACTIVITIES = 100_000;

const view = (path: string): string =>
  `{ type: page_view, where: { path: { startsWith: ${path} } } }`;

const KINDS: readonly ((n: number) => string)[] = [
  (n) =>
    `points: 1, activity: ${view(`/p${n % 50}`)}, count: each, decay: { halfLife: ${n + 1}d }, cap: 5`,
  (n) => `points: 2, activity: { type: email_click }, within: ${n + 5}d, atLeast: 2`,
  (n) => `points: 1, when: { field: company.employees, gte: ${n} }`,
  (n) => `points: 3, sequence: [${view(`/p${n % 7}`)}, { type: email_click }], within: 7d`,
  (n) =>
    `points: -1, unanswered: { type: email_sent, by: email_open, after: ${n + 1}d }, count: each, floor: -20`,
];

export const LARGE_MODEL = [
  'model: large',
  'version: 1',
  'dimensions: { all: { floor: 0, cap: 1000 } }',
  'total: { method: sum, floor: 0, cap: 1000 }',
  'rules:',
  ...Array.from({ length: LARGE_RULES }, (_, n) => {
    const kind = KINDS[n % KINDS.length]?.(n) ?? '';
    return `  - { id: r${n}, label: Rule ${n}, dimension: all, ${kind} }`;
  }),
  '',
].join('\n');

const TYPES = ['page_view', 'email_click', 'email_sent', 'email_open', 'form_submit'];

/** One activity a minute, backwards from `now`. */
export function largeLead(now: number): ScoreInput {
  const activities = Array.from({ length: LARGE_ACTIVITIES }, (_, n) => ({
    id: `a${n}`,
    type: TYPES[n % TYPES.length] ?? '',
    occurredAt: now - n * 60_007,
    attributes: { path: `/p${n % 60}` },
  }));
  return { id: 'large', fields: { 'company.employees': 5000 }, activities };
}
