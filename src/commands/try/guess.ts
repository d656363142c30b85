/** Which column means what, from its header and the shape of its values. Pure. */
import { fold } from '../../lib/fold.js';
import { activityOfHeader } from './activity-names.js';
import type { DateOrder } from './dates.js';
import {
  FIELD_HEADERS,
  FORM_PAIRS,
  ID_HEADERS,
  LAST_ACTIVITY_DATE_HEADERS,
  LAST_ACTIVITY_HEADERS,
  PAGE_PAIRS,
} from './header-names.js';
import { type ColumnShape, isId, readableShare, shapeOf, shareOf } from './shapes.js';

export type Meaning =
  | { readonly kind: 'field'; readonly field: string; readonly as?: string }
  /** `date`: at its value. `yes`: where the cell says yes. `count`: so many. */
  | { readonly kind: 'activity'; readonly type: string; readonly by: 'date' | 'yes' | 'count' }
  /** Text that says what happened last; `date` is the column that says when. */
  | { readonly kind: 'last-activity'; readonly date?: string }
  /** Name of a form, or address of a page, beside the column with its date. */
  | { readonly kind: 'form' | 'page'; readonly date: string }
  /** The date of another column's act. */
  | { readonly kind: 'date-of'; readonly column: string }
  | { readonly kind: 'id' }
  | { readonly kind: 'ignored'; readonly why: string };

export interface Column {
  /** As in the file; made unique. */
  readonly header: string;
  readonly shape: ColumnShape;
  readonly order: DateOrder;
  readonly meaning: Meaning;
  /** True when a person said so. */
  readonly told: boolean;
}

/** Lower case words of a header: camelCase, `property_x`, `X__c` and accents taken apart. */
export function words(header: string): string {
  const spaced = header
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
  return fold(spaced)
    .replace(/^property (?=\S)/, '')
    .replace(/ c$/, '');
}

/** The transforms that a field's values must pass for the most part, and how many of them. */
const FIELD_TRANSFORMS: Readonly<Record<string, string>> = {
  email: 'email',
  country: 'country',
  'company.domain': 'domain',
  'company.employees': 'range',
  'company.revenue': 'money',
  doNotCall: 'boolean',
  doNotEmail: 'boolean',
};
const HALF = 0.5;

function fits(field: string, values: readonly string[], { shape }: ColumnShape): boolean {
  const transform = FIELD_TRANSFORMS[field];
  if (transform !== undefined) return readableShare(values, transform) >= HALF;
  if (field === 'createdAt' || field === 'lastContactedAt') return shape === 'date';
  if (field === 'owner' || field === 'phone') return true;
  const ids = shareOf(values, isId) >= HALF;
  return !ids && shape !== 'yes-no' && shape !== 'date';
}

interface Candidate {
  readonly field: string;
  /** Position in the list of names: the earlier is the surer. */
  readonly rank: number;
}

function candidateOf(folded: string): Candidate | undefined {
  for (const [field, names] of Object.entries(FIELD_HEADERS)) {
    const rank = names.indexOf(folded);
    if (rank !== -1) return { field, rank };
  }
  return undefined;
}

const slug = (folded: string): string => folded.replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');

/** Everything without a meaning of its own can still be used by a model, as `custom.…`. */
function customField(folded: string, { shape }: ColumnShape): Meaning {
  const as: Partial<Record<string, string>> = {
    count: 'number',
    number: 'number',
    'yes-no': 'boolean',
    date: 'date',
    range: 'range',
  };
  const name = slug(folded);
  if (name === '') return { kind: 'ignored', why: 'its name has no letter' };
  const transform = as[shape];
  return { kind: 'field', field: `custom.${name}`, ...(transform && { as: transform }) };
}

export interface Sample {
  readonly header: string;
  /** Filled values of the first rows. */
  readonly values: readonly string[];
}

interface Draft {
  readonly header: string;
  readonly folded: string;
  readonly values: readonly string[];
  readonly shape: ColumnShape;
  meaning: Meaning | undefined;
}

/** Columns that only make sense together. */
function pairUp(drafts: readonly Draft[]): void {
  const named = (name: string) => drafts.find((one) => one.folded === name && !one.meaning);
  const pairs = [
    ...FORM_PAIRS.map(([what, when]) => ['form', what, when] as const),
    ...PAGE_PAIRS.map(([what, when]) => ['page', what, when] as const),
  ];
  for (const [kind, what, when] of pairs) {
    const text = named(what);
    const date = named(when);
    if (!text || date?.shape.shape !== 'date' || text.shape.shape === 'empty') continue;
    text.meaning = { kind, date: date.header };
    date.meaning = { kind: 'date-of', column: text.header };
  }
  const last = LAST_ACTIVITY_HEADERS.map(named).find((one) => one?.shape.shape === 'text');
  const lastDate = LAST_ACTIVITY_DATE_HEADERS.map(named).find((one) => one?.shape.shape === 'date');
  if (last) {
    last.meaning = { kind: 'last-activity', ...(lastDate && { date: lastDate.header }) };
    if (lastDate) lastDate.meaning = { kind: 'date-of', column: last.header };
  } else if (lastDate) {
    // CRMs set it for calls, mails and meetings of their own users.
    lastDate.meaning = { kind: 'activity', type: 'sales_touch', by: 'date' };
  }
}

