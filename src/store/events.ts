/** What the events API was told, as it is kept. */
import type { Channel } from '../lead/activity.js';
import { EVENTS_SOURCE, TOLD } from '../lead/event.js';
import type { Account } from './accounts.js';
import type { NewActivity } from './activities.js';
import type { Queryable } from './pool.js';
import type { Moment } from './records.js';

/** The source that a workspace's events are records of; made when the first one comes. */
export async function ensureEventsSource(db: Queryable, workspace: number): Promise<number> {
  await db.query(
    `insert into accounts (workspace, crm, portal, way, name, base_url, backfilled_at)
     values ($1, '${EVENTS_SOURCE}', $2, 'key', 'Events API', '', now())
     on conflict (crm, portal) do nothing`,
    [workspace, String(workspace)],
  );
  const { rows } = await db.query<Pick<Account, 'id'>>(
    `select id from accounts where crm = '${EVENTS_SOURCE}' and portal = $1`,
    [String(workspace)],
  );
  return (rows[0] as { id: number }).id;
}

/** Adds activities that were told; an event known by its id stays as it was told first. @returns what is new. */
export async function insertTold(
  db: Queryable,
  activities: readonly Omit<NewActivity, 'property'>[],
): Promise<Set<number>> {
  if (activities.length === 0) return new Set();
  const unique = new Map<string, Omit<NewActivity, 'property'>>();
  for (const one of activities) {
    const key = `${one.workspace}/${one.identity}`;
    if (!unique.has(key)) unique.set(key, one);
  }
  const { rows } = await db.query<{ record: number }>(
    `insert into activities (workspace, lead, at, record, identity, at_s, property, type, attributes)
     select workspace, lead, ms(at), record, identity, floor(at / 1000.0), '${TOLD}', type, attributes
     from jsonb_to_recordset($1::jsonb) as n(workspace bigint, lead bigint, at bigint, record bigint,
       identity text, type text, attributes jsonb)
     order by workspace, identity
     on conflict do nothing returning record`,
    [JSON.stringify([...unique.values()])],
  );
  return new Set(rows.map((row) => row.record));
}

/** Which of these events, by identity, are known already. */
export async function findTold(
  db: Queryable,
  workspace: number,
  identities: readonly string[],
): Promise<Set<string>> {
  const { rows } = await db.query<{ identity: string }>(
    `select identity from activities
     where workspace = $1 and identity = any($2::text[]) and property = '${TOLD}'`,
    [workspace, identities],
  );
  return new Set(rows.map((row) => row.identity));
}

export interface ToldRow {
  readonly record: number;
  readonly identity: string;
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly attributes: Record<string, unknown>;
}

/** What was told of these records by a moment. */
export async function readTold(
  db: Queryable,
  workspace: number,
  records: readonly number[],
  { at, known }: Moment,
): Promise<ToldRow[]> {
  if (records.length === 0) return [];
  const { rows } = await db.query(
    `select record, identity, type, at, attributes from activities
     where workspace = $1 and record = any($2::bigint[]) and property = '${TOLD}'
       and at <= ms($3) and (not $4::boolean or learnt_at <= ms($3))`,
    [workspace, records, at, known === 'learnt'],
  );
  return rows as ToldRow[];
}

export interface DeliveredType {
  readonly workspace: number;
  readonly type: string;
  readonly channel: Channel;
  /** The earliest that one happened, milliseconds. */
  readonly since: number;
}

/**
 * Remembers the kinds of activity that were delivered.
 * @returns the workspaces in which a channel is observed now that was not before.
 */
export async function noteDelivered(
  db: Queryable,
  delivered: readonly DeliveredType[],
): Promise<number[]> {
  const news = await unknownOf(db, delivered);
  if (news.length === 0) return [];
  const { rows } = await db.query<{ workspace: number }>(
    `with n as (select * from jsonb_to_recordset($1::jsonb)
         as n(workspace bigint, type text, channel text, since bigint)),
       fresh as (select distinct workspace from n where not exists (
         select from event_types e where e.workspace = n.workspace and e.channel = n.channel)),
       kept as (insert into event_types as e (workspace, type, channel, since)
         select workspace, type, channel, ms(since) from n order by workspace, type, channel
         on conflict (workspace, type, channel) do update
           set since = least(e.since, excluded.since))
     select workspace from fresh order by workspace`,
    [JSON.stringify(news)],
  );
  return rows.map((row) => row.workspace);
}

/** Most deliveries say nothing new: they must not wait for each other's rows. */
async function unknownOf(
  db: Queryable,
  delivered: readonly DeliveredType[],
): Promise<DeliveredType[]> {
  const earliest = new Map<string, DeliveredType>();
  for (const one of delivered) {
    const key = `${one.workspace}\n${one.type}\n${one.channel}`;
    const known = earliest.get(key);
    if (!known || one.since < known.since) earliest.set(key, one);
  }
  if (earliest.size === 0) return [];
  const workspaces = [...new Set([...earliest.values()].map(({ workspace }) => workspace))];
  const { rows } = await db.query<DeliveredType>(
    'select workspace, type, channel, since from event_types where workspace = any($1::bigint[])',
    [workspaces],
  );
  for (const { workspace, type, channel, since } of rows) {
    const key = `${workspace}\n${type}\n${channel}`;
    if ((earliest.get(key)?.since ?? since) >= since) earliest.delete(key);
  }
  return [...earliest.values()];
}

/** The channels that events have been delivered of, by a moment where one is given. */
export async function readDelivered(
  db: Queryable,
  workspace: number,
  by: Moment | null = null,
): Promise<Channel[]> {
  const { rows } = await db.query<{ channel: Channel }>(
    `select distinct channel from event_types where workspace = $1
       and ($2::bigint is null or (case when $3 then learnt_at else since end) <= ms($2))
     order by channel`,
    [workspace, by?.at ?? null, by?.known === 'learnt'],
  );
  return rows.map((row) => row.channel);
}

/** Every type that events were delivered of. */
export async function listDelivered(
  db: Queryable,
  workspace: number,
): Promise<Omit<DeliveredType, 'workspace'>[]> {
  const { rows } = await db.query(
    'select type, channel, since from event_types where workspace = $1 order by type, channel',
    [workspace],
  );
  return rows as Omit<DeliveredType, 'workspace'>[];
}
