/** The list of leads: filtered, in order, a page at a time. */
import type { Stage } from '../../lead/stage.js';
import type { Queryable } from '../../store/pool.js';
import { readCursor, writeCursor } from '../cursor.js';
import { type Conditions, conditionsOf, type LeadFilters, patternsOf, Values } from './filters.js';

export const SORTS = ['total', 'changed', 'name'] as const;
export type Sort = (typeof SORTS)[number];

export interface ListOptions {
  readonly model: string;
  readonly filters: LeadFilters;
  readonly sort: Sort;
  readonly descending: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Leads that are looked through for words in the list's own order first; 2,000 unless told. */
  readonly walk?: number;
}

/** One lead of a list; times in milliseconds. */
export interface ListedLead {
  readonly id: number;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly jobTitle: string | null;
  readonly company: string | null;
  readonly owner: string | null;
  readonly source: string | null;
  readonly country: string | null;
  readonly stage: Stage;
  readonly stageSince: number | null;
  readonly total: number | null;
  readonly grade: string | null;
  readonly band: string | null;
  readonly segment: string | null;
  readonly changedAt: number;
  /** The rule that gives the most points; null when none gives any. */
  readonly topRule: string | null;
  /** The CRMs that know the person. */
  readonly crms: readonly string[];
}

interface Order {
  /** By whose index the leads come in order. */
  readonly expression: string;
  readonly cursor: 'string' | 'number';
  /** A cursor's value as one of the database's. */
  readonly value: (place: string) => string;
}

const ORDERS: Readonly<Record<Sort, Order>> = {
  total: { expression: 's.total', cursor: 'number', value: (place) => `${place}::integer` },
  changed: { expression: 's.changed_at', cursor: 'number', value: (place) => `ms(${place})` },
  name: { expression: 'l.sort_name', cursor: 'string', value: (place) => `${place}::text` },
};

const SCORES = `scores s where s.workspace = $1 and s.model = $2`;
const JOINED = `scores s join leads l on l.workspace = s.workspace and l.id = s.lead
  where s.workspace = $1 and s.model = $2 and l.workspace = $1`;

/** `scores s` with `leads l` where they are asked for: without them an index answers alone. */
function sourceOf({ score, lead }: Conditions, needsLead: boolean): string {
  const from = lead.length > 0 || needsLead ? JOINED : SCORES;
  return [from, ...score, ...lead].join(' and ');
}

const SHOWN = `l.id, l.fields ->> 'name.first' as "firstName", l.fields ->> 'name.last' as "lastName",
  l.fields ->> 'email' as email, l.fields ->> 'jobTitle' as "jobTitle",
  l.fields ->> 'company.name' as company, l.owner, l.source, l.country,
  coalesce(l.stage, 'lead') as stage, l.stage_since as "stageSince", s.total, s.grade, s.band, s.segment,
  s.changed_at as "changedAt",
  (select e ->> 0 from jsonb_array_elements(s.reasons) e
    where e ->> 0 is not null and (e ->> 2)::numeric > 0 order by (e ->> 2)::numeric desc limit 1) as "topRule",
  array(select distinct a.crm from records r join accounts a on a.id = r.account
    where r.workspace = $1 and r.lead = l.id and r.state = 'known' order by 1) as crms`;

/** So many leads that words are in are looked up by name; more are met soon on the way through the order. */
const NAMED = 5_000;

const hasWords = ({ text }: LeadFilters): boolean => patternsOf(text).length > 0;

/** The leads that the words are in; null without words, and where there are more than can be named. */
async function findWords(
  db: Queryable,
  workspace: number,
  { text }: LeadFilters,
): Promise<number[] | null> {
  const patterns = patternsOf(text);
  if (patterns.length === 0) return null;
  const { rows } = await db.query<{ id: number }>('select leads_like($1, $2, $3) as id', [
    workspace,
    patterns,
    NAMED + 1,
  ]);
  return rows.length > NAMED ? null : rows.map(({ id }) => id);
}

/** Words that many leads hold fill a page within so many; others cost little more than they would anyway. */
const WALKED = 2_000;

/** What a page is read by; `$1` is the workspace, `$2` the model. */
interface PageQuery {
  readonly values: Values;
  readonly conditions: Conditions;
  readonly sort: Sort;
  /** ` and …` past the cursor; empty on the first page. */
  readonly after: string;
  /** SQL: how the page is ordered. */
  readonly orderBy: string;
}

