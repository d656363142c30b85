import { CrmError } from '../../src/lead/crm-error.js';
import type { SessionContext } from '../connector.js';
import { type Answer, isSuccess } from './answer.js';
import { type Budget, createBudget } from './budget.js';
import type { Call, RequestPolicy } from './call.js';
import { notSent, tooLate } from './call-errors.js';
import { createDayShare } from './day-share.js';
import { createPlacer } from './place.js';
import { sendOnce } from './send-once.js';
import { realTiming, type Timing } from './timing.js';

export interface Requester {
  (call: Call): Promise<Answer>;
  /**
   * Whether a budget has room for calls that only refine what is known: no refusal of it is being
   * recovered from, and at least a fifth of the day's calls is left where the CRM counts them.
   */
  spare(budget: string): boolean;
}

const RETRIES = 2;
/** Tokens of one call that may be refused: one that another got a moment ago may have ended, too. */
const REFUSALS = 2;
const TRANSIENT_WAITS = [1_000, 3_000];

/**
 * The way of every call: pause, window, token, send with a time-out, count, retry. A read or a
 * repeatable write is tried up to three times; one of effect `once` is sent once, and again only with a
 * fresh token or when it never left: its caller counts the tries. No try starts later than `timeoutMs`
 * after the call began, so a call ends within twice that. Throws `CrmError` alone.
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

  const place = createPlacer(context, policy.crm, timing);
  const day = createDayShare();

  async function request(call: Call): Promise<Answer> {
    const deadline = timing.now() + context.timeoutMs;
    const budget = budgets.get(call.budget);
    if (!budget) throw new Error(`no budget named ${call.budget}`);
    const refused = new Set<string>();
    for (let retry = 0; ; ) {
      let failure: CrmError;
      let answered = false;
      const release = await place(call, budget, deadline);
      try {
        const token = await ofToken(policy.crm, () => context.auth.token());
        // A renewal may have taken long: what starts now would end after the caller's lease.
        if (timing.now() > deadline) throw tooLate(policy.crm, call);
        const answer = await sendOnce(context, policy.crm, call, token);
        // A refusal tells it, too: most of all the one that says that nothing is left.
        const told = policy.toldDay?.(answer);
        if (told) {
          day.told(told, timing.now());
          context.day?.(told);
        }
        if (isSuccess(answer)) {
          budget.accepted(timing.now(), policy.toldLimit(answer));
          return answer;
        }
        if (answer.status === 401 && !refused.has(token) && refused.size < REFUSALS) {
          await ofToken(policy.crm, () => context.auth.refused(token));
          refused.add(token);
          continue;
        }
        failure = policy.failure(answer, call);
        answered = true;
        if (policy.isWindowFull(answer)) budget.refused(failure.waitMs, timing.now());
      } catch (error) {
        failure = notSent(policy.crm, call, error);
      } finally {
        release();
      }
      const wait = waitBefore(failure, retry, call, answered);
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
  }

  return Object.assign(request, {
    spare: (budget: string) =>
      (budgets.get(budget)?.whole(timing.now()) ?? false) && day.spare(timing.now()),
  });
}

/** Milliseconds before the next try, or null when there is none. */
function waitBefore(
  failure: CrmError,
  retry: number,
  call: Call,
  answered: boolean,
): number | null {
  if (retry >= RETRIES) return null;
  const arrived = answered || failure.kind === 'wait' || failure.outcome === 'unknown';
  if (call.effect === 'once' && arrived) return null;
  if (failure.kind === 'wait') return failure.waitMs;
  if (failure.kind !== 'transient') return null;
  return failure.waitMs || (TRANSIENT_WAITS[retry] ?? null);
}

/**
 * A failure to have a token says nothing of the call: a refusal is our configuration's, shown at the
 * account, and never the content's.
 */
async function ofToken<T>(crm: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (!(cause instanceof CrmError)) {
      throw new CrmError('transient', `${crm}: the access token could not be had.`, {
        outcome: 'not-applied',
        cause,
      });
    }
    if (cause.kind !== 'refused' && cause.kind !== 'gone') throw cause;
    const { message, details } = cause;
    throw new CrmError('rights', message, { details, cause });
  }
}
