/** What trying a file gave. */
import type { Score } from '../../scoring/types.js';
import type { Column } from './guess.js';

export interface TriedLead {
  readonly row: number;
  readonly name: string;
  readonly score: Score;
}

/** What is not right, with the first few rows where; more are only counted. */
export interface Trouble {
  readonly what: string;
  count: number;
  readonly rows: number[];
}

export interface Tried {
  readonly file: string;
  readonly separator: string;
  readonly encoding: string;
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly badRows: readonly Trouble[];
  readonly values: readonly Trouble[];
  readonly best: readonly TriedLead[];
  readonly bands: ReadonlyMap<string, number>;
  readonly model: string;
  readonly version: number;
  readonly action: (band: string | null) => string | null;
  readonly emptyLists: readonly string[];
  /** The last act of anybody, milliseconds; null when there is none. */
  readonly newest: number | null;
  readonly now: number;
}
