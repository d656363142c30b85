import type { SimulatorClock } from './clock.js';
import { FaultInput } from './fault-schema.js';
import type { FaultPlan } from './faults.js';
import type { Holds } from './holds.js';
import type { RequestLog } from './requests.js';

/** What the control API of every simulator watches and changes. */
export interface Watched {
  readonly clock: SimulatorClock;
  readonly faults: FaultPlan;
  readonly holds: Holds;
  readonly requests: RequestLog;
}

export interface ControlInput<Simulator> {
  readonly simulator: Simulator;
  readonly query: URLSearchParams;
  /** Parts of the path after the word. */
  readonly rest: readonly string[];
  body<T>(): T;
}

export type ControlHandler<Simulator> = (call: ControlInput<Simulator>) => unknown;

/** `requests`, `faults`, `clock` and `holds`, the same for every CRM; by `METHOD word`. */
export const COMMON_CONTROLS: Readonly<Record<string, ControlHandler<Watched>>> = {
  'GET requests': ({ simulator, query, rest }) => requestsOf(simulator.requests, query, rest[0]),
  'DELETE requests': ({ simulator }) => simulator.requests.clear(),
  'GET faults': ({ simulator }) => ({ faults: simulator.faults.list() }),
  'POST faults': ({ simulator, body }) => simulator.faults.add(FaultInput.parse(body<unknown>())),
  'DELETE faults': ({ simulator, rest }) => {
    if (rest[0] === undefined) simulator.faults.clear();
    else return { removed: simulator.faults.remove(rest[0]) };
  },
  'GET clock': ({ simulator }) => clockState(simulator.clock),
  'POST clock': ({ simulator, body }) => {
    const { offsetMs, advanceMs } = body<{ offsetMs?: number; advanceMs?: number }>();
    if (offsetMs !== undefined) simulator.clock.setOffset(offsetMs);
    if (advanceMs !== undefined) simulator.clock.advance(advanceMs);
    return clockState(simulator.clock);
  },
  'GET holds': async ({ simulator, query }) => {
    const wait = Math.min(60_000, Number(query.get('wait') ?? 0));
    return { held: wait > 0 ? await simulator.holds.wait(wait) : simulator.holds.list() };
  },
  'POST holds': ({ simulator, body }) => {
    const { id, how } = body<{ id?: string; how?: 'continue' | 'cut' }>();
    return { released: simulator.holds.release(id, how) };
  },
};

export function clockState(clock: SimulatorClock) {
  return { now: clock.now(), base: clock.base(), offsetMs: clock.offset() };
}

function requestsOf(requests: RequestLog, query: URLSearchParams, what: string | undefined) {
  const filter = {
    operation: query.get('operation') ?? undefined,
    since: query.has('since') ? Number(query.get('since')) : undefined,
    caller: query.get('caller') ?? undefined,
  };
  if (what === 'busiest') {
    const windowMs = Number(query.get('ms') ?? 10_000);
    return { windowMs, most: requests.busiest(windowMs, filter) };
  }
  if (what === 'times') return { requests: requests.list(filter).slice(-50_000) };
  return {
    total: requests.total(),
    refusedByRate: requests.total(429),
    byOperation: requests.summary(),
  };
}
