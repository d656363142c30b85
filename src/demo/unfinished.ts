import type { Queryable } from '../store/pool.js';

/** Work that is stored and not done, by kind. Parked work is not waiting. */
export interface Unfinished {
  readonly deliveries: number;
  readonly changes: number;
  readonly fetches: number;
  readonly fanouts: number;
  readonly loads: number;
  readonly leads: number;
  readonly writes: number;
  readonly tasks: number;
}

/** One row with the numbers of `Unfinished`. */
export const UNFINISHED = `
  (select count(*)::int from deliveries) as deliveries,
  (select count(*)::int from changes) as changes,
  (select count(*)::int from fetches where reason is null) as fetches,
  (select count(*)::int from fanouts) as fanouts,
  (select count(*)::int from accounts where backfilled_at is null) as loads,
  (select count(*)::int from lead_work where dirty_seq > scored_seq and error is null) as leads,
  (select count(*)::int from desired where state in ('pending', 'sending')) as writes,
  (select count(*)::int from alerts where state in ('planned', 'sending', 'unknown')) as tasks`;

export async function readUnfinished(db: Queryable): Promise<Unfinished> {
  const { rows } = await db.query<Unfinished>(`select ${UNFINISHED}`);
  return rows[0] as Unfinished;
}

/** What is left of one account as words, webhooks that are not split yet aside; empty when nothing is. */
export async function remainingOf(db: Queryable, account: number): Promise<string> {
  const { rows } = await db.query<Omit<Unfinished, 'deliveries' | 'fanouts'>>(
    `select (select count(*)::int from changes where account = $1) as changes,
       (select count(*)::int from fetches where account = $1 and reason is null) as fetches,
       (select count(*)::int from accounts where id = $1 and backfilled_at is null) as loads,
       (select count(*)::int from lead_work w where dirty_seq > scored_seq and error is null
          and exists (select from records r where r.lead = w.lead and r.account = $1)) as leads,
       (select count(*)::int from desired where account = $1 and state in ('pending', 'sending'))
         as writes,
       (select count(*)::int from alerts where account = $1
          and state in ('planned', 'sending', 'unknown')) as tasks`,
    [account],
  );
  return remaining(rows[0] ?? {});
}

/** What is left as words: `3 writes, 1 tasks`; empty when nothing is. */
export function remaining(unfinished: Partial<Unfinished>): string {
  return Object.entries(unfinished)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');
}

const STEP_MS = 25;

/** Asks again and again until the answer is not null; null when the time is over. */
export async function until<T>(
  ask: () => Promise<T | null>,
  timeoutMs: number,
  stepMs = STEP_MS,
): Promise<T | null> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > end) return null;
    await new Promise((resolve) => setTimeout(resolve, stepMs));
  }
}

/** Waits until nothing is left to do. @returns what is left when the time is over, else ''. */
export async function untilDone(db: Queryable, timeoutMs: number): Promise<string> {
  let left = '';
  await until(
    async () => {
      left = remaining(await readUnfinished(db));
      return left === '' ? true : null;
    },
    timeoutMs,
    100,
  );
  return left;
}
