import type { Link, Snapshot } from '../../src/lead/change.js';
import type { Cursor, ObjectNeed, ReadResult } from '../connector.js';
import { arrayOf, objectOf, textOf } from '../kit/json.js';
import type { HubSpotApi } from './client.js';
import { declaration } from './definition.js';
import { inlineLinks, readLinks } from './links.js';
import { PRIMARY_COMPANY, requestedProperties, snapshotOf } from './snapshot.js';

/** A full load: the list by id, which has no row limit, with links inline. */
export async function backfill(
  api: HubSpotApi,
  need: ObjectNeed,
  cursor: Cursor | null,
): Promise<ReadResult> {
  const readAt = api.context.clock();
  const after = textOf(cursor?.after);
  const { historyBatch, readBatch } = declaration.limits;
  const withHistory = need.history.length > 0;
  const body = objectOf(
    await api.typed({ operation: `${need.object} list`, priority: 'background' }, (client) =>
      client.crm.objects.basicApi.getPage(
        need.object,
        withHistory ? historyBatch : readBatch,
        after,
        requestedProperties(need),
        withHistory ? [...need.history] : undefined,
        need.links.length > 0 ? [...need.links] : undefined,
        false,
      ),
    ),
  );
  const records = arrayOf(body.results);
  const next = textOf(objectOf(objectOf(body.paging).next).after);
  return {
    page: {
      readAt,
      origin: 'backfill',
      snapshots: await snapshotsOf(api, need, records),
      missing: [],
    },
    cursor: next === undefined ? { after: after ?? null, done: true } : { after: next },
    more: next !== undefined,
  };
}

/** Records with more links than a list carries get theirs by an association call. */
async function snapshotsOf(
  api: HubSpotApi,
  need: ObjectNeed,
  records: readonly unknown[],
): Promise<Snapshot[]> {
  const drafts = records.flatMap((record) => {
    const snapshot = snapshotOf(need, record, { appId: api.context.appId });
    return snapshot ? [{ snapshot, record, links: {} as Record<string, readonly Link[]> }] : [];
  });
  for (const to of need.links) {
    const cut: string[] = [];
    for (const draft of drafts) {
      const links = inlineLinks(draft.record, need.object, to, primaryOf(draft.record, to));
      if (links === undefined) cut.push(draft.snapshot.record);
      else draft.links[to] = links;
    }
    const read = await readLinks(api, need.object, to, cut, 'background');
    for (const draft of drafts) draft.links[to] ??= read.get(draft.snapshot.record) ?? [];
  }
  return drafts.map(({ snapshot, links }) =>
    need.links.length > 0 ? { ...snapshot, links } : snapshot,
  );
}

/** The primary company as the contact names it; undefined when the account has no such property. */
function primaryOf(record: unknown, to: string): string | null | undefined {
  const properties = objectOf(objectOf(record).properties);
  if (to !== 'companies' || !(PRIMARY_COMPANY in properties)) return undefined;
  return textOf(properties[PRIMARY_COMPANY]) || null;
}