function activityMeaning({ folded, shape }: Draft): Meaning | undefined {
  const type = activityOfHeader(folded);
  if (type === undefined) return undefined;
  if (shape.shape === 'date') return { kind: 'activity', type, by: 'date' };
  if (shape.shape === 'yes-no') return { kind: 'activity', type, by: 'yes' };
  return shape.shape === 'count' ? { kind: 'activity', type, by: 'count' } : undefined;
}

function meaningOf(draft: Draft): Meaning {
  const { folded, values, shape } = draft;
  if (shape.shape === 'empty') return { kind: 'ignored', why: 'no values in the first rows' };
  const candidate = candidateOf(folded);
  if (candidate && fits(candidate.field, values, shape)) {
    const as = candidate.field === 'company.employees' ? 'range' : undefined;
    return { kind: 'field', field: candidate.field, ...(as && { as }) };
  }
  if (ID_HEADERS.includes(folded)) return { kind: 'id' };
  const activity = activityMeaning(draft);
  if (activity) return activity;
  const foreign = /\b(owner|manager|user|created by|modified by|partner|billing)\b/.test(folded);
  if (shape.shape === 'email' && !foreign) return { kind: 'field', field: 'email' };
  if (shape.shape === 'country') return { kind: 'field', field: 'country' };
  if (shape.shape === 'id') return { kind: 'ignored', why: 'ids of other records' };
  return customField(folded, shape);
}

/** Of several columns that count the same acts only the first counts, else they would count twice. */
function countOnce(drafts: readonly Draft[]): void {
  const counted = new Set<string>();
  const pages = (one: Draft): number => (/page/.test(one.folded) ? 0 : 1);
  for (const draft of [...drafts].sort((a, b) => pages(a) - pages(b))) {
    const { meaning } = draft;
    if (meaning?.kind !== 'activity' || meaning.by === 'date') continue;
    if (counted.has(meaning.type)) draft.meaning = customField(draft.folded, draft.shape);
    counted.add(meaning.type);
  }
}

const FULL_NAMES = ['name', 'full name', 'contact name', 'lead name', 'vollstandiger name'];

/** The whole name says nothing beside its parts. */
function dropFullName(drafts: readonly Draft[]): void {
  const last = ({ meaning }: Draft) => meaning?.kind === 'field' && meaning.field === 'name.last';
  const full = (draft: Draft) => FULL_NAMES.includes(draft.folded);
  if (!drafts.some((one) => last(one) && !full(one))) return;
  for (const draft of drafts) {
    if (last(draft) && full(draft)) {
      draft.meaning = { kind: 'ignored', why: 'its parts have columns of their own' };
    }
  }
}

/** Two columns of one custom field: the second would be lost behind the first. */
function separate(drafts: readonly Draft[]): void {
  const taken = new Set<string>();
  for (const draft of drafts) {
    const { meaning } = draft;
    if (meaning?.kind !== 'field' || !meaning.field.startsWith('custom.')) continue;
    let field = meaning.field;
    for (let next = 2; taken.has(field); next += 1) field = `${meaning.field}_${next}`;
    taken.add(field);
    draft.meaning = { ...meaning, field };
  }
}

/** The meanings of all columns; `told` says those that a person corrected. */
export function guessColumns(
  samples: readonly Sample[],
  told: ReadonlyMap<string, Meaning> = new Map(),
): Column[] {
  const drafts: Draft[] = samples.map(({ header, values }) => ({
    header,
    folded: words(header),
    values,
    shape: shapeOf(values),
    meaning: told.get(header),
  }));
  pairUp(drafts);
  for (const draft of drafts) draft.meaning ??= meaningOf(draft);
  const guessed = drafts.filter(({ header }) => !told.has(header));
  countOnce(guessed);
  dropFullName(guessed);
  separate(drafts);
  // One file has one way of writing dates; where nothing proves it, that of the United States.
  const order = drafts.find((one) => one.shape.order)?.shape.order ?? 'month-day';
  return drafts.map(({ header, shape, meaning }) => ({
    header,
    shape,
    order: shape.order ?? order,
    meaning: meaning as Meaning,
    told: told.has(header),
  }));
}

/** Lower is surer: which of several columns of one field speaks first. */
export function certainty({ header, told }: Column): number {
  return told ? -1 : (candidateOf(words(header))?.rank ?? 1_000);
}
