import type { Feed, ReadResult } from '../../connectors/connector.js';
import type { CrmError } from '../lead/crm-error.js';
import { DAY_HELD_MS, spendingOf } from '../lead/spending.js';
import { ownProperties } from '../mapping/writes.js';
import { type Account, clearSolvedProblems } from '../store/accounts.js';
import {
  type ClaimedCursor,
  type CursorKind,
  claimCursors,
  ensureCursors,
  markPolled,
  moveCursor,
  reopenCursors,
  restCursor,
  retryCursor,
} from '../store/cursors.js';
import { saveHistoryStarts } from '../store/history-starts.js';
import { resumeLoad } from '../store/lacks.js';
import { type Queryable, withTransaction } from '../store/pool.js';
import { readStreamed } from '../store/streams.js';
import { isUrgent, noteLacks } from './lacks.js';
import { pollWait } from './pace.js';
import {
  asCrmError,
  isPushed,
  newToken,
  type ReadDependencies,
  readRetry,
  storePage,
} from './read.js';

const AT_ONCE = 8;
/** Until a feed that the mapping no longer asks for is looked for again, milliseconds. */
const PARKED = 3_600_000;

/** The order of a first load: what leads link to comes first, so that they are scored once. */
const LOAD_ORDER = ['company', 'person', 'deal', 'engagement'] as const;

/**
 * Cursors of an account: a full load of every object, and polling from now on. Those that are there keep
 * their place, so it may be called again whenever the mapping asks for more.
 */
export async function startReading(
  deps: ReadDependencies,
  account: Account,
  now: number,
): Promise<void> {
  const session = await deps.session(account);
  const needs = await deps.needs(account);
  const { objects } = deps.connector(account.crm).declaration;
  const common = { workspace: account.workspace, account: account.id };
  const backfills = needs.map(({ object }) => {
    const rank = LOAD_ORDER.indexOf(objects[object]?.role as (typeof LOAD_ORDER)[number]);
    return { ...common, kind: 'backfill' as const, name: `${rank}:${object}`, cursor: null };
  });
  const polls = session.feeds(needs, isPushed(deps, account)).map((feed) => {
    const cursor = session.startCursor(feed, now);
    return { ...common, kind: 'poll' as const, name: feed.name, cursor };
  });
  await ensureCursors(deps.pool, [...backfills, ...polls]);
  await reopenCursors(deps.pool, account);
}

/** The object that a full load reads. */
function objectOf({ name }: ClaimedCursor): string {
  return name.slice(name.indexOf(':') + 1);
}

/**
 * After a full load the values of an object are followed; what was read with its history is whole. What we
 * write has no history.
 */
async function loadedProperties(
  deps: ReadDependencies,
  account: Account,
  object: string,
): Promise<{ followed: readonly string[]; whole: readonly string[] }> {
  const need = (await deps.needs(account)).find((one) => one.object === object);
  const { propertyHistory } = deps.connector(account.crm).declaration.capabilities;
  const own = ownProperties((await deps.mapping(account)).writes);
  const followed = [...(need?.properties ?? []), ...(need?.rollups ?? [])];
  return {
    followed: followed.filter((property) => !own.has(property)),
    whole: propertyHistory ? (need?.history ?? []) : [],
  };
}

interface Read extends ReadResult {
  /** The feed that was polled; null for a full load. */
  readonly feed: Feed | null;
  /** Until the next read of a feed that has nothing more, milliseconds. */
  readonly idleWaitMs: number;
}

async function waitOf(
  deps: ReadDependencies,
  account: Account,
  claimed: ClaimedCursor,
  {
    feed,
    feeds,
    news,
    streamed,
  }: { feed: Feed; feeds: readonly Feed[]; news: boolean; streamed: boolean },
): Promise<number> {
  const { limits, personObjects } = deps.connector(account.crm).declaration;
  const isPerson = ({ need }: Feed) => personObjects.includes(need.object);
  const persons = feeds.filter(isPerson).length;
  return pollWait({
    intervalMs: deps.pollIntervalMs,
    idleMs: news ? 0 : claimed.idleMs,
    person: isPerson(feed),
    streamed: streamed && (await readStreamed(deps.pool, account.id)).has(feed.need.object),
    feeds: { persons, others: feeds.length - persons },
    idlePollsPerDay: limits.idlePollsPerDay,
  });
}

/** The feed of a cursor, with all that there are; undefined when the mapping no longer asks for it. */
async function feedOf(
  deps: ReadDependencies,
  account: Account,
  { name }: ClaimedCursor,
): Promise<{ readonly feed: Feed | undefined; readonly feeds: readonly Feed[] }> {
  const session = await deps.session(account);
  const feeds = session.feeds(await deps.needs(account), isPushed(deps, account));
  return { feed: feeds.find((one) => one.name === name), feeds };
}

