import { changeOf, type ModelChange, type ModelPart, reordered, type Say } from './diff/change.js';
import { disqualifyChanges, segmentsChanges } from './diff/entries.js';
import {
  dimensionChanges,
  exampleChanges,
  groupChanges,
  listChanges,
  populationChanges,
  totalChanges,
} from './diff/parts.js';
import { ruleChanges } from './diff/rules.js';
import { bandChanges, gradeChanges, numberChanges } from './diff/tables.js';
import type { Model } from './schema.js';

export { compareScores, comparisonWords } from './compare.js';
export type { ModelChange, ModelPart } from './diff/change.js';

/**
 * What differs between two loaded models, part by part, in words. Rules, segments and disqualifications
 * are matched by id, pinned leads by name. Empty when they say the same.
 */
export function diffModels(before: Model, after: Model): readonly ModelChange[] {
  const changes: ModelChange[] = [];
  /** Says something of a part; `what` goes before every sentence. */
  const sayIn =
    (part: ModelPart) =>
    (id: string | null, what = ''): Say =>
    (kind, words) =>
      changes.push({ part, id, kind, words: what === '' ? words : `${what}: ${words}` });

  const model = sayIn('model')(null);
  changeOf(model, 'name', before.model, after.model);
  changeOf(model, 'version', before.version, after.version);
  changeOf(model, 'description', quoted(before.description), quoted(after.description));
  changeOf(model, 'readyAt', before.readyAt, after.readyAt);
  populationChanges(before, after, sayIn('population'));
  listChanges(before, after, sayIn('lists'));
  dimensionChanges(before, after, sayIn('dimensions'));
  totalChanges(sayIn('total')(null, 'total'), before, after);
  groupChanges(before, after, sayIn('groups'));
  ruleChanges(before, after, sayIn('rules'));
  disqualifyChanges(before, after, sayIn('disqualify'));
  gradeChanges(sayIn('grades'), before.grades, after.grades);
  bandChanges(sayIn('bands'), before.bands, after.bands);
  numberChanges(sayIn('thresholds'), 'threshold', before.thresholds, after.thresholds);
  segmentsChanges(before, after, sayIn('segments'));
  exampleChanges(before, after, sayIn('examples'));
  for (const { part, meaning, named } of ORDERS) {
    const order = reordered(namesIn(before, part), namesIn(after, part));
    if (!order) continue;
    const words = named ? `the order ${order.is}, before ${order.was}` : 'another order';
    sayIn(part)(null)('reordered', `${part} now in ${words} (${meaning})`);
  }
  return changes;
}

/** The changes as a text, one a line. */
export function diffWords(changes: readonly ModelChange[]): string {
  if (changes.length === 0) return 'Nothing changed.\n';
  const lines = changes.map(({ words }) => `${words}\n`).join('');
  const renumbered = changes.every(
    ({ part, words }) => part === 'model' && /^version /.test(words),
  );
  return renumbered ? `${lines}Nothing else changed.\n` : lines;
}

/** Parts whose order is kept, with what it decides; `named` where it decides much. */
const ORDERS = [
  { part: 'dimensions', meaning: 'the last takes what rounding of weights leaves', named: false },
  { part: 'groups', meaning: 'it orders the reasons; no figure depends on it', named: false },
  { part: 'rules', meaning: 'it orders the reasons; no figure depends on it', named: false },
  { part: 'disqualify', meaning: 'the first that holds is named', named: true },
  { part: 'segments', meaning: 'the first that holds decides', named: true },
] as const;

function namesIn(model: Model, part: (typeof ORDERS)[number]['part']): string[] {
  const value = model[part] ?? [];
  return Array.isArray(value) ? value.map(({ id }) => id) : Object.keys(value);
}

function quoted(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `"${text}"`;
}
