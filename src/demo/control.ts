import { z } from 'zod';
import { PlumblineError } from '../lib/errors.js';

/** Asks a simulator's control address; gives what it answered, to be checked by who asked. */
export type Control = (method: string, path: string, body?: unknown) => Promise<unknown>;

const TIMEOUT_MS = 70_000;
const refusal = z.object({ error: z.string() });

/** Throws `simulator-refused`, the status in its details. */
export function createControl(baseUrl: string): Control {
  return async (method, path, body) => {
    const response = await fetch(`${baseUrl}/_simulator/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    const reason = refusal.safeParse(answer);
    throw new PlumblineError(
      'simulator-refused',
      `The simulated CRM refused ${method} ${path}: ${reason.success ? reason.data.error : response.status}`,
      { details: { status: response.status } },
    );
  };
}

/** Null where the simulator knows no such thing. */
export async function unlessMissing<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof PlumblineError && error.details.status === 404) return null;
    throw error;
  }
}
