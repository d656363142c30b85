import { oneLine } from '../lib/text.js';
import { toWhole } from './rounding.js';
import type { Reason, Score } from './types.js';
import { fieldWords } from './words/field.js';

/** The longest text that is written into a CRM's field. */
export const SHORT_LENGTH = 250;

/** Of a lead's own text inside a line. */
const LONGEST_VALUE = 80;

/**
 * One line for a CRM field: the three reasons that lift most and the two that lower most, with whole
 * points and dates. It names no ages, so that it changes only when a point does.
 */
export function explainShort(score: Score, length = SHORT_LENGTH): string {
  if (score.total === null) {
    return score.outside === 'exclude' ? 'Not scored: excluded' : 'Not scored: not in population';
  }
  const rules = score.reasons.filter(
    (reason) => reason.rule !== null && toWhole(reason.hundredths) !== 0,
  );
  const up = rules.filter((reason) => reason.hundredths > 0).sort(bySize);
  const down = rules.filter((reason) => reason.hundredths < 0).sort(bySize);
  const chosen = [...up.slice(0, 3), ...down.slice(0, 2)].map(shortReason);
  const out = disqualification(score);
  if (out) chosen.unshift(out.label);
  if (chosen.length === 0) return 'No reason yet';
  // Whole reasons are left out before one is cut.
  while (chosen.length > 1 && chosen.join('; ').length > length) chosen.pop();
  return cut(chosen.join('; '), length);
}

/** Every line of the breakdown with its values, counts and dates, one a line, ending with the total. */
export function explainLong(score: Score): string {
  if (score.total === null) return explainShort(score);
  const lines = score.reasons.map((reason) => {
    const told = evidenceIn(reason);
    return `${signed(reason.hundredths / 100, 2)} ${reason.label}${told ? ` (${told})` : ''}`;
  });
  const facts = [score.grade && `grade ${score.grade}`, score.band && `band ${score.band}`];
  const tail = facts.filter((fact) => fact).join(', ');
  return [...lines, `= ${score.total}${tail ? `, ${tail}` : ''}`].join('\n');
}

function bySize(a: Reason, b: Reason): number {
  return Math.abs(b.hundredths) - Math.abs(a.hundredths);
}

function shortReason(reason: Reason): string {
  const date = dateIn(reason);
  return `${signed(toWhole(reason.hundredths), 0)} ${reason.label}${date ? ` (${date})` : ''}`;
}

/** The date of the newest activity behind a line, or since when there has been none. */
function dateIn({ evidence }: Reason): string | undefined {
  const { newest, last, since } = evidence ?? {};
  if (typeof since === 'string') return `since ${since.slice(0, 10)}`;
  const at = newest ?? last;
  return typeof at === 'string' ? at.slice(0, 10) : undefined;
}

/** Counts, dates and values behind a line: `3 times, newest 2026-02-28`, `country FI`. */
function evidenceIn({ rule, evidence = {} }: Reason): string {
  if (rule === null) return boundIn(evidence);
  const { count, newest, first, last, since } = evidence;
  const day = (at: unknown): string => String(at).slice(0, 10);
  const parts: string[] = [];
  if (newest !== undefined && typeof count === 'number') {
    parts.push(count === 1 ? day(newest) : `${count} times, newest ${day(newest)}`);
  }
  if (last !== undefined) parts.push(`${day(first)} to ${day(last)}`);
  if (since !== undefined) parts.push(`since ${day(since)}`);
  if (parts.length > 0) return parts.join(', ');
  return Object.entries(evidence)
    .map(
      ([name, value]) =>
        `${fieldWords(name)} ${value === null ? 'unknown' : oneLine(String(value), LONGEST_VALUE)}`,
    )
    .join(', ');
}

/** What a bound bounds. */
function boundIn({ group, dimension, total }: NonNullable<Reason['evidence']>): string {
  if (group !== undefined) return `group ${String(group)}`;
  return total === true ? 'total' : String(dimension ?? '');
}

function disqualification(score: Score): Reason | undefined {
  if (score.disqualified === null) return undefined;
  return score.reasons.find(({ evidence }) => evidence?.disqualified === score.disqualified);
}

function signed(points: number, decimals: number): string {
  return `${points > 0 ? '+' : ''}${points.toFixed(decimals)}`;
}

/** At most so many UTF-16 units (what CRMs count), never half a character. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  let short = '';
  for (const character of text) {
    if (short.length + character.length > length - 1) break;
    short += character;
  }
  return `${short}…`;
}
