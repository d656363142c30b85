import type pg from 'pg';
import type { AccessToken, Auth, Connector } from '../../connectors/connector.js';
import { CrmError } from '../lead/crm-error.js';
import type { Clock } from '../lib/clock.js';
import type { Keyring } from '../lib/crypto.js';
import { PlumblineError } from '../lib/errors.js';
import { type Account, findAccount, saveCredentials, setAccountState } from '../store/accounts.js';
import type { Queryable } from '../store/pool.js';
import { openCredentials, type RenewedCredentials, sealCredentials } from './credentials.js';

/** A token is renewed this long before it ends, milliseconds. */
const EARLY = 5 * 60_000;
/** Part of the advisory lock's key: `plumbline token`. */
const LOCK = 7_164_001;

/** New tokens of an account within a minute: whoever refuses more refuses all of them. */
const MOST_RENEWALS = 3;
const RENEWALS_IN = 60_000;

export interface TokenDependencies {
  readonly pool: pg.Pool;
  readonly keyring: Keyring;
  readonly clock: Clock;
  /** Longest wait for an answer of a CRM, milliseconds; the connector's own where there is none. */
  readonly timeoutMs?: number;
  connector(crm: string): Connector;
}

/** Nobody renews the account's tokens until the transaction ends: what is read of them is the latest. */
export async function holdTokens(db: Queryable, account: number): Promise<void> {
  await db.query('select pg_advisory_xact_lock($1, $2)', [LOCK, account]);
}

/** Asks the CRM for new tokens. */
async function askTokens(
  deps: TokenDependencies,
  account: Account,
  current: RenewedCredentials,
): Promise<AccessToken> {
  const { install, declaration } = deps.connector(account.crm);
  const common = {
    baseUrl: account.baseUrl,
    now: deps.clock(),
    ...(deps.timeoutMs !== undefined && { timeoutMs: deps.timeoutMs }),
  };
  if (current.kind === 'app' && install) {
    const { clientId, clientSecret, refreshToken } = current;
    return install.refresh({ ...common, app: { clientId, clientSecret }, refreshToken });
  }
  if (current.kind === 'grant' && install?.grant) {
    const { way, fields } = current;
    const { accessToken, expiresAt, instanceUrl, portal } = await install.grant({
      ...common,
      way,
      fields,
    });
    if (portal !== account.portal) {
      const message = `The credentials of the ${declaration.label} account ${account.portal} open another account now (${portal}); connect it again.`;
      throw new CrmError('reconnect', message);
    }
    return {
      accessToken,
      ...(expiresAt !== undefined && { expiresAt }),
      ...(instanceUrl !== undefined && { instanceUrl }),
    };
  }
  throw new PlumblineError('no-app', `${account.crm} has no app to renew with.`);
}

/** What we refused ourselves is over in a while. */
function isDead(error: unknown): error is CrmError {
  return error instanceof CrmError && error.kind === 'reconnect' && !error.waitMs;
}

/**
 * Renews an account's tokens, one at a time across all processes: whoever waited finds them renewed.
 * The new refresh token is stored before the access token is used. Throws `reconnect` where the CRM gives no
 * more, which rests the account, and where it has refused one new token after the other.
 */
export async function renew(
  deps: TokenDependencies,
  id: number,
  isGood: (credentials: RenewedCredentials) => boolean,
): Promise<RenewedCredentials> {
  const client = await deps.pool.connect();
  try {
    await client.query('select pg_advisory_lock($1, $2)', [LOCK, id]);
    const account = await findAccount(client, id);
    if (!account) throw new PlumblineError('no-account', `Account ${id} was disconnected.`);
    if (account.state === 'reconnect') {
      throw new CrmError('reconnect', account.problem ?? 'Connect the account again.');
    }
    const current = openCredentials(deps.keyring, account);
    if (current.kind === 'key') throw new PlumblineError('no-app', 'A key is never renewed.');
    if (isGood(current)) return current;
    const now = deps.clock();
    const recent = (current.renewals ?? []).filter((at) => at > now - RENEWALS_IN);
    if (recent.length >= MOST_RENEWALS) throw allRefused(deps.connector(account.crm), account);
    const { expiresAt: _, renewals: __, ...kept } = current;
    const tokens = await askTokens(deps, account, current).catch(async (error: unknown) => {
      // Before the lock is given up: who waits for it would be refused as well.
      if (isDead(error)) await setAccountState(client, account, 'reconnect', error.message);
      throw error;
    });
    const renewed = { ...kept, ...tokens, renewals: [...recent, now] };
    await saveCredentials(client, id, sealCredentials(deps.keyring, account, renewed));
    return renewed;
  } finally {
    await unlockAndRelease(client, id);
  }
}

function allRefused({ declaration }: Connector, { portal }: Account): CrmError {
  return new CrmError(
    'reconnect',
    `${declaration.label} refuses every new access of account ${portal}; see there whether the app is still allowed, then connect the account again.`,
    { waitMs: RENEWALS_IN },
  );
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

/**
 * The tokens of one account, kept in memory until shortly before they end. `moved` is told when the
 * account's API is at another address than its credentials said.
 */
export function createAuth(
  deps: TokenDependencies,
  account: Account,
  moved: () => void = () => {},
): Auth {
  const opened = openCredentials(deps.keyring, account);
  if (opened.kind === 'key') {
    // A refused key stays refused: the session reports `reconnect`.
    return { token: async () => opened.key, refused: async () => {} };
  }
  let current = opened;
  let renewing: Promise<void> | null = null;
  /** Why nothing is renewed any more: an account that is connected again is opened anew. */
  let dead: CrmError | null = null;
  const take = (renewed: RenewedCredentials): void => {
    const stays = renewed.instanceUrl === current.instanceUrl;
    current = renewed;
    if (!stays) moved();
  };
  const renewOnce = (isGood: (credentials: RenewedCredentials) => boolean): Promise<void> => {
    if (dead) return Promise.reject(dead);
    renewing ??= renew(deps, account.id, isGood)
      .then(take, (error: unknown) => {
        if (isDead(error)) dead = error;
        throw error;
      })
      .finally(() => {
        renewing = null;
      });
    return renewing;
  };
  const lasts = ({ expiresAt }: RenewedCredentials) =>
    expiresAt === undefined || expiresAt - deps.clock() > EARLY;
  return {
    async token() {
      if (!lasts(current)) await renewOnce(lasts);
      return current.accessToken;
    },
    async refused(token) {
      if (current.accessToken !== token) return;
      // Another process may have met the same refusal. What it got long ago may be as dead as ours.
      const isNew = ({ accessToken, renewals = [] }: RenewedCredentials) =>
        accessToken !== token && (renewals.at(-1) ?? 0) > deps.clock() - RENEWALS_IN;
      await renewOnce((credentials) => isNew(credentials) && lasts(credentials));
    },
  };
}
