import type { Change } from '../../src/lead/change.js';
import { cleanText } from '../../src/lib/text.js';
import type { AccountIdentity } from '../connector.js';
import { idOf, type JsonObject, objectOf, textOf } from '../kit/json.js';
import { propertyValue } from './snapshot.js';
import { sourceOf } from './source.js';

/**
 * One webhook event -> one change (HubSpot docs: Webhooks). Two spellings of the type are known:
 * `contact.creation` and `object.creation` with `objectTypeId`. The event's name and its order of
 * arrival mean nothing; `attemptNumber` is not looked at.
 */
export type EventSplit =
  | { readonly reason: 'malformed' | 'foreign' | 'unused' }
  | { readonly reason?: undefined; readonly portal: string; readonly change: Change };

const OBJECTS: Readonly<Record<string, string>> = {
  contact: 'contacts',
  company: 'companies',
  deal: 'deals',
  '0-1': 'contacts',
  '0-2': 'companies',
  '0-3': 'deals',
};

const LIFE = {
  creation: 'created',
  deletion: 'deleted',
  restore: 'restored',
  privacyDeletion: 'erased',
} as const;

/** Times outside these years are no times of a CRM's change, and a far future one would win for ever. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** Value of a property that HubSpot does not show. */
const REDACTED = 'REDACTED';

type Base = Pick<Change, 'at' | 'event' | 'source'>;

export function changesOf(
  raw: unknown,
  account: (portal: string) => AccountIdentity | undefined,
): EventSplit {
  const event = objectOf(raw);
  const { portalId } = event;
  if (!Number.isSafeInteger(portalId)) return { reason: 'malformed' };
  const portal = String(portalId);
  const identity = account(portal);
  if (!identity) return { reason: 'foreign' };
  const type = textOf(event.subscriptionType) ?? textOf(event.eventType);
  const [family, verb, ...rest] = (type ?? '').split('.');
  if (!family || !verb || rest.length > 0) return { reason: 'malformed' };
  const object = objectNamed(family, event);
  const at = event.occurredAt;
  if (typeof at !== 'number' || !(at >= EARLIEST && at < LATEST)) return { reason: 'malformed' };
  const base: Base = {
    at: Math.trunc(at),
    event: eventId(event.eventId),
    source: sourceOf(
      { type: textOf(event.changeSource), id: sourceId(event.sourceId) },
      identity.appId,
    ),
  };
  const change = changeOf(verb, object, event, base);
  return typeof change === 'string' ? { reason: change } : { portal, change };
}

function objectNamed(family: string, event: JsonObject): string | undefined {
  const key = family === 'object' ? textOf(event.objectTypeId) : family;
  return key !== undefined && Object.hasOwn(OBJECTS, key) ? OBJECTS[key] : undefined;
}

function eventId(value: unknown): string {
  return idOf(value) ?? cleanText(textOf(value) ?? '');
}

function sourceId(value: unknown): string | undefined {
  return idOf(value) ?? (typeof value === 'string' ? cleanText(value) : undefined);
}

function changeOf(
  verb: string,
  object: string | undefined,
  event: JsonObject,
  base: Base,
): Change | 'malformed' | 'unused' {
  if (verb === 'associationChange') return associationOf(event, base);
  if (object === undefined) {
    return missingObjectType(event) ? 'malformed' : 'unused';
  }
  if (verb === 'merge') return mergeOf(object, event, base);
  const record = idOf(event.objectId);
  if (Object.hasOwn(LIFE, verb)) {
    if (record === undefined) return 'malformed';
    return { ...base, object, record, kind: LIFE[verb as keyof typeof LIFE] };
  }
  if (verb !== 'propertyChange') return 'unused';
  const property = textOf(event.propertyName);
  if (record === undefined || !property) return 'malformed';
  return propertyOf({ ...base, object, record }, cleanText(property), event);
}

function missingObjectType(event: JsonObject): boolean {
  const type = textOf(event.subscriptionType) ?? textOf(event.eventType) ?? '';
  return type.startsWith('object.') && textOf(event.objectTypeId) === undefined;
}

function propertyOf(
  base: Base & { readonly object: string; readonly record: string },
  property: string,
  event: JsonObject,
): Change | 'malformed' {
  const value = event.propertyValue;
  // Without its value the change is known to have happened: the record is read.
  if (event.isSensitive === true || value === REDACTED || value === undefined) {
    return { ...base, kind: 'withheld', property };
  }
  if (value !== null && !['string', 'number', 'boolean'].includes(typeof value)) return 'malformed';
  return { ...base, kind: 'value', property, value: propertyValue(value) };
}

/** The merge may end in a third record; every other id of it lives on as an alias. */
function mergeOf(object: string, event: JsonObject, base: Base): Change | 'malformed' {
  const primary = idOf(event.primaryObjectId);
  const record = idOf(event.newObjectId) ?? primary;
  const others = Array.isArray(event.mergedObjectIds) ? event.mergedObjectIds.map(idOf) : [];
  if (record === undefined || others.length === 0 || others.includes(undefined)) return 'malformed';
  const ids = new Set([...others, primary].filter((id) => id !== undefined));
  ids.delete(record);
  if (ids.size === 0) return 'malformed';
  return { ...base, object, record, kind: 'merged', merged: [...ids] };
}

/** Links are told from both ends; each is kept from one: contact -> company, deal -> contact. */
function associationOf(event: JsonObject, base: Base): Change | 'malformed' | 'unused' {
  const ends = /^([A-Z]+)_TO_([A-Z]+)(_|$)/.exec(textOf(event.associationType) ?? '');
  const from = idOf(event.fromObjectId);
  const to = idOf(event.toObjectId);
  if (!ends || from === undefined || to === undefined) return 'malformed';
  const link = {
    ...base,
    kind: event.associationRemoved === true ? 'unlinked' : 'linked',
  } as const;
  const primary =
    typeof event.isPrimaryAssociation === 'boolean' ? { primary: event.isPrimaryAssociation } : {};
  switch (`${ends[1]} ${ends[2]}`) {
    case 'CONTACT COMPANY':
      return { ...link, object: 'contacts', record: from, toObject: 'companies', to, ...primary };
    case 'COMPANY CONTACT':
      return {
        ...link,
        object: 'contacts',
        record: to,
        toObject: 'companies',
        to: from,
        ...primary,
      };
    case 'DEAL CONTACT':
      return { ...link, object: 'deals', record: from, toObject: 'contacts', to };
    case 'CONTACT DEAL':
      return { ...link, object: 'deals', record: to, toObject: 'contacts', to: from };
    default:
      return 'unused';
  }
}
