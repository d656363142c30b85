import { namedFields } from '../language/computed.js';
import { attributeTypes } from './attribute-types.js';
import { detailsOf } from './details.js';
import { Engine } from './engine.js';
import { compileActions } from './grade.js';
import { nextChange } from './next-change.js';
import { reasonsOf } from './reasons.js';
import type { Model } from './schema.js';
import { Trends } from './trend.js';
import type { Reason, Score, ScoreInput, Scorer } from './types.js';

/** Compiles a loaded model once. The scorer keeps scratch space, so one thread uses it at a time. */
export function compileModel(model: Model): Scorer {
  const usesTrend = JSON.stringify(model.segments ?? []).includes('"trend.');
  const past = usesTrend ? new Engine(model, undefined) : undefined;
  const trends = past && new Trends(past);
  const engine = new Engine(
    model,
    trends ? (duration, now) => trends.at(duration, now) : undefined,
  );
  const actions = compileActions([
    model.bands,
    ...(model.segments ?? []).map((segment) => segment.bands),
  ]);

  const figures = (input: ScoreInput, now: number): void => {
    past?.load(input);
    engine.load(input);
    engine.look(now);
  };

  const explain = (input: ScoreInput, now: number): Score => {
    figures(input, now);
    const reasons = engine.outside === null ? reasonsOf(engine) : [];
    return scoreOf(engine, input.id, reasons, null);
  };

  return {
    model: model.model,
    version: model.version,
    fields: namedFields(model),
    attributeTypes: attributeTypes(model),
    action: (band) => (band === null ? null : (actions.get(band) ?? null)),
    totals: (input, now) => {
      figures(input, now);
      return scoreOf(engine, input.id, [], null);
    },
    explain,
    details: (input, now) => {
      figures(input, now);
      return engine.outside === null ? detailsOf(engine, now) : [];
    },
    score: (input, now) => {
      const score = explain(input, now);
      const trendEdge = trends && ((after: number) => trends.edge(engine.facts.trends, after));
      return { ...score, nextChangeAt: nextChange(engine, now, trendEdge && { trendEdge }) };
    },
  };
}

function scoreOf(
  engine: Engine,
  id: string,
  reasons: readonly Reason[],
  nextChangeAt: number | null,
): Score {
  if (engine.outside !== null) {
    return {
      id,
      dimensions: null,
      total: null,
      grade: null,
      band: null,
      segment: null,
      thresholds: null,
      disqualified: null,
      outside: engine.outside,
      reasons,
      nextChangeAt,
    };
  }
  const { variant, figures, sums } = engine;
  const dimensions: Record<string, number> = {};
  for (let index = 0; index < sums.dimensions.length; index++) {
    const name = sums.dimensions[index]?.name as string;
    dimensions[name] = figures[index] as number;
  }
  const total = figures[figures.length - 1] as number;
  const out = engine.disqualified >= 0;
  return {
    id,
    dimensions,
    total,
    grade: out ? 'F' : variant.grade(figures),
    band: out ? 'out' : variant.band(total),
    segment: variant.segment,
    thresholds: variant.thresholds,
    disqualified: out ? (engine.disqualify.ids[engine.disqualified] ?? null) : null,
    outside: null,
    reasons,
    nextChangeAt,
  };
}
