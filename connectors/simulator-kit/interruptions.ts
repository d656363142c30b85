import type { FaultPlan, FaultTarget } from './faults.js';
import type { Holds, Release } from './holds.js';
import type { Random } from './random.js';
import type { RequestEntry, RequestLog } from './requests.js';
import type { Exchange, OutgoingResponse } from './server.js';

/** What may stop or delay a request on its way, whatever the CRM. */
export interface Way {
  readonly faults: FaultPlan;
  readonly holds: Holds;
  readonly log: RequestLog;
  readonly random: Random;
  /** Of every API call, ms; `jitterMs` on top. */
  readonly latency: { ms: number; jitterMs: number };
}

/** Waits as a latency fault, or else the simulator's own latency, says. */
export async function delay(way: Way, target: FaultTarget): Promise<void> {
  const fault = way.faults.empty ? undefined : way.faults.strike(['latency'], target);
  const base = fault ? { ms: fault.ms ?? 0, jitterMs: fault.jitterMs ?? 0 } : way.latency;
  const ms = base.ms + base.jitterMs * way.random.next();
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}

/** Stops a request while a hold fault says so; it goes on when released, even if the client has left. */
export async function hold(
  way: Way,
  exchange: Exchange,
  target: FaultTarget,
  entry: RequestEntry,
  applied: boolean,
): Promise<Release> {
  if (way.faults.empty) return 'continue';
  const fault = way.faults.find(['hold'], target, (one) => (one.afterApply === true) === applied);
  if (!fault) return 'continue';
  const held = way.holds.stop({
    operation: target.operation,
    method: target.method,
    path: target.path,
    applied,
    since: entry.at,
    body: jsonOrText(exchange.request.body.toString('utf8')),
  });
  exchange.onGone(() => {
    held.request.clientWaiting = false;
  });
  return held.released;
}

function jsonOrText(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Keeps an applied request unanswered until its time is over or the client has left. */
export async function hang(way: Way, exchange: Exchange, target: FaultTarget): Promise<void> {
  const fault = way.faults.empty ? undefined : way.faults.strike(['apply-then-hang'], target);
  if (!fault || exchange.gone()) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, fault.ms ?? 600_000);
    timer.unref();
    exchange.onGone(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

export function respond(
  way: Way,
  exchange: Exchange,
  entry: RequestEntry,
  answer: OutgoingResponse,
): void {
  way.log.answer(entry, answer.status);
  exchange.respond(answer);
}

export function cut(way: Way, exchange: Exchange, entry: RequestEntry): void {
  way.log.answer(entry, -1);
  exchange.cut();
}
