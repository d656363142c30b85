import type { Cell, SheetRow } from '../../../src/scoring/sheet/types.js';
import type { WrittenSheet } from '../../../src/scoring/sheet/write.js';

export type Value = string | number | { readonly percent: number };

/** Rows of a sheet; numbers as a workbook has them, `{ percent }` shown as percent. */
export function sheet(...rows: readonly (readonly Value[])[]): SheetRow[] {
  return rows.map((cells, index) => ({
    row: index + 1,
    cells: cells.map((cell): Cell => {
      if (typeof cell === 'string') return { text: cell };
      if (typeof cell === 'number') return { text: String(cell), number: cell, percent: false };
      return { text: String(cell.percent), number: cell.percent, percent: true };
    }),
  }));
}

/** What is written, as it is read from a CSV. */
export function asRead({ header, lines }: WrittenSheet): SheetRow[] {
  return sheet(
    [...header],
    ...lines.map(({ asset, stage, worth, activity, comment }) => [
      asset,
      stage,
      'percent' in worth ? `${worth.percent} %` : String(worth.points),
      activity,
      comment,
    ]),
  );
}
