import type pg from 'pg';
import type { Auth, Connector } from '../../connectors/connector.js';
import type { Clock } from '../lib/clock.js';
import type { Keyring } from '../lib/crypto.js';
import { PlumblineError } from '../lib/errors.js';
import { type Account, findAccount, saveCredentials } from '../store/accounts.js';
import { type AppCredentials, openCredentials, sealCredentials } from './credentials.js';

/** A token is renewed this long before it ends, milliseconds. */
const EARLY = 5 * 60_000;
/** Part of the advisory lock's key: `plumbline token`. */
const LOCK = 7_164_001;

export interface TokenDependencies {
  readonly pool: pg.Pool;
  readonly keyring: Keyring;
  readonly clock: Clock;
  /** Longest wait for an answer of a CRM, milliseconds; the connector's own where there is none. */
  readonly timeoutMs?: number;
  connector(crm: string): Connector;
}

/**
 * Renews an account's tokens, one at a time across all processes: whoever waited finds them renewed.
 * The new refresh token is stored before the access token is used.
 */
async function renew(
  deps: TokenDependencies,
  id: number,
  isGood: (credentials: AppCredentials) => boolean,
): Promise<AppCredentials> {
  const client = await deps.pool.connect();
  try {
    await client.query('select pg_advisory_lock($1, $2)', [LOCK, id]);
    const account = await findAccount(client, id);
    if (!account) throw new PlumblineError('no-account', `Account ${id} was disconnected.`);
    const current = openCredentials(deps.keyring, account);
    if (current.kind !== 'app') throw new PlumblineError('no-app', 'A key is never renewed.');
    if (isGood(current)) return current;
    const { install } = deps.connector(account.crm);
    if (!install) throw new PlumblineError('no-app', `${account.crm} has no app to renew with.`);
    const { clientId, clientSecret, refreshToken } = current;
    const tokens = await install.refresh({
      baseUrl: account.baseUrl,
      app: { clientId, clientSecret },
      refreshToken,
      now: deps.clock(),
      ...(deps.timeoutMs !== undefined && { timeoutMs: deps.timeoutMs }),
    });
    const renewed = { ...current, ...tokens };
    await saveCredentials(client, id, sealCredentials(deps.keyring, account, renewed));
    return renewed;
  } finally {
    await unlockAndRelease(client, id);
  }
}

/** A connection that cannot be unlocked is closed, which ends its lock: back in the pool it would keep it. */
async function unlockAndRelease(client: pg.PoolClient, id: number): Promise<void> {
  try {
    await client.query('select pg_advisory_unlock($1, $2)', [LOCK, id]);
  } catch {
    client.release(true);
    return;
  }
  client.release();
}

/** The tokens of one account, kept in memory until shortly before they end. */
export function createAuth(deps: TokenDependencies, account: Account): Auth {
  const opened = openCredentials(deps.keyring, account);
  if (opened.kind === 'key') {
    // A refused key stays refused: the session reports `reconnect`.
    return { token: async () => opened.key, refused: async () => {} };
  }
  let current = opened;
  let renewing: Promise<AppCredentials> | null = null;
  const renewOnce = async (isGood: (credentials: AppCredentials) => boolean): Promise<void> => {
    renewing ??= renew(deps, account.id, isGood).finally(() => {
      renewing = null;
    });
    current = await renewing;
  };
  const lasts = (credentials: AppCredentials) => credentials.expiresAt - deps.clock() > EARLY;
  return {
    async token() {
      if (!lasts(current)) await renewOnce(lasts);
      return current.accessToken;
    },
    async refused(token) {
      if (current.accessToken !== token) return;
      await renewOnce((credentials) => credentials.accessToken !== token && lasts(credentials));
    },
  };
}
