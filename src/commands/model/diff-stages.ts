import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelNames } from '../../evaluate/documents.js';
import { leadFact } from '../../evaluate/facts.js';
import { DocumentError } from '../../language/document.js';
import { STAGES, type Stage } from '../../lead/stage.js';
import { packageRoot } from '../../lib/root.js';
import { decide } from '../../lifecycle/decide.js';
import { decisionFacts } from '../../lifecycle/facts.js';
import { loadLifecycle } from '../../lifecycle/load.js';
import type { Model } from '../../scoring/schema.js';
import type { Score, ScoreInput, Scorer } from '../../scoring/types.js';
import type { Io } from '../io.js';
import { readText } from '../model-file.js';

/** The stage that a lead comes to by a score of one model. */
export type Stager = (input: ScoreInput, score: Score, now: number) => Stage;

/** From which a lead starts that says none. */
const START: Stage = 'lead';

function stagerOf(text: string, file: string, model: Model, scorer: Scorer): Stager {
  const { lifecycle } = loadLifecycle(text, file, modelNames(model));
  return (input, score, now) => {
    const stage = STAGES.find((name) => name === input.fields.stage) ?? START;
    const facts = decisionFacts({
      figures: score,
      feedback: null,
      touched: null,
      lead: leadFact(input, now, scorer),
    });
    return decide(lifecycle, {
      stage,
      stageSince: null,
      pin: null,
      facts,
      held: {},
      override: 'none',
      disqualified: score.disqualified,
      outside: score.outside !== null,
      now,
      signals: [],
    }).stage;
  };
}

/**
 * What decides stages by each of two models: the lifecycle of the file, else the shipped one. Null when the
 * shipped one asks about what a model does not have, which is told.
 * @throws DocumentError when the file named cannot be used with both models
 */
export function loadStagers(
  file: string | undefined,
  models: readonly (readonly [Model, Scorer])[],
  io: Io,
): Stager[] | null {
  const shipped = 'config/lifecycle.yaml';
  const text =
    file === undefined ? readFileSync(join(packageRoot(), shipped), 'utf8') : readText(file);
  try {
    return models.map(([model, scorer]) => stagerOf(text, file ?? shipped, model, scorer));
  } catch (error) {
    if (file !== undefined || !(error instanceof DocumentError)) throw error;
    const why = error.problems[0]?.message ?? '';
    io.stderr.write(
      `Stages are not compared: ${shipped} does not fit both models (${why}). Name one that does: --lifecycle FILE.\n`,
    );
    return null;
  }
}
