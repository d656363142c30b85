import type { Evidence } from '../../api/contract.js';
import { formatCount, formatDate, formatDay, formatPoints, isMoment } from '../format.js';
import { texts } from '../texts.js';

type Value = Evidence[string];

const KNOWN = new Set([
  'field',
  'value',
  'count',
  'newest',
  'oldest',
  'path',
  'form',
  'asset',
  'days',
]);

/** A reason's evidence in plain words, part after part. */
export function describeEvidence(evidence: Evidence): string[] {
  const words = texts.evidence;
  const parts: string[] = [];
  if (typeof evidence.field === 'string') {
    parts.push(words.is(evidence.field, describeValue(evidence.value ?? null)));
  } else if (evidence.value !== undefined) parts.push(describeValue(evidence.value));
  for (const key of ['path', 'form', 'asset']) {
    const value = evidence[key];
    if (value !== undefined && value !== null) parts.push(describeValue(value));
  }
  const { count, newest, oldest, days } = evidence;
  if (typeof count === 'number') parts.push(words.times(formatCount(count), count === 1));
  if (typeof newest === 'string' && isMoment(newest)) {
    parts.push(count === 1 ? words.on(formatDay(newest)) : words.last(formatDay(newest)));
  }
  if (typeof oldest === 'string' && isMoment(oldest) && oldest !== newest && count !== 1) {
    parts.push(words.since(formatDay(oldest)));
  }
  if (typeof days === 'number') parts.push(words.silent(formatCount(days)));
  for (const [key, value] of Object.entries(evidence)) {
    if (!KNOWN.has(key)) parts.push(words.is(key, describeValue(value)));
  }
  return parts;
}

function describeValue(value: Value): string {
  if (value === null) return texts.evidence.unknown;
  if (typeof value === 'boolean') return value ? texts.evidence.yes : texts.evidence.no;
  if (typeof value === 'number') return formatPoints(value);
  if (Array.isArray(value)) return value.join(', ');
  return isMoment(value) ? formatDate(value) : value;
}
