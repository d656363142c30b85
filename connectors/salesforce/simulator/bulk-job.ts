import { DAY } from '../../../src/lib/clock.js';
import type { OutgoingResponse } from '../../simulator-kit/server.js';
import { DELIMITERS, LINE_ENDINGS } from './bulk-csv.js';
import { type ApiCall, bodyObject } from './call.js';
import { apiError, notFound, type Refusal } from './errors.js';
import type { Org } from './org.js';
import { dateTimeText } from './values.js';

export type JobState =
  | 'Open'
  | 'UploadComplete'
  | 'InProgress'
  | 'JobComplete'
  | 'Failed'
  | 'Aborted';

/** What query and ingest jobs have in common. */
export interface Job {
  readonly id: string;
  readonly kind: 'query' | 'ingest';
  readonly operation: string;
  readonly object: string;
  readonly user: string;
  readonly version: string;
  readonly columnDelimiter: string;
  readonly lineEnding: string;
  readonly createdAt: number;
  changedAt: number;
  state: JobState;
  /** How often its state was asked for since it was handed over. */
  polls: number;
  /** CRM time at which it was handed over. */
  startedAt: number;
  errorMessage: string | undefined;
  processed: number;
}

/** Behaviour of the service that tests choose. */
export interface BulkOptions {
  /** A job that nobody asks about is done after so long, ms of the CRM's time. */
  jobMs: number;
  /** So many questions find it in progress before it is done. */
  polls: number;
  /** Most rows of one page of results. */
  pageRows: number;
  /** Most bytes of one upload. */
  maxUpload: number;
  /** Query jobs in 24 hours. */
  queryJobsPerDay: number;
  /** Internal batches of 10,000 rows in 24 hours. */
  batchesPerDay: number;
}

export const BULK_DEFAULTS: BulkOptions = {
  jobMs: 300,
  polls: 1,
  pageRows: 50_000,
  maxUpload: 150_000_000,
  queryJobsPerDay: 10_000,
  batchesPerDay: 15_000,
};

/** Results can be fetched for seven days. */
export const KEPT_MS = 7 * DAY;

export function jobError(errorCode: string, message: string, status = 400): Refusal {
  return apiError(status, errorCode, message);
}

/** The form of a job's files, checked. */
export function csvFormOf(body: Record<string, unknown>): {
  columnDelimiter: string;
  lineEnding: string;
} {
  const columnDelimiter = String(body.columnDelimiter ?? 'COMMA');
  const lineEnding = String(body.lineEnding ?? 'LF');
  if (DELIMITERS[columnDelimiter] === undefined)
    throw jobError('INVALIDJOB', `Invalid column delimiter: ${columnDelimiter}`);
  if (LINE_ENDINGS[lineEnding] === undefined)
    throw jobError('INVALIDJOB', `Invalid line ending: ${lineEnding}`);
  if ((body.contentType ?? 'CSV') !== 'CSV')
    throw jobError('INVALIDJOB', `Unsupported content type: ${String(body.contentType)}`);
  return { columnDelimiter, lineEnding };
}

export function jobBody(call: ApiCall, allowed: readonly string[]): Record<string, unknown> {
  const body = bodyObject(call);
  for (const name of Object.keys(body)) {
    if (!allowed.includes(name))
      throw jobError('JSON_PARSER_ERROR', `Unrecognized field "${name}"`);
  }
  return body;
}

/** The wanted state of a PATCH. */
export function wantedState(call: ApiCall): string {
  return String(jobBody(call, ['state']).state);
}

/** A job as it begins. */
export function newJob(
  org: Org,
  call: ApiCall,
  first: Pick<Job, 'kind' | 'operation' | 'object' | 'columnDelimiter' | 'lineEnding' | 'state'>,
): Job {
  const now = org.clock.now();
  return {
    id: org.ids.make('750'),
    user: call.user,
    version: call.version,
    createdAt: now,
    changedAt: now,
    startedAt: now,
    polls: 0,
    errorMessage: undefined,
    processed: 0,
    ...first,
  };
}

/** What every answer about a job shows. */
export function commonInfo(job: Job): Record<string, unknown> {
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.user,
    createdDate: dateTimeText(job.createdAt),
    systemModstamp: dateTimeText(job.changedAt),
    state: job.state,
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.version),
    lineEnding: job.lineEnding,
    columnDelimiter: job.columnDelimiter,
  };
}

export function csvAnswer(
  text: string,
  headers: Readonly<Record<string, string>> = {},
): OutgoingResponse {
  return { status: 200, headers: { 'content-type': 'text/csv', ...headers }, body: text };
}

/** The jobs of an org, of one kind; forgotten when their results are. */
export class Jobs<T extends Job> {
  private readonly org: Org;
  private readonly jobs = new Map<string, T>();

  constructor(org: Org) {
    this.org = org;
  }

  add(job: T): void {
    this.jobs.set(job.id, job);
  }

  /** @throws Refusal 404. */
  get(id: string): T {
    const job = this.jobs.get(id);
    if (!job || this.org.clock.now() - job.createdAt > KEPT_MS)
      throw notFound('The requested resource does not exist');
    return job;
  }

  /** Only what has ended can be deleted. */
  delete(id: string): OutgoingResponse {
    const { state } = this.get(id);
    if (state === 'Open' || state === 'UploadComplete' || state === 'InProgress')
      throw jobError('INVALIDJOBSTATE', `Deleting a job in state ${state} is not allowed`);
    this.jobs.delete(id);
    return { status: 204 };
  }

  /** Newest first. */
  list(): OutgoingResponse {
    const records = [...this.jobs.values()].toReversed().map(commonInfo);
    return { status: 200, body: { done: true, records, nextRecordsUrl: null } };
  }

  move(job: T, state: JobState): void {
    if (job.state === state) return;
    job.state = state;
    job.changedAt = this.org.clock.now();
  }
}
