import type { Connector } from '../connectors/connector.js';
import { PlumblineError } from './lib/errors.js';

/** Finds a connector by its CRM's word. Throws `no-connector` with those that there are. */
export function finderOf(connectors: ReadonlyMap<string, Connector>): (crm: string) => Connector {
  return (crm) => {
    const found = connectors.get(crm);
    if (found) return found;
    const known = [...connectors.keys()].join(', ');
    throw new PlumblineError('no-connector', `There is no connector "${crm}"; known: ${known}.`, {
      status: 404,
    });
  };
}
