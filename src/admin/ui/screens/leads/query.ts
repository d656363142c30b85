/** The list's filters as they stand in the address. */
import type { Stage } from '../../../../lead/stage.js';
import type { LeadQuery } from '../../api/leads.js';

/** Every name that the list's address may have, with what is left out of it. */
export const DEFAULTS = {
  text: '',
  model: '',
  band: [] as readonly string[],
  grade: [] as readonly string[],
  stage: [] as readonly string[],
  segment: [] as readonly string[],
  owner: [] as readonly string[],
  source: [] as readonly string[],
  country: [] as readonly string[],
  account: [] as readonly string[],
  from: '',
  to: '',
  entered: '',
  enteredDays: '',
  changedDays: '',
  outside: '',
  sort: 'total',
  order: '',
};

export type ListState = { readonly [K in keyof typeof DEFAULTS]: (typeof DEFAULTS)[K] };

/** Filters that name values out of a list. */
export const LISTS = [
  'band',
  'grade',
  'stage',
  'segment',
  'owner',
  'source',
  'country',
  'account',
] as const;
export type ListFilter = (typeof LISTS)[number];

const given = (text: string): string | undefined => (text === '' ? undefined : text);
const whole = (text: string): string | undefined => (/^-?\d{1,6}$/.test(text) ? text : undefined);
const oneOf = <T extends string>(text: string, known: readonly T[]): T | undefined =>
  known.find((one) => one === text);

const SORTS = ['total', 'changed', 'name'] as const;
export type Sort = (typeof SORTS)[number];

export const sortOf = ({ sort }: Pick<ListState, 'sort'>): Sort => oneOf(sort, SORTS) ?? 'total';

export const isDescending = (state: Pick<ListState, 'sort' | 'order'>): boolean =>
  state.order === '' ? sortOf(state) !== 'name' : state.order === 'desc';

/** What the server is asked; a number that is none is left out. Words of stages it checks itself. */
export function queryOf(state: ListState): LeadQuery {
  return {
    text: given(state.text.trim()),
    model: given(state.model),
    band: [...state.band],
    grade: [...state.grade],
    stage: [...state.stage] as Stage[],
    segment: [...state.segment],
    owner: [...state.owner],
    source: [...state.source],
    country: [...state.country],
    account: [...state.account],
    from: whole(state.from),
    to: whole(state.to),
    entered: given(state.entered) as Stage | undefined,
    enteredDays: whole(state.enteredDays),
    changedDays: whole(state.changedDays),
    outside: state.outside === 'yes' ? 'yes' : undefined,
    sort: sortOf(state),
    order: isDescending(state) ? 'desc' : 'asc',
  };
}

/** Whether anything narrows the list. */
export const isNarrowed = (state: ListState): boolean =>
  Object.entries(DEFAULTS).some(
    ([name, value]) =>
      !['sort', 'order', 'model'].includes(name) &&
      String(state[name as keyof ListState]) !== String(value),
  );

/** The address of the list that was shown last, to come back to. */
let last = '';
export const rememberList = (search: string): void => {
  last = search;
};
export const lastList = (): string => `/leads${last}`;
