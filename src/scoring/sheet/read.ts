import { fold } from '../../lib/fold.js';
import { readActivity } from './activity-cell.js';
import { attributeOf, meaningOf } from './assets.js';
import { findColumns, type SheetColumns, unusedColumns } from './columns.js';
import { type RowNote, type SheetEntry, type SheetRow, tidy, type Unit } from './types.js';
import { readWorths } from './worth.js';

export interface ReadSheet {
  readonly columns: SheetColumns;
  readonly entries: readonly SheetEntry[];
  /** Rows that could not be read, and why; none is missing silently. */
  readonly troubles: readonly RowNote[];
  /** Rows that were read, with a doubt. */
  readonly notes: readonly RowNote[];
  /** How the numbers were understood. */
  readonly decision: string;
  /** Named columns from which nothing was read. */
  readonly unused: readonly string[];
}

interface Draft extends SheetEntry {
  /** What the asset's name says beside its kind. */
  readonly rest: string;
}

const SHOWN_ROWS = 5;
const HINT = 'name the act in a column "Activity", as in content_download';

/**
 * Reads a sheet of assets with what each is worth. `known` says which names are labels of rules already: what
 * these count is left as it is.
 * @throws PlumblineError when the columns or the meaning of the numbers cannot be found out
 */
export function readSheet(
  rows: readonly SheetRow[],
  file: string,
  told: Unit | undefined,
  known: (asset: string) => boolean = () => false,
): ReadSheet {
  const columns = findColumns(rows, file, told);
  const texts = (row: SheetRow, column: number | undefined): string =>
    column === undefined ? '' : tidy(row.cells[column]?.text ?? '');
  const body = rows.filter(
    ({ row, cells }) => row > columns.row && cells.some(({ text }) => tidy(text) !== ''),
  );
  const worths = readWorths(
    body.map((row) => ({ row: row.row, cell: row.cells[columns.worth] ?? { text: '' } })),
    { name: columns.names[columns.worth] ?? '', unit: columns.unit },
    told,
    file,
  );
  const troubles: RowNote[] = [...worths.troubles];
  const notes: RowNote[] = [];
  const drafts: Draft[] = [];
  for (const row of body) {
    const worth = worths.byRow.get(row.row);
    if (worth === undefined) continue;
    const asset = texts(row, columns.asset);
    const acts = actsOf(asset, texts(row, columns.activity), known);
    if ('problem' in acts) {
      troubles.push({ row: row.row, message: acts.problem });
      continue;
    }
    drafts.push({
      row: row.row,
      asset,
      worth,
      stage: texts(row, columns.stage),
      comment: texts(row, columns.comment),
      ...acts,
    });
  }
  const entries = toldApart(drafts, troubles, notes);
  for (const { row, worth, matcher, told: explicit } of entries) {
    if ('percent' in worth && Math.abs(worth.percent) > 100) {
      notes.push({ row, message: `${worth.percent} % is more than a sales-ready lead` });
    }
    const path = matcher?.where?.path;
    if (!explicit && typeof path === 'object' && 'startsWith' in path) {
      notes.push({
        row,
        message: `counts pages under ${path.startsWith}: correct the path if yours is another`,
      });
    }
  }
  const byRow = (a: RowNote, b: RowNote): number => a.row - b.row;
  return {
    columns,
    entries,
    troubles: troubles.sort(byRow),
    notes: notes.sort(byRow),
    decision: worths.decision,
    unused: unusedColumns(columns),
  };
}

type Acts = Pick<Draft, 'matcher' | 'told' | 'rest'> | { readonly problem: string };

function actsOf(asset: string, activity: string, known: (asset: string) => boolean): Acts {
  if (asset === '') return { problem: 'has no name of an asset' };
  if (activity !== '') {
    const read = readActivity(activity);
    return 'problem' in read ? read : { matcher: read.matcher, told: true, rest: '' };
  }
  if (known(asset)) return { matcher: null, told: false, rest: '' };
  const meaning = meaningOf(asset);
  if (meaning) return { ...meaning, told: false };
  return { problem: `"${asset.slice(0, 60)}" names no act that is known: ${HINT}` };
}

/** `3, 5 and 12 more` */
function rowList(rows: readonly number[]): string {
  const shown = rows.slice(0, SHOWN_ROWS).join(', ');
  return rows.length > SHOWN_ROWS ? `${shown} and ${rows.length - SHOWN_ROWS} more` : shown;
}

/** Names asset by asset what else must be in an act where several rows would count the same acts. */
function toldApart(drafts: readonly Draft[], troubles: RowNote[], notes: RowNote[]): SheetEntry[] {
  const rowsByActs = new Map<string, number[]>();
  for (const { row, matcher } of drafts) {
    const key = JSON.stringify(matcher);
    rowsByActs.set(key, [...(rowsByActs.get(key) ?? []), row]);
  }
  const names = new Map<string, number>();
  const taken = new Set<string>();
  return drafts.flatMap(({ rest, ...entry }): SheetEntry[] => {
    const { row, asset, matcher } = entry;
    const acts = JSON.stringify(matcher);
    const name = `${fold(asset)}/${acts}`;
    const earlier = names.get(name);
    if (earlier !== undefined) {
      troubles.push({ row, message: `is the same asset as row ${earlier}` });
      return [];
    }
    names.set(name, row);
    const others = (rowsByActs.get(acts) ?? []).filter((other) => other !== row);
    if (others.length === 0 || matcher === null) return [entry];
    const attribute = attributeOf(matcher);
    const value = attribute === 'path' ? fold(rest).replaceAll(' ', '-') : rest;
    const narrow = { ...matcher, where: { ...matcher.where, [attribute]: { contains: value } } };
    const key = JSON.stringify(narrow);
    if (entry.told || rest === '' || taken.has(key)) {
      const message = `counts the same acts as row ${rowList(others)}: one act pays for each`;
      notes.push({ row, message });
      return [entry];
    }
    taken.add(key);
    notes.push({
      row,
      message: `told from row ${rowList(others)} by a ${attribute} that contains "${value}": correct it to your own names`,
    });
    return [{ ...entry, matcher: narrow }];
  });
}
