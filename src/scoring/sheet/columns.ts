/** Which column of a sheet means what, by its name in English or German and in any order. */

import { PlumblineError } from '../../lib/errors.js';
import { fold } from '../../lib/fold.js';
import { type SheetRow, tidy, type Unit } from './types.js';

export interface SheetColumns {
  /** The row that names the columns. */
  readonly row: number;
  readonly asset: number;
  readonly worth: number;
  /** What the name of the worth's column says its plain numbers are. */
  readonly unit: Unit | undefined;
  readonly stage: number | undefined;
  readonly activity: number | undefined;
  readonly comment: number | undefined;
  readonly names: readonly string[];
}

type Role = 'worth' | 'stage' | 'comment' | 'activity' | 'asset';

const PERCENT = /percent|prozent|sales ?ready|vertriebsreif/;
const POINTS = /\b(points?|pts|punkte?|punktzahl|scores?)\b/;

/** The first that fits decides. */
const ROLES: readonly (readonly [Role, RegExp])[] = [
  ['worth', PERCENT],
  ['worth', POINTS],
  ['worth', /\b(values?|worth|weights?|werte?|gewicht(ung)?|bewertung|rating)\b/],
  ['stage', /stage|phase|journey|funnel|stufe/],
  ['comment', /\b(comments?|notes?|remarks?|reasons?|kommentare?|bemerkung(en)?|notiz(en)?)\b/],
  ['comment', /\b(anmerkung(en)?|hinweise?|begrundung)\b/],
  ['activity', /\b(activity|activities|activity types?|aktivitat(en)?|aktivitatstyp)\b/],
  ['asset', /\b(assets?|contents?|inhalte?|massnahmen?|materials?|materialien|collateral)\b/],
  ['asset', /\b(touch ?points?|kontaktpunkte?|werbemittel|marketingmittel)\b/],
  ['asset', /\b(actions?|aktion(en)?|offers?|names?|titles?|titel|bezeichnung)\b/],
];

/** A title and blank rows may stand above the names. */
const HEADER_WITHIN = 20;

function roleOf(name: string): Role | undefined {
  if (name.includes('%')) return 'worth';
  const folded = fold(name);
  return ROLES.find(([, pattern]) => pattern.test(folded))?.[0];
}

function unitOf(name: string): Unit | undefined {
  const folded = fold(name);
  // "Percent or points": percent carries its sign, so a number without one is points.
  if (POINTS.test(folded)) return 'points';
  return name.includes('%') || PERCENT.test(folded) ? 'percent' : undefined;
}

/**
 * Finds the row with the names of the columns and what each column is. `told` chooses between a column of
 * percent and one of points.
 * @throws PlumblineError naming what is missing and how to call it
 */
export function findColumns(
  rows: readonly SheetRow[],
  file: string,
  told: Unit | undefined,
): SheetColumns {
  const head = rows.slice(0, HEADER_WITHIN);
  for (const { row, cells } of head) {
    const names = cells.map(({ text }) => tidy(text));
    const roles = names.map(roleOf);
    const named = (role: Role) => roles.flatMap((one, index) => (one === role ? [index] : []));
    const [activity] = named('activity');
    const asset = named('asset')[0] ?? activity;
    const worths = named('worth');
    if (asset === undefined || worths.length === 0) continue;
    const own = told && worths.find((index) => unitOf(names[index] ?? '') === told);
    const worth = own ?? worths[0] ?? 0;
    if (worths.length > 1 && own === undefined) {
      const all = worths.map((index) => `"${names[index]}"`).join(' and ');
      throw new PlumblineError(
        'sheet-columns',
        `${file}: row ${row}: ${all} could each be what an asset is worth: choose with --percent or --points, or leave one of them out.`,
      );
    }
    return {
      row,
      asset,
      worth,
      unit: unitOf(names[worth] ?? ''),
      stage: named('stage')[0],
      activity: activity === asset ? undefined : activity,
      comment: named('comment')[0],
      names,
    };
  }
  const first = head[0]?.cells.map(({ text }) => tidy(text)).join(' | ') ?? '';
  throw new PlumblineError(
    'sheet-columns',
    `${file}: no row names the columns: expected one for the asset and one for its percent or points, as in "Asset, Journey stage, Percent" or "Inhalt, Phase, Prozent". ${first === '' ? 'It is empty.' : `Row ${head[0]?.row} says: ${first.slice(0, 120)}.`}`,
  );
}

/** Columns with a name that nothing is read from. */
export function unusedColumns(columns: SheetColumns): string[] {
  const { asset, worth, stage, activity, comment, names } = columns;
  const used = [asset, worth, stage, activity, comment];
  return names.filter((name, index) => name !== '' && !used.includes(index));
}
