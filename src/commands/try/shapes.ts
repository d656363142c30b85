/** What the values of a column look like. Pure. */
import { TRANSFORMS } from '../../mapping/transforms/index.js';
import { type DateOrder, dateOrderOf, looksLikeDate } from './dates.js';

export type Shape =
  | 'empty'
  | 'email'
  | 'date'
  | 'yes-no'
  | 'count'
  | 'number'
  | 'range'
  | 'url'
  | 'country'
  | 'id'
  | 'text';

export interface ColumnShape {
  readonly shape: Shape;
  /** Share of the filled values that have it, 0 to 1. */
  readonly share: number;
  /** For dates whose parts could be in two orders. */
  readonly order?: DateOrder;
}

/** Texts that exports write where there is no value. `Select` is a drop-down that nobody touched. */
const BLANK = new Set(
  'select|-|--|n/a|#n/a|null|none|(none)|nan|undefined|unknown|not specified|not provided'.split(
    '|',
  ),
);

/** The value, or null where the cell says nothing. */
export function cellOf(raw: string | undefined): string | null {
  const text = raw?.trim() ?? '';
  return text === '' || BLANK.has(text.toLowerCase()) ? null : text;
}

const reads = (transform: string) => (value: string) => {
  const result = TRANSFORMS[transform]?.run(value);
  return result !== undefined && 'value' in result;
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SALESFORCE_ID = /^(?=.*\d)(?=.*[A-Z])[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/;
const DIGEST = /^([0-9a-f]{32,}|[A-Za-z0-9+/]{22,}={1,2})$/;

export function isId(value: string): boolean {
  return UUID.test(value) || SALESFORCE_ID.test(value) || DIGEST.test(value);
}

const isUrl = (value: string): boolean =>
  /^(https?:\/\/|www\.)\S+$/i.test(value) ||
  /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(\/\S*)?$/i.test(value);

/** In the order in which they are asked: the narrower before the wider. */
const TESTS: readonly (readonly [Shape, (value: string) => boolean])[] = [
  ['email', reads('email')],
  ['id', isId],
  ['yes-no', (value) => /^(yes|no|y|n|true|false|ja|nein|oui|non|s[ií])$/i.test(value)],
  // Before the numbers: 14.02.2026 could be one with its thousands apart.
  ['date', looksLikeDate],
  ['count', (value) => /^\d{1,6}(\.0+)?$/.test(value)],
  ['number', reads('number')],
  ['range', reads('range')],
  ['url', isUrl],
  ['country', (value) => value.length > 3 && reads('country')(value)],
];

const ENOUGH = 0.8;

/** The shape that most of the filled values share; `values` holds no blank ones. */
export function shapeOf(values: readonly string[]): ColumnShape {
  if (values.length === 0) return { shape: 'empty', share: 1 };
  const order = dateOrderOf(values);
  for (const [shape, test] of TESTS) {
    const share = shareOf(values, test);
    if (share < ENOUGH) continue;
    // 0 and 1 alone answer a question as often as they count.
    const flags = shape === 'count' && values.every((value) => /^[01]$/.test(value));
    return { shape: flags ? 'yes-no' : shape, share, ...(shape === 'date' && order && { order }) };
  }
  return { shape: 'text', share: 1 };
}

export function shareOf(values: readonly string[], test: (value: string) => boolean): number {
  if (values.length === 0) return 0;
  return values.filter(test).length / values.length;
}

/** Share of the values that a transform of the mapping language can read. */
export function readableShare(values: readonly string[], transform: string): number {
  return shareOf(values, reads(transform));
}