async function readNext(
  deps: ReadDependencies,
  account: Account,
  claimed: ClaimedCursor,
): Promise<Read | null> {
  const session = await deps.session(account);
  if (claimed.kind === 'backfill') {
    const need = (await deps.needs(account)).find((one) => one.object === objectOf(claimed));
    if (!need) return null;
    return { ...(await session.backfill(need, claimed.cursor)), idleWaitMs: 0, feed: null };
  }
  const { feed, feeds } = await feedOf(deps, account, claimed);
  if (!feed || !claimed.cursor) return null;
  const result = await session.poll(feed, claimed.cursor);
  const news = result.page.snapshots.length > 0;
  // A stream tells nothing of rights: while one is asked for, it is looked at soon.
  const streamed =
    session.stream !== undefined && !isUrgent(account, feed.need.object, result.lacks);
  const idleWaitMs = await waitOf(deps, account, claimed, { feed, feeds, news, streamed });
  return { ...result, idleWaitMs, feed };
}

/** A feed that is not ours to read is tried at the pace of its polls: an admin may give the right any time. */
async function refusedWait(
  deps: ReadDependencies,
  account: Account,
  claimed: ClaimedCursor,
): Promise<number> {
  const { feed, feeds } = await feedOf(deps, account, claimed);
  if (!feed) return PARKED;
  return waitOf(deps, account, claimed, { feed, feeds, news: false, streamed: false });
}

/** What a page that was read changes, in the transaction that moves the cursor. */
async function storeRead(
  db: Queryable,
  account: Account,
  claimed: ClaimedCursor,
  { page, feed, lacks }: Read,
): Promise<void> {
  await storePage(db, account, page);
  if (!feed) return;
  await markPolled(db, account.id);
  if (lacks) await noteLacks(db, claimed, feed.need, lacks);
  // The claim counts as an attempt.
  if (claimed.attempts > 1) await resumeLoad(db, claimed, feed.need.object);
}

/**
 * Without the right to read one kind of thing, people are scored by the rest: its load is given up until it
 * can be polled again, or somebody connects again with more rights.
 */
function isBeside(
  deps: ReadDependencies,
  account: Account,
  object: string,
  { kind, details }: CrmError,
): boolean {
  if (kind !== 'rights') return false;
  const { personObjects } = deps.connector(account.crm).declaration;
  if (!personObjects.includes(object)) return true;
  // Where there are several kinds of people, one of them may be closed to us.
  return personObjects.length > 1 && details.object === object;
}

async function follow(
  deps: ReadDependencies,
  claimed: ClaimedCursor,
  token: string,
): Promise<boolean> {
  const account = await deps.account(claimed.account);
  if (!account) return false;
  if (!(await spendingOf(deps, account)).reads) {
    await restCursor(deps.pool, claimed, token, DAY_HELD_MS);
    return false;
  }
  try {
    const result = await readNext(deps, account, claimed);
    const finished = claimed.kind === 'backfill' && !result?.more;
    const loaded = finished ? await loadedProperties(deps, account, objectOf(claimed)) : null;
    const idle = result?.idleWaitMs ?? PARKED;
    const more = result?.more ?? false;
    await withTransaction(deps.pool, async (db) => {
      const moved = await moveCursor(db, claimed, token, {
        cursor: result?.cursor ?? claimed.cursor ?? {},
        done: finished,
        records: result?.page.snapshots.length ?? 0,
        waitMs: more || claimed.kind === 'backfill' ? 0 : idle,
      });
      // Another worker took the cursor over: its page counts, not this one.
      if (moved && result) await storeRead(db, account, claimed, result);
      if (moved && loaded) await saveHistoryStarts(db, account, objectOf(claimed), loaded);
    });
    return more;
  } catch (error) {
    const crm = asCrmError(error);
    const retry = readRetry(error, claimed.attempts);
    const refused = crm.kind === 'rights' && claimed.kind === 'poll';
    const waitMs = refused
      ? Math.max(crm.waitMs, Math.min(retry.waitMs, await refusedWait(deps, account, claimed)))
      : retry.waitMs;
    const done = claimed.kind === 'backfill' && isBeside(deps, account, objectOf(claimed), crm);
    await retryCursor(deps.pool, claimed, token, { ...retry, waitMs, done });
    await deps.trouble(account, crm);
    return false;
  }
}

/** Reads one page of every due cursor of a kind. @returns how many pages were read. */
export async function readCursors(deps: ReadDependencies, kind: CursorKind): Promise<number> {
  const token = newToken();
  const claimed = await claimCursors(deps.pool, kind, AT_ONCE, { token, ms: deps.leaseMs });
  await Promise.all(claimed.map((one) => follow(deps, one, token)));
  if (kind === 'poll' && claimed.length > 0) await clearSolvedProblems(deps.pool);
  return claimed.length;
}
