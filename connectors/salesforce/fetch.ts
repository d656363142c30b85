import type { Page } from '../../src/lead/page.js';
import type { ObjectNeed, Priority } from '../connector.js';
import { recordIdOf } from './ids.js';
import { readLiving } from './merged.js';
import type { Org } from './org.js';
import { snapshotsOf, withPlan } from './records.js';

/**
 * Reads records by id: collections of 2,000, the links, then those that are not there as what they were
 * merged into; that one's snapshot names the old id as alias.
 */
export async function fetchRecords(
  org: Org,
  need: ObjectNeed,
  ids: readonly string[],
  withHistory: boolean,
  priority: Priority,
): Promise<Page> {
  const readAt = org.api.context.clock();
  const { object } = need;
  // What cannot be an id of this org is not there either.
  const known = new Map(ids.map((id) => [recordIdOf(id) ?? '', id]));
  const foreign = [...new Set(ids.filter((id) => recordIdOf(id) === undefined))];
  known.delete('');
  return withPlan(org, need, priority, async (plan) => {
    const living = await readLiving(org, plan, [...known.keys()], priority);
    const snapshots = await snapshotsOf(org, plan, living.rows, {
      priority,
      history: withHistory && need.history.length > 0 ? 'present' : undefined,
      aliases: living.aliases,
    });
    const missing = [...living.missing.map((id) => known.get(id) ?? id), ...foreign];
    return {
      readAt,
      origin: 'fetch',
      snapshots,
      missing: missing.map((record) => ({ object, record })),
    };
  });
}
