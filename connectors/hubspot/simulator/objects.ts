import type { OutgoingResponse } from '../../simulator-kit/server.js';
import type { StoredRecord, Values } from '../../simulator-kit/store.js';
import { bodyObject, type Call, poisonOf, queryList, queryNumber, typeOrRefuse } from './call.js';
import { badRequest, conflict, invalidValues, notFound, type ValueProblem } from './errors.js';
import { type PlannedLink, planLinks } from './linking.js';
import { knownType, type ObjectType } from './object-types.js';
import { renderRecord, type Wanted } from './render.js';
import { byApp } from './sources.js';
import { checkWrite, stringProperties } from './writes.js';

/** `GET /crm/objects/{v}/{type}`: by id, `after` is the last id seen. */
export function listRecords(call: Call, type: ObjectType): OutgoingResponse {
  const { query } = call.request;
  const wanted = wantedOf(query);
  const most = wanted.withHistory?.length ? call.portal.settings.historyBatch : 100;
  const limit = queryNumber(query, 'limit', 10, most);
  const after = query.get('after');
  if (after !== null && !/^\d+$/.test(after)) throw badRequest('after must be a record id');
  const archived = query.get('archived') === 'true';
  const { records, more } = call.portal.store.page(type.name, Number(after ?? 0), limit, archived);
  const last = records.at(-1);
  return {
    status: 200,
    body: {
      results: records.map((record) => renderRecord(call.portal, record, wanted)),
      ...(more && last ? { paging: { next: nextPage(call, last.id) } } : {}),
    },
  };
}

export function nextPage(call: Call, after: string): { after: string; link: string } {
  const query = new URLSearchParams(call.request.query);
  query.set('after', after);
  return { after, link: `https://api.hubapi.com${call.request.path}?${query}` };
}

/** `GET .../{id}`: an archived record only with `archived=true`; a merged one answers as its survivor. */
export function getRecord(call: Call, type: ObjectType, id: string): OutgoingResponse {
  const { query } = call.request;
  const record = findRecord(call, type, id, query.get('idProperty'));
  const archived = query.get('archived') === 'true';
  if (!record || (record.archivedAt !== null) !== archived) throw notFound();
  return { status: 200, body: renderRecord(call.portal, record, wantedOf(query)) };
}

/** By id or, with `idProperty`, by the value of a unique property. */
export function findRecord(
  call: Call,
  type: ObjectType,
  id: string,
  idProperty: string | null | undefined,
): StoredRecord | undefined {
  const { store } = call.portal;
  if (idProperty === null || idProperty === undefined || idProperty === 'hs_object_id') {
    return store.resolve(type.name, id);
  }
  if (!store.isUnique(type.name, idProperty)) {
    throw badRequest(
      `Unable to perform read/update by non-unique ${type.id} property ${idProperty}`,
    );
  }
  return store.byUnique(type.name, idProperty, id);
}

export function createRecord(call: Call, type: ObjectType): OutgoingResponse {
  const body = bodyObject(call);
  const plan = planCreation(call, type, body, 'properties');
  const problem = plan.problem ?? duplicateOf(call, type, plan.values, null);
  if (problem) throw problem;
  const record = applyCreation(call, type, plan.values, plan.links);
  return { status: 201, body: renderRecord(call.portal, record, touched(type, plan.values)) };
}

export interface CreationPlan {
  readonly values: Values;
  readonly links: readonly PlannedLink[];
  readonly problem: Error | null;
}

/** What a creation would store; `problem` is what speaks against it. */
export function planCreation(
  call: Call,
  type: ObjectType,
  input: Record<string, unknown>,
  at: string,
): CreationPlan {
  const properties = stringProperties(input.properties ?? {}, at);
  const missing = type.required.filter((name) => !properties[name]);
  const { values, problems } = checkWrite(call.portal, type.name, properties, null);
  const poison = poisonOf(call, '', values);
  const all: ValueProblem[] = [
    ...missing.map((name) => ({
      name,
      code: 'MISSING_REQUIRED_PROPERTY',
      message: `Required property "${name}" was not set`,
    })),
    ...problems,
    ...(poison ? [poison] : []),
  ];
  if (all.length > 0) return { values, links: [], problem: invalidValues(all) };
  return { values, links: planLinks(call.portal, type.name, input.associations), problem: null };
}

/** 409 when a unique value already belongs to another living record. */
export function duplicateOf(
  call: Call,
  type: ObjectType,
  values: Values,
  self: StoredRecord | null,
): Error | null {
  for (const name in values) {
    const value = values[name] as string;
    if (value === '' || !call.portal.store.isUnique(type.name, name)) continue;
    const other = call.portal.store.byUnique(type.name, name, value);
    if (!other || other === self) continue;
    return name === 'email'
      ? conflict(`Contact already exists. Existing ID: ${other.id}`)
      : invalidValues([
          {
            name,
            code: 'CONFLICTING_UNIQUE_VALUE',
            message: `${other.id} already has that value.`,
          },
        ]);
  }
  return null;
}

export function applyCreation(
  call: Call,
  type: ObjectType,
  values: Values,
  links: readonly PlannedLink[],
): StoredRecord {
  const source = byApp(call.principal.appId);
  const record = call.portal.create(type.name, values, source);
  for (const { to, kind } of links) call.portal.link(record, to, kind, source);
  return record;
}

export function updateRecord(call: Call, type: ObjectType, id: string): OutgoingResponse {
  const record = findRecord(call, type, id, call.request.query.get('idProperty'));
  if (!record || record.archivedAt !== null) throw notFound();
  const properties = stringProperties(bodyObject(call).properties, 'properties');
  const { values, problems } = checkWrite(call.portal, type.name, properties, record);
  const poison = poisonOf(call, record.id, properties);
  if (poison) problems.push(poison);
  if (problems.length > 0) throw invalidValues(problems);
  const duplicate = duplicateOf(call, type, values, record);
  if (duplicate) throw duplicate;
  call.portal.change(record, values, byApp(call.principal.appId));
  return { status: 200, body: renderRecord(call.portal, record, touched(type, properties)) };
}

/** `DELETE .../{id}` archives; it is 204 for an unknown or archived id as well. */
export function deleteRecord(call: Call, type: ObjectType, id: string): OutgoingResponse {
  const record = call.portal.store.get(type.name, id);
  if (record) call.portal.archive(record, byApp(call.principal.appId));
  return { status: 204 };
}

/** `POST .../gdpr-delete` `{objectId, idProperty?}`. */
export function gdprDelete(call: Call, type: ObjectType): OutgoingResponse {
  const { objectId, idProperty } = bodyObject(call);
  if (typeof objectId !== 'string')
    throw badRequest('Some required fields were not set: [objectId]');
  const record = findRecord(call, type, objectId, idProperty as string | undefined);
  if (record) call.portal.erase(record, byApp(call.principal.appId));
  return { status: 204 };
}

/** A write answers with what it wrote and the record's own properties. */
export function touched(type: ObjectType, values: Values): Wanted {
  return { properties: [...Object.keys(values), type.createdProperty] };
}

export function wantedOf(query: URLSearchParams): Wanted {
  return {
    properties: queryList(query, 'properties'),
    withHistory: queryList(query, 'propertiesWithHistory'),
    associations: queryList(query, 'associations').map(
      (word) => knownType(typeOrRefuse(word).name).name,
    ),
  };
}
