import type { BandsDocument, GradesDocument } from './schema.js';

/** The highest entry that is not above the value, else the lowest. */
export type Table = (value: number) => string | null;

export function compileTable(entries: readonly (readonly [string, number])[]): Table {
  const sorted = [...entries].sort((a, b) => b[1] - a[1]);
  const names = sorted.map(([name]) => name);
  const from = Float64Array.from(sorted, ([, least]) => least);
  const lowest = names.at(-1) ?? null;
  return (value) => {
    for (let index = 0; index < from.length; index++) {
      if (value >= (from[index] as number)) return names[index] as string;
    }
    return lowest;
  };
}

/** Joins one letter per table, in the document's order; null without tables. */
export function compileGrades(
  grades: GradesDocument | undefined,
  dimensions: readonly string[],
): (values: ArrayLike<number>) => string | null {
  const tables = Object.entries(grades ?? {}).map(([name, table]) => ({
    dimension: dimensions.indexOf(name),
    letter: compileTable(Object.entries(table)),
  }));
  if (tables.length === 0) return () => null;
  return (values) => {
    let grade = '';
    for (const { dimension, letter } of tables) grade += letter(values[dimension] ?? 0) ?? '';
    return grade;
  };
}

export function compileBands(bands: BandsDocument | undefined): Table {
  const entries = Object.entries(bands ?? {});
  return compileTable(
    entries.map(([name, band]) => [name, typeof band === 'number' ? band : band.from]),
  );
}

/** What is to be done with leads of a band, from all tables of the model. */
export function compileActions(
  tables: readonly (BandsDocument | undefined)[],
): ReadonlyMap<string, string> {
  const actions = new Map<string, string>();
  for (const bands of tables) {
    for (const [name, band] of Object.entries(bands ?? {})) {
      if (typeof band !== 'number' && band.action !== undefined && !actions.has(name)) {
        actions.set(name, band.action);
      }
    }
  }
  return actions;
}
