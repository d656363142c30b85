import type pg from 'pg';
import type { Connector } from '../../connectors/connector.js';
import { EVENTS_SOURCE, eventIdentity } from '../lead/event.js';
import type { Clock } from '../lib/clock.js';
import { PlumblineError } from '../lib/errors.js';
import { listAccounts } from '../store/accounts.js';
import { addCounters } from '../store/counters.js';
import { ensureEventsSource, findTold } from '../store/events.js';
import type { DeliveryWriter } from './delivery-writer.js';
import { EVENT_LIMITS, readEventLine } from './events-line.js';
import { type EventSources, eventTarget } from './events-target.js';

export interface EventDependencies {
  readonly pool: pg.Pool;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly writer: DeliveryWriter;
  readonly clock: Clock;
}

export interface EventAnswer {
  /** Lines that are stored now. */
  readonly accepted: number;
  /** Of them and of those before, lines whose id was known: they change nothing. */
  readonly duplicates: number;
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
}

/** Takes the events of one request; `body` is NDJSON as it came in. */
export type ReceiveEvents = (workspace: number, body: Uint8Array) => Promise<EventAnswer>;

interface Read {
  readonly good: { readonly text: string; readonly identity: string }[];
  readonly rejected: { readonly line: number; readonly reason: string }[];
}

function readLines(text: string, sources: EventSources, now: number): Read {
  const read: Read = { good: [], rejected: [] };
  const lines = text.split(/\r?\n/).map((line, index) => ({ text: line.trim(), line: index + 1 }));
  const filled = lines.filter((line) => line.text !== '');
  if (filled.length > EVENT_LIMITS.lines) {
    throw new PlumblineError(
      'too-many-lines',
      `A request may have ${EVENT_LIMITS.lines} events at most; this one has ${filled.length}.`,
      { status: 413 },
    );
  }
  for (const { text: own, line } of filled) {
    const reason = (() => {
      const found = readEventLine(own);
      if ('reason' in found) return found.reason;
      if (found.line.at > now + EVENT_LIMITS.ahead) return 'occurredAt: lies in the future';
      const target = eventTarget(found.line, sources);
      if ('reason' in target) return target.reason;
      read.good.push({ text: own, identity: eventIdentity(found.line.id) });
      return undefined;
    })();
    if (reason !== undefined) read.rejected.push({ line, reason });
  }
  return read;
}

/**
 * Checks every line; the good ones are committed as one delivery, as they were sent, before the answer.
 * What is not stored is named by its number and reason. Throws when nothing could be stored at all.
 */
export function createEventReceiver(deps: EventDependencies): ReceiveEvents {
  const sources = new Map<number, Promise<number>>();
  const sourceOf = (workspace: number): Promise<number> => {
    const known = sources.get(workspace) ?? ensureEventsSource(deps.pool, workspace);
    sources.set(workspace, known);
    known.catch(() => sources.delete(workspace));
    return known;
  };
  return async (workspace, body) => {
    if (body.byteLength > EVENT_LIMITS.body) {
      throw new PlumblineError(
        'too-large',
        `A request may have ${EVENT_LIMITS.body} bytes at most; send several.`,
        { status: 413 },
      );
    }
    const source = await sourceOf(workspace);
    const accounts = await listAccounts(deps.pool, workspace);
    const setting = { source, accounts, connectors: deps.connectors };
    const { good, rejected } = readLines(Buffer.from(body).toString('utf8'), setting, deps.clock());
    const identities = new Set(good.map(({ identity }) => identity));
    const known = await findTold(deps.pool, workspace, [...identities]);
    if (good.length > 0) {
      await deps.writer.write({
        route: EVENTS_SOURCE,
        kind: 'events',
        account: source,
        body: Buffer.from(good.map(({ text }) => text).join('\n')),
        priority: 0,
      });
    }
    await addCounters(deps.pool, {
      'events.told': good.length,
      'events.told.rejected': rejected.length,
    }).catch(() => {});
    const duplicates = good.length - identities.size + known.size;
    return { accepted: good.length - duplicates, duplicates, rejected };
  };
}
