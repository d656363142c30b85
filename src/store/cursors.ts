import type { Cursor } from '../../connectors/connector.js';
import type { Queryable } from './pool.js';

export type CursorKind = 'poll' | 'backfill' | 'sweep';

export interface ClaimedCursor {
  readonly workspace: number;
  readonly account: number;
  readonly kind: CursorKind;
  readonly name: string;
  readonly cursor: Cursor | null;
  readonly attempts: number;
  /** How long it has been without news, milliseconds. */
  readonly idleMs: number;
}

/** Creates cursors that are not there yet; those that are keep their place. */
export async function ensureCursors(
  db: Queryable,
  cursors: readonly {
    workspace: number;
    account: number;
    kind: CursorKind;
    name: string;
    cursor: Cursor | null;
  }[],
): Promise<void> {
  if (cursors.length === 0) return;
  await db.query(
    `insert into cursors (workspace, account, kind, name, cursor)
     select workspace, account, kind, name, nullif(cursor, 'null')
     from jsonb_to_recordset($1::jsonb) as n(workspace bigint, account bigint, kind text, name text,
       cursor jsonb)
     on conflict do nothing`,
    [JSON.stringify(cursors)],
  );
}

/** Leases due cursors of connected accounts; a first load takes what is of one rank at a time, in their order. */
export async function claimCursors(
  db: Queryable,
  kind: CursorKind,
  limit: number,
  lease: { token: string; ms: number },
): Promise<ClaimedCursor[]> {
  const { rows } = await db.query(
    `update cursors c set lease = now() + $4 * interval '1 ms', token = $3, attempts = attempts + 1
     where (workspace, account, kind, name) in (
       select workspace, account, kind, name from cursors
       where kind = $1 and not done and next_at <= now() and (lease is null or lease < now())
         and account in (select id from accounts where state = 'connected')
         and ($1 <> 'backfill' or not exists (select from cursors e where e.account = cursors.account
           and e.kind = 'backfill' and not e.done
             and split_part(e.name, ':', 1) < split_part(cursors.name, ':', 1)))
       order by next_at limit $2 for update skip locked)
     returning workspace, account, kind, name, cursor, attempts,
       greatest(extract(epoch from now() - changed_at) * 1000, 0)::float8 as "idleMs"`,
    [kind, limit, lease.token, lease.ms],
  );
  return rows as ClaimedCursor[];
}

