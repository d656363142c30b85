/**
 * What an account may spend of the calls that its CRM allows in a day. The CRM tells how many are left of
 * those that all apps share; ours are counted here. Both are used up in the same order: mass re-scores wait
 * first, then reading, and live changes last, so that a scarce day costs freshness before it costs leads.
 */
import type pg from 'pg';
import type { Spending } from '../lead/spending.js';
import type { Clock } from '../lib/clock.js';
import { countDay, type DayOfCalls, readDay } from '../store/account-calls.js';
import type { Account } from '../store/accounts.js';

/** Part of the calls up to which each goes on: of the whole day, and of our share of it. */
const MARKS: Readonly<Record<keyof Spending, number>> = { background: 0.7, reads: 0.8, live: 0.95 };

/** What was told longer ago says nothing of others: their calls are free again, or the day has turned. */
const FRESH_MS = 15 * 60_000;

export interface DayUse {
  /** Null where the CRM has told nothing: then nothing is held back. */
  readonly day: DayOfCalls | null;
  /** Our calls of the last 24 hours. */
  readonly own: number;
  /** How many of the day's may be ours; null where the CRM has told nothing. */
  readonly share: number | null;
  readonly spending: Spending;
  /** What waits and until when, a sentence; null when nothing does. */
  readonly note: string | null;
}

const ALL: Spending = { background: true, reads: true, live: true };

/** Pure. `now` in milliseconds. */
export function dayUse(
  { callShare }: Pick<Account, 'callShare'>,
  own: number,
  day: DayOfCalls | null,
  now: number,
): DayUse {
  if (day === null || day.limit <= 0) return { day, own, share: null, spending: ALL, note: null };
  const share = Math.floor((day.limit * callShare) / 100);
  const others = now - day.at > FRESH_MS ? 0 : (day.limit - day.remaining) / day.limit;
  const ours = own / Math.max(share, 1);
  const used = Math.max(others, ours);
  const spending: Spending = {
    background: used < MARKS.background,
    reads: used < MARKS.reads,
    live: used < MARKS.live,
  };
  return { day, own, share, spending, note: noteOf(spending, { own, share, day, ours, others }) };
}

interface Figures {
  readonly own: number;
  readonly share: number;
  readonly day: DayOfCalls;
  readonly ours: number;
  readonly others: number;
}

function noteOf(spending: Spending, { own, share, day, ours, others }: Figures): string | null {
  const waits = waitingOf(spending);
  if (waits === null) return null;
  const figure = (value: number): string => value.toLocaleString('en-US');
  const { limit, remaining } = day;
  const [used, more] =
    ours >= others
      ? [
          `${figure(own)} of our share of ${figure(share)} calls in 24 hours are used`,
          'give Plumbline a larger share of the calls of this account',
        ]
      : [
          `${figure(limit - remaining)} of the ${figure(limit)} calls that the CRM allows in a day are used, by all apps together`,
          'find out which app uses so many, or have the limit raised',
        ];
  return `${used}: ${waits} until some are free again. To have it sooner, ${more}.`;
}

function waitingOf({ background, reads, live }: Spending): string | null {
  if (!live) return 'mass write-backs, polling and live write-backs wait';
  if (!reads) return 'mass write-backs and polling wait';
  return background ? null : 'mass write-backs wait';
}

export interface DayBudget {
  /** As known some seconds ago at most. */
  of(account: Pick<Account, 'id' | 'callShare'>): Promise<DayUse>;
}

/** Calls are counted once a second; asking for them more often tells nothing. */
const KNOWN_MS = 2_000;

export function createDayBudget(pool: pg.Pool, clock: Clock): DayBudget {
  const known = new Map<number, { readonly at: number; readonly use: Promise<DayUse> }>();
  const ask = async (account: Pick<Account, 'id' | 'callShare'>): Promise<DayUse> => {
    const [own, day] = [await countDay(pool, account.id), await readDay(pool, account.id)];
    return dayUse(account, own, day, clock());
  };
  return {
    of(account) {
      const key = account.id;
      const last = known.get(key);
      if (last && Math.abs(performance.now() - last.at) < KNOWN_MS) return last.use;
      const use = ask(account);
      known.set(key, { at: performance.now(), use });
      use.catch(() => known.delete(key));
      return use;
    },
  };
}
