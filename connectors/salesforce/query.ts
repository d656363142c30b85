import { CrmError } from '../../src/lead/crm-error.js';
import { arrayOf, type JsonObject, objectOf, textOf } from '../kit/json.js';
import type { CallOptions, SalesforceApi } from './client.js';

/** Rows a page; Salesforce answers fewer where rows are wide. */
export const PAGE = 2_000;
/** Salesforce takes 16,384 bytes of address; our paths and what a proxy adds need some. */
const MAX_ADDRESS = 15_000;

export interface Rows {
  readonly records: readonly JsonObject[];
  readonly total: number;
  /** Where the next page is; undefined after the last one. */
  readonly next: string | undefined;
}

export interface QueryOptions extends CallOptions {
  /** Deleted and archived records too. */
  readonly all?: boolean;
  /** Setup objects of the Tooling API. */
  readonly tooling?: boolean;
}

/** Whether a query fits into an address: it is always sent by GET. */
export function fits(soql: string): boolean {
  return pathOf(soql, { all: true }).length <= MAX_ADDRESS;
}

function pathOf(soql: string, { all, tooling }: Pick<QueryOptions, 'all' | 'tooling'>): string {
  const resource = all ? 'queryAll' : 'query';
  return `${tooling ? '/tooling' : ''}/${resource}?q=${encodeURIComponent(soql)}`;
}

/** The first page of a query. */
export async function query(
  api: SalesforceApi,
  soql: string,
  options: QueryOptions,
): Promise<Rows> {
  return page(api, pathOf(soql, options), options);
}

/** All pages of a query, for answers that are known to be small. */
export async function queryEach(
  api: SalesforceApi,
  soql: string,
  options: QueryOptions,
): Promise<JsonObject[]> {
  let rows = await query(api, soql, options);
  const records = [...rows.records];
  while (rows.next !== undefined) {
    rows = await page(api, rows.next, options);
    records.push(...rows.records);
  }
  return records;
}

async function page(
  api: SalesforceApi,
  path: string,
  { operation, priority }: QueryOptions,
): Promise<Rows> {
  const answer = await api.send({
    operation,
    priority,
    method: 'GET',
    path,
    headers: { 'sforce-query-options': `batchSize=${PAGE}` },
  });
  const body = objectOf(answer.body);
  if (!Array.isArray(body.records)) {
    throw new CrmError('transient', `Salesforce answered ${operation} without records.`, {
      outcome: 'not-applied',
      details: { operation },
    });
  }
  return {
    records: arrayOf(body.records).map(objectOf),
    total: typeof body.totalSize === 'number' ? body.totalSize : 0,
    next: body.done === false ? nextPath(body.nextRecordsUrl) : undefined,
  };
}

/** Only a path of the same host: the token goes nowhere else. */
function nextPath(url: unknown): string | undefined {
  const path = textOf(url);
  return path !== undefined && /^\/services\/data\/[\w./-]+$/.test(path) ? path : undefined;
}
