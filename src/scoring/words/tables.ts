import type { BandsDocument, GradesDocument } from '../schema.js';
import { listed } from './plain.js';

type Thresholds = Readonly<Record<string, number>>;

/** `mql 50 and sql 100`; `none` when empty. */
export function thresholdsWords(thresholds: Thresholds): string {
  const parts = Object.entries(thresholds).map(([name, from]) => `${name} ${from}`);
  return parts.length === 0 ? 'none' : listed(parts, 'and');
}

/** One text per dimension: `fit: A from 35, B from 20`. */
export function gradesWords(grades: GradesDocument): string[] {
  return Object.entries(grades).map(
    ([dimension, table]) =>
      `${dimension}: ${highestFirst(Object.entries(table))
        .map(([letter, from]) => `${letter} from ${from}`)
        .join(', ')}`,
  );
}

/** One text per band, the highest first: `hot from 75: Call today`. */
export function bandsWords(bands: BandsDocument): string[] {
  const entries = Object.entries(bands).map(
    ([name, band]) => [name, typeof band === 'number' ? band : band.from, band] as const,
  );
  return highestFirst(entries).map(([name, from, band]) => {
    const action = typeof band === 'number' ? undefined : band.action;
    return `${name} from ${from}${action === undefined ? '' : `: ${action}`}`;
  });
}

function highestFirst<T extends readonly [string, number, ...unknown[]]>(entries: T[]): T[] {
  return [...entries].sort((a, b) => b[1] - a[1]);
}
