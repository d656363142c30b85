import { EVENTS_SOURCE } from '../lead/event.js';
import { PlumblineError } from '../lib/errors.js';
import type { Queryable } from './pool.js';

/** One connected CRM portal or org. */
export interface Account {
  readonly workspace: number;
  readonly id: number;
  readonly crm: string;
  readonly portal: string;
  readonly way: 'key' | 'client-credentials' | 'jwt' | 'own-app' | 'listed-app';
  readonly name: string;
  readonly appId: string | null;
  readonly baseUrl: string;
  readonly uiDomain: string | null;
  readonly timeZone: string;
  readonly scopes: readonly string[];
  readonly stageOrder: readonly string[];
  /** Object -> names of the properties that the account has. */
  readonly properties: Readonly<Record<string, readonly string[]>>;
  /** Sealed; opened by the accounts module alone. */
  readonly credentials: string | null;
  readonly state: 'connected' | 'reconnect' | 'left';
  readonly problem: string | null;
  /** False: read-only, nothing is ever sent to the CRM. */
  readonly writes: boolean;
  /** Percent of the calls that the CRM allows in a day which may be ours. */
  readonly callShare: number;
  readonly connectedAt: number;
  readonly backfilledAt: number | null;
  readonly lastPushAt: number | null;
  readonly lastPollAt: number | null;
  /** Of one that was left: since when its data is being erased; null when it stays, or is gone. */
  readonly eraseAskedAt: number | null;
}

const COLUMNS = `workspace, id, crm, portal, way, name, app_id as "appId", base_url as "baseUrl",
  ui_domain as "uiDomain", time_zone as "timeZone", scopes, stage_order as "stageOrder", properties, credentials,
  state, problem, writes, call_share as "callShare", connected_at as "connectedAt", backfilled_at as "backfilledAt",
  last_push_at as "lastPushAt", last_poll_at as "lastPollAt",
  erase_asked_at as "eraseAskedAt"`;

/** The connected CRMs; of one workspace, or of all. */
export async function listAccounts(db: Queryable, workspace?: number): Promise<Account[]> {
  return (await listSources(db, workspace)).filter(({ crm }) => crm !== EVENTS_SOURCE);
}

/**
 * Everything that records come from: the connected CRMs, and the events API of each workspace. Of one
 * workspace, or of all.
 */
export async function listSources(db: Queryable, workspace?: number): Promise<Account[]> {
  const { rows } = await db.query(
    `select ${COLUMNS} from accounts where $1::bigint is null or workspace = $1 order by id`,
    [workspace ?? null],
  );
  return rows as Account[];
}

export async function findAccount(db: Queryable, id: number): Promise<Account | null> {
  const { rows } = await db.query(`select ${COLUMNS} from accounts where id = $1`, [id]);
  return (rows[0] as Account | undefined) ?? null;
}

export interface NewAccount {
  readonly workspace: number;
  readonly crm: string;
  readonly portal: string;
  readonly way: Account['way'];
  readonly name: string;
  readonly appId: string | null;
  readonly baseUrl: string;
  readonly uiDomain: string | null;
  readonly timeZone: string;
  readonly scopes: readonly string[];
  readonly stageOrder: readonly string[];
  readonly properties: Readonly<Record<string, readonly string[]>>;
}

/**
 * Connects, or connects again: data and the write-back switch of a known account stay. Throws
 * `connected-elsewhere` when another workspace has it, `being-erased` while its data goes.
 */
export async function upsertAccount(db: Queryable, account: NewAccount): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `insert into accounts (workspace, crm, portal, way, name, app_id, base_url, ui_domain, time_zone,
       scopes, stage_order, properties)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (crm, portal) do update set way = excluded.way, name = excluded.name,
       app_id = excluded.app_id, base_url = excluded.base_url, ui_domain = excluded.ui_domain,
       time_zone = excluded.time_zone, scopes = excluded.scopes, stage_order = excluded.stage_order,
       properties = excluded.properties,
       state = 'connected', problem = null, connected_at = now()
       where accounts.workspace = excluded.workspace and accounts.erase_asked_at is null
     returning id`,
    [
      account.workspace,
      account.crm,
      account.portal,
      account.way,
      account.name,
      account.appId,
      account.baseUrl,
      account.uiDomain,
      account.timeZone,
      account.scopes,
      account.stageOrder,
      JSON.stringify(account.properties),
    ],
  );
  const [row] = rows;
  if (row) return row.id;
  const { rows: erasing } = await db.query(
    'select 1 from accounts where crm = $1 and portal = $2 and workspace = $3',
    [account.crm, account.portal, account.workspace],
  );
  if (erasing.length > 0) {
    const message = `What came from account ${account.portal} is still being erased; connect it when that is done.`;
    throw new PlumblineError('being-erased', message, { status: 409 });
  }
  const message = `Account ${account.portal} is connected in another workspace of this Plumbline.`;
  throw new PlumblineError('connected-elsewhere', message, { status: 409 });
}

