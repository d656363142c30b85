import type { Connector, RateWindow, Session } from '../../connectors/connector.js';
import type { CrmError } from '../lead/crm-error.js';
import type { Logger } from '../lib/logger.js';
import { type Account, setAccountState } from '../store/accounts.js';
import { openCredentials } from './credentials.js';
import { createAuth, type TokenDependencies } from './tokens.js';

export interface SessionDependencies extends TokenDependencies {
  readonly log: Logger;
  readonly timeoutMs: number;
  /** The budget of an account, shared by everything that calls it. */
  window(key: string, limit: number, windowMs: number): RateWindow;
  /** Told of every request sent. */
  count(account: Account, call: { operation: string; status: number | 'cut' | 'timeout' }): void;
  /** Told of the calls that the CRM allows in a day, and what is left of them. */
  day?(account: Account, told: { readonly limit: number; readonly remaining: number }): void;
}

export interface Sessions {
  /** The open session of an account; opened anew when its credentials changed. */
  of(account: Account): Promise<Session>;
  /** What an account needs to know of a failure: dead credentials rest it, a missing right is shown. */
  trouble(account: Account, error: CrmError): Promise<void>;
}

/** Whether all that an account lacks is what it may do without: it is no problem of the account. */
function lacksOptional({ details }: CrmError, { declaration }: Connector): boolean {
  const { scopes } = (details ?? {}) as { scopes?: readonly string[] };
  const { optional } = declaration.scopes;
  return (scopes?.length ?? 0) > 0 && (scopes ?? []).every((scope) => optional.includes(scope));
}

export function createSessions(deps: SessionDependencies): Sessions {
  const open = new Map<number, { readonly key: string; readonly session: Session }>();
  return {
    async of(account) {
      // Renewed tokens change the sealed text too, but not what the session was opened with.
      const key = `${account.way}/${account.baseUrl}/${account.portal}/${account.connectedAt}`;
      const known = open.get(account.id);
      if (known?.key === key) return known.session;
      const connector: Connector = deps.connector(account.crm);
      const credentials = openCredentials(deps.keyring, account);
      const own = credentials.kind === 'key' ? undefined : credentials.instanceUrl;
      const log = deps.log.child({ account: account.id, crm: account.crm });
      const session = connector.open({
        baseUrl: own ?? account.baseUrl,
        portal: account.portal,
        timeZone: account.timeZone,
        ...(account.appId !== null && { appId: account.appId }),
        // Whoever asks next gets a session at the new address.
        auth: createAuth(deps, account, () => open.delete(account.id)),
        window: (budget, limit, windowMs) =>
          deps.window(`${account.crm}/${account.portal}/${budget}`, limit, windowMs),
        clock: deps.clock,
        log,
        timeoutMs: deps.timeoutMs,
        count: (call) => deps.count(account, call),
        day: (told) => deps.day?.(account, told),
      });
      open.set(account.id, { key, session });
      return session;
    },
    async trouble(account, error) {
      if (error.kind === 'reconnect') {
        // Its session stays: whoever is under way still is told the same without another call.
        await setAccountState(deps.pool, account, 'reconnect', error.message);
        deps.log.error('account needs to be connected again', {
          account: account.id,
          reason: error.message,
        });
      } else if (error.kind === 'rights' && !lacksOptional(error, deps.connector(account.crm))) {
        await setAccountState(deps.pool, account, account.state, error.message);
      }
    },
  };
}