/** Moves a cursor; in the transaction that stores its page. @returns false when the lease was lost. */
export async function moveCursor(
  db: Queryable,
  claimed: ClaimedCursor,
  token: string,
  to: { cursor: Cursor; done: boolean; records: number; waitMs: number },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update cursors set cursor = $6, done = $7, records = records + $8, attempts = 0, reason = null,
       next_at = now() + $9 * interval '1 ms', lease = null, token = null,
       changed_at = case when $8 > 0 then now() else changed_at end
     where workspace = $1 and account = $2 and kind = $3 and name = $4 and token = $5`,
    [
      claimed.workspace,
      claimed.account,
      claimed.kind,
      claimed.name,
      token,
      JSON.stringify(to.cursor),
      to.done,
      to.records,
      to.waitMs,
    ],
  );
  return rowCount === 1;
}

/** Keeps the reason of a failure; `done` gives the cursor up until `reopenCursors`. */
export async function retryCursor(
  db: Queryable,
  claimed: ClaimedCursor,
  token: string,
  { waitMs, reason, done = false }: { waitMs: number; reason: string; done?: boolean },
): Promise<void> {
  await db.query(
    `update cursors set next_at = now() + $6 * interval '1 ms', reason = $7, done = $8,
       lease = null, token = null
     where workspace = $1 and account = $2 and kind = $3 and name = $4 and token = $5`,
    [claimed.workspace, claimed.account, claimed.kind, claimed.name, token, waitMs, reason, done],
  );
}

/** Gives a cursor back untouched, until `waitMs` from now: it was no try. */
export async function restCursor(
  db: Queryable,
  claimed: ClaimedCursor,
  token: string,
  waitMs: number,
): Promise<void> {
  await db.query(
    `update cursors set next_at = now() + $6 * interval '1 ms', attempts = greatest(attempts - 1, 0),
       lease = null, token = null
     where workspace = $1 and account = $2 and kind = $3 and name = $4 and token = $5`,
    [claimed.workspace, claimed.account, claimed.kind, claimed.name, token, waitMs],
  );
}

/** Polls these feeds of an account, or all, within `ms` milliseconds, from where they stand. */
export async function pollWithin(
  db: Queryable,
  account: number,
  feeds: readonly { readonly name: string }[] | null,
  ms: number,
): Promise<void> {
  await db.query(
    `update cursors set next_at = least(next_at, now() + $3 * interval '1 ms')
     where account = $1 and kind = 'poll' and ($2::text[] is null or name = any($2)) and not done`,
    [account, feeds?.map(({ name }) => name) ?? null, ms],
  );
}

/** What was given up is tried again, from where it was. */
export async function reopenCursors(
  db: Queryable,
  { workspace, id }: { readonly workspace: number; readonly id: number },
): Promise<void> {
  await db.query(
    `update cursors set done = false, attempts = 0, next_at = now()
     where workspace = $1 and account = $2 and done and reason is not null`,
    [workspace, id],
  );
}

/**
 * Marks accounts whose first load has arrived in full: every cursor done, nothing of it under way, every
 * lead of it scored. Only background work of the account itself counts, so that live changes, which never
 * cease, and other accounts do not hold it up. Asked all through a load: each question looks for one row,
 * as a join would read all that wait. @returns their ids.
 */
export async function completeBackfills(db: Queryable, now: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `update accounts a set backfilled_at = ms($1)
     where a.backfilled_at is null and a.state = 'connected'
       and exists (select from cursors c where c.account = a.id and c.kind = 'backfill')
       and not exists (select from cursors c where c.account = a.id and c.kind = 'backfill' and not c.done)
       and (select 1 from deliveries d
         where d.account = a.id and d.kind = 'page' and d.priority = 1 limit 1) is null
       and (select 1 from changes c where c.account = a.id and c.priority = 1 limit 1) is null
       and (select 1 from fetches f
         where f.account = a.id and f.priority = 1 and f.reason is null limit 1) is null
       and (select 1 from fanouts f where f.account = a.id limit 1) is null
       and (select 1 from lead_work w join records r on r.workspace = w.workspace and r.lead = w.lead
         where w.workspace = a.workspace and r.account = a.id
           and w.dirty_seq > w.scored_seq and w.background and w.error is null limit 1) is null
     returning id`,
    [now],
  );
  return rows.map((row) => row.id);
}

export async function markPolled(db: Queryable, account: number): Promise<void> {
  await db.query('update accounts set last_poll_at = now() where id = $1', [account]);
}

/**
 * Starts the first load of a workspace's accounts of a CRM anew; what it finds is quiet. A page that is
 * being read under the former mapping is thrown away with its lease; feeds are looked for at once.
 */
export async function readAgain(db: Queryable, workspace: number, crm: string): Promise<void> {
  await db.query(
    `update cursors set lease = null, token = null, attempts = 0, reason = null, next_at = now(), done = false,
       cursor = case kind when 'backfill' then null else cursor end,
       records = case kind when 'backfill' then 0 else records end
     where workspace = $1 and kind in ('backfill', 'poll')
       and account in (select id from accounts where workspace = $1 and crm = $2)`,
    [workspace, crm],
  );
}

/**
 * Gives every loaded account without one a round of reading its people, first after `everyMs`.
 * `personObjects` answers nothing for accounts that push.
 */
export async function ensureSweeps(
  db: Queryable,
  personObjects: (crm: string, way: string) => readonly string[],
  everyMs: number,
): Promise<void> {
  const { rows } = await db.query<{ workspace: number; id: number; crm: string; way: string }>(
    `select workspace, id, crm, way from accounts a
     where state = 'connected' and crm <> 'events' and backfilled_at is not null and not exists (
       select from cursors c where c.workspace = a.workspace and c.account = a.id and c.kind = 'sweep')`,
  );
  for (const { workspace, id, crm, way } of rows) {
    await db.query(
      `insert into cursors (workspace, account, kind, name, next_at)
       select $1, $2, 'sweep', object, now() + $4 * interval '1 ms' from unnest($3::text[]) object
       on conflict do nothing`,
      [workspace, id, personObjects(crm, way), everyMs],
    );
  }
}
