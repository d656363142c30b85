import type { Link, Snapshot } from '../../src/lead/change.js';
import { CrmError } from '../../src/lead/crm-error.js';
import type { Page } from '../../src/lead/page.js';
import type { ObjectNeed, Priority } from '../connector.js';
import { chunks, mapLimited } from '../kit/batch.js';
import { arrayOf, objectOf } from '../kit/json.js';
import type { HubSpotApi } from './client.js';
import { declaration } from './definition.js';
import { readLinks } from './links.js';
import { requestedProperties, snapshotOf } from './snapshot.js';
import { HUBSPOT_API_VERSION } from './version.js';

/** Single reads at once for ids that a batch did not find. */
const SINGLE_READS = 5;

/**
 * Reads records by id: batch read, then the links, then each id that the batch did not answer alone.
 * A single read answers merged records under their new id; that id's snapshot names the old one as alias.
 */
export async function fetchRecords(
  api: HubSpotApi,
  need: ObjectNeed,
  ids: readonly string[],
  withHistory: boolean,
  priority: Priority,
): Promise<Page> {
  const readAt = api.context.clock();
  const wanted = [...new Set(ids)];
  const history = withHistory ? need.history : [];
  const { historyBatch, readBatch } = declaration.limits;
  const found: unknown[] = [];
  for (const part of chunks(wanted, history.length > 0 ? historyBatch : readBatch)) {
    found.push(...(await readMany(api, need, part, history, priority)));
  }
  const snapshots = new Map<string, Snapshot>();
  const add = (record: unknown, aliases: readonly string[] = []): void => {
    const snapshot = snapshotOf(need, record, { appId: api.context.appId, aliases });
    if (!snapshot) return;
    const known = snapshots.get(snapshot.record)?.aliases ?? [];
    const all = [...new Set([...known, ...(snapshot.aliases ?? [])])];
    snapshots.set(snapshot.record, { ...snapshot, ...(all.length > 0 && { aliases: all }) });
  };
  for (const record of found) add(record);
  const absent = wanted.filter((id) => !snapshots.has(id));
  const singles = await mapLimited(absent, SINGLE_READS, async (id) => ({
    id,
    record: await readOne(api, need, id, history, priority),
  }));
  for (const { id, record } of singles) if (record !== undefined) add(record, [id]);
  return {
    readAt,
    origin: 'fetch',
    snapshots: await withLinks(api, need, [...snapshots.values()], priority),
    missing: singles
      .filter(({ record }) => record === undefined)
      .map(({ id }) => ({ object: need.object, record: id })),
  };
}

/** Plain fetch: a dated path may answer 200 with `errors`, which the typed client drops. */
export async function readMany(
  api: HubSpotApi,
  need: ObjectNeed,
  ids: readonly string[],
  history: readonly string[],
  priority: Priority,
): Promise<readonly unknown[]> {
  const answer = await api.send({
    operation: `${need.object} batch read`,
    priority,
    method: 'POST',
    path: `/crm/objects/${HUBSPOT_API_VERSION}/${need.object}/batch/read`,
    body: {
      inputs: ids.map((id) => ({ id })),
      properties: requestedProperties(need),
      propertiesWithHistory: history,
    },
  });
  return arrayOf(objectOf(answer.body).results);
}

async function readOne(
  api: HubSpotApi,
  need: ObjectNeed,
  id: string,
  history: readonly string[],
  priority: Priority,
): Promise<unknown> {
  try {
    return await api.typed({ operation: `${need.object} read`, priority }, (client) =>
      client.crm.objects.basicApi.getById(
        need.object,
        id,
        requestedProperties(need),
        history.length > 0 ? [...history] : undefined,
      ),
    );
  } catch (error) {
    if (error instanceof CrmError && error.kind === 'gone') return undefined;
    throw error;
  }
}

/** Adds the links that the need names: one association call for each linked object. */
export async function withLinks(
  api: HubSpotApi,
  need: ObjectNeed,
  snapshots: readonly Snapshot[],
  priority: Priority,
): Promise<Snapshot[]> {
  if (need.links.length === 0 || snapshots.length === 0) return [...snapshots];
  const ids = snapshots.map((snapshot) => snapshot.record);
  const byObject: [string, Map<string, Link[]>][] = [];
  for (const to of need.links) {
    byObject.push([to, await readLinks(api, need.object, to, ids, priority)]);
  }
  return snapshots.map((snapshot) => ({
    ...snapshot,
    links: Object.fromEntries(
      byObject.map(([to, links]) => [to, links.get(snapshot.record) ?? []]),
    ),
  }));
}
