import { messageOf } from '../../../src/lib/errors.js';
import type { Access } from './access.js';
import { csvLine, readCsv } from './bulk-csv.js';
import { commonInfo, type Job, jobError } from './bulk-job.js';
import type { RowPlan } from './bulk-rows.js';
import type { ObjectDefinition } from './definition-types.js';
import type { SaveResult } from './transaction.js';

export interface Outcome {
  readonly cells: readonly string[];
  readonly result: SaveResult;
}

export interface IngestJob extends Job {
  readonly plan: RowPlan;
  readonly externalIdFieldName: string | undefined;
  content: string | undefined;
  header: readonly string[];
  rows: readonly (readonly string[])[];
  outcomes: Outcome[];
}

/** Takes the uploaded file apart. Returns why it as a whole cannot be taken, if so. */
export function readFile(job: IngestJob, access: Access): string | undefined {
  try {
    const { header, rows } = readCsv(job.content ?? '', job);
    job.header = header;
    job.rows = rows;
  } catch (thrown) {
    return `InvalidBatch : Failed to parse CSV: ${messageOf(thrown)}`;
  }
  if (job.header.length === 0) return 'InvalidBatch : The job has no content';
  const { object } = job.plan;
  for (const name of job.header) {
    const field = object.fields.get(name.toLowerCase());
    if (!field || !access.canRead(job.user, object, field))
      return `InvalidBatch : Field name not found : ${name}`;
  }
  const has = (name: string): boolean =>
    job.header.some((entry) => entry.toLowerCase() === name.toLowerCase());
  if (job.operation === 'insert')
    return has('Id') ? 'InvalidBatch : Id cannot be specified in an insert' : undefined;
  const key = job.operation === 'upsert' ? (job.externalIdFieldName ?? 'Id') : 'Id';
  const optional = job.operation === 'upsert' && key === 'Id';
  return has(key) || optional ? undefined : `InvalidBatch : Field name not found : ${key}`;
}

/** The key of an upsert. @throws Refusal when the field is none. */
export function externalIdOf(
  object: ObjectDefinition,
  operation: string,
  given: unknown,
): string | undefined {
  if (operation !== 'upsert') {
    if (given !== undefined)
      throw jobError('INVALIDJOB', 'externalIdFieldName is allowed in an upsert only');
    return undefined;
  }
  const field = object.fields.get(String(given ?? '').toLowerCase());
  if (!field || !(field.externalId || field.idLookup))
    throw jobError(
      'INVALIDJOB',
      `InvalidBatch : Field name provided, ${String(given)} is not an External ID or indexed field for ${object.name}`,
    );
  return field.name;
}

export function uploadInfo(job: IngestJob): Record<string, unknown> {
  return {
    contentUrl: `services/data/v${job.version}/jobs/ingest/${job.id}/batches`,
    ...(job.externalIdFieldName === undefined
      ? {}
      : { externalIdFieldName: job.externalIdFieldName }),
  };
}

export function infoOf(job: IngestJob): Record<string, unknown> {
  const failed = job.outcomes.filter(({ result }) => !result.success).length;
  return {
    ...commonInfo(job),
    ...uploadInfo(job),
    jobType: 'V2Ingest',
    numberRecordsProcessed: job.processed,
    numberRecordsFailed: failed,
    retries: 0,
    totalProcessingTime: Math.max(0, job.changedAt - job.startedAt),
    apiActiveProcessingTime: 0,
    apexProcessingTime: 0,
    ...(job.errorMessage === undefined ? {} : { errorMessage: job.errorMessage }),
  };
}

/** The files of a finished job by their names. */
export const RESULTS: Readonly<Record<string, (job: IngestJob) => string>> = {
  successfulResults: (job) =>
    table(
      job,
      ['sf__Id', 'sf__Created'],
      job.outcomes.flatMap(({ cells, result }) =>
        result.success ? [[result.id, result.created, ...cells]] : [],
      ),
    ),
  failedResults: (job) =>
    table(
      job,
      ['sf__Id', 'sf__Error'],
      job.outcomes.flatMap(({ cells, result }) =>
        result.success ? [] : [[result.id ?? '', errorText(result), ...cells]],
      ),
    ),
  unprocessedrecords: (job) => table(job, [], job.rows.slice(job.outcomes.length)),
};

function table(
  job: IngestJob,
  more: readonly string[],
  rows: readonly (readonly (string | boolean)[])[],
): string {
  return csvLine([...more, ...job.header], job) + rows.map((row) => csvLine(row, job)).join('');
}

/** `CODE:message:fields --`. */
function errorText(result: SaveResult & { success: false }): string {
  const [error] = result.errors;
  if (!error) return 'UNKNOWN_EXCEPTION:refused:--';
  return `${error.statusCode}:${error.message}:${error.fields.join(', ')}${error.fields.length > 0 ? ' ' : ''}--`;
}
