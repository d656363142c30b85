import { CrmError } from '../../src/lead/crm-error.js';
import type { Priority, SessionContext } from '../connector.js';
import type { Answer } from './answer.js';
import { isSuccess } from './answer.js';
import { type Budget, createBudget } from './budget.js';
import { realTiming, type Timing } from './timing.js';

export interface Call {
  /** Name for counters and messages: `contacts search`. */
  readonly operation: string;
  readonly budget: string;
  readonly priority: Priority;
  /** `read` changes nothing, `repeatable` may be sent twice, `once` may not. */
  readonly effect: 'read' | 'repeatable' | 'once';
  send(token: string, signal: AbortSignal): Promise<Answer>;
}

/** What a CRM's limits and errors mean; the only part of the request stack that differs. */
export interface RequestPolicy {
  /** The CRM's name for messages. */
  readonly crm: string;
  readonly budgets: Readonly<Record<string, { readonly limit: number; readonly windowMs: number }>>;
  /** The error of an answer that is no success. */
  failure(answer: Answer, call: Call): CrmError;
  /** The budget's limit as this answer tells it. */
  toldLimit(answer: Answer): number | undefined;
  /** Whether this answer refuses because a window of the budget is used up. */
  isWindowFull(answer: Answer): boolean;
}

export type Requester = (call: Call) => Promise<Answer>;

const RETRIES = 2;
const TRANSIENT_WAITS = [1_000, 3_000];

/**
 * The way of every call: pause, window, token, send with a time-out, count, retry. A read or a
 * repeatable write is tried up to three times; a write that must not happen twice only when the CRM
 * said that nothing was applied. No try starts later than `timeoutMs` after the call began, so a call
 * ends within twice that. Throws `CrmError` alone.
 */
export function createRequester(
  context: SessionContext,
  policy: RequestPolicy,
  timing: Timing = realTiming,
): Requester {
  const budgets = new Map<string, Budget>();
  for (const [name, { limit, windowMs }] of Object.entries(policy.budgets)) {
    budgets.set(name, createBudget(limit, windowMs));
  }

  async function place(call: Call, budget: Budget, deadline: number): Promise<() => void> {
    for (;;) {
      const pause = budget.pausedUntil() - timing.now();
      const left = deadline - timing.now();
      if (pause > left) throw full(call, pause);
      if (pause > 0) await timing.sleep(pause);
      const release = await queue(call, budget, deadline);
      if (budget.pausedUntil() <= timing.now()) return release;
      // Refused meanwhile: whoever stood in the queue would only be refused too.
      release();
    }
  }

  async function queue(call: Call, budget: Budget, deadline: number): Promise<() => void> {
    const window = context.window(call.budget, budget.limit(timing.now()), budget.windowMs);
    const wait = new AbortController();
    const timer = setTimeout(() => wait.abort(), Math.max(1, deadline - timing.now()));
    try {
      return await window.take(call.priority, wait.signal);
    } catch (cause) {
      if (wait.signal.aborted) throw full(call, 1_000);
      throw unexpected(call, cause);
    } finally {
      clearTimeout(timer);
    }
  }

  function full(call: Call, waitMs: number): CrmError {
    return new CrmError(
      'wait',
      `${policy.crm}: ${call.operation} was not sent, the account's ${call.budget} limit is used up; it goes on by itself.`,
      { waitMs: Math.ceil(waitMs), details: { operation: call.operation } },
    );
  }

  function late(call: Call): CrmError {
    return new CrmError(
      'transient',
      `${policy.crm}: ${call.operation} was not sent, its time was up before there was a token.`,
      { outcome: 'not-applied', details: { operation: call.operation } },
    );
  }

  function unexpected(call: Call, cause: unknown): CrmError {
    if (cause instanceof CrmError) return cause;
    return new CrmError('transient', `${policy.crm}: ${call.operation} could not be sent.`, {
      outcome: 'not-applied',
      cause,
      details: { operation: call.operation },
    });
  }

  async function once(call: Call, token: string): Promise<Answer> {
    const cut = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        cut.abort();
        reject(timedOut(call));
      }, context.timeoutMs);
    });
    try {
      const answer = await Promise.race([call.send(token, cut.signal), timeout]);
      context.count({ operation: call.operation, status: answer.status });
      return answer;
    } catch (cause) {
      context.count({ operation: call.operation, status: cut.signal.aborted ? 'timeout' : 'cut' });
      if (cut.signal.aborted) throw timedOut(call);
      throw new CrmError(
        'transient',
        `${policy.crm}: the connection failed during ${call.operation}; check that this server reaches ${new URL(context.baseUrl).host}.`,
        {
          outcome: call.effect === 'read' || neverLeft(cause) ? 'not-applied' : 'unknown',
          cause,
          details: { operation: call.operation },
        },
      );
    } finally {
      clearTimeout(timer);
    }
  }

  function timedOut(call: Call): CrmError {
    return new CrmError(
      'transient',
      `${policy.crm}: no answer to ${call.operation} within ${context.timeoutMs / 1_000} s.`,
      {
        outcome: call.effect === 'read' ? 'not-applied' : 'unknown',
        details: { operation: call.operation },
      },
    );
  }

  return async function request(call) {
    const deadline = timing.now() + context.timeoutMs;
    const budget = budgets.get(call.budget);
    if (!budget) throw new Error(`no budget named ${call.budget}`);
    let fresh = false;
    for (let retry = 0; ; ) {
      let failure: CrmError;
      const release = await place(call, budget, deadline);
      try {
        const token = await tokenOf(context, policy.crm);
        // A renewal may have taken long: what starts now would end after the caller's lease.
        if (timing.now() > deadline) throw late(call);
        const answer = await once(call, token);
        if (isSuccess(answer)) {
          budget.accepted(timing.now(), policy.toldLimit(answer));
          return answer;
        }
        if (answer.status === 401 && !fresh) {
          fresh = true;
          await context.auth.refused(token);
          continue;
        }
        failure = policy.failure(answer, call);
        if (policy.isWindowFull(answer)) budget.refused(failure.waitMs, timing.now());
      } catch (error) {
        failure = unexpected(call, error);
      } finally {
        release();
      }
      const wait = waitBefore(failure, retry, call);
      if (wait === null || timing.now() + wait > deadline) throw failure;
      retry += 1;
      context.log.warn('repeating a call to the CRM', {
        operation: call.operation,
        kind: failure.kind,
        retry,
        waitMs: wait,
      });
      await timing.sleep(wait);
    }
  };
}

/** Milliseconds before the next try, or null when there is none. */
function waitBefore(failure: CrmError, retry: number, call: Call): number | null {
  if (retry >= RETRIES) return null;
  if (failure.kind === 'wait') return failure.waitMs;
  if (failure.kind !== 'transient') return null;
  if (call.effect === 'once' && failure.outcome === 'unknown') return null;
  return failure.waitMs || (TRANSIENT_WAITS[retry] ?? null);
}

async function tokenOf(context: SessionContext, crm: string): Promise<string> {
  try {
    return await context.auth.token();
  } catch (cause) {
    if (cause instanceof CrmError) throw cause;
    throw new CrmError('transient', `${crm}: the access token could not be had.`, {
      outcome: 'not-applied',
      cause,
    });
  }
}

/** Errors that arise before a byte of the request is sent. */
function neverLeft(cause: unknown): boolean {
  const codes = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];
  for (let error = cause; error instanceof Error; error = error.cause) {
    const { code } = error as { code?: unknown };
    if (typeof code === 'string' && codes.includes(code)) return true;
  }
  return false;
}
