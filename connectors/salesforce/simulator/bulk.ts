import { IngestJobs } from './bulk-ingest.js';
import { BULK_DEFAULTS, type BulkOptions } from './bulk-job.js';
import { QueryJobs } from './bulk-query.js';
import type { ApiCall, ApiHandler, ApiRoute, RouteFinder } from './call.js';
import { notFound } from './errors.js';
import type { Org } from './org.js';
import { perOrg } from './per-org.js';

/** Bulk API 2.0 of one org. */
export class BulkService {
  readonly options: BulkOptions;
  readonly query: QueryJobs;
  readonly ingest: IngestJobs;

  constructor(org: Org) {
    this.options = { ...BULK_DEFAULTS };
    this.query = new QueryJobs(org, this.options);
    this.ingest = new IngestJobs(org, this.options);
  }
}

/** The bulk service of an org. */
export const bulkOf = perOrg((org) => new BulkService(org));

/** `/jobs/query…` and `/jobs/ingest…` below `/services/data/vNN.0`. */
export const bulkRoute: RouteFinder = (method, rest) => {
  const [root, kind, id, part, ...more] = rest;
  if (root !== 'jobs' || more.length > 0) return undefined;
  if (kind === 'query') return queryRoute(method, id, part);
  return kind === 'ingest' ? ingestRoute(method, id, part) : undefined;
};

function route(operation: string, handle: ApiHandler): ApiRoute {
  return { operation: `bulk.${operation}`, handle };
}

const queries = (call: ApiCall): QueryJobs => bulkOf(call.org).query;
const ingests = (call: ApiCall): IngestJobs => bulkOf(call.org).ingest;

function queryRoute(
  method: string,
  id: string | undefined,
  part: string | undefined,
): ApiRoute | undefined {
  if (id === undefined) {
    if (method === 'POST') return route('query.create', (call) => queries(call).create(call));
    return method === 'GET' ? route('query.list', (call) => queries(call).list()) : undefined;
  }
  if (part === 'results' && method === 'GET') {
    return route('query.results', (call) => queries(call).results(id, call.request.query));
  }
  if (part !== undefined) return undefined;
  if (method === 'GET') return route('query.get', (call) => queries(call).get(id));
  if (method === 'PATCH') return route('query.change', (call) => queries(call).change(id, call));
  return method === 'DELETE'
    ? route('query.delete', (call) => queries(call).delete(id))
    : undefined;
}

function ingestRoute(
  method: string,
  id: string | undefined,
  part: string | undefined,
): ApiRoute | undefined {
  if (id === undefined) {
    if (method === 'POST') return route('ingest.create', (call) => ingests(call).create(call));
    return method === 'GET' ? route('ingest.list', (call) => ingests(call).list()) : undefined;
  }
  if (part === 'batches' && method === 'PUT')
    return route('ingest.upload', (call) => ingests(call).upload(id, call));
  if (part !== undefined && method === 'GET') {
    return route('ingest.results', (call) => {
      const answer = ingests(call).results(id, part);
      if (!answer) throw notFound();
      return answer;
    });
  }
  if (part !== undefined) return undefined;
  if (method === 'GET') return route('ingest.get', (call) => ingests(call).get(id));
  if (method === 'PATCH') return route('ingest.change', (call) => ingests(call).change(id, call));
  return method === 'DELETE'
    ? route('ingest.delete', (call) => ingests(call).delete(id))
    : undefined;
}
