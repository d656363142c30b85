/** What a list of leads is narrowed by, as conditions of a query. */
import type { Stage } from '../../lead/stage.js';

/** Stands for "has none" among owners, sources and countries. */
export const NONE = '-';

export interface LeadFilters {
  /** Words that all stand in name, e-mail address or company. */
  readonly text?: string | undefined;
  readonly band?: readonly string[] | undefined;
  readonly grade?: readonly string[] | undefined;
  readonly segment?: readonly string[] | undefined;
  readonly stage?: readonly Stage[] | undefined;
  /** The CRM's ids of owners; `-` for leads without one. */
  readonly owner?: readonly string[] | undefined;
  readonly source?: readonly string[] | undefined;
  readonly country?: readonly string[] | undefined;
  /** Our ids of CRM accounts. */
  readonly account?: readonly number[] | undefined;
  /** Whole points, both inclusive. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Came to this stage, since `enteredSince`. */
  readonly entered?: Stage | undefined;
  /** Milliseconds. */
  readonly enteredSince?: number | undefined;
  /** A published figure changed since, milliseconds. */
  readonly changedSince?: number | undefined;
  /** The leads that the model leaves out, instead of those it scores. */
  readonly outside?: boolean | undefined;
}

/** Collects values and their places in a query. */
export class Values {
  readonly list: unknown[] = [];

  add(value: unknown): string {
    this.list.push(value);
    return `$${this.list.length}`;
  }
}

const escaped = (word: string): string => word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);

/** Shorter words are in too many leads to be looked for in the middle of others. */
const SHORT = 3;

const MOST_WORDS = 8;

/** What a lead's searched text must be like, one pattern a word. */
export function patternsOf(text: string | undefined): string[] {
  if (text === undefined) return [];
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return words.slice(0, MOST_WORDS).map((word) => {
    const pattern = escaped(word);
    return word.length < SHORT ? `% ${pattern}%` : `%${pattern}%`;
  });
}

function among(column: string, wanted: readonly string[], values: Values): string {
  const named = wanted.filter((value) => value !== NONE);
  const either = [
    ...(named.length > 0 ? [`${column} = any(${values.add(named)}::text[])`] : []),
    ...(named.length < wanted.length ? [`${column} is null`] : []),
  ];
  return `(${either.join(' or ')})`;
}

export interface Conditions {
  /** About the score, `s`. */
  readonly score: readonly string[];
  /** About the lead, `l`, and what hangs on it. */
  readonly lead: readonly string[];
}

/**
 * The conditions of the filters; `$1` is the workspace, `$2` the model. `found` are the leads that the
 * words are in, null where they are too many to name.
 */
export function conditionsOf(
  filters: LeadFilters,
  values: Values,
  found: readonly number[] | null,
): Conditions {
  const score: string[] = [`s.total is ${filters.outside ? '' : 'not '}null`];
  const lead: string[] = [];
  const has = (list: readonly unknown[] | undefined): list is readonly unknown[] =>
    list !== undefined && list.length > 0;
  for (const name of ['band', 'grade', 'segment'] as const) {
    const wanted = filters[name];
    if (has(wanted)) score.push(among(`s.${name}`, wanted, values));
  }
  if (filters.from !== undefined) score.push(`s.total >= ${values.add(filters.from)}::integer`);
  if (filters.to !== undefined) score.push(`s.total <= ${values.add(filters.to)}::integer`);
  if (filters.changedSince !== undefined) {
    score.push(`s.changed_at >= ms(${values.add(filters.changedSince)})`);
  }
  for (const name of ['owner', 'source', 'country'] as const) {
    const wanted = filters[name];
    if (has(wanted)) lead.push(among(`l.${name}`, wanted, values));
  }
  if (has(filters.stage)) {
    // Who has no stage yet is shown as a lead.
    const wanted = filters.stage.includes('lead') ? [...filters.stage, NONE] : filters.stage;
    lead.push(among('l.stage', wanted, values));
  }
  if (found) {
    lead.push(`l.id = any(${values.add(found)}::bigint[])`);
  } else {
    for (const pattern of patternsOf(filters.text)) {
      lead.push(`l.search like ${values.add(pattern)}`);
    }
  }
  if (has(filters.account)) {
    lead.push(`exists (select from records r where r.workspace = $1 and r.lead = l.id
      and r.account = any(${values.add(filters.account)}::bigint[]))`);
  }
  if (filters.entered !== undefined) {
    lead.push(`l.id in (select h.lead from stage_history h where h.workspace = $1
      and h.to_stage = ${values.add(filters.entered)}
      and h.at >= ms(${values.add(filters.enteredSince ?? 0)}))`);
  }
  return { score, lead };
}
