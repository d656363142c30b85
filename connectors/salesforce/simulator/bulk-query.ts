import { parseQuery } from '@jetstreamapp/soql-parser-js';
import { DAY } from '../../../src/lib/clock.js';
import type { OutgoingResponse } from '../../simulator-kit/server.js';
import { csvLine } from './bulk-csv.js';
import {
  type BulkOptions,
  commonInfo,
  csvAnswer,
  csvFormOf,
  type Job,
  Jobs,
  jobBody,
  jobError,
  newJob,
  wantedState,
} from './bulk-job.js';
import type { ApiCall } from './call.js';
import type { Org } from './org.js';
import { QueryRefusal } from './query-refusal.js';
import type { FieldValue } from './values.js';

interface QueryJob extends Job {
  readonly query: string;
  columns: readonly string[];
  /** As they were when the job ran. */
  rows: readonly (readonly FieldValue[])[];
}

const OPEN_STATES = new Set(['UploadComplete', 'InProgress']);

/** Query jobs: a SOQL text runs once, its rows are fetched page by page as CSV. */
export class QueryJobs {
  private readonly org: Org;
  private readonly options: BulkOptions;
  private readonly jobs: Jobs<QueryJob>;
  private started: number[] = [];

  constructor(org: Org, options: BulkOptions) {
    this.org = org;
    this.options = options;
    this.jobs = new Jobs(org);
  }

  /** Jobs that may still be started in these 24 hours. */
  remaining(): number {
    const oldest = this.org.clock.now() - DAY;
    this.started = this.started.filter((at) => at > oldest);
    return Math.max(0, this.options.queryJobsPerDay - this.started.length);
  }

  create(call: ApiCall): OutgoingResponse {
    const body = jobBody(call, [
      'operation',
      'query',
      'contentType',
      'columnDelimiter',
      'lineEnding',
    ]);
    const { operation, query } = body;
    if (operation !== 'query' && operation !== 'queryAll')
      throw jobError('INVALIDJOB', `Invalid operation: ${String(operation)}`);
    if (typeof query !== 'string' || query === '')
      throw jobError('INVALIDJOB', 'query is required');
    if (this.remaining() === 0)
      throw jobError('REQUEST_LIMIT_EXCEEDED', 'DailyBulkV2QueryJobs Limit exceeded.', 403);
    const form = csvFormOf(body);
    const object = this.checkForm(query, operation === 'queryAll', call.user);
    const first = { kind: 'query', operation, object, state: 'UploadComplete', ...form } as const;
    const job = { ...newJob(this.org, call, first), query, columns: [], rows: [] };
    this.started.push(job.createdAt);
    this.jobs.add(job);
    return { status: 200, body: commonInfo(job) };
  }

  get(id: string): OutgoingResponse {
    const job = this.jobs.get(id);
    this.advance(job);
    job.polls += 1;
    return { status: 200, body: infoOf(job) };
  }

  list(): OutgoingResponse {
    return this.jobs.list();
  }

  /** `{state: "Aborted"}` is the only change that a query job takes. */
  change(id: string, call: ApiCall): OutgoingResponse {
    const job = this.jobs.get(id);
    const state = wantedState(call);
    if (state !== 'Aborted') throw jobError('INVALIDJOBSTATE', `Invalid job state: ${state}`);
    if (!OPEN_STATES.has(job.state))
      throw jobError('INVALIDJOBSTATE', `Aborting a job in state ${job.state} is not allowed`);
    this.jobs.move(job, 'Aborted');
    return { status: 200, body: commonInfo(job) };
  }

  delete(id: string): OutgoingResponse {
    return this.jobs.delete(id);
  }

