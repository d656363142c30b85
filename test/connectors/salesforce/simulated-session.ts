import type { Session, SessionContext } from '../../../connectors/connector.js';
import { salesforce } from '../../../connectors/salesforce/index.js';
import type { Simulator } from '../../../connectors/salesforce/simulator/index.js';

/** A session with a simulated org as its integration user, without budgets. */
export function openOn(simulator: Simulator, count: SessionContext['count'] = () => {}): Session {
  return salesforce.open({
    baseUrl: simulator.url,
    portal: simulator.org.id,
    auth: { token: async () => simulator.accessToken(), refused: async () => {} },
    window: () => ({ take: async () => () => {} }),
    clock: simulator.clock.now,
    log: { info: () => {}, warn: () => {} },
    timeoutMs: 10_000,
    count,
  });
}
