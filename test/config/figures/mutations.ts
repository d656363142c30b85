import type { Model } from '../../../src/scoring/schema.js';

/** A number of a model that was moved. */
export interface Mutation {
  /** `rules.asks.decay.halfLife up`; rules, segments and disqualifications by their id. */
  readonly name: string;
  readonly place: string;
  /** Models with the number moved that way, by a little and by more. */
  readonly models: readonly (() => Model)[];
}

const DURATION = /^(|.*\.)(\d+)([hdw])$/;
/** The version counts publications; examples are expectations of their own, checked apart. */
const NOT_FIGURES = new Set([
  'version',
  'examples',
  'lists',
  'model',
  'description',
  'label',
  'id',
]);

/** How far a number moves, tried in turn. Points of fit come in fives and fifteens: an edge by one moves nobody. */
function steps(place: string): readonly number[] {
  if (place.startsWith('grades.fit.')) return [1, 5, 15];
  return place.startsWith('grades.') ? [1, 5] : [1];
}

type Path = readonly (string | number)[];

function moved(value: number | string, by: number): number | string {
  if (typeof value === 'number') return value + (Number.isInteger(value) ? by : by / 100);
  return value.replace(DURATION, (_, head, count, unit) => `${head}${Number(count) + by}${unit}`);
}

function isFigure(value: unknown): value is number | string {
  return typeof value === 'number' || (typeof value === 'string' && DURATION.test(value));
}

function* places(value: unknown, path: Path, names: readonly string[]): Generator<[Path, string]> {
  if (isFigure(value)) {
    yield [path, names.join('.')];
  } else if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) {
      const id = (entry as { id?: unknown } | null)?.id;
      yield* places(entry, [...path, index], [...names, typeof id === 'string' ? id : `${index}`]);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      if (!NOT_FIGURES.has(key)) yield* places(entry, [...path, key], [...names, key]);
    }
  }
}

function withMoved(model: Model, path: Path, by: number): Model {
  const copy = structuredClone(model);
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((at, step) => Reflect.get(Object(at), step), copy);
  const last = path.at(-1) ?? '';
  const value: unknown = Reflect.get(Object(parent), last);
  if (isFigure(value)) Reflect.set(Object(parent), last, moved(value, by));
  return copy;
}

/** Every number and duration of a model, moved up and moved down. */
export function mutations(model: Model): Mutation[] {
  return [...places(model, [], [])].flatMap(([path, place]) =>
    (['up', 'down'] as const).map((way) => ({
      name: `${place} ${way}`,
      place,
      models: steps(place).map((by) => () => withMoved(model, path, way === 'up' ? by : -by)),
    })),
  );
}
