import { DAY } from '../../../src/lib/clock.js';
import type { OutgoingResponse } from '../../simulator-kit/server.js';
import {
  externalIdOf,
  type IngestJob,
  infoOf,
  RESULTS,
  readFile,
  uploadInfo,
} from './bulk-ingest-job.js';
import {
  type BulkOptions,
  commonInfo,
  csvAnswer,
  csvFormOf,
  Jobs,
  jobBody,
  jobError,
  newJob,
  wantedState,
} from './bulk-job.js';
import { CHUNK, runRow } from './bulk-rows.js';
import { type ApiCall, writeContext } from './call.js';
import type { Org } from './org.js';

const OPERATIONS = new Set(['insert', 'update', 'upsert', 'delete']);
const ROWS_PER_BATCH = 10_000;
/** Rows that are saved before others have their turn. */
const MOST_AT_ONCE = 5000;
/** In place of a count of questions: the job goes on by itself. */
const NOBODY_ASKS = Number.MAX_SAFE_INTEGER;

/** Ingest jobs: one file of rows, saved by the same rules as every write, with an outcome for each row. */
export class IngestJobs {
  private readonly org: Org;
  private readonly options: BulkOptions;
  private readonly jobs: Jobs<IngestJob>;
  private batches: { readonly at: number; readonly count: number }[] = [];

  constructor(org: Org, options: BulkOptions) {
    this.org = org;
    this.options = options;
    this.jobs = new Jobs(org);
  }

  /** Internal batches that are left of these 24 hours. */
  remaining(): number {
    const oldest = this.org.clock.now() - DAY;
    this.batches = this.batches.filter(({ at }) => at > oldest);
    const used = this.batches.reduce((sum, { count }) => sum + count, 0);
    return Math.max(0, this.options.batchesPerDay - used);
  }

