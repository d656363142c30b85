import type { HistoricalValue, Snapshot } from '../../src/lead/change.js';
import { CrmError } from '../../src/lead/crm-error.js';
import type { Feed } from '../connector.js';
import { chunks } from '../kit/batch.js';
import { timeOf } from '../kit/json.js';
import type { HubSpotApi } from './client.js';
import { declaration } from './definition.js';
import { readMany } from './fetch.js';
import { snapshotOf } from './snapshot.js';

type History = NonNullable<Snapshot['history']>;

/**
 * A roll-up date keeps the last of several opens or visits alone. Adds what the history of the people
 * whose date moved tells since `since` (milliseconds since the epoch); where the limits have no room for
 * that, or the history is behind, the snapshot says that its date may be the last of several.
 */
export async function withHistorySince(
  api: HubSpotApi,
  feed: Feed,
  since: number,
  snapshots: readonly Snapshot[],
): Promise<Snapshot[]> {
  const { need, property } = feed;
  if (!need.rollups.includes(property) || !need.history.includes(property)) return [...snapshots];
  const records = snapshots.map((snapshot) => snapshot.record);
  const histories = await readHistories(api, feed, records);
  return snapshots.map((snapshot) => {
    const history = histories.get(snapshot.record);
    const date = timeOf(snapshot.properties[property]);
    // A history that lacks the very date found was not written to the end yet.
    const whole = history?.[property]?.some(({ value }) => timeOf(value) === date) ?? false;
    return {
      ...snapshot,
      ...(history && { history: after(since, history) }),
      ...(!whole && { perhapsSeveral: [property] }),
    };
  });
}

/** record -> history, as far as the limits have room. */
async function readHistories(
  api: HubSpotApi,
  { need }: Feed,
  records: readonly string[],
): Promise<Map<string, History>> {
  // Not of the stage: whoever set it long ago would be heard as if it were news.
  const history = need.history.filter((name) => name !== declaration.stage.property);
  const bare = { ...need, history, properties: [], rollups: [], links: [] };
  const found = new Map<string, History>();
  for (const part of chunks(records, declaration.limits.historyBatch)) {
    if (!api.spare()) break;
    try {
      for (const record of await readMany(api, bare, part, history, 'live')) {
        const snapshot = snapshotOf(bare, record, { appId: api.context.appId });
        if (snapshot?.history) found.set(snapshot.record, snapshot.history);
      }
    } catch (error) {
      // The limit refused it meanwhile: the page itself is there.
      if (error instanceof CrmError && error.kind === 'wait') break;
      throw error;
    }
  }
  return found;
}

function after(since: number, history: History): History {
  return Object.fromEntries(
    Object.entries(history)
      .map(([name, values]): [string, readonly HistoricalValue[]] => [
        name,
        values.filter(({ at }) => at >= since),
      ])
      .filter(([, values]) => values.length > 0),
  );
}
