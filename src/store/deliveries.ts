import type { Queryable } from './pool.js';

export type DeliveryKind = 'hook' | 'page' | 'events' | 'changes';

/** Raw bytes as they came in; `account` is known for what we asked for ourselves. */
export interface NewDelivery {
  readonly route: string;
  readonly kind: DeliveryKind;
  readonly account: number | null;
  readonly body: Uint8Array;
  /** 0 live, 1 backfill: the splitter takes the live ones first. */
  readonly priority: 0 | 1;
}

export interface Delivery extends NewDelivery {
  readonly id: number;
  /** Received, milliseconds since the epoch (the database's clock). */
  readonly at: number;
}

/**
 * One statement for many deliveries; bytes, so that no character in them can fail the others. A value list
 * and not `unnest` of arrays: only parameters of their own travel as bytes instead of hexadecimal text.
 */
export async function insertDeliveries(
  db: Queryable,
  deliveries: readonly NewDelivery[],
): Promise<void> {
  if (deliveries.length === 0) return;
  const rows = deliveries.map((_, row) => {
    const first = row * 5;
    return `($${first + 1}, $${first + 2}, $${first + 3}, $${first + 4}, $${first + 5})`;
  });
  await db.query(
    `insert into deliveries (route, kind, account, body, priority) values ${rows.join(', ')}`,
    deliveries.flatMap(({ route, kind, account, body, priority }) => [
      route,
      kind,
      account,
      Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength),
      priority,
    ]),
  );
}

/** Taken at once: a page of a first load alone can have some mebibytes, and very many may wait. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Takes the next deliveries out, until they have so many bytes, so that a backlog never stands in memory as
 * a whole; they come back if the transaction fails.
 */
export async function takeDeliveries(
  db: Queryable,
  limit: number,
  mostBytes = MOST_BYTES,
): Promise<Delivery[]> {
  const { rows } = await db.query(
    `with next as materialized (
       select id, priority, octet_length(body) as size from deliveries
       order by priority, id limit $1 for update skip locked),
     fitting as (
       select id, sum(size) over (order by priority, id) - size as before from next)
     delete from deliveries where id in (select id from fitting where before < $2)
     returning id, route, kind, account, body, at, priority`,
    [limit, mostBytes],
  );
  return (rows as Delivery[]).sort((a, b) => a.priority - b.priority || a.id - b.id);
}

/** Keeps an unreadable delivery, sealed, for a person to look at. */
export async function parkDelivery(
  db: Queryable,
  delivery: Delivery,
  sealed: string,
  reason: string,
): Promise<void> {
  await db.query(
    `insert into parked_deliveries (id, route, kind, sealed, reason, at)
     values ($1, $2, $3, $4, $5, ms($6)) on conflict (id) do nothing`,
    [delivery.id, delivery.route, delivery.kind, sealed, reason, delivery.at],
  );
}

/** What was set aside is kept so long for a person to look at, then it goes: it may tell of people. */
const KEEP_PARKED = '7 days';

export async function pruneParked(db: Queryable): Promise<void> {
  for (const table of ['parked_deliveries', 'parked_changes']) {
    await db.query(`delete from ${table} where parked_at < now() - interval '${KEEP_PARKED}'`);
  }
}
