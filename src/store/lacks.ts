/** What accounts do not let us read or write, as polls told last; kept with the cursor of the feed. */
import type { Lacks } from '../../connectors/connector.js';
import type { Queryable } from './pool.js';

export interface FeedKey {
  readonly workspace: number;
  readonly account: number;
  readonly name: string;
}

/** Keeps what a poll told. @returns what was known before; null where nothing was */
export async function saveLacks(
  db: Queryable,
  { workspace, account, name }: FeedKey,
  lacks: Lacks,
): Promise<Lacks | null> {
  const { rows } = await db.query<{ before: Lacks | null }>(
    `with own as (select workspace, account, kind, name, lacks from cursors
       where workspace = $1 and account = $2 and kind = 'poll' and name = $3 for update)
     update cursors c set lacks = $4 from own
     where c.workspace = own.workspace and c.account = own.account and c.kind = own.kind
       and c.name = own.name
     returning own.lacks as before`,
    [workspace, account, name, JSON.stringify(lacks)],
  );
  return rows[0]?.before ?? null;
}

/** A write was refused for want of rights on these properties, where polls tell of such. */
export async function addWriteLacks(
  db: Queryable,
  { workspace, account, name }: FeedKey,
  properties: readonly string[],
): Promise<void> {
  await db.query(
    `update cursors set lacks = jsonb_set(lacks, '{write}', (select coalesce(jsonb_agg(distinct p), '[]')
       from (select jsonb_array_elements_text(lacks -> 'write') as p union select unnest($4::text[])) x))
     where workspace = $1 and account = $2 and kind = 'poll' and name = $3 and lacks is not null
       and not lacks -> 'write' @> to_jsonb($4::text[])`,
    [workspace, account, name, properties],
  );
}

/** Reads an object in full once more, in the background: known records lack what can be read only now. */
export async function loadAgain(
  db: Queryable,
  { workspace, account }: Pick<FeedKey, 'workspace' | 'account'>,
  object: string,
): Promise<void> {
  await db.query(
    `update cursors set done = false, cursor = null, records = 0, attempts = 0, reason = null,
       lease = null, token = null, next_at = now()
     where workspace = $1 and account = $2 and kind = 'backfill'
       and substr(name, strpos(name, ':') + 1) = $3`,
    [workspace, account, object],
  );
}

/** Goes on with the full load of an object that was given up for want of rights. */
export async function resumeLoad(
  db: Queryable,
  { workspace, account }: Pick<FeedKey, 'workspace' | 'account'>,
  object: string,
): Promise<void> {
  await db.query(
    `update cursors set done = false, attempts = 0, next_at = now()
     where workspace = $1 and account = $2 and kind = 'backfill' and done and reason is not null
       and substr(name, strpos(name, ':') + 1) = $3`,
    [workspace, account, object],
  );
}

/**
 * Sends again what was refused of these properties, and whatever waits for its next try, of an account's
 * object. Sorted by key.
 */
export async function sendAgain(
  db: Queryable,
  { workspace, account }: Pick<FeedKey, 'workspace' | 'account'>,
  object: string,
  properties: readonly string[],
): Promise<void> {
  await db.query(
    `update desired d set attempts = 0, retry_at = null,
       refused = array(select r from unnest(d.refused) r where not r = any($4::text[])),
       state = case when d.state = 'parked' then 'pending' else d.state end,
       background = d.background or d.state = 'parked',
       pending_since = case when d.state = 'parked' then clock_timestamp() else d.pending_since end
     -- One that is being sent without them is found to lack them when that is done.
     from (select record from desired where workspace = $1 and account = $2 and object = $3
         and (state = 'pending' and retry_at is not null or refused && $4)
       order by record for update) o
     where d.workspace = $1 and d.account = $2 and d.object = $3 and d.record = o.record`,
    [workspace, account, object, properties],
  );
}
