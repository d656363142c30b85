import { type Evidence, LEAD_FIELDS } from '../../../api/contract.js';
import { formatCount, formatDate, formatDay, formatPoints, isMoment } from '../format.js';
import { texts } from '../texts.js';

type Value = Evidence[string];

const WHERE = ['path', 'form', 'asset'];
const TIMES = ['count', 'newest', 'first', 'last', 'since'];
/** Fields whose values are words of ours, with underscores. */
const CODED = new Set(['seniority', 'department', 'emailKind']);

/** A reason's evidence in plain words, part after part. */
export function describeEvidence(evidence: Evidence): string[] {
  const parts: string[] = [];
  for (const key of WHERE) {
    const value = evidence[key];
    if (value !== undefined && value !== null) parts.push(describeValue(value));
  }
  parts.push(...describeTimes(evidence));
  for (const [key, value] of Object.entries(evidence)) {
    if (WHERE.includes(key) || TIMES.includes(key)) continue;
    if (key === 'total' && value === true) continue;
    const said = describeValue(value);
    parts.push(
      texts.evidence.is(labelOfKey(key), CODED.has(key) ? said.replaceAll('_', ' ') : said),
    );
  }
  return parts;
}

function describeTimes({ count, newest, first, last, since }: Evidence): string[] {
  const words = texts.evidence;
  const parts: string[] = [];
  if (typeof count === 'number') parts.push(words.times(formatCount(count), count === 1));
  const when = dayOf(newest);
  if (when !== null) parts.push(count === 1 ? words.on(when) : words.last(when));
  const [from, to] = [dayOf(first), dayOf(last)];
  if (from !== null && to !== null) parts.push(words.between(from, to));
  const silent = dayOf(since);
  if (silent !== null) parts.push(words.silent(silent));
  return parts;
}

/** A lead field's label without its remark on the format; a word of ours; else the key itself. */
function labelOfKey(key: string): string {
  if (Object.hasOwn(LEAD_FIELDS, key))
    return LEAD_FIELDS[key]?.label.replace(/ \(.*\)$/, '') ?? key;
  return Object.hasOwn(texts.evidence.keys, key) ? (texts.evidence.keys[key] ?? key) : key;
}

const dayOf = (value: Value | undefined): string | null =>
  typeof value === 'string' && isMoment(value) ? formatDay(value) : null;

function describeValue(value: Value): string {
  if (value === null) return texts.evidence.unknown;
  if (typeof value === 'boolean') return value ? texts.evidence.yes : texts.evidence.no;
  if (typeof value === 'number') return formatPoints(value);
  if (Array.isArray(value)) return value.join(', ');
  return isMoment(value) ? formatDate(value) : value;
}
