import type { Session, SessionContext } from '../../../connectors/connector.js';
import { salesforce } from '../../../connectors/salesforce/index.js';
import type { Simulator } from '../../../connectors/salesforce/simulator/index.js';

/** A simulated org as its integration user sees it, without budgets. */
export function contextOn(
  simulator: Simulator,
  count: SessionContext['count'] = () => {},
): SessionContext {
  return {
    baseUrl: simulator.url,
    portal: simulator.org.id,
    auth: { token: async () => simulator.accessToken(), refused: async () => {} },
    window: () => ({ take: async () => () => {} }),
    clock: simulator.clock.now,
    log: { info: () => {}, warn: () => {} },
    timeoutMs: 10_000,
    count,
  };
}

/** A session with it. */
export function openOn(simulator: Simulator, count?: SessionContext['count']): Session {
  return salesforce.open(contextOn(simulator, count));
}