export async function saveCredentials(db: Queryable, id: number, sealed: string): Promise<void> {
  await db.query('update accounts set credentials = $2 where id = $1', [id, sealed]);
}

/**
 * `problem` is a sentence with the way out, shown to the admin; null clears it. Says nothing of an account
 * that was connected anew since `account` was read, or left: an old call's failure is no news.
 */
export async function setAccountState(
  db: Queryable,
  account: Pick<Account, 'id' | 'connectedAt'>,
  state: Account['state'],
  problem: string | null,
): Promise<void> {
  await db.query(
    `update accounts set state = $2, problem = $3
     where id = $1 and connected_at = ms($4) and state <> 'left'`,
    [account.id, state, problem, account.connectedAt],
  );
}

/**
 * A problem of a connected account stands as long as some of its work waits for that reason: an admin who
 * gave the right needs to tell nobody.
 */
export async function clearSolvedProblems(db: Queryable): Promise<void> {
  const waits = (table: string, states: string): string =>
    `not exists (select from ${table} w where w.account = a.id and w.reason = left(a.problem, 500)
       and ${states})`;
  await db.query(
    `update accounts a set problem = null where a.state = 'connected' and a.problem is not null
       and ${waits('cursors', 'true')}
       and ${waits('fetches', 'true')}
       and ${waits('desired', `w.state in ('pending', 'sending', 'parked')`)}
       and ${waits('alerts', `w.state in ('planned', 'sending', 'unknown')`)}`,
  );
}

/**
 * Nothing is read from the account or written to it any more. With `eraseAt`, milliseconds, its data goes,
 * too, in the background.
 */
export async function markLeft(db: Queryable, id: number, eraseAt: number | null): Promise<void> {
  await db.query(
    `update accounts set state = 'left', problem = null, writes = false,
       erase_asked_at = coalesce(ms($2), erase_asked_at) where id = $1`,
    [id, eraseAt],
  );
}

/** Of an account that was left; one that was connected again meanwhile keeps its new ones. */
export async function dropCredentials(db: Queryable, id: number): Promise<void> {
  await db.query(`update accounts set credentials = null where id = $1 and state = 'left'`, [id]);
}

/** @returns whether that is another state than before. */
export async function setWrites(db: Queryable, id: number, on: boolean): Promise<boolean> {
  const { rowCount } = await db.query(
    'update accounts set writes = $2 where id = $1 and writes <> $2',
    [id, on],
  );
  return rowCount === 1;
}

/** `percent` of the calls that the CRM allows in a day may be ours, 1 to 100. */
export async function setCallShare(db: Queryable, id: number, percent: number): Promise<void> {
  await db.query('update accounts set call_share = $2 where id = $1', [id, percent]);
}

/** The mark of this installation's outputs in a workspace. */
export async function readInstance(db: Queryable, workspace: number): Promise<string> {
  const { rows } = await db.query<{ instance: string }>(
    'select instance from workspaces where id = $1',
    [workspace],
  );
  return rows[0]?.instance ?? '';
}

export async function ensureWorkspace(db: Queryable, name: string): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `with found as (select id from workspaces order by id limit 1),
     made as (insert into workspaces (name) select $1 where not exists (select from found) returning id)
     select id from found union all select id from made`,
    [name],
  );
  return (rows[0] as { id: number }).id;
}

/** Remembers that an account's CRM pushed something; at most once in ten seconds an account. */
export async function markPushed(db: Queryable, accounts: ReadonlySet<number>): Promise<void> {
  if (accounts.size === 0) return;
  await db.query(
    `update accounts a set last_push_at = now()
     from (select id from accounts where id = any($1::bigint[])
       and (last_push_at is null or last_push_at < now() - interval '10 s')
       order by id for update skip locked) due
     where a.id = due.id`,
    [[...accounts]],
  );
}

/** Remembers which properties an object of the account has now. */
export async function saveProperties(
  db: Queryable,
  id: number,
  object: string,
  names: readonly string[],
): Promise<void> {
  await db.query(
    `update accounts set properties = properties || jsonb_build_object($2::text, $3::jsonb)
     where id = $1 and properties -> $2::text is distinct from $3::jsonb`,
    [id, object, JSON.stringify(names)],
  );
}
