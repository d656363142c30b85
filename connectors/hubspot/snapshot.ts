import type { HistoricalValue, Link, Snapshot } from '../../src/lead/change.js';
import { cleanText } from '../../src/lib/text.js';
import type { ObjectNeed } from '../connector.js';
import { arrayOf, idOf, type JsonObject, objectOf, textOf, timeOf } from '../kit/json.js';
import { declaration } from './definition.js';
import { sourceOf } from './source.js';

/** Former ids of a record that others were merged into, joined by `;`. */
const MERGED_IDS = 'hs_merged_object_ids';
/** The id of a contact's primary company, kept by HubSpot on the contact. */
export const PRIMARY_COMPANY = 'associatedcompanyid';

export function modifiedProperty(object: string): string {
  return declaration.objects[object]?.modifiedProperty ?? 'hs_lastmodifieddate';
}

/** The properties to ask for: those needed and those that a snapshot itself is built from. */
export function requestedProperties(need: ObjectNeed): string[] {
  return [
    ...new Set([
      ...need.properties,
      ...need.rollups,
      modifiedProperty(need.object),
      MERGED_IDS,
      ...(primaryIsProperty(need) ? [PRIMARY_COMPANY] : []),
    ]),
  ];
}

export function primaryIsProperty(need: ObjectNeed): boolean {
  return need.object === 'contacts' && need.links.includes('companies');
}

/**
 * A record as HubSpot prints it (typed or plain) -> snapshot. Values stay text as they are, empty ones
 * become null; only needed properties are kept. Undefined when the record has no id.
 */
export function snapshotOf(
  need: ObjectNeed,
  record: unknown,
  options: {
    readonly appId?: string | undefined;
    readonly links?: Readonly<Record<string, readonly Link[]>> | undefined;
    readonly aliases?: readonly string[];
  } = {},
): Snapshot | undefined {
  const raw = objectOf(record);
  const id = idOf(raw.id);
  if (id === undefined) return undefined;
  const values = objectOf(raw.properties);
  const wanted = new Set([...need.properties, ...need.rollups]);
  const properties: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(values)) {
    if (wanted.has(name)) properties[name] = propertyValue(value);
  }
  const createdAt = timeOf(raw.createdAt);
  const history = historyOf(raw.propertiesWithHistory, need, options.appId);
  const aliases = [
    ...new Set([...mergedIds(values[MERGED_IDS]), ...(options.aliases ?? [])]),
  ].filter((alias) => alias !== id);
  return {
    object: need.object,
    record: id,
    modifiedAt: timeOf(values[modifiedProperty(need.object)]) ?? timeOf(raw.updatedAt) ?? 0,
    ...(createdAt !== undefined && { createdAt }),
    properties,
    ...(history && { history }),
    ...(options.links && { links: options.links }),
    ...(aliases.length > 0 && { aliases }),
  };
}

/** HubSpot writes every value as text; an empty one and none are the same. */
export function propertyValue(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  return cleanText(typeof value === 'string' ? value : String(value));
}

function historyOf(
  raw: unknown,
  need: ObjectNeed,
  appId: string | undefined,
): Record<string, HistoricalValue[]> | undefined {
  const wanted = new Set(need.history);
  const entries = Object.entries(objectOf(raw)).filter(([name]) => wanted.has(name));
  if (entries.length === 0) return undefined;
  return Object.fromEntries(
    entries.map(([name, list]) => [
      name,
      arrayOf(list)
        .flatMap((entry) => historicalOf(objectOf(entry), appId))
        .sort((a, b) => b.at - a.at),
    ]),
  );
}

function historicalOf(entry: JsonObject, appId: string | undefined): HistoricalValue[] {
  const at = timeOf(entry.timestamp);
  if (at === undefined) return [];
  const source = sourceOf(
    {
      type: textOf(entry.sourceType),
      id: textOf(entry.sourceId),
      user: idOf(entry.updatedByUserId),
    },
    appId,
  );
  return [{ value: propertyValue(entry.value), at, source }];
}

/** Older portals print `id:time` pairs. */
function mergedIds(value: unknown): string[] {
  return (textOf(value) ?? '').split(';').flatMap((part) => idOf(part.split(':')[0]?.trim()) ?? []);
}
