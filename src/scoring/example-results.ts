import { type Expectation, exampleInput, expectations } from './check-examples.js';
import { compileModel } from './compile.js';
import { scoreToJson } from './json.js';
import type { Model } from './schema.js';
import type { Scorer } from './types.js';

/** A pinned lead with what the model makes of it. */
export interface ExampleResult {
  readonly name: string;
  readonly total: number | null;
  readonly band: string | null;
  readonly grade: string | null;
  readonly expectations: readonly Expectation[];
}

/** Scores the pinned leads of a model as of a moment, in the document's order. */
export function exampleResults(
  model: Model,
  now: number,
  scorer: Scorer = compileModel(model),
): ExampleResult[] {
  return (model.examples ?? []).map((example, index) => {
    const found = scoreToJson(scorer.score(exampleInput(example, index, now), now));
    const { total, band, grade } = found;
    return {
      name: example.name,
      total,
      band,
      grade,
      expectations: expectations(example, { ...found }),
    };
  });
}
