import type { ApiHandler, ApiRoute, RouteFinder } from './call.js';
import type { Cursors } from './cursors.js';
import * as collections from './rest-collections.js';
import { composite } from './rest-composite.js';
import * as objects from './rest-objects.js';
import { nextPage, runQueryCall } from './rest-query.js';
import * as records from './rest-records.js';
import * as replication from './rest-replication.js';

function route(operation: string, handle: ApiHandler): ApiRoute {
  return { operation, handle };
}

/** The REST API's own routes below `/services/data/vNN.0/`. */
export function restRoutes(cursors: Cursors): RouteFinder {
  const find: RouteFinder = (method, rest) => {
    const [area = '', ...more] = rest;
    if (area === '' && method === 'GET') return route('resources', objects.resources);
    if (area === 'query' || area === 'queryAll') return queryRoute(method, area, more, cursors);
    if (area === 'sobjects') return objectRoute(method, more);
    if (area === 'composite') return compositeRoute(method, more, find);
    return undefined;
  };
  return find;
}

function queryRoute(
  method: string,
  area: string,
  [locator, ...more]: readonly string[],
  cursors: Cursors,
): ApiRoute | undefined {
  if (method !== 'GET' || more.length > 0) return undefined;
  if (locator === undefined) {
    return route(area, (call) => runQueryCall(call, cursors, area === 'queryAll'));
  }
  // Further pages are under query/, whatever began them.
  if (area === 'queryAll') return undefined;
  return route('query.more', (call) => nextPage(call, cursors, locator));
}

function objectRoute(
  method: string,
  [name, second, third, ...more]: readonly string[],
): ApiRoute | undefined {
  if (more.length > 0) return undefined;
  const get = method === 'GET';
  if (name === undefined) return get ? route('describe.global', objects.describeGlobal) : undefined;
  if (second === undefined) {
    if (get) return route('sobjects.info', (call) => objects.objectInfo(call, name));
    if (method !== 'POST') return undefined;
    return route(`sobjects.create.${name}`, (call) => records.createRecord(call, name));
  }
  if (third === undefined) return recordRoute(method, name, second);
  if (get) {
    return route('sobjects.get', (call) => records.retrieveByExternalId(call, name, second, third));
  }
  if (method !== 'PATCH') return undefined;
  return route(`sobjects.upsert.${name}`, (call) =>
    records.upsertRecord(call, name, second, third),
  );
}

function recordRoute(method: string, name: string, second: string): ApiRoute | undefined {
  if (method === 'GET') {
    if (second === 'describe') return route('describe', (call) => objects.describeOne(call, name));
    if (second === 'updated')
      return route('updated', (call) => replication.updatedRecords(call, name));
    if (second === 'deleted')
      return route('deleted', (call) => replication.deletedRecords(call, name));
    return route('sobjects.get', (call) => records.retrieveRecord(call, name, second));
  }
  if (method === 'PATCH')
    return route(`sobjects.update.${name}`, (call) => records.updateRecord(call, name, second));
  if (method === 'DELETE')
    return route(`sobjects.delete.${name}`, (call) => records.deleteRecord(call, name, second));
  return undefined;
}

function compositeRoute(
  method: string,
  [area, name, ext, ...more]: readonly string[],
  find: RouteFinder,
): ApiRoute | undefined {
  if (area === undefined) {
    return method === 'POST' ? route('composite', (call) => composite(call, find)) : undefined;
  }
  if (area !== 'sobjects' || more.length > 0) return undefined;
  if (name === undefined) {
    if (method === 'POST') return route('collections.create', collections.createCollection);
    if (method === 'PATCH') return route('collections.update', collections.updateCollection);
    return method === 'DELETE'
      ? route('collections.delete', collections.deleteCollection)
      : undefined;
  }
  if (ext === undefined) {
    return method === 'POST' || method === 'GET'
      ? route('collections.read', (call) => collections.readCollection(call, name))
      : undefined;
  }
  return method === 'PATCH'
    ? route('collections.upsert', (call) => collections.upsertCollection(call, name, ext))
    : undefined;
}
