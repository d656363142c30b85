/**
 * What an account may spend of the calls that its CRM allows in a day. The CRM tells how many are left of
 * those that all apps share; ours are counted here. Both are used up in the same order: mass re-scores wait
 * first, then reading, and live changes last, so that a scarce day costs freshness before it costs leads.
 */
import type pg from 'pg';
import type { Spending } from '../lead/spending.js';
import type { Clock } from '../lib/clock.js';
import { countDay, type DayOfCalls, readDay } from '../store/account-calls.js';
import { type Account, setCallShare } from '../store/accounts.js';
import { writeAudit } from '../store/audit.js';
import { type Queryable, withTransaction } from '../store/pool.js';

/** Part of the calls up to which each goes on: of the whole day, and of our share of it. */
const MARKS: Readonly<Record<keyof Spending, number>> = { background: 0.7, reads: 0.8, live: 0.95 };

/** What was told longer ago says nothing of others: their calls are free again, or the day has turned. */
const FRESH_MS = 15 * 60_000;

/** What waits until calls are free again; each waits together with those before it. */
export type Waits = 'nothing' | keyof Spending;

export interface DayUse extends DayOfCalls {
  /** Our calls of the last 24 hours. */
  readonly own: number;
  /** How many of the day's may be ours. */
  readonly share: number;
  readonly spending: Spending;
  readonly waits: Waits;
  /** Of what more is used: of our share, or of what all apps have together. */
  readonly by: 'share' | 'all';
}

/** Pure. `now` in milliseconds. */
export function dayUse(
  { callShare }: Pick<Account, 'callShare'>,
  own: number,
  day: DayOfCalls,
  now: number,
): DayUse {
  const share = Math.max(1, Math.floor((day.limit * callShare) / 100));
  const all = now - day.at > FRESH_MS ? 0 : 1 - day.remaining / Math.max(day.limit, 1);
  const ours = own / share;
  const under = (mark: keyof Spending): boolean => Math.max(all, ours) < MARKS[mark];
  const spending = {
    background: under('background'),
    reads: under('reads'),
    live: under('live'),
  };
  const by = ours >= all ? 'share' : 'all';
  return { ...day, own, share, spending, waits: waitsOf(spending), by };
}

function waitsOf({ background, reads, live }: Spending): Waits {
  if (!live) return 'live';
  if (!reads) return 'reads';
  return background ? 'nothing' : 'background';
}

/** Null where the CRM has told nothing of a day's limit: then nothing is held back. */
export async function readDayUse(
  db: Queryable,
  account: Pick<Account, 'id' | 'callShare'>,
  now: number,
): Promise<DayUse | null> {
  const day = await readDay(db, account.id);
  return day === null ? null : dayUse(account, await countDay(db, account.id), day, now);
}

const WAITING: Readonly<Record<Waits, string>> = {
  nothing: '',
  background: 'mass write-backs wait',
  reads: 'mass write-backs and reading wait',
  live: 'mass write-backs, reading and live write-backs wait',
};

/** What waits and what to do about it, a sentence; null when nothing does. */
export function dayNote({ own, share, limit, remaining, waits, by }: DayUse): string | null {
  if (waits === 'nothing') return null;
  const said = `${WAITING[waits]} until some are free again.`;
  return by === 'share'
    ? `${own} of our share of ${share} calls in 24 hours are used: ${said} A larger share brings it sooner.`
    : `${limit - remaining} of the ${limit} calls that the CRM allows all apps in a day are used: ${said} See which app uses so many.`;
}

/** `percent`: a whole number from 1 to 100. */
export async function changeCallShare(
  pool: pg.Pool,
  account: Account,
  percent: number,
  who: string,
): Promise<void> {
  await withTransaction(pool, async (db) => {
    await setCallShare(db, account.id, percent);
    const about = `${account.crm}/${account.portal}`;
    await writeAudit(db, account.workspace, who, 'calls.share', about, { percent });
  });
}

/** Calls are counted once a second; asking for them more often tells nothing. */
const KNOWN_MS = 2_000;

const ALL: Spending = { background: true, reads: true, live: true };

/** @returns what an account may spend, as known some seconds ago at most. */
export function createDayBudget(
  pool: pg.Pool,
  clock: Clock,
): (account: Pick<Account, 'id' | 'callShare'>) => Promise<Spending> {
  const known = new Map<number, { readonly at: number; readonly spending: Promise<Spending> }>();
  return (account) => {
    const last = known.get(account.id);
    if (last && performance.now() - last.at < KNOWN_MS) return last.spending;
    const spending = readDayUse(pool, account, clock()).then((use) => use?.spending ?? ALL);
    known.set(account.id, { at: performance.now(), spending });
    spending.catch(() => known.delete(account.id));
    return spending;
  };
}
