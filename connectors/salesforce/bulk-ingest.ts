/** Ingest jobs of Bulk API 2.0: made, filled, watched, given up, and read. */
import { CrmError } from '../../src/lead/crm-error.js';
import { objectOf, textOf } from '../kit/json.js';
import { isGone, isJob } from './bulk-job.js';
import type { CallOptions, SalesforceApi } from './client.js';

/** `open`: nothing was handed over yet. `ended`: complete, failed or given up; its results can be read. */
export type IngestState = 'open' | 'running' | 'ended' | 'gone';

export type IngestResult = 'successfulResults' | 'failedResults';

const JOBS = '/jobs/ingest';

const call = (operation: string): CallOptions => ({ operation, priority: 'background' });

/** Makes a job that updates records of an object and answers its id; no assignment rule is named. */
export async function openIngest(api: SalesforceApi, object: string): Promise<string> {
  const answer = await api.send({
    ...call('bulk ingest'),
    // Made twice, the other one stays empty.
    effect: 'repeatable',
    method: 'POST',
    path: JOBS,
    body: { object, operation: 'update', contentType: 'CSV', lineEnding: 'LF' },
  });
  const id = textOf(objectOf(answer.body).id);
  if (id === undefined || !isJob(id)) {
    throw new CrmError('transient', 'Salesforce made a bulk job without an id.', {
      outcome: 'not-applied',
    });
  }
  return id;
}

/** A job takes one upload alone. */
export async function uploadIngest(api: SalesforceApi, job: string, csv: string): Promise<void> {
  await api.send({
    ...call('bulk ingest upload'),
    effect: 'once',
    method: 'PUT',
    path: `${JOBS}/${job}/batches`,
    text: { type: 'text/csv', of: csv },
    answer: 'text',
  });
}

/** `UploadComplete` lets a job run, `Aborted` gives it up. */
export async function moveIngest(
  api: SalesforceApi,
  job: string,
  state: 'UploadComplete' | 'Aborted',
): Promise<void> {
  await api.send({
    ...call(state === 'Aborted' ? 'bulk ingest abort' : 'bulk ingest close'),
    effect: 'once',
    method: 'PATCH',
    path: `${JOBS}/${job}`,
    body: { state },
  });
}

export async function stateOfIngest(api: SalesforceApi, job: string): Promise<IngestState> {
  if (!isJob(job)) return 'gone';
  try {
    const answer = await api.send({
      ...call('bulk ingest state'),
      method: 'GET',
      path: `${JOBS}/${job}`,
    });
    const state = textOf(objectOf(answer.body).state);
    if (state === 'Open') return 'open';
    const ended = state === 'JobComplete' || state === 'Failed' || state === 'Aborted';
    return ended ? 'ended' : 'running';
  } catch (error) {
    if (isGone(error)) return 'gone';
    throw error;
  }
}

/** The CSV of a result; empty where the job has none, as one that was given up early. */
export async function ingestResult(
  api: SalesforceApi,
  job: string,
  result: IngestResult,
): Promise<string> {
  try {
    const answer = await api.send({
      ...call('bulk ingest results'),
      method: 'GET',
      path: `${JOBS}/${job}/${result}`,
      headers: { accept: 'text/csv' },
      answer: 'text',
    });
    return textOf(answer.body) ?? '';
  } catch (error) {
    if (isGone(error)) return '';
    throw error;
  }
}
