import type { MatcherDocument } from '../schema.js';

/** A cell as read: its text, and of number cells of a workbook the number and whether it shows as percent. */
export interface Cell {
  readonly text: string;
  readonly number?: number;
  /** The number is shown times 100 with a percent sign. */
  readonly percent?: boolean;
}

export interface SheetRow {
  /** As a spreadsheet counts, from 1. */
  readonly row: number;
  readonly cells: readonly Cell[];
}

/** What an asset is worth, as a rule says it. */
export type Worth = { readonly percent: number } | { readonly points: number };
export type Unit = 'percent' | 'points';

/** One row that was understood. */
export interface SheetEntry {
  readonly row: number;
  /** The asset's name, the label of its rule. */
  readonly asset: string;
  /** The journey stage as written; empty without one. */
  readonly stage: string;
  readonly worth: Worth;
  /** The acts that count; null: those of the rule that already has this label. */
  readonly matcher: MatcherDocument | null;
  /** True when the sheet names the acts instead of leaving them to the asset's name. */
  readonly told: boolean;
  readonly comment: string;
}

/** Something about one row that a person should know. */
export interface RowNote {
  readonly row: number;
  readonly message: string;
}

/** One line, single spaces, nothing unprintable. */
export function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
}
