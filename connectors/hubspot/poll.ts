import type { Link, Snapshot } from '../../src/lead/change.js';
import type { Cursor, Feed, ObjectNeed, ReadResult } from '../connector.js';
import { chunks } from '../kit/batch.js';
import { advance, startWalk, type Walk, walkOf } from '../kit/cursor-walk.js';
import { arrayOf, idOf, objectOf, timeOf } from '../kit/json.js';
import type { HubSpotApi } from './client.js';
import { declaration } from './definition.js';
import { fetchRecords, withLinks } from './fetch.js';
import { withHistorySince } from './roll-up-history.js';
import {
  modifiedProperty,
  PRIMARY_COMPANY,
  primaryIsProperty,
  requestedProperties,
  snapshotOf,
} from './snapshot.js';

/** HubSpot docs: CRM search. */
const PAGE = 200;
const MAX_BODY = 3_000;
/** New writes appear in the search after some moments. */
const OVERLAP_MS = 120_000;

/**
 * One feed an object for its modification time and one for each roll-up date, which may not move that
 * time. Pushing accounts have the same feeds: what is not subscribed to and what got lost comes here.
 */
export function feedsOf(needs: readonly ObjectNeed[]): Feed[] {
  return needs.flatMap((need) => [
    { name: need.object, need, property: modifiedProperty(need.object) },
    ...need.rollups.map((property) => ({ name: `${need.object}:${property}`, need, property })),
  ]);
}

export function startCursor(from: number): Cursor {
  return { ...startWalk(from) };
}

/**
 * One page of a feed: search by (time, id), ascending. `since` in the cursor is where the present round
 * of pages began: what a roll-up was before that is known.
 */
export async function poll(api: HubSpotApi, feed: Feed, cursor: Cursor): Promise<ReadResult> {
  const { need } = feed;
  const readAt = api.context.clock();
  const walk = walkOf(cursor);
  const query = searchOf(feed, walk, requestedProperties(need));
  // With too many properties for a search body, only the ids are searched and the records read.
  const whole = JSON.stringify(query).length <= MAX_BODY;
  const body = await api.typed(
    { operation: `${need.object} search`, priority: 'live', budget: 'search' },
    (client) =>
      client.crm.objects.searchApi.doSearch(
        need.object,
        (whole ? query : searchOf(feed, walk, [feed.property])) as never,
      ),
  );
  const records = arrayOf(objectOf(body).results);
  const rows = records.flatMap((record) => rowOf(record, feed));
  const step = advance(walk, rows, {
    full: records.length >= PAGE,
    now: readAt,
    overlapMs: OVERLAP_MS,
  });
  const fresh = records.filter((record) => step.fresh.has(idOf(objectOf(record).id) ?? ''));
  const page = whole
    ? await complete(api, need, fresh)
    : await readAll(
        api,
        need,
        fresh.flatMap((record) => idOf(objectOf(record).id) ?? []),
      );
  const since = timeOf(cursor.since) ?? walk.at;
  const snapshots = await withHistorySince(api, feed, since, page.snapshots);
  return {
    page: { readAt, origin: 'poll', ...page, snapshots },
    cursor: { ...step.walk, ...(step.more && { since }) },
    more: step.more,
  };
}

function searchOf(feed: Feed, walk: Walk, properties: readonly string[]): Record<string, unknown> {
  const time = feed.property;
  const filters = walk.tie
    ? [
        { propertyName: time, operator: 'EQ', value: String(walk.tie.at) },
        { propertyName: 'hs_object_id', operator: 'GT', value: walk.tie.after },
      ]
    : [{ propertyName: time, operator: 'GTE', value: String(walk.at) }];
  return {
    filterGroups: [{ filters }],
    sorts: [{ propertyName: walk.tie ? 'hs_object_id' : time, direction: 'ASCENDING' }],
    properties: [...new Set([...properties, time])],
    limit: PAGE,
  };
}

function rowOf(record: unknown, feed: Feed): { id: string; at: number }[] {
  const { id: rawId, properties, updatedAt } = objectOf(record);
  const id = idOf(rawId);
  const at =
    timeOf(objectOf(properties)[feed.property]) ??
    (feed.property === modifiedProperty(feed.need.object) ? timeOf(updatedAt) : undefined);
  return id === undefined || at === undefined ? [] : [{ id, at }];
}

interface Found {
  readonly snapshots: readonly Snapshot[];
  readonly missing: readonly { readonly object: string; readonly record: string }[];
}

/** Snapshots of searched records. A contact names its primary company itself, which saves a call. */
async function complete(
  api: HubSpotApi,
  need: ObjectNeed,
  records: readonly unknown[],
): Promise<Found> {
  const { appId } = api.context;
  const named = primaryIsProperty(need) && records.some(namesCompany);
  if (!named) {
    const snapshots = records.flatMap((record) => snapshotOf(need, record, { appId }) ?? []);
    return { snapshots: await withLinks(api, need, snapshots, 'live'), missing: [] };
  }
  const others = { ...need, links: need.links.filter((to) => to !== 'companies') };
  const snapshots = records.flatMap(
    (record) => snapshotOf(need, record, { appId, links: companyOf(record) }) ?? [],
  );
  const linked = await withLinks(api, others, snapshots, 'live');
  return {
    snapshots: linked.map((snapshot, index) => ({
      ...snapshot,
      links: { ...snapshot.links, ...snapshots[index]?.links },
    })),
    missing: [],
  };
}

function namesCompany(record: unknown): boolean {
  return PRIMARY_COMPANY in objectOf(objectOf(record).properties);
}

function companyOf(record: unknown): Record<string, Link[]> {
  const company = idOf(objectOf(objectOf(record).properties)[PRIMARY_COMPANY]);
  return { companies: company === undefined ? [] : [{ record: company, primary: true }] };
}

async function readAll(api: HubSpotApi, need: ObjectNeed, ids: readonly string[]): Promise<Found> {
  const snapshots: Snapshot[] = [];
  const missing: Found['missing'][number][] = [];
  for (const part of chunks(ids, declaration.limits.readBatch)) {
    const page = await fetchRecords(api, need, part, false, 'live');
    snapshots.push(...page.snapshots);
    missing.push(...page.missing);
  }
  return { snapshots, missing };
}
