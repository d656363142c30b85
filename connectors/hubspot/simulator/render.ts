import type { StoredRecord, Values } from '../../simulator-kit/store.js';
import { associationType, primaryAssociation } from './association-types.js';
import { knownType } from './object-types.js';
import type { Portal } from './portal.js';
import { isoTime } from './values.js';

export interface Wanted {
  readonly properties: readonly string[];
  readonly withHistory?: readonly string[];
  readonly associations?: readonly string[];
}

/** A record as the object APIs show it (HubSpot docs: Using object APIs). */
export function renderRecord(
  portal: Portal,
  record: StoredRecord,
  wanted: Wanted,
  seen: { values: Values; updatedAt: number } = record,
): Record<string, unknown> {
  const type = knownType(record.type);
  const properties: Record<string, string | null> = {};
  const names = wanted.properties.length > 0 ? wanted.properties : type.defaults;
  for (const name of names) addProperty(portal, record, name, seen, properties);
  if (wanted.properties.length > 0) {
    for (const name of ['hs_object_id', type.createdProperty, type.modifiedProperty]) {
      addProperty(portal, record, name, seen, properties);
    }
  }
  const shown: Record<string, unknown> = { id: record.id, properties };
  if (wanted.withHistory && wanted.withHistory.length > 0) {
    shown.propertiesWithHistory = renderHistories(portal, record, wanted.withHistory);
    for (const name of wanted.withHistory) addProperty(portal, record, name, seen, properties);
  }
  shown.createdAt = isoTime(record.createdAt);
  shown.updatedAt = isoTime(seen.updatedAt);
  shown.archived = record.archivedAt !== null;
  if (record.archivedAt !== null) shown.archivedAt = isoTime(record.archivedAt);
  shown.url = `https://app.hubspot.com/contacts/${portal.id}/record/${type.id}/${record.id}`;
  if (wanted.associations && wanted.associations.length > 0) {
    const associations = renderAssociations(portal, record, wanted.associations);
    if (Object.keys(associations).length > 0) shown.associations = associations;
  }
  return shown;
}

/** Defined but empty: null. Not defined: left out. */
function addProperty(
  portal: Portal,
  record: StoredRecord,
  name: string,
  seen: { values: Values; updatedAt: number },
  into: Record<string, string | null>,
): void {
  if (!portal.properties.find(record.type, name)) return;
  into[name] =
    name === knownType(record.type).modifiedProperty
      ? isoTime(seen.updatedAt)
      : portal.valueOf(record, name, seen.values);
}

function renderHistories(
  portal: Portal,
  record: StoredRecord,
  names: readonly string[],
): Record<string, unknown[]> {
  const histories: Record<string, unknown[]> = {};
  for (const name of names) {
    if (!portal.properties.find(record.type, name)) continue;
    histories[name] = portal.store.historyOf(record, name).map((entry) => ({
      value: entry.value,
      timestamp: isoTime(entry.at),
      sourceType: entry.source.type,
      ...(entry.source.id === undefined ? {} : { sourceId: entry.source.id }),
      ...(entry.source.label === undefined ? {} : { sourceLabel: entry.source.label }),
      ...userOf(entry.source.id),
    }));
  }
  return histories;
}

function userOf(sourceId: string | undefined): { updatedByUserId?: number } {
  const user = sourceId?.match(/^userId:(\d+)$/)?.[1];
  return user === undefined ? {} : { updatedByUserId: Number(user) };
}

/** The numbered shape of `associations=`: one row for each type of a link. */
function renderAssociations(
  portal: Portal,
  record: StoredRecord,
  toTypes: readonly string[],
): Record<string, { results: { id: string; type: string }[] }> {
  const shown: Record<string, { results: { id: string; type: string }[] }> = {};
  const from = knownType(record.type).singular;
  for (const toType of toTypes) {
    const to = knownType(toType).singular;
    const results: { id: string; type: string }[] = [];
    for (const [id, typeIds] of portal.links.of(record.type, record.id, toType)) {
      if (portal.store.get(toType, id)?.archivedAt !== null) continue;
      for (const typeId of typeIds) {
        const kind = associationType(record.type, toType, typeId);
        const plain = kind?.label === null && primaryAssociation(record.type, toType) !== undefined;
        results.push({ id, type: `${from}_to_${to}${plain ? '_unlabeled' : ''}` });
      }
    }
    if (results.length > 0) shown[toType] = { results };
  }
  return shown;
}
