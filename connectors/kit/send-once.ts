import type { SessionContext } from '../connector.js';
import type { Answer } from './answer.js';
import type { Call } from './call.js';
import { connectionFailed, timedOut } from './call-errors.js';

/**
 * Sends once, waits `timeoutMs` for the answer and counts what came of it. The wait ends even where
 * the call does not heed its signal. Throws `CrmError` alone.
 */
export async function sendOnce(
  context: SessionContext,
  crm: string,
  call: Call,
  token: string,
): Promise<Answer> {
  const { operation } = call;
  const cut = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      cut.abort();
      reject(timedOut(crm, call, context.timeoutMs));
    }, context.timeoutMs);
  });
  try {
    const answer = await Promise.race([call.send(token, cut.signal), timeout]);
    context.count({ operation, status: answer.status });
    return answer;
  } catch (cause) {
    context.count({ operation, status: cut.signal.aborted ? 'timeout' : 'cut' });
    throw cut.signal.aborted
      ? timedOut(crm, call, context.timeoutMs)
      : connectionFailed(crm, call, context.baseUrl, cause);
  } finally {
    clearTimeout(timer);
  }
}
