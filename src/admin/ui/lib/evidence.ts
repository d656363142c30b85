import { type Evidence, LEAD_FIELDS } from '../../api/contract/evidence.js';
import { nameOfValue, type ValueNames, valueNamesOf } from './field-values.js';

type Value = Evidence[string];

/** The words of a language for evidence. */
export interface EvidenceWords {
  readonly is: (field: string, value: string) => string;
  readonly times: (times: string, one: boolean) => string;
  readonly last: (date: string) => string;
  readonly on: (date: string) => string;
  readonly between: (first: string, last: string) => string;
  readonly silent: (date: string) => string;
  readonly yes: string;
  readonly no: string;
  readonly unknown: string;
  readonly keys: Readonly<Record<string, string>>;
  /** Lead fields other than the server's own words for them. */
  readonly fields: Readonly<Record<string, string>>;
  /** By field: values that are words of ours. */
  readonly values: Readonly<Record<string, ValueNames>>;
}

/** Numbers and moments (ISO 8601) in the way of a locale. */
export interface EvidenceFormats {
  readonly count: (value: number) => string;
  readonly points: (value: number) => string;
  readonly day: (iso: string) => string;
  readonly date: (iso: string) => string;
}

const WHERE = ['path', 'form', 'asset'];
const TIMES = ['count', 'newest', 'first', 'last', 'since'];

const MOMENT = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?$/;

/** A day or a moment in ISO 8601. */
export const isMoment = (text: string): boolean =>
  MOMENT.test(text) && !Number.isNaN(Date.parse(text));

/** A reason's evidence in plain words, part after part. */
export function describeEvidence(
  evidence: Evidence,
  words: EvidenceWords,
  formats: EvidenceFormats,
): string[] {
  const said = (value: Value): string => {
    if (value === null) return words.unknown;
    if (typeof value === 'boolean') return value ? words.yes : words.no;
    if (typeof value === 'number') return formats.points(value);
    if (Array.isArray(value)) return value.join(', ');
    return isMoment(value) ? formats.date(value) : value;
  };
  const parts: string[] = [];
  for (const key of WHERE) {
    const value = evidence[key];
    if (value !== undefined && value !== null) parts.push(said(value));
  }
  parts.push(...describeTimes(evidence, words, formats));
  for (const [key, value] of Object.entries(evidence)) {
    if (WHERE.includes(key) || TIMES.includes(key)) continue;
    if (key === 'total' && value === true) continue;
    const text = nameOfValue(valueNamesOf(words.values, key), said(value));
    parts.push(words.is(labelOfKey(key, words), text));
  }
  return parts;
}

function describeTimes(
  { count, newest, first, last, since }: Evidence,
  words: EvidenceWords,
  formats: EvidenceFormats,
): string[] {
  const dayOf = (value: Value | undefined): string | null =>
    typeof value === 'string' && isMoment(value) ? formats.day(value) : null;
  const parts: string[] = [];
  if (typeof count === 'number') parts.push(words.times(formats.count(count), count === 1));
  const when = dayOf(newest);
  if (when !== null) parts.push(count === 1 ? words.on(when) : words.last(when));
  const [from, to] = [dayOf(first), dayOf(last)];
  if (from !== null && to !== null) parts.push(words.between(from, to));
  const silent = dayOf(since);
  if (silent !== null) parts.push(words.silent(silent));
  return parts;
}

/** A lead field's label without its remark on the format; a word of ours; else the key itself. */
function labelOfKey(key: string, { keys, fields }: EvidenceWords): string {
  if (Object.hasOwn(LEAD_FIELDS, key)) {
    const label = fields[key] ?? LEAD_FIELDS[key]?.label ?? key;
    return label.replace(/ \(.*\)$/, '');
  }
  return Object.hasOwn(keys, key) ? (keys[key] ?? key) : key;
}
