/** What cells say assets are worth, in percent or points. */
import { PlumblineError } from '../../lib/errors.js';
import { type Cell, type RowNote, tidy, type Unit, type Worth } from './types.js';

type Read =
  | { readonly value: number; readonly unit: Unit | undefined }
  | { readonly problem: string };

const NUMBER = /^([+-]?\d+(?:[.,]\d+)?)\s*(%|percent|prozent|points?|pts|punkte?)?$/i;
const PERCENT_MARK = /^(%|percent|prozent)$/i;
/** Thousands or decimals, who knows. */
const GROUPED = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;
const RANGE = /\d\s*(-|–|to|bis)\s*\d/;

/** Without what binary fractions leave behind: 0.29 x 100 is 29. */
export function rounded(value: number): number {
  const clean = Math.round(value * 1e6) / 1e6;
  return clean === 0 ? 0 : clean;
}

function readCell(cell: Cell): Read {
  if (cell.number !== undefined) {
    return cell.percent === true
      ? { value: rounded(cell.number * 100), unit: 'percent' }
      : { value: rounded(cell.number), unit: undefined };
  }
  const text = tidy(cell.text)
    .replace(/^[−–](?=\s*\d)/, '-')
    .replace(/^([+-])\s+/, '$1');
  if (text === '') return { problem: 'is empty' };
  const [, number, mark] = NUMBER.exec(text) ?? [];
  if (number === undefined) {
    const way = RANGE.test(text) ? 'give one number' : 'expected a number';
    return { problem: `says "${text.slice(0, 40)}": ${way}` };
  }
  if (GROUPED.test(number)) {
    return {
      problem: `says "${number}", with thousands or decimals: write it without a separator`,
    };
  }
  const unit = mark === undefined ? undefined : PERCENT_MARK.test(mark) ? 'percent' : 'points';
  return { value: rounded(Number(number.replace(',', '.'))), unit };
}

export interface WorthColumn {
  readonly name: string;
  /** What its name says plain numbers are. */
  readonly unit: Unit | undefined;
}

export interface Worths {
  /** By row; rows that say nothing readable are missing. */
  readonly byRow: ReadonlyMap<number, Worth>;
  readonly troubles: readonly RowNote[];
  /** How it was decided what the numbers are, a sentence. */
  readonly decision: string;
}

/**
 * Reads a column of percent or points. A sign in the cell decides ("30 %", a number shown as percent,
 * "30 points"), then what the person told, then the column's name. Plain percent from 0 to 1 with fractions
 * are parts of one: 0.3 is 30 %.
 * @throws PlumblineError when plain numbers may be either
 */
export function readWorths(
  cells: readonly { readonly row: number; readonly cell: Cell }[],
  column: WorthColumn,
  told: Unit | undefined,
  file: string,
): Worths {
  const read = cells.map(({ row, cell }) => ({ row, ...readCell(cell) }));
  const plain = read.flatMap((one) =>
    'value' in one && one.unit === undefined ? [{ row: one.row, value: one.value }] : [],
  );
  const unit = told ?? column.unit;
  const [first] = plain;
  if (first && unit === undefined) {
    throw new PlumblineError(
      'sheet-unit',
      `${file}: row ${first.row}: "${column.name}" says ${first.value}, which may be percent of a sales-ready lead or points: say which with --percent or --points, or call the column so.`,
    );
  }
  const partial = plain.filter(({ value }) => !Number.isInteger(value) && Math.abs(value) < 1);
  const parts =
    unit === 'percent' && partial.length > 0 && plain.every(({ value }) => Math.abs(value) <= 1);
  const byRow = new Map<number, Worth>();
  const troubles: RowNote[] = [];
  for (const one of read) {
    const say = (message: string) => troubles.push({ row: one.row, message });
    if ('problem' in one) {
      say(`"${column.name}" ${one.problem}`);
    } else if (one.unit === 'percent') {
      byRow.set(one.row, { percent: one.value });
    } else if (one.unit === 'points' || unit === 'points') {
      byRow.set(one.row, { points: one.value });
    } else if (parts) {
      byRow.set(one.row, { percent: rounded(one.value * 100) });
    } else if (partial.some(({ row }) => row === one.row)) {
      const whole = rounded(one.value * 100);
      say(
        `"${column.name}" says ${one.value} beside whole percent: write ${one.value} % or ${whole} %`,
      );
    } else {
      byRow.set(one.row, { percent: one.value });
    }
  }
  return { byRow, troubles, decision: decisionWords(column, told, unit, plain.length, parts) };
}

function decisionWords(
  column: WorthColumn,
  told: Unit | undefined,
  unit: Unit | undefined,
  plain: number,
  parts: boolean,
): string {
  const name = `"${column.name}"`;
  if (plain === 0) return `${name}: percent and points as each cell says`;
  const why = told === undefined ? 'by its name' : `by --${told}`;
  if (unit === 'points') return `${name}: points ${why}, except where a cell says percent`;
  const form = parts ? ', written as parts of one (0.3 is 30 %)' : '';
  return `${name}: percent of a sales-ready lead ${why}${form}`;
}
