import type { OutgoingResponse } from '../../simulator-kit/server.js';
import { ASSOCIATION_TYPES, associationType, defaultAssociation } from './association-types.js';
import { batchInputs, type Call, queryNumber, typeOrRefuse } from './call.js';
import { badRequest } from './errors.js';
import { livingRecord, readTypes } from './linking.js';
import { nextPage } from './objects.js';
import { byApp } from './sources.js';
import { isoTime } from './values.js';

const PAGE = 500;

/** Rows `{toObjectId, associationTypes}` of one record after the id `after`. */
function rowsOf(call: Call, from: string, id: string, to: string, after: number, limit: number) {
  const rows: { toObjectId: string | number; associationTypes: unknown[] }[] = [];
  const linked = [...call.portal.links.of(from, id, to)]
    .filter(
      ([toId]) => Number(toId) > after && call.portal.store.get(to, toId)?.archivedAt === null,
    )
    .sort(([a], [b]) => Number(a) - Number(b));
  for (const [toId, typeIds] of linked.slice(0, limit)) {
    rows.push({
      toObjectId: call.portal.settings.idsAsNumbers ? Number(toId) : toId,
      associationTypes: typeIds.map((typeId) => ({
        category: 'HUBSPOT_DEFINED',
        typeId,
        label: associationType(from, to, typeId)?.label ?? null,
      })),
    });
  }
  const last = rows.at(-1);
  return { rows, next: linked.length > limit && last ? String(last.toObjectId) : undefined };
}

/** `GET /crm/objects/{v}/{type}/{id}/associations/{to}`. */
export function listAssociations(
  call: Call,
  from: string,
  id: string,
  to: string,
): OutgoingResponse {
  const fromType = typeOrRefuse(from);
  const toType = typeOrRefuse(to);
  const record = livingRecord(call.portal, fromType.name, id);
  const limit = queryNumber(call.request.query, 'limit', PAGE, PAGE);
  const after = Number(call.request.query.get('after') ?? 0);
  const { rows, next } = rowsOf(call, fromType.name, record.id, toType.name, after, limit);
  const body = { results: rows, ...(next ? { paging: { next: nextPage(call, next) } } : {}) };
  return { status: 200, body };
}

/** `POST /crm/associations/{v}/{from}/{to}/batch/read`: up to 1000 inputs; an input without links has no row. */
export function batchReadAssociations(call: Call, from: string, to: string): OutgoingResponse {
  const fromType = typeOrRefuse(from);
  const toType = typeOrRefuse(to);
  const inputs = batchInputs(call, 1000);
  const results: unknown[] = [];
  const missing: string[] = [];
  for (const input of inputs) {
    const id = readId(input);
    const { rows, next } = rowsOf(
      call,
      fromType.name,
      id,
      toType.name,
      Number(input.after ?? 0),
      PAGE,
    );
    if (rows.length === 0) missing.push(id);
    else {
      results.push({
        from: { id },
        to: rows,
        ...(next ? { paging: { next: { after: next } } } : {}),
      });
    }
  }
  const errors = missing.map((id) => ({
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
    message: `No ${toType.singular} is associated with ${fromType.singular} ${id}.`,
    context: {
      fromObjectId: [id],
      fromObjectType: [fromType.singular],
      toObjectType: [toType.singular],
    },
  }));
  return completed(call, results, errors);
}

/** `POST .../batch/create` `{inputs: [{from, to, types}]}`. */
export function batchCreateAssociations(call: Call, from: string, to: string): OutgoingResponse {
  const [fromType, toType] = [typeOrRefuse(from).name, typeOrRefuse(to).name];
  const source = byApp(call.principal.appId);
  const plans = batchInputs(call, 2000).map((input) => ({
    from: livingRecord(call.portal, fromType, readId(input.from)),
    to: livingRecord(call.portal, toType, readId(input.to)),
    kinds: readTypes(fromType, toType, input.types),
  }));
  const results = plans.map((plan) => {
    for (const kind of plan.kinds) call.portal.link(plan.from, plan.to, kind, source);
    return { fromObjectId: plan.from.id, toObjectId: plan.to.id, labels: [] };
  });
  return { ...completed(call, results, []), status: 201 };
}

