import { CrmError } from '../lead/crm-error.js';
import { DAY } from '../lib/clock.js';
import { messageOf } from '../lib/errors.js';
import type { Logger } from '../lib/logger.js';
import { type Account, listAccounts } from '../store/accounts.js';
import { openCredentials, type RenewedCredentials } from './credentials.js';
import { renew, type TokenDependencies } from './tokens.js';

/** A CRM may forget a refresh token that is not used for a month: each is used once a week at least. */
const EVERY = 7 * DAY;
/** Between two looks at all accounts, milliseconds. */
const LOOK_EVERY = 3_600_000;

export interface HeartbeatDependencies extends TokenDependencies {
  readonly log: Pick<Logger, 'warn'>;
  trouble(account: Account, error: CrmError): Promise<void>;
}

/**
 * Renews the tokens of connected accounts that were not renewed for a week; looks once an hour, however
 * often it is called. What fails for now is tried again at the next look. @returns how many it renewed
 */
export function createHeartbeat(deps: HeartbeatDependencies): () => Promise<number> {
  let lookedAt = Number.NEGATIVE_INFINITY;

  async function beat(account: Account): Promise<boolean> {
    // What was never renewed came with the connection.
    const isFresh = ({ renewals }: RenewedCredentials) =>
      (renewals?.at(-1) ?? account.connectedAt) > deps.clock() - EVERY;
    try {
      const credentials = openCredentials(deps.keyring, account);
      if (credentials.kind !== 'app' || isFresh(credentials)) return false;
      await renew(deps, account.id, isFresh);
      return true;
    } catch (error) {
      if (error instanceof CrmError) await deps.trouble(account, error);
      deps.log.warn('tokens not renewed', { account: account.id, reason: messageOf(error) });
      return false;
    }
  }

  return async () => {
    if (deps.clock() - lookedAt < LOOK_EVERY) return 0;
    lookedAt = deps.clock();
    let renewed = 0;
    for (const account of await listAccounts(deps.pool)) {
      if (account.state !== 'connected' || account.credentials === null) continue;
      if (await beat(account)) renewed += 1;
    }
    return renewed;
  };
}
