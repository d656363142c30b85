/** How each connected account of a workspace is doing. Times in milliseconds since the epoch. */
import type { Connector, Declaration } from '../../connectors/connector.js';
import type { Allowance } from '../lead/allowance.js';
import type { Account } from '../store/accounts.js';
import type { Queryable } from '../store/pool.js';
import { readStreamDays, type StreamDay } from '../store/stream-allowances.js';
import { readStreams, type StreamStatus } from '../store/streams.js';
import {
  type CursorStatus,
  type HistoryStatus,
  readCursorStatus,
  readHistoryStatus,
} from './status.js';

export interface AccountStatus {
  readonly id: number;
  readonly crm: string;
  readonly portal: string;
  readonly name: string;
  readonly way: Account['way'];
  readonly wayLabel: string;
  /** What the way of connecting costs in freshness, a sentence. */
  readonly freshness: string;
  /** Whether the CRM sends its changes to us. */
  readonly push: boolean;
  readonly state: Account['state'];
  /** What is wrong, with the way out. */
  readonly problem: string | null;
  readonly writeBack: boolean;
  readonly firstLoad: {
    readonly completeAt: number | null;
    readonly records: number;
    /** Object -> whether all of it was read. */
    readonly objects: Readonly<
      Record<string, { readonly records: number; readonly done: boolean }>
    >;
  };
  /** How far back values are known without gaps; null before the first load is complete. */
  readonly history: {
    readonly completeFrom: number | null;
    /** Properties known from the beginning of each record. */
    readonly wholeProperties: number;
  } | null;
  readonly polling: {
    readonly lastAt: number | null;
    /** How long the latest feed has been due, milliseconds. */
    readonly lateMs: number;
    readonly troubles: readonly Trouble[];
    readonly lacks: readonly Lack[];
  };
  readonly lastPushAt: number | null;
  /** The subscription to changes, where the CRM has one; null where it was never tried. */
  readonly stream: {
    /** Since when it holds; null: it does not, and everything is polled. */
    readonly liveAt: number | null;
    readonly heardAt: number | null;
    /** Why it does not hold, or what was missed, with the way out. */
    readonly note: string | null;
    /** Since when it is let go of while a mass of our own writes is sent; null: it is not. */
    readonly pausedAt: number | null;
    /** Events handed over in the last 24 hours. */
    readonly events: {
      readonly lastDay: number;
      /** Of those, what our own writes caused. */
      readonly own: number;
      /** Of all who listen to the account, as the CRM told last; null: it did not, within a day. */
      readonly allowance: Allowance | null;
    };
  } | null;
}

export interface Trouble {
  readonly feed: string;
  readonly reason: string;
  /** Nothing is wrong: a right is missing that the account may do without, and this is left out. */
  readonly note: boolean;
}

/** Fields that the account does not show us, or does not let us write. */
export interface Lack {
  /** Which ones, with the way out. */
  readonly reason: string;
  /** They were never seen: perhaps there are none such, and nothing is wrong. */
  readonly note: boolean;
}

function lacksOf(
  { properties }: Account,
  declaration: Declaration | undefined,
  { name, lacks }: CursorStatus,
): Lack[] {
  if (!lacks || !declaration?.lackOf) return [];
  const seen = new Set(properties[name]);
  const said = (what: 'hidden' | 'absent' | 'closed', names: readonly string[]): Lack[] => {
    const reason = names.length > 0 && declaration.lackOf?.(name, what, names);
    return reason ? [{ reason, note: what === 'absent' }] : [];
  };
  return [
    ...said(
      'hidden',
      lacks.read.filter((one) => seen.has(one)),
    ),
    ...said('closed', lacks.write),
    ...said(
      'absent',
      lacks.read.filter((one) => !seen.has(one)),
    ),
  ];
}

/** A full load is named by its place in the order and its object. */
function feedWords({ kind, name }: CursorStatus): string {
  const feed = name.slice(name.indexOf(':') + 1);
  return kind === 'backfill' ? `first load of ${feed}` : `${kind} of ${name}`;
}

function historyOf(
  loads: readonly CursorStatus[],
  history: HistoryStatus | undefined,
): AccountStatus['history'] {
  if (!history || !loads.every(({ done }) => done)) return null;
  return { completeFrom: history.completeFrom, wholeProperties: history.whole };
}