  results(id: string, parameters: URLSearchParams): OutgoingResponse {
    const job = this.jobs.get(id);
    if (job.state !== 'JobComplete')
      throw jobError('INVALIDJOBSTATE', `Results are not available: the job is ${job.state}`);
    const from = readLocator(parameters.get('locator'), job.rows.length);
    const wanted = readMaxRecords(parameters.get('maxRecords')) ?? this.options.pageRows;
    const to = Math.min(job.rows.length, from + Math.min(wanted, this.options.pageRows));
    const lines = job.rows.slice(from, to).map((row) => csvLine(row, job));
    return csvAnswer(csvLine(job.columns, job) + lines.join(''), {
      'sforce-numberofrecords': String(to - from),
      'sforce-locator': to < job.rows.length ? locatorOf(to) : 'null',
    });
  }

  /** The object of a text that may run; other mistakes fail the job later. */
  private checkForm(query: string, all: boolean, user: string): string {
    let parsed: ReturnType<typeof parseQuery>;
    try {
      parsed = parseQuery(query);
    } catch {
      return '';
    }
    const form = refusedForm(parsed);
    if (form !== undefined) throw jobError('API_ERROR', `${form} not supported in Bulk Query`);
    try {
      const rows = this.org.query(query, { all, user });
      if (rows.nested)
        throw jobError('API_ERROR', 'Compound and aggregate data not supported in Bulk Query');
      return rows.object;
    } catch (thrown) {
      if (thrown instanceof QueryRefusal) return parsed.sObject ?? '';
      throw thrown;
    }
  }

  private advance(job: QueryJob): void {
    if (!OPEN_STATES.has(job.state)) return;
    const elapsed = this.org.clock.now() - job.startedAt;
    if (elapsed < this.options.jobMs && job.polls <= this.options.polls) {
      if (job.polls > 0) this.jobs.move(job, 'InProgress');
      return;
    }
    try {
      const all = job.operation === 'queryAll';
      const rows = this.org.query(job.query, { all, user: job.user });
      job.columns = rows.columns;
      job.rows = Array.from({ length: rows.length }, (_, at) => rows.cells(at));
      job.processed = rows.length;
      this.jobs.move(job, 'JobComplete');
    } catch (thrown) {
      if (!(thrown instanceof QueryRefusal)) throw thrown;
      job.errorMessage = `${thrown.errorCode}: ${thrown.message}`;
      this.jobs.move(job, 'Failed');
    }
  }
}

function infoOf(job: QueryJob): Record<string, unknown> {
  return {
    ...commonInfo(job),
    jobType: 'V2Query',
    numberRecordsProcessed: job.processed,
    retries: 0,
    totalProcessingTime: Math.max(0, job.changedAt - job.startedAt),
    ...(job.errorMessage === undefined ? {} : { errorMessage: job.errorMessage }),
  };
}

function refusedForm(query: ReturnType<typeof parseQuery>): string | undefined {
  if (query.groupBy !== undefined) return 'GROUP BY';
  if (query.offset !== undefined) return 'OFFSET';
  for (const field of query.fields ?? []) {
    if (field.type === 'FieldTypeof') return 'TYPEOF';
    if (field.type === 'FieldSubquery') return 'Aggregate Relationships';
    if (field.type === 'FieldFunctionExpression') return 'Functions';
  }
  return undefined;
}

function locatorOf(position: number): string {
  return Buffer.from(`row:${position}`).toString('base64url');
}

function readLocator(text: string | null, length: number): number {
  if (text === null) return 0;
  const position = Number(/^row:(\d+)$/.exec(Buffer.from(text, 'base64url').toString())?.[1]);
  if (!Number.isInteger(position) || position <= 0 || position > length)
    throw jobError('INVALID_QUERY_LOCATOR', `Invalid locator: ${text}`);
  return position;
}

function readMaxRecords(text: string | null): number | undefined {
  if (text === null) return undefined;
  const most = Number(text);
  if (!Number.isInteger(most) || most < 1)
    throw jobError('INVALID_ARGUMENT', `maxRecords must be a positive integer: ${text}`);
  return most;
}
