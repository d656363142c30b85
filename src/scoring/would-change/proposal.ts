import type { Score } from '../types.js';
import { listed, signed } from '../words/plain.js';
import type { Change } from './types.js';

export interface Proposal {
  /** One to three; the same change may be needed twice. */
  readonly changes: readonly Change[];
  /** What the lead would have at once. */
  readonly total: number;
  readonly band: string | null;
  /** The lines of the breakdown that would differ, with the difference. */
  readonly lines: readonly LineChange[];
  /** `asks for a demo: +50 -> 94, hot` */
  readonly words: string;
}

export interface LineChange {
  /** Null for bounds, weights and rounding. */
  readonly rule: string | null;
  readonly label: string;
  readonly points: number;
}

/** What changes make of a lead, told from the scores before and after. */
export function proposalOf(changes: readonly Change[], before: Score, after: Score): Proposal {
  const total = after.total ?? 0;
  const band = after.band === null ? '' : `, ${after.band}`;
  const gain = signed(total - (before.total ?? 0));
  const words = `${changesWords(changes)}: ${gain} -> ${total}${band}`;
  return { changes, total, band: after.band, lines: lineChanges(before, after), words };
}

function lineChanges(before: Score, after: Score): LineChange[] {
  const lines = new Map<string, { rule: string | null; label: string; hundredths: number }>();
  for (const [reasons, sign] of [
    [before.reasons, -1],
    [after.reasons, 1],
  ] as const) {
    for (const { rule, label, hundredths } of reasons) {
      const key = JSON.stringify([rule, label]);
      const line = lines.get(key) ?? { rule, label, hundredths: 0 };
      line.hundredths += sign * hundredths;
      lines.set(key, line);
    }
  }
  return [...lines.values()]
    .filter(({ hundredths }) => hundredths !== 0)
    .map(({ rule, label, hundredths }) => ({ rule, label, points: hundredths / 100 }));
}

const TIMES = ['', '', ' twice', ' three times'];

function changesWords(changes: readonly Change[]): string {
  const counts = new Map<string, number>();
  for (const { words } of changes) counts.set(words, (counts.get(words) ?? 0) + 1);
  return listed(
    [...counts].map(([words, count]) => `${words}${TIMES[count] ?? ''}`),
    'and',
  );
}