  create(call: ApiCall): OutgoingResponse {
    const body = jobBody(call, [
      'object',
      'operation',
      'externalIdFieldName',
      'contentType',
      'columnDelimiter',
      'lineEnding',
      'assignmentRuleId',
    ]);
    const operation = String(body.operation);
    if (operation === 'hardDelete')
      throw jobError(
        'FEATURENOTENABLED',
        'hardDelete operation requires special user profile permission, please contact your system administrator',
      );
    if (!OPERATIONS.has(operation)) throw jobError('INVALIDJOB', `Invalid operation: ${operation}`);
    const object = this.org.access.object(call.user, String(body.object ?? ''));
    if (!object) throw jobError('INVALIDJOB', `Unable to find object: ${String(body.object)}`);
    const externalId = externalIdOf(object, operation, body.externalIdFieldName);
    const form = csvFormOf(body);
    const first = {
      kind: 'ingest',
      operation,
      object: object.name,
      state: 'Open',
      ...form,
    } as const;
    const job: IngestJob = {
      ...newJob(this.org, call, first),
      externalIdFieldName: externalId,
      plan: {
        object,
        operation,
        externalId,
        call,
        // Unlike REST, jobs apply an assignment rule only when they name it.
        context: {
          ...writeContext(call, 'bulkapi'),
          autoAssign: body.assignmentRuleId !== undefined,
        },
      },
      content: undefined,
      header: [],
      rows: [],
      outcomes: [],
    };
    this.jobs.add(job);
    return { status: 200, body: { ...commonInfo(job), ...uploadInfo(job) } };
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

  /** The one upload of a job. */
  upload(id: string, call: ApiCall): OutgoingResponse {
    const job = this.jobs.get(id);
    if (job.state !== 'Open')
      throw jobError('INVALIDJOBSTATE', `Invalid job state for uploads: ${job.state}`);
    const type = call.request.headers['content-type'] ?? '';
    if (!type.startsWith('text/csv'))
      throw jobError('INVALIDCONTENTTYPE', `Content-Type must be text/csv, not ${type || 'none'}`);
    if (job.content !== undefined) {
      throw jobError(
        'INVALIDJOB',
        `Found multiple contents for job: ${id}, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.`,
      );
    }
    const { body } = call.request;
    if (body.length > this.options.maxUpload) {
      throw jobError(
        'EXCEEDED_MAX_SIZE_REQUEST',
        `Request Entity is too large: ${body.length} bytes, at most ${this.options.maxUpload}`,
        413,
      );
    }
    job.content = body.toString('utf8');
    return { status: 201 };
  }

  change(id: string, call: ApiCall): OutgoingResponse {
    const job = this.jobs.get(id);
    const state = wantedState(call);
    if (state === 'UploadComplete') this.handOver(job);
    else if (state === 'Aborted') this.abort(job);
    else throw jobError('INVALIDJOBSTATE', `Invalid job state: ${state}`);
    return { status: 200, body: commonInfo(job) };
  }

  delete(id: string): OutgoingResponse {
    return this.jobs.delete(id);
  }

  results(id: string, which: string): OutgoingResponse | undefined {
    const job = this.jobs.get(id);
    const render = RESULTS[which];
    if (!render) return undefined;
    if (job.state !== 'JobComplete' && job.state !== 'Failed' && job.state !== 'Aborted')
      throw jobError('INVALIDJOBSTATE', `Results are not available: the job is ${job.state}`);
    return csvAnswer(render(job));
  }

  private handOver(job: IngestJob): void {
    if (job.state !== 'Open')
      throw jobError('INVALIDJOBSTATE', `Closing a job in state ${job.state} is not allowed`);
    this.jobs.move(job, 'UploadComplete');
    job.startedAt = this.org.clock.now();
    // A job goes on when its client is gone.
    setTimeout(() => {
      job.polls = NOBODY_ASKS;
      this.advance(job);
    }, this.options.jobMs).unref();
  }

  private abort(job: IngestJob): void {
    if (job.state === 'JobComplete' || job.state === 'Failed' || job.state === 'Aborted')
      throw jobError('INVALIDJOBSTATE', `Aborting a job in state ${job.state} is not allowed`);
    if (job.state !== 'InProgress') readFile(job, this.org.access);
    this.jobs.move(job, 'Aborted');
  }

  private advance(job: IngestJob): void {
    if (job.state === 'UploadComplete' && (job.polls > 0 || this.late(job))) {
      this.jobs.move(job, 'InProgress');
      job.errorMessage = this.readContent(job);
      if (job.errorMessage === undefined) this.run(job);
      else this.jobs.move(job, 'Failed');
    }
    const saved = job.outcomes.length === job.rows.length;
    if (job.state === 'InProgress' && saved && (job.polls > this.options.polls || this.late(job)))
      this.jobs.move(job, 'JobComplete');
  }

  private late(job: IngestJob): boolean {
    return this.org.clock.now() - job.startedAt >= this.options.jobMs;
  }

  /** Why the file as a whole cannot be taken, if so. */
  private readContent(job: IngestJob): string | undefined {
    const problem = readFile(job, this.org.access);
    if (problem !== undefined) return problem;
    const count = Math.ceil(job.rows.length / ROWS_PER_BATCH);
    if (count > this.remaining()) return 'ExceededQuota : ApiBatchItems Limit exceeded.';
    this.batches.push({ at: this.org.clock.now(), count });
    return undefined;
  }

  /** Saves what is left; a large file lets others have their turn in between. */
  private run(job: IngestJob): void {
    const end = Math.min(job.rows.length, job.outcomes.length + MOST_AT_ONCE);
    while (job.outcomes.length < end) {
      const transaction = this.org.begin();
      const seen = new Set<string>();
      for (const cells of job.rows.slice(job.outcomes.length, job.outcomes.length + CHUNK)) {
        const result = runRow(job.plan, job.header, cells, seen, transaction);
        job.outcomes.push({ cells, result });
      }
      transaction.commit();
    }
    job.processed = job.outcomes.length;
    if (end < job.rows.length && job.state === 'InProgress')
      setImmediate(() => {
        if (job.state === 'InProgress') this.run(job);
      });
    else if (job.polls === NOBODY_ASKS) this.advance(job);
  }
}