function statusOf(
  account: Account,
  connector: Connector | undefined,
  all: readonly CursorStatus[],
  histories: readonly HistoryStatus[],
  streams: readonly StreamStatus[],
  days: readonly StreamDay[],
): AccountStatus {
  const own = all.filter((cursor) => cursor.account === account.id);
  const polls = own.filter(({ kind }) => kind === 'poll');
  const loads = own.filter(({ kind }) => kind === 'backfill');
  const optional = connector?.declaration.scopes.optional ?? [];
  const way = connector?.declaration.ways.find(({ id }) => id === account.way);
  const history = histories.find((one) => one.account === account.id);
  return {
    id: account.id,
    crm: account.crm,
    portal: account.portal,
    name: account.name,
    way: account.way,
    wayLabel: way?.label ?? account.way,
    freshness: way?.freshness ?? '',
    push: way?.push ?? false,
    state: account.state,
    problem: account.problem,
    writeBack: account.writes,
    firstLoad: {
      completeAt: account.backfilledAt,
      records: loads.reduce((sum, { records }) => sum + records, 0),
      objects: Object.fromEntries(
        loads.map(({ name, records, done }) => [
          name.slice(name.indexOf(':') + 1),
          { records, done },
        ]),
      ),
    },
    history: historyOf(loads, history),
    polling: {
      lastAt: account.lastPollAt,
      lateMs: Math.max(0, ...polls.map(({ lateMs }) => lateMs)),
      troubles: own.flatMap((cursor) => {
        const { reason } = cursor;
        if (reason === null) return [];
        const note = optional.some((scope) => reason.includes(scope));
        return [{ feed: feedWords(cursor), reason, note }];
      }),
      lacks: polls.flatMap((cursor) => lacksOf(account, connector?.declaration, cursor)),
    },
    lastPushAt: account.lastPushAt,
    stream: streamOf(
      streams.find((one) => one.account === account.id),
      days.find((one) => one.account === account.id),
    ),
  };
}

function streamOf(
  stream: StreamStatus | undefined,
  day: StreamDay | undefined,
): AccountStatus['stream'] {
  if (!stream) return null;
  const { liveAt, heardAt, note, pausedAt } = stream;
  const { delivered = 0, own = 0, allowance = null } = day ?? {};
  return { liveAt, heardAt, note, pausedAt, events: { lastDay: delivered, own, allowance } };
}

/** The status of these accounts, in their order. */
export async function readAccountStatus(
  db: Queryable,
  accounts: readonly Account[],
  connectors: ReadonlyMap<string, Connector>,
): Promise<AccountStatus[]> {
  const cursors = await readCursorStatus(db);
  const histories = await readHistoryStatus(db);
  const streams = await readStreams(db);
  const days = await readStreamDays(db);
  return accounts.map((account) =>
    statusOf(account, connectors.get(account.crm), cursors, histories, streams, days),
  );
}

/** Work of one account, by kind. */
export interface AccountWork {
  readonly account: number;
  readonly changes: number;
  readonly reads: number;
  readonly writes: number;
  readonly tasks: number;
  readonly parkedChanges: number;
  readonly parkedWrites: number;
  readonly parkedTasks: number;
}

/** What waits and what was laid aside, of every account of a workspace. */
export async function readAccountWork(db: Queryable, workspace: number): Promise<AccountWork[]> {
  const { rows } = await db.query(
    `select a.id as account,
       (select count(*) from changes c where c.workspace = $1 and c.account = a.id) as changes,
       (select count(*) from fetches f where f.workspace = $1 and f.account = a.id) as reads,
       (select count(*) from desired d where d.account = a.id and d.state = 'pending')
         + (select count(*) from desired d where d.account = a.id and d.state = 'sending') as writes,
       (select count(*) from alerts t where t.account = a.id
         and t.state in ('planned', 'sending', 'unknown')) as tasks,
       (select count(*) from parked_changes p
         where p.workspace = $1 and p.account = a.id) as "parkedChanges",
       (select count(*) from desired d where d.account = a.id and d.state = 'parked')
         as "parkedWrites",
       (select count(*) from alerts t where t.account = a.id and t.state = 'parked')
         as "parkedTasks"
     from accounts a where a.workspace = $1 order by a.id`,
    [workspace],
  );
  return rows as AccountWork[];
}

export interface ParkedReason {
  readonly account: number;
  readonly reason: string;
  readonly count: number;
}

/** Why work was laid aside: the `most` commonest reasons of each account. */
export async function readParkedReasons(
  db: Queryable,
  workspace: number,
  most: number,
): Promise<ParkedReason[]> {
  const { rows } = await db.query(
    `with parked as (
       select account, reason from parked_changes where workspace = $1
       union all select account, reason from desired where workspace = $1 and state = 'parked'
       union all select account, reason from alerts where workspace = $1 and state = 'parked'),
     counted as (
       select account, reason, count(*) as count,
         row_number() over (partition by account order by count(*) desc, reason) as place
       from parked where reason is not null group by account, reason)
     select account, reason, count from counted where place <= $2 order by account, place`,
    [workspace, most],
  );
  return rows as ParkedReason[];
}
