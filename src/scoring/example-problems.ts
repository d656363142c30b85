import { type Problem, problemAt, readDocument } from '../language/document.js';
import { checkExamples } from './check-examples.js';
import type { Model } from './schema.js';

/** The pinned leads of a model that do not hold as of a moment, each at its place in the text. */
export function exampleProblems(model: Model, text: string, file: string, now: number): Problem[] {
  const failures = checkExamples(model, now);
  if (failures.length === 0) return [];
  const source = readDocument(text, file);
  return failures.map(({ index, name, key, expected, found }) => {
    const message = `pinned lead "${name}" expects ${JSON.stringify(expected)}, the model gives ${JSON.stringify(found)}: correct the rules, or write the figure that is right now`;
    return problemAt(source, ['examples', index, 'expect', key], message);
  });
}
