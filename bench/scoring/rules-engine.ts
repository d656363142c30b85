import { Engine } from 'json-rules-engine';
import { loadModel } from '../../src/scoring/load.js';
import type { ScoreInput } from '../../src/scoring/types.js';
import { activityPoints, type HandScore, settle } from './hand-written.js';
import { MODEL } from './model.js';

/**
 * The same model for json-rules-engine: it decides which of the 40 rules hold; decay and sums, which it
 * does not know, are the hand-written function's.
 */
export function makeRulesEngine(): (input: ScoreInput, now: number) => Promise<HandScore> {
  const { model } = loadModel(MODEL, 'bench');
  const engine = new Engine([], { allowUndefinedFacts: true });
  engine.addOperator('within', (value: unknown, [low, high]: [number, number]) => {
    return typeof value === 'number' && value >= low && value <= high;
  });
  engine.addOperator('has', (value: unknown, part: string) => {
    return typeof value === 'string' && value.includes(part);
  });
  let index = 0;
  for (const rule of model.rules) {
    const when = rule.when;
    const params = { points: rule.points, rule: when ? -1 : index };
    const condition = when
      ? conditionOf(when, model.lists)
      : { fact: `activity-${index++}`, operator: 'notEqual', value: 0 };
    engine.addRule({ conditions: { all: [condition] }, event: { type: rule.id, params } });
  }
  return async (input, now) => {
    const points = activityPoints(input, now).slice();
    const facts: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(input.fields)) {
      facts[name] = typeof value === 'string' ? value.trim().toLowerCase() : value;
    }
    for (const [rule, value] of points.entries()) facts[`activity-${rule}`] = value;
    const { events } = await engine.run(facts);
    let fit = 0;
    const counted = new Float64Array(20);
    for (const { params } of events) {
      const { points: worth, rule } = params as { points: number; rule: number };
      if (rule < 0) fit += worth;
      else counted[rule] = points[rule] as number;
    }
    return settle(fit, counted);
  };
}

type When = NonNullable<ReturnType<typeof loadModel>['model']['rules'][number]['when']>;

function conditionOf(when: When, lists: Readonly<Record<string, readonly unknown[]>>) {
  const fact = when.field ?? '';
  const lower = (value: unknown): unknown =>
    typeof value === 'string' ? value.toLowerCase() : value;
  if (when.eq !== undefined) return { fact, operator: 'equal', value: when.eq };
  if (when.in) return { fact, operator: 'in', value: when.in };
  if (when.inList) {
    return { fact, operator: 'in', value: (lists[when.inList] ?? []).map(lower) };
  }
  if (when.between) return { fact, operator: 'within', value: when.between };
  if (when.gte !== undefined) return { fact, operator: 'greaterThanInclusive', value: when.gte };
  if (when.lt !== undefined) return { fact, operator: 'lessThan', value: when.lt };
  return { fact, operator: 'has', value: when.contains };
}
