import type pg from 'pg';
import type { AccountIdentity, Connector } from '../../connectors/connector.js';
import type { Change } from '../lead/change.js';
import { changesSchema } from '../lead/changes.js';
import { pageSchema } from '../lead/page.js';
import { type Clock, DAY } from '../lib/clock.js';
import { messageOf } from '../lib/errors.js';
import { cleanJson, cleanText, parseCleanJson } from '../lib/text.js';
import { type Account, listSources, markPushed } from '../store/accounts.js';
import { insertChanges, type NewChange } from '../store/changes.js';
import { addCounters } from '../store/counters.js';
import { type Delivery, parkDelivery, takeDeliveries } from '../store/deliveries.js';
import { type DeliveredType, noteDelivered } from '../store/events.js';
import { workInHalves } from '../store/halves.js';
import { markWorkspaceDirty } from '../store/leads.js';
import type { Queryable } from '../store/pool.js';
import { splitEvents } from './events-split.js';

export interface SplitDependencies {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  /** By the word in routes: `hubspot`. */
  readonly connectors: ReadonlyMap<string, Connector>;
  /** Seals what must be kept though it cannot be read. */
  seal(text: string): string;
}

/** An event of later than this, in milliseconds from now, is malformed: it would win over all that follow. */
const AHEAD = DAY;

interface Split {
  readonly changes: readonly NewChange[];
  readonly counts: Readonly<Record<string, number>>;
  readonly delivered?: readonly DeliveredType[];
}

/** What a page says, as changes: one snapshot or one absence a record. */
function* changesOfPage(body: Uint8Array): Generator<{ change: Change; quiet: boolean }> {
  const page = pageSchema.parse(parseCleanJson(body));
  const quiet = page.origin === 'backfill';
  const common = { event: '', source: { kind: 'unknown' } } as const;
  for (const snapshot of page.snapshots) {
    const { object, record, modifiedAt: at } = snapshot;
    const change = {
      ...common,
      kind: 'snapshot',
      object,
      record,
      at,
      snapshot,
      readAt: page.readAt,
      origin: page.origin,
    };
    yield { change: change as Change, quiet };
  }
  for (const { object, record } of page.missing) {
    const { readAt } = page;
    yield { change: { ...common, kind: 'missing', object, record, at: readAt, readAt }, quiet };
  }
}

function splitOne(
  delivery: Delivery,
  connectors: SplitDependencies['connectors'],
  byPortal: ReadonlyMap<string, Account>,
  byId: ReadonlyMap<number, Account>,
  now: number,
): Split {
  const common = {
    delivery: delivery.id,
    receivedAt: delivery.at,
    priority: delivery.priority,
  };
  if (delivery.kind === 'page') {
    const account = byId.get(delivery.account ?? -1);
    if (!account) return { changes: [], counts: { 'events.dropped.foreign': 1 } };
    const changes = [...changesOfPage(delivery.body)].map(({ change, quiet }) => ({
      ...common,
      workspace: account.workspace,
      account: account.id,
      quiet,
      change,
    }));
    return { changes, counts: { 'records.read': changes.length } };
  }
  if (delivery.kind === 'events') {
    const source = byId.get(delivery.account ?? -1);
    if (!source) return { changes: [], counts: { 'events.dropped.foreign': 1 } };
    const { workspace, id } = source;
    const accounts = [...byId.values()].filter((one) => one.workspace === workspace);
    return splitEvents(delivery, workspace, { source: id, accounts, connectors });
  }
  if (delivery.kind === 'changes') {
    const account = byId.get(delivery.account ?? -1);
    if (!account) return { changes: [], counts: { 'events.dropped.foreign': 1 } };
    const told = changesSchema.parse(JSON.parse(Buffer.from(delivery.body).toString('utf8')));
    const kept = told.filter(({ at }) => at <= now + AHEAD);
    const changes = kept.map((change) => ({
      ...common,
      workspace: account.workspace,
      account: account.id,
      quiet: change.source.kind === 'import',
      change: cleanJson(change) as Change,
    }));
    const malformed = told.length - kept.length;
    return {
      changes,
      counts: { 'events.received': told.length, 'events.dropped.malformed': malformed },
    };
  }
  const receiver = connectors.get(delivery.route)?.receiver;
  if (!receiver) throw new Error(`no connector receives deliveries of the route ${delivery.route}`);
  const identify = (portal: string): AccountIdentity | undefined => {
    const account = byPortal.get(`${delivery.route}/${portal}`);
    return account && { portal, ...(account.appId !== null && { appId: account.appId }) };
  };
  const split = receiver.split(delivery.body, identify);
  const changes: NewChange[] = [];
  const counts: Record<string, number> = { 'events.received': split.changes.length };
  for (const [reason, count] of Object.entries(split.dropped)) {
    counts[`events.dropped.${reason}`] = count;
  }
  for (const { portal, change } of split.changes) {
    const account = byPortal.get(`${delivery.route}/${portal}`);
    if (!account) continue;
    if (change.at > now + AHEAD) {
      counts['events.dropped.malformed'] = (counts['events.dropped.malformed'] ?? 0) + 1;
      continue;
    }
    changes.push({
      ...common,
      workspace: account.workspace,
      account: account.id,
      quiet: change.source.kind === 'import',
      change: cleanJson(change) as Change,
    });
  }
  return { changes, counts };
}

/**
 * Raw deliveries become changes of one account each, in one transaction. What is malformed, foreign or
 * unused is counted and dropped; a delivery that cannot be read at all is kept sealed and counted.
 * @returns how many deliveries were taken; 0 means there are none.
 */
export async function splitDeliveries(deps: SplitDependencies, limit = 200): Promise<number> {
  const park = async (db: Queryable, delivery: Delivery, error: unknown): Promise<void> => {
    const sealed = deps.seal(Buffer.from(delivery.body).toString('base64'));
    await parkDelivery(db, delivery, sealed, cleanText(messageOf(error)).slice(0, 500));
    await addCounters(db, { 'deliveries.parked': 1 });
  };
  return workInHalves(deps.pool, limit, {
    claim: takeDeliveries,
    async work(db, deliveries) {
      const accounts = (await listSources(db)).filter((account) => account.state !== 'left');
      const byPortal = new Map(accounts.map((one) => [`${one.crm}/${one.portal}`, one]));
      const byId = new Map(accounts.map((one) => [one.id, one]));
      const changes: NewChange[] = [];
      const pushed = new Set<number>();
      const counts: Record<string, number> = {};
      const delivered: DeliveredType[] = [];
      for (const delivery of deliveries) {
        try {
          const split = splitOne(delivery, deps.connectors, byPortal, byId, deps.clock());
          for (const change of split.changes) {
            changes.push(change);
            if (delivery.kind !== 'page') pushed.add(change.account);
          }
          delivered.push(...(split.delivered ?? []));
          for (const [name, count] of Object.entries(split.counts)) {
            counts[name] = (counts[name] ?? 0) + count;
          }
        } catch (error) {
          await park(db, delivery, error);
        }
      }
      await insertChanges(db, changes);
      // What is newly observed may move leads that no event is about.
      for (const workspace of await noteDelivered(db, delivered)) {
        await markWorkspaceDirty(db, workspace, { remap: false });
      }
      await markPushed(db, pushed);
      await addCounters(db, counts);
    },
    setAside: park,
  });
}
