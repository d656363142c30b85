import type { Model } from './schema.js';

/** The bands of all tables of a model, the best first. */
export function bandsOf({
  bands = {},
  segments = [],
}: Pick<Model, 'bands' | 'segments'>): string[] {
  const tables = [bands, ...segments.map((segment) => segment.bands ?? {})];
  const entries = tables.flatMap((table) =>
    Object.entries(table).map(
      ([band, from]) => [band, typeof from === 'number' ? from : from.from] as const,
    ),
  );
  return [...new Set(entries.sort(([, a], [, b]) => b - a).map(([band]) => band))];
}
