import type { StoredRecord } from '../../simulator-kit/store.js';
import { type AssociationType, associationType } from './association-types.js';
import { badRequest, notFound } from './errors.js';
import { OBJECT_TYPES, objectType } from './object-types.js';
import type { Portal } from './portal.js';

export interface PlannedLink {
  readonly to: StoredRecord;
  readonly kind: AssociationType;
}

/** `[{associationCategory, associationTypeId}]` between two objects, else 400. */
export function readTypes(from: string, to: string, types: unknown): AssociationType[] {
  if (!Array.isArray(types) || types.length === 0) {
    throw badRequest('Some required fields were not set: [types]');
  }
  return types.map((entry: unknown) => {
    const { associationCategory: category, associationTypeId: id } = (entry ?? {}) as Record<
      string,
      unknown
    >;
    const kind =
      category === 'HUBSPOT_DEFINED' && typeof id === 'number'
        ? associationType(from, to, id)
        : undefined;
    if (!kind) {
      throw badRequest(
        `Association type ${String(category)} ${String(id)} is not valid between ${from} and ${to}`,
        [{ message: 'invalid association type', code: 'INVALID_ASSOCIATION_TYPE' }],
      );
    }
    return kind;
  });
}

/** `associations` of a creation; the type id says which object the other end is. */
export function planLinks(portal: Portal, fromType: string, associations: unknown): PlannedLink[] {
  if (associations === undefined || associations === null) return [];
  if (!Array.isArray(associations))
    throw badRequest('Invalid input JSON: associations must be a list');
  return associations.flatMap((entry: unknown) => {
    const { to, types } = (entry ?? {}) as { to?: { id?: unknown }; types?: unknown };
    const id = to?.id;
    if (typeof id !== 'string' && typeof id !== 'number') {
      throw badRequest('Some required fields were not set: [to.id]');
    }
    const typeId = (types as { associationTypeId?: unknown }[] | undefined)?.[0]?.associationTypeId;
    const toType = OBJECT_TYPES.find(
      (type) => typeof typeId === 'number' && associationType(fromType, type.name, typeId),
    );
    const kinds = readTypes(fromType, toType?.name ?? 'unknown', types);
    const target = toType && portal.store.resolve(toType.name, String(id));
    if (!target || target.archivedAt !== null) {
      throw badRequest(
        `One or more associations are not valid: ${toType?.name} ${String(id)} does not exist`,
        [{ message: `${String(id)} does not exist`, code: 'INVALID_OBJECT_IDS' }],
      );
    }
    return kinds.map((kind) => ({ to: target, kind }));
  });
}

/** The living record of a path, by id or the former id of a merged one. */
export function livingRecord(portal: Portal, typeWord: string, id: string): StoredRecord {
  const type = objectType(typeWord);
  const record = type && portal.store.resolve(type.name, id);
  if (!record || record.archivedAt !== null) throw notFound();
  return record;
}
