import type { Queryable } from './pool.js';

export interface Want {
  readonly workspace: number;
  readonly account: number;
  readonly object: string;
  readonly record: string;
  readonly history: boolean;
  /** 0 live, 1 background. */
  readonly priority: 0 | 1;
}

/** Puts records on the list of those to read; one row a record, the greatest wish wins. */
export async function wantRecords(db: Queryable, wants: readonly Want[]): Promise<void> {
  if (wants.length === 0) return;
  const merged = new Map<string, Want>();
  for (const want of wants) {
    const key = `${want.workspace}/${want.account}/${want.object}/${want.record}`;
    const known = merged.get(key);
    const priority = Math.min(want.priority, known?.priority ?? 1) as 0 | 1;
    merged.set(key, { ...want, priority, history: want.history || (known?.history ?? false) });
  }
  await db.query(
    `insert into fetches as f (workspace, account, object, record, history, priority)
     select * from jsonb_to_recordset($1::jsonb) as n(workspace bigint, account bigint, object text,
       record text, history boolean, priority smallint)
     order by 1, 2, 3, 4
     on conflict (workspace, account, object, record) do update set
       history = f.history or excluded.history, priority = least(f.priority, excluded.priority),
       seq = f.seq + 1`,
    [JSON.stringify([...merged.values()])],
  );
}

export interface ClaimedFetch {
  readonly workspace: number;
  readonly account: number;
  readonly object: string;
  readonly record: string;
  readonly history: boolean;
  readonly priority: 0 | 1;
  readonly seq: number;
  readonly attempts: number;
}

/** Leases records of one account and object, live ones first. Uses the database's clock. */
export async function claimFetches(
  db: Queryable,
  where: { account: number; object: string; history: boolean; priority: 0 | 1; limit: number },
  lease: { token: string; ms: number },
): Promise<ClaimedFetch[]> {
  const { rows } = await db.query(
    `update fetches f set lease = now() + $6 * interval '1 ms', token = $5, attempts = attempts + 1
     where (workspace, account, object, record) in (
       select workspace, account, object, record from fetches
       where account = $1 and object = $2 and history = $3 and priority = $7
         and (lease is null or lease < now()) and (retry_at is null or retry_at <= now())
       order by priority, wanted_at limit $4 for update skip locked)
     returning workspace, account, object, record, history, priority, seq, attempts`,
    [
      where.account,
      where.object,
      where.history,
      where.limit,
      lease.token,
      lease.ms,
      where.priority,
    ],
  );
  return rows as ClaimedFetch[];
}

export interface FetchGroup {
  readonly account: number;
  readonly object: string;
  readonly history: boolean;
  /** 0 live, 1 background. */
  readonly priority: 0 | 1;
}

/** Which accounts and objects have something to read now: live ones first, then who waits longest. */
export async function fetchGroups(db: Queryable): Promise<FetchGroup[]> {
  const { rows } = await db.query(
    `select account, object, history, priority from fetches
     where (lease is null or lease < now()) and (retry_at is null or retry_at <= now())
     group by account, object, history, priority order by priority, min(wanted_at)`,
  );
  return rows as FetchGroup[];
}

/** What was read leaves the list, unless it was wanted again meanwhile. */
export async function finishFetches(
  db: Queryable,
  claimed: readonly ClaimedFetch[],
  token: string,
): Promise<void> {
  const list = JSON.stringify(claimed);
  const shape = 'n(workspace bigint, account bigint, object text, record text, seq integer)';
  const same = `f.workspace = n.workspace and f.account = n.account and f.object = n.object
    and f.record = n.record and f.token = $2`;
  await db.query(
    `delete from fetches f using jsonb_to_recordset($1::jsonb) as ${shape}
     where ${same} and f.seq = n.seq`,
    [list, token],
  );
  await db.query(
    `update fetches f set lease = null, token = null, attempts = 0
     from jsonb_to_recordset($1::jsonb) as ${shape} where ${same}`,
    [list, token],
  );
}

/** Puts leased records back for later. */
export async function retryFetches(
  db: Queryable,
  token: string,
  waitMs: number,
  reason: string,
): Promise<void> {
  await db.query(
    `update fetches set lease = null, token = null, retry_at = now() + $2 * interval '1 ms', reason = $3
     where token = $1`,
    [token, waitMs, reason],
  );
}
