/** Query jobs of Bulk API 2.0: made, waited for, and read page by page. */
import { CrmError } from '../../src/lead/crm-error.js';
import { objectOf, textOf } from '../kit/json.js';
import { isGone, isJob } from './bulk-job.js';
import type { CallOptions, SalesforceApi } from './client.js';
import { type Row, rowsOfCsv } from './row.js';

export type JobState = 'running' | 'complete' | 'failed' | 'gone';

const JOBS = '/jobs/query';

const call = (operation: string): CallOptions => ({ operation, priority: 'background' });

/** Starts a job and answers its id. `all`: deleted and archived records too. */
export async function startQuery(api: SalesforceApi, soql: string, all: boolean): Promise<string> {
  const answer = await api.send({
    ...call('bulk query'),
    // Started twice, the other one's result is never read.
    effect: 'repeatable',
    method: 'POST',
    path: JOBS,
    body: { operation: all ? 'queryAll' : 'query', query: soql },
  });
  const id = textOf(objectOf(answer.body).id);
  if (id === undefined || !isJob(id)) {
    throw new CrmError('transient', 'Salesforce started a bulk query without an id.', {
      outcome: 'not-applied',
    });
  }
  return id;
}

export async function stateOfQuery(api: SalesforceApi, job: string): Promise<JobState> {
  if (!isJob(job)) return 'gone';
  try {
    const answer = await api.send({
      ...call('bulk query state'),
      method: 'GET',
      path: `${JOBS}/${job}`,
    });
    const state = textOf(objectOf(answer.body).state);
    if (state === 'JobComplete') return 'complete';
    return state === 'Failed' || state === 'Aborted' ? 'failed' : 'running';
  } catch (error) {
    if (isGone(error)) return 'gone';
    throw error;
  }
}

export interface ResultPage {
  readonly rows: readonly Row[];
  /** Undefined after the last page. */
  readonly next: string | undefined;
}

/** One page of a complete job's rows; undefined when its result is no longer kept. */
export async function readResults(
  api: SalesforceApi,
  job: string,
  locator: string | undefined,
  size: number,
): Promise<ResultPage | undefined> {
  const from = locator === undefined ? '' : `&locator=${encodeURIComponent(locator)}`;
  try {
    const answer = await api.send({
      ...call('bulk query results'),
      method: 'GET',
      path: `${JOBS}/${job}/results?maxRecords=${size}${from}`,
      headers: { accept: 'text/csv' },
      answer: 'text',
    });
    const next = answer.headers['sforce-locator'];
    return {
      rows: rowsOfCsv(textOf(answer.body) ?? ''),
      next: next === undefined || next === 'null' || next === '' ? undefined : next,
    };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Frees the job's result. What is not freed ends by itself after a week. */
export async function endQuery(api: SalesforceApi, job: string): Promise<void> {
  try {
    await api.send({
      ...call('bulk query end'),
      effect: 'repeatable',
      method: 'DELETE',
      path: `${JOBS}/${job}`,
    });
  } catch (error) {
    if (!(error instanceof CrmError) || error.kind === 'reconnect') throw error;
  }
}
