import * as account from './account-api.js';
import * as associations from './associations-api.js';
import { batchArchive, batchCreate, batchRead, batchUpdate, batchUpsert } from './batches.js';
import type { Call, Handler, Route } from './call.js';
import { mergeRecords } from './merge.js';
import { type ObjectType, objectType } from './object-types.js';
import * as objects from './objects.js';
import * as properties from './properties-api.js';
import * as groups from './property-groups-api.js';
import { searchRecords } from './search.js';

export interface Matched {
  readonly route: Route;
  readonly version: string;
}

const DATED = /^\d{4}-\d\d$/;
/** The dated versions served (HubSpot docs: API reference). */
export const DATED_VERSIONS: readonly string[] = ['2026-03', '2026-09'];

/** The route of a path in any of its spellings: `/crm/v3/objects/…`, `/crm/objects/2026-09/…`. */
export function matchRoute(method: string, path: string): Matched | undefined {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const [area, first = '', second = ''] = parts;
  if (area === 'crm') {
    const numbered = first === 'v3' || first === 'v4';
    const [family, version] = numbered ? [second, first] : [first, second];
    if (!numbered && !DATED_VERSIONS.includes(version)) return undefined;
    const route = crmRoute(method, family, parts.slice(3), version);
    return route && { route, version };
  }
  if (area === 'account-info' && second === 'details' && method === 'GET' && isVersion(first)) {
    return {
      version: first,
      route: { operation: 'account.details', scopes: [], handle: account.accountDetails },
    };
  }
  const events =
    path === '/events/v3/events' ||
    (area === 'events' && first === 'event-occurrences' && isVersion(second));
  if (events && method === 'GET') {
    return {
      version: second,
      route: { operation: 'events.list', scopes: [['oauth']], handle: account.eventOccurrences },
    };
  }
  return undefined;
}

function isVersion(word: string): boolean {
  return word === 'v3' || (DATED.test(word) && DATED_VERSIONS.includes(word));
}

function crmRoute(
  method: string,
  family: string,
  rest: readonly string[],
  version: string,
): Route | undefined {
  if (family === 'objects') return objectRoute(method, rest, version);
  if (family === 'associations' && version !== 'v3') return associationRoute(method, rest);
  if (version === 'v4') return undefined;
  if (family === 'properties') return propertyRoute(method, rest);
  if (family === 'owners' && method === 'GET') return ownerRoute(rest);
  if (family === 'pipelines' && method === 'GET' && rest[0] && rest.length <= 2) {
    const [type, id] = rest;
    const name = objectType(type)?.name ?? type;
    return {
      operation: 'pipelines.list',
      scopes: [[`crm.objects.${name}.read`, `crm.schemas.${name}.read`]],
      handle: (call) => account.pipelines(call, type, id),
    };
  }
  if (family === 'limits' && rest[0] === 'custom-properties' && method === 'GET') {
    return {
      operation: 'limits.custom-properties',
      scopes: [],
      handle: properties.customPropertyLimits,
    };
  }
  return undefined;
}

function ownerRoute([id]: readonly string[]): Route {
  return {
    operation: id === undefined ? 'owners.list' : 'owners.get',
    scopes: [['crm.objects.owners.read']],
    handle: (call) => (id === undefined ? account.listOwners(call) : account.getOwner(call, id)),
  };
}

/** Scopes that one of which opens an object; engagements go with contacts, e-mails want one more. */
export function objectScopes(type: ObjectType, write: boolean): string[][] {
  const action = write ? 'write' : 'read';
  if (!type.engagement) return [[`crm.objects.${type.name}.${action}`]];
  const contacts = [`crm.objects.contacts.${action}`];
  return type.name === 'emails' ? [['sales-email-read'], contacts] : [contacts];
}

function objectRoute(method: string, rest: readonly string[], version: string): Route | undefined {
  const [word = '', second, third, ...more] = rest;
  const type = objectType(word);
  if (!type) return undefined;
  if (third === 'associations' && second !== undefined && version !== 'v3') {
    return recordAssociationRoute(method, type, second, more);
  }
  if (version === 'v4' || more.length > 0) return undefined;
  const route = (
    operation: string,
    write: boolean,
    handle: (call: Call, type: ObjectType) => ReturnType<Handler>,
  ): Route => ({
    operation: `${type.name}.${operation}`,
    scopes: objectScopes(type, write),
    search: operation === 'search',
    handle: (call) => handle(call, type),
  });
  if (second === undefined) {
    if (method === 'GET') return route('list', false, objects.listRecords);
    return method === 'POST' ? route('create', true, objects.createRecord) : undefined;
  }
  if (method === 'POST') {
    if (second === 'batch' && third !== undefined) {
      const handle = BATCHES[third];
      return handle && route(`batch.${third}`, third !== 'read', handle);
    }
    if (third !== undefined) return undefined;
    if (second === 'search') return route('search', false, searchRecords);
    if (second === 'merge') return route('merge', true, mergeRecords);
    if (second === 'gdpr-delete' && type.name === 'contacts')
      return route('gdpr-delete', true, objects.gdprDelete);
    return undefined;
  }
  if (third !== undefined) return undefined;
  if (method === 'GET') return route('get', false, (call) => objects.getRecord(call, type, second));
  if (method === 'PATCH')
    return route('update', true, (call) => objects.updateRecord(call, type, second));
  if (method === 'DELETE')
    return route('delete', true, (call) => objects.deleteRecord(call, type, second));
  return undefined;
}