/** `POST .../batch/archive` `{inputs: [{from, to: [..]}]}` -> 204. */
export function batchArchiveAssociations(call: Call, from: string, to: string): OutgoingResponse {
  const [fromType, toType] = [typeOrRefuse(from).name, typeOrRefuse(to).name];
  for (const input of batchInputs(call, 2000)) {
    const record = livingRecord(call.portal, fromType, readId(input.from));
    for (const other of (input.to as unknown[]) ?? []) {
      const target = call.portal.store.get(toType, readId(other));
      if (target) call.portal.unlink(record, target, byApp(call.principal.appId));
    }
  }
  return { status: 204 };
}

/** `PUT .../{from}/{id}/associations/default/{to}/{toId}` and `PUT .../associations/{to}/{toId}`. */
export function putAssociation(
  call: Call,
  ends: { from: string; id: string; to: string; toId: string },
  labelled: boolean,
): OutgoingResponse {
  const [fromType, toType] = [typeOrRefuse(ends.from), typeOrRefuse(ends.to)];
  const from = livingRecord(call.portal, fromType.name, ends.id);
  const to = livingRecord(call.portal, toType.name, ends.toId);
  const plain = defaultAssociation(fromType.name, toType.name);
  const kinds = labelled ? readTypes(fromType.name, toType.name, call.body) : plain ? [plain] : [];
  if (kinds.length === 0)
    throw badRequest(`${fromType.name} and ${toType.name} cannot be associated`);
  for (const kind of kinds) call.portal.link(from, to, kind, byApp(call.principal.appId));
  if (labelled) {
    return {
      status: 201,
      body: {
        fromObjectTypeId: fromType.id,
        fromObjectId: from.id,
        toObjectTypeId: toType.id,
        toObjectId: to.id,
        labels: kinds.flatMap((kind) => (kind.label === null ? [] : [kind.label])),
      },
    };
  }
  const rows = kinds.flatMap((kind) => [
    { from: { id: from.id }, to: { id: to.id }, associationSpec: spec(kind.id) },
    { from: { id: to.id }, to: { id: from.id }, associationSpec: spec(kind.reverse) },
  ]);
  return completed(call, rows, []);
}

export function deleteAssociation(
  call: Call,
  ends: { from: string; id: string; to: string; toId: string },
): OutgoingResponse {
  const from = livingRecord(call.portal, typeOrRefuse(ends.from).name, ends.id);
  const to = call.portal.store.get(typeOrRefuse(ends.to).name, ends.toId);
  if (to) call.portal.unlink(from, to, byApp(call.principal.appId));
  return { status: 204 };
}

/** `GET /crm/associations/{v}/{from}/{to}/labels`. */
export function listLabels(from: string, to: string): OutgoingResponse {
  const [fromType, toType] = [typeOrRefuse(from).name, typeOrRefuse(to).name];
  const results = ASSOCIATION_TYPES.filter(
    (type) => type.from === fromType && type.to === toType,
  ).map((type) => ({ category: 'HUBSPOT_DEFINED', typeId: type.id, label: type.label }));
  return { status: 200, body: { results } };
}

function spec(associationTypeId: number) {
  return { associationCategory: 'HUBSPOT_DEFINED', associationTypeId };
}

function readId(from: unknown): string {
  const id = (from as { id?: unknown } | undefined)?.id;
  if (typeof id !== 'string' || id === '')
    throw badRequest('Some required fields were not set: [id]');
  return id;
}

function completed(call: Call, results: unknown[], errors: unknown[]): OutgoingResponse {
  const now = isoTime(call.portal.clock.now());
  return {
    status: errors.length > 0 ? 207 : 200,
    body: {
      status: 'COMPLETE',
      results,
      ...(errors.length > 0 ? { numErrors: errors.length, errors } : {}),
      startedAt: now,
      completedAt: now,
    },
  };
}
