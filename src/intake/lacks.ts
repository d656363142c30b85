/** What a poll tells of missing rights, and what goes on when they are there again. */
import type { Feed, Lacks } from '../../connectors/connector.js';
import type { Account } from '../store/accounts.js';
import { type FeedKey, loadAgain, saveLacks, sendAgain } from '../store/lacks.js';
import type { Queryable } from '../store/pool.js';

/**
 * Keeps what a poll of an object told. What it has come to show is read of the known records, too; what it
 * has come to take is sent.
 */
export async function noteLacks(
  db: Queryable,
  feed: FeedKey,
  { object, properties, writes = [] }: Feed['need'],
  lacks: Lacks,
): Promise<void> {
  const before = await saveLacks(db, feed, lacks);
  if (!before) return;
  const over = (was: readonly string[], is: readonly string[], named: readonly string[]) =>
    was.filter((name) => !is.includes(name) && named.includes(name));
  if (over(before.read, lacks.read, properties).length > 0) await loadAgain(db, feed, object);
  const open = over(before.write, lacks.write, writes);
  if (open.length > 0) await sendAgain(db, feed, object, open);
}

/** Something that was there, or is ours to write, is missing: an admin is asked for it. */
export function isUrgent(
  { properties }: Pick<Account, 'properties'>,
  object: string,
  lacks: Lacks | undefined,
): boolean {
  if (!lacks) return false;
  const known = properties[object] ?? [];
  return lacks.write.length > 0 || lacks.read.some((name) => known.includes(name));
}
