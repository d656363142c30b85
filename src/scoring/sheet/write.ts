import { printActivity } from './activity-cell.js';
import { stageOf } from './groups.js';
import { actRules } from './into.js';
import { commentAfter, commentPlace, readSource } from './source.js';
import type { Worth } from './types.js';

export interface SheetLine {
  readonly asset: string;
  readonly stage: string;
  readonly worth: Worth;
  /** The acts that count, as a cell of the column `Activity` says them. */
  readonly activity: string;
  readonly comment: string;
}

export interface WrittenSheet {
  readonly header: readonly [string, string, string, string, string];
  readonly lines: readonly SheetLine[];
  /** Labels of rules that are not about one act and so have no row. */
  readonly left: readonly string[];
}

/** The rules over acts of a model's text as a sheet that `readSheet` reads. */
export function writeSheet(text: string): WrittenSheet {
  const source = readSource(text);
  const lines = actRules(source).flatMap((placed): SheetLine[] => {
    const { activity, label, group, percent, points } = placed.rule;
    if (!activity) return [];
    const place = source.list.flow ? undefined : commentPlace(placed, text);
    return [
      {
        asset: label,
        stage: group === undefined ? '' : stageOf(group, source),
        worth: percent === undefined ? { points: points ?? 0 } : { percent },
        activity: printActivity(activity),
        comment: place === undefined ? '' : commentAfter(text, place),
      },
    ];
  });
  const units = new Set(lines.map(({ worth }) => ('percent' in worth ? 'Percent' : 'Points')));
  const worth = units.size === 2 ? 'Percent or points' : ([...units][0] ?? 'Percent');
  return {
    header: ['Asset', 'Journey stage', worth, 'Activity', 'Comment'],
    lines,
    left: source.rules.flatMap(({ rule }) => (rule.activity ? [] : [rule.label])),
  };
}
