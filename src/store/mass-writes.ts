/** Jobs of a CRM that write many records at once: which rows are in which, and who looks after it. */
import type { Queryable } from './pool.js';

export interface MassJob {
  readonly workspace: number;
  readonly account: number;
  readonly object: string;
  /** That of its rows in `desired`. */
  readonly token: string;
  /** The CRM's name of it; null when none was made. */
  readonly job: string | null;
  /** Since its rows were claimed, milliseconds. */
  readonly ageMs: number;
  /** Looks in a row that failed. */
  readonly attempts: number;
}

interface Lease {
  /** Who holds the job; another one's outcome says nothing any more. */
  readonly holder: string;
  readonly ms: number;
}

/** Takes the place of an object's only job. @returns false when another one stands there. */
export async function placeMassJob(
  db: Queryable,
  place: Pick<MassJob, 'workspace' | 'account' | 'object' | 'token'>,
  { holder, ms }: Lease,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into mass_writes (workspace, account, object, token, lease, holder)
     values ($1, $2, $3, $4, clock_timestamp() + $6 * interval '1 ms', $5) on conflict do nothing`,
    [place.workspace, place.account, place.object, place.token, holder, ms],
  );
  return rowCount === 1;
}

/** Stores the CRM's name of a job and leases it anew. @returns false when it is somebody else's now. */
export async function nameMassJob(
  db: Queryable,
  { token, job }: { readonly token: string; readonly job: string },
  { holder, ms }: Lease,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update mass_writes set job = $3, lease = clock_timestamp() + $4 * interval '1 ms'
     where token = $1 and holder = $2`,
    [token, holder, job, ms],
  );
  return rowCount === 1;
}

/** Leases the jobs that are to be looked at, of accounts that can be asked. */
export async function claimMassJobs(db: Queryable, { holder, ms }: Lease): Promise<MassJob[]> {
  const { rows } = await db.query(
    `update mass_writes m set holder = $1, lease = clock_timestamp() + $2 * interval '1 ms'
     from (select token from mass_writes w where look_at <= clock_timestamp()
         and (lease is null or lease < clock_timestamp())
         and exists (select from accounts a where a.id = w.account and a.state = 'connected')
       for update skip locked) due
     where m.token = due.token
     returning m.workspace, m.account, m.object, m.token, m.job, m.attempts,
       (extract(epoch from clock_timestamp() - m.begun_at) * 1000)::float8 as "ageMs"`,
    [holder, ms],
  );
  return rows as MassJob[];
}

/** Gives a job back until its next look; `reason` when this one failed. */
export async function keepMassJob(
  db: Queryable,
  { token, holder }: { readonly token: string; readonly holder: string },
  { waitMs, reason = null }: { readonly waitMs: number; readonly reason?: string | null },
): Promise<void> {
  await db.query(
    `update mass_writes set lease = null, holder = null, reason = $4,
       look_at = clock_timestamp() + $3 * interval '1 ms',
       attempts = case when $4::text is null then 0 else attempts + 1 end
     where token = $1 and holder = $2`,
    [token, holder, waitMs, reason],
  );
}

/** The job is over: what still stands in it belongs to nobody. */
export async function endMassJob(db: Queryable, token: string): Promise<void> {
  await db.query('delete from mass_writes where token = $1', [token]);
}

/** Of accounts that were left, nobody asks for a job any more. */
export async function dropLeftMassJobs(db: Queryable): Promise<void> {
  await db.query(
    `delete from mass_writes m using accounts a where a.id = m.account and a.state = 'left'`,
  );
}

/** Milliseconds until the next look at a job; null where there is none. */
export async function nextMassLook(db: Queryable): Promise<number | null> {
  const { rows } = await db.query<{ wait: number }>(
    `select greatest(0, extract(epoch from min(greatest(look_at, coalesce(lease, look_at)))
       - clock_timestamp()) * 1000)::float8 as wait
     from mass_writes w
     where exists (select from accounts a where a.id = w.account and a.state = 'connected')
     having count(*) > 0`,
  );
  return rows[0]?.wait ?? null;
}