const BATCHES: Readonly<Record<string, (call: Call, type: ObjectType) => ReturnType<Handler>>> = {
  read: batchRead,
  update: batchUpdate,
  create: batchCreate,
  upsert: batchUpsert,
  archive: batchArchive,
};

function recordAssociationRoute(
  method: string,
  type: ObjectType,
  id: string,
  rest: readonly string[],
): Route | undefined {
  const [first = '', second, third] = rest;
  const standard = first === 'default' && third !== undefined;
  const [to, toId] = standard ? [second ?? '', third] : [first, second];
  const other = objectType(to);
  if (!other) return undefined;
  const both = (write: boolean) => [...objectScopes(type, write), ...objectScopes(other, write)];
  const ends = { from: type.name, id, to: other.name, toId: toId ?? '' };
  if (method === 'GET' && toId === undefined) {
    return {
      operation: `${type.name}.associations.list`,
      scopes: both(false),
      handle: (call) => associations.listAssociations(call, type.name, id, other.name),
    };
  }
  if (toId === undefined) return undefined;
  if (method === 'PUT') {
    return {
      operation: `${type.name}.associations.${standard ? 'default' : 'create'}`,
      scopes: both(true),
      handle: (call) => associations.putAssociation(call, ends, !standard),
    };
  }
  if (method === 'DELETE' && !standard) {
    return {
      operation: `${type.name}.associations.delete`,
      scopes: both(true),
      handle: (call) => associations.deleteAssociation(call, ends),
    };
  }
  return undefined;
}

function associationRoute(method: string, rest: readonly string[]): Route | undefined {
  const [from = '', to = '', third, action] = rest;
  const [fromType, toType] = [objectType(from), objectType(to)];
  if (!fromType || !toType) return undefined;
  const both = (write: boolean) => [
    ...objectScopes(fromType, write),
    ...objectScopes(toType, write),
  ];
  if (method === 'GET' && third === 'labels') {
    return {
      operation: 'associations.labels',
      scopes: both(false),
      handle: () => associations.listLabels(from, to),
    };
  }
  if (method !== 'POST' || third !== 'batch') return undefined;
  if (action === 'read') {
    return {
      operation: 'associations.batch.read',
      scopes: both(false),
      handle: (call) => associations.batchReadAssociations(call, from, to),
    };
  }
  if (action === 'create' || action === 'archive') {
    const handle =
      action === 'create'
        ? associations.batchCreateAssociations
        : associations.batchArchiveAssociations;
    return {
      operation: `associations.batch.${action}`,
      scopes: both(true),
      handle: (call) => handle(call, from, to),
    };
  }
  return undefined;
}

function propertyRoute(method: string, rest: readonly string[]): Route | undefined {
  const [word = '', second, third] = rest;
  const type = objectType(word);
  if (!type) return undefined;
  const subject = type.engagement ? 'contacts' : type.name;
  const write = [[`crm.schemas.${subject}.write`]];
  const read = [
    [`crm.schemas.${subject}.read`, `crm.objects.${subject}.read`, `crm.schemas.${subject}.write`],
  ];
  const route = (operation: string, scopes: string[][], handle: Handler): Route => ({
    operation: `properties.${operation}`,
    scopes,
    handle,
  });
  if (second === undefined) {
    if (method === 'GET')
      return route('list', read, (call) => properties.listProperties(call, word));
    return method === 'POST'
      ? route('create', write, (call) => properties.createProperty(call, word))
      : undefined;
  }
  if (second === 'groups') return groupRoute(method, word, third, route, read, write);
  if (second === 'batch') {
    if (method !== 'POST' || !['create', 'read', 'archive'].includes(third ?? '')) return undefined;
    const action = third as string;
    return route(`batch.${action}`, action === 'read' ? read : write, (call) =>
      properties.batchProperties(call, word, action),
    );
  }
  if (third !== undefined) return undefined;
  if (method === 'GET')
    return route('get', read, (call) => properties.getProperty(call, word, second));
  if (method === 'PATCH')
    return route('update', write, (call) => properties.updateProperty(call, word, second));
  if (method === 'DELETE')
    return route('delete', write, (call) => properties.archiveProperty(call, word, second));
  return undefined;
}

function groupRoute(
  method: string,
  word: string,
  name: string | undefined,
  route: (operation: string, scopes: string[][], handle: Handler) => Route,
  read: string[][],
  write: string[][],
): Route | undefined {
  if (name === undefined) {
    if (method === 'GET')
      return route('groups.list', read, (call) => groups.listGroups(call, word));
    return method === 'POST'
      ? route('groups.create', write, (call) => groups.createGroup(call, word))
      : undefined;
  }
  if (method === 'GET')
    return route('groups.get', read, (call) => groups.getGroup(call, word, name));
  if (method === 'PATCH')
    return route('groups.update', write, (call) => groups.updateGroup(call, word, name));
  if (method === 'DELETE')
    return route('groups.delete', write, (call) => groups.deleteGroup(call, word, name));
  return undefined;
}
