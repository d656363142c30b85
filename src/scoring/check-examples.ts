import { CHANNELS } from '../lead/activity.js';
import { DAY } from '../lib/clock.js';
import { compileModel } from './compile.js';
import { scoreToJson } from './json.js';
import type { ExampleDocument, Model } from './schema.js';
import type { ScoreInput, Scorer } from './types.js';

/** One expectation of a pinned lead that does not hold. */
export interface ExampleFailure {
  /** The example's place in the document. */
  readonly index: number;
  readonly name: string;
  /** `total`, `dimensions.fit`, … */
  readonly key: string;
  readonly expected: unknown;
  readonly found: unknown;
}

/** Scores the pinned leads of a model as of a moment and compares what is expected of them. */
export function checkExamples(
  model: Model,
  now: number,
  scorer: Scorer = compileModel(model),
): ExampleFailure[] {
  return (model.examples ?? []).flatMap((example, index) => {
    const found = scoreToJson(scorer.score(exampleInput(example, index, now), now));
    return expectations(example, { ...found })
      .filter(({ holds }) => !holds)
      .map(({ key, expected, found: got }) => ({
        index,
        name: example.name,
        key,
        expected,
        found: got,
      }));
  });
}

export function exampleInput(example: ExampleDocument, index: number, now: number): ScoreInput {
  const { id, ...fields } = example.lead;
  return {
    id: typeof id === 'string' ? id : `example-${index + 1}`,
    fields,
    activities: (example.activities ?? []).map((activity, place) => ({
      id: activity.id ?? `activity-${String(place + 1).padStart(4, '0')}`,
      type: activity.type,
      occurredAt: now - Math.round(activity.daysAgo * DAY),
      attributes: activity.attributes ?? {},
    })),
    ...(example.observed && {
      observed: CHANNELS.filter((channel) => example.observed?.includes(channel)),
    }),
  };
}

/** One expectation of a pinned lead, held or not. */
export interface Expectation {
  readonly key: string;
  readonly expected: unknown;
  readonly found: unknown;
  readonly holds: boolean;
}

/** Everything that is expected of a pinned lead, against what was found. */
export function expectations(
  example: ExampleDocument,
  found: Readonly<Record<string, unknown>>,
): Expectation[] {
  const total = found.total as number | null;
  return Object.entries(example.expect).flatMap(([key, expected]): Expectation[] => {
    if (expected === undefined) return [];
    if (key === 'totalAtLeast' || key === 'totalBelow') {
      const limit = expected as number;
      const holds = total !== null && (key === 'totalAtLeast' ? total >= limit : total < limit);
      return [{ key, expected, found: total, holds }];
    }
    return [{ key, expected, found: found[key], holds: includes(found[key], expected) }];
  });
}

/** True when everything expected is there: of groups the named keys, of lists an entry for each. */
function includes(found: unknown, expected: unknown): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(found) &&
      expected.every((entry) => found.some((candidate) => includes(candidate, entry)))
    );
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof found !== 'object' || found === null) return false;
    return Object.entries(expected).every(([key, value]) =>
      includes((found as Record<string, unknown>)[key], value),
    );
  }
  return Object.is(found, expected);
}