/**
 * The leads of a page out of the next `walk` in its order. Words are looked for in each of them: where they
 * are common that is far quicker than to find all leads that hold them.
 */
function nearSource({ values, conditions, sort, after, orderBy }: PageQuery, walk: number): string {
  const { score, lead } = conditions;
  const limit = `order by ${orderBy} limit ${values.add(walk)}`;
  if (sort === 'name') {
    return `(select l.* from leads l where l.workspace = $1${after} ${limit}) l
      join scores s on s.workspace = $1 and s.model = $2 and s.lead = l.id
      where ${[...score, ...lead].join(' and ')}`;
  }
  return `(select s.lead, s.total, s.changed_at from ${[SCORES, ...score].join(' and ')}${after} ${limit}) s
    join leads l on l.workspace = $1 and l.id = s.lead where ${lead.join(' and ')}`;
}

type PageRow = ListedLead & { readonly key: string | number };

/** One row more than the page holds, if there is one. @param found as of `conditionsOf` */
async function readPage(
  db: Queryable,
  workspace: number,
  { model, filters, sort, descending, limit, cursor }: ListOptions,
  found: readonly number[] | null,
  walk: number | null,
): Promise<PageRow[]> {
  const values = new Values();
  values.list.push(workspace, model);
  const conditions = conditionsOf(filters, values, found);
  // Those without a total have no order but their own.
  const order = filters.outside && sort === 'total' ? null : ORDERS[sort];
  const direction = descending ? 'desc' : 'asc';
  // The order's own table names the lead, so that one index serves both.
  const byName = sort === 'name';
  const own = byName ? 'l.id' : 's.lead';
  let after = '';
  if (cursor !== undefined) {
    const [key, id] = readCursor(cursor, [order?.cursor ?? 'number', 'number']);
    const sign = descending ? '<' : '>';
    const last = `${values.add(id)}::bigint`;
    after = order
      ? ` and (${order.expression}, ${own}) ${sign} (${order.value(values.add(key))}, ${last})`
      : ` and ${own} ${sign} ${last}`;
  }
  const nulls = sort === 'total' ? (descending ? ' nulls last' : ' nulls first') : '';
  const key = order ? `${order.expression} ${direction}${nulls}, ` : '';
  const orderBy = `${key}${own} ${direction}`;
  const source =
    walk === null
      ? `${sourceOf(conditions, byName)}${after}`
      : nearSource({ values, conditions, sort, after, orderBy }, walk);
  const { rows } = await db.query<PageRow>(
    `with page as materialized (
       select ${own} as id, ${order?.expression ?? '0'} as key from ${source}
       order by ${orderBy} limit ${values.add(limit + 1)})
     select p.key, ${SHOWN} from page p
     join leads l on l.workspace = $1 and l.id = p.id
     join scores s on s.workspace = $1 and s.lead = p.id and s.model = $2
     order by p.key ${direction}${nulls}, p.id ${direction}`,
    values.list,
  );
  return rows;
}

/** One page of leads. Throws `bad-cursor` (400) for a cursor of another order. */
export async function readLeadPage(
  db: Queryable,
  workspace: number,
  options: ListOptions,
): Promise<{ items: ListedLead[]; next: string | null }> {
  const { filters, limit, walk = WALKED } = options;
  const near = hasWords(filters) ? await readPage(db, workspace, options, null, walk) : [];
  const rows =
    near.length > limit
      ? near
      : await readPage(db, workspace, options, await findWords(db, workspace, filters), null);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(({ key: _, ...lead }) => lead),
    next: rows.length > limit && last ? writeCursor([last.key, last.id]) : null,
  };
}

/** Up to so many matches are counted one by one. */
const COUNTED = 10_000;

/** How many leads match: exact up to 10,000, above as the database estimates it. */
export async function countLeads(
  db: Queryable,
  workspace: number,
  model: string,
  filters: LeadFilters,
): Promise<{ count: number; exact: boolean }> {
  const values = new Values();
  values.list.push(workspace, model);
  const found = await findWords(db, workspace, filters);
  const source = sourceOf(conditionsOf(filters, values, found), false);
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from (select 1 from ${source} limit ${COUNTED + 1}) f`,
    values.list,
  );
  const count = rows[0]?.count ?? 0;
  if (count <= COUNTED) return { count, exact: true };
  const plan = await db.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `explain (format json) select 1 from ${source}`,
    values.list,
  );
  const estimate = plan.rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
  return { count: Math.max(estimate, COUNTED + 1), exact: false };
}
