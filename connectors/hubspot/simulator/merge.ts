import type { OutgoingResponse } from '../../simulator-kit/server.js';
import type { StoredRecord, ValueSource, Values } from '../../simulator-kit/store.js';
import { ASSOCIATION_TYPES } from './association-types.js';
import { bodyObject, type Call } from './call.js';
import { badRequest, notFound } from './errors.js';
import type { ObjectType } from './object-types.js';
import type { Portal } from './portal.js';
import { renderRecord } from './render.js';
import { byApp } from './sources.js';

/** `POST .../merge` `{primaryObjectId, objectIdToMerge}`. */
export function mergeRecords(call: Call, type: ObjectType): OutgoingResponse {
  const { primaryObjectId, objectIdToMerge } = bodyObject(call);
  const primary = call.portal.store.resolve(type.name, String(primaryObjectId));
  const loser = call.portal.store.resolve(type.name, String(objectIdToMerge));
  if (!primary || !loser || primary.archivedAt !== null || loser.archivedAt !== null)
    throw notFound();
  if (primary === loser) throw badRequest('A record cannot be merged with itself');
  const record = merge(call.portal, primary, loser, byApp(call.principal.appId));
  return { status: 200, body: renderRecord(call.portal, record, { properties: [] }) };
}

/**
 * The primary's values win, gaps are filled, links move, the loser's id (or both, when the account makes a
 * new record) lead to the survivor, and its address becomes an additional one.
 */
export function merge(
  portal: Portal,
  primary: StoredRecord,
  loser: StoredRecord,
  source: ValueSource,
): StoredRecord {
  const { type } = primary;
  const gaps: Record<string, string> = {};
  for (const [name, value] of Object.entries(loser.values)) {
    if (value !== '' && !primary.values[name] && !name.startsWith('hs_object_source'))
      gaps[name] = value;
  }
  if (type === 'contacts' && loser.values.email && primary.values.email) {
    gaps.hs_additional_emails = joined(primary.values.hs_additional_emails, loser.values.email);
  }
  gaps.hs_merged_object_ids = joined(primary.values.hs_merged_object_ids, loser.id);
  const survivor = portal.settings.mergeMakesNewId
    ? successor(portal, primary, gaps, source)
    : primary;
  const losers = survivor === primary ? [loser] : [loser, primary];
  for (const old of losers) {
    moveLinks(portal, old, survivor, source);
    portal.store.erase(old);
    portal.store.alias(type, old.id, survivor.id);
  }
  const at = portal.clock.now();
  if (survivor === primary) portal.store.write(primary, gaps, at, { type: 'MERGE_CONTACTS' });
  portal.tell({
    kind: 'merge',
    type,
    primary: primary.id,
    merged: [loser.id],
    into: survivor.id,
    moved: Object.keys(gaps).length,
    at,
    source,
  });
  return survivor;
}

function successor(
  portal: Portal,
  primary: StoredRecord,
  gaps: Values,
  source: ValueSource,
): StoredRecord {
  const at = portal.clock.now();
  return portal.store.insert(primary.type, { values: { ...primary.values, ...gaps }, at, source });
}

function moveLinks(
  portal: Portal,
  from: StoredRecord,
  to: StoredRecord,
  source: ValueSource,
): void {
  const hasPrimary = [...portal.links.of(to.type, to.id, 'companies').values()].some((ids) =>
    ids.includes(1),
  );
  for (const { toType, toId, typeIds } of [...portal.links.allOf(from.type, from.id)]) {
    portal.links.remove({ type: from.type, id: from.id }, { type: toType, id: toId });
    const target = portal.store.get(toType, toId);
    if (!target || target === to) continue;
    for (const typeId of typeIds) {
      const kind = ASSOCIATION_TYPES.find(
        (entry) => entry.from === from.type && entry.to === toType && entry.id === typeId,
      );
      if (kind && !(kind.label === 'Primary' && hasPrimary)) portal.link(to, target, kind, source);
    }
  }
}

function joined(list: string | undefined, added: string): string {
  return list ? `${list};${added}` : added;
}
