import type { Change, Snapshot } from '../../lead/change.js';
import type { QueuedChange } from '../../store/changes.js';
import { findRecords, findTombstones, hasTombstones } from '../../store/erasures.js';
import type { Queryable } from '../../store/pool.js';
import { keyOf, type RecordKey } from '../../store/records.js';
import { keysOf } from './batch.js';

/**
 * Drops what belongs to erased people, and what others say of them: a link or a merge that names an
 * erased record would bring its id back. What the CRM created anew since counts again from then on.
 */
export async function withoutErased(
  db: Queryable,
  changes: readonly QueuedChange[],
  hashes: (key: string) => readonly string[],
): Promise<QueuedChange[]> {
  if (!(await hasTombstones(db))) return [...changes];
  const keys = new Map(changes.flatMap(keysOf).map((key) => [keyOf(key), key]));
  const hashed = new Map([...keys.keys()].map((key) => [key, hashes(key)]));
  const tombstones = await findTombstones(db, [...new Set([...hashed.values()].flat())]);
  const erasedAt = new Map<string, number>();
  for (const [key, own] of hashed) {
    const times = own.flatMap((hash) => tombstones.get(hash) ?? []);
    if (times.length > 0) erasedAt.set(key, Math.max(...times));
  }
  if (erasedAt.size === 0) return [...changes];
  const buried = [...erasedAt.keys()].flatMap((key) => keys.get(key) ?? []);
  const reborn = await findRecords(db, buried);

  const isGone = (key: RecordKey, at: number): boolean => {
    const erased = erasedAt.get(keyOf(key));
    return erased !== undefined && (at <= erased || !reborn.has(keyOf(key)));
  };
  return changes.flatMap((queued) => {
    const { workspace, account, change } = queued;
    const key = (object: string, record: string) => ({ workspace, account, object, record });
    const own = key(change.object, change.record);
    const erased = erasedAt.get(keyOf(own));
    if (erased !== undefined && isBirth(change, erased)) reborn.add(keyOf(own));
    else if (isGone(own, momentOf(change))) return [];
    const kept = withoutNames(change, (object, record) =>
      isGone(key(object, record), momentOf(change)),
    );
    return kept ? [{ ...queued, change: kept }] : [];
  });
}

function isBirth(change: Change, erasedAt: number): boolean {
  if (change.kind === 'created') return change.at > erasedAt;
  // Nobody but the person can act anew under an address that was erased.
  if (change.kind === 'activity') return change.person !== undefined && change.at > erasedAt;
  return change.kind === 'snapshot' && (change.snapshot.createdAt ?? 0) > erasedAt;
}

/** A read shows what was there when it was made. */
function momentOf(change: Change): number {
  return change.kind === 'snapshot' || change.kind === 'missing' ? change.readAt : change.at;
}

function withoutNames(
  change: Change,
  isGone: (object: string, record: string) => boolean,
): Change | undefined {
  switch (change.kind) {
    case 'linked':
    case 'unlinked':
      return isGone(change.toObject, change.to) ? undefined : change;
    case 'merged': {
      const merged = change.merged.filter((id) => !isGone(change.object, id));
      return merged.length > 0 ? { ...change, merged } : undefined;
    }
    case 'snapshot':
      return { ...change, snapshot: shortened(change.snapshot, isGone) };
    default:
      return change;
  }
}

function shortened(
  snapshot: Snapshot,
  isGone: (object: string, record: string) => boolean,
): Snapshot {
  const { aliases, becomes, links, ...rest } = snapshot;
  return {
    ...rest,
    ...(becomes && !isGone(becomes.object, becomes.record) && { becomes }),
    ...(aliases && { aliases: aliases.filter((id) => !isGone(snapshot.object, id)) }),
    ...(links && {
      links: Object.fromEntries(
        Object.entries(links).map(([object, list]) => [
          object,
          list.filter((link) => !isGone(object, link.record)),
        ]),
      ),
    }),
  };
}
