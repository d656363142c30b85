/** Disconnecting an account: the CRM is told, and nothing is read or written any more. */
import { messageOf } from '../lib/errors.js';
import { type Account, dropCredentials, findAccount, markLeft } from '../store/accounts.js';
import { writeAudit } from '../store/audit.js';
import { withTransaction } from '../store/pool.js';
import { openCredentials } from './credentials.js';
import type { SessionDependencies } from './sessions.js';
import { holdTokens, renew } from './tokens.js';

export interface DisconnectOptions {
  /** What came from the account goes, too, in the background; else it stays, with the leads and scores. */
  readonly erase: boolean;
  /** For the audit. */
  readonly who: string;
}

export interface Disconnected {
  /** `left`: the CRM has ended our access. `by-hand`: somebody must, in the CRM, where it still holds. */
  readonly access: 'left' | 'by-hand' | 'gone';
  /** Why the CRM could not be told; null where it was, or where there is nobody to tell. */
  readonly problem: string | null;
}

/** Tells the CRM. A key, or credentials that are asked for tokens, end where they were made. */
async function leave(deps: SessionDependencies, account: Account): Promise<Disconnected> {
  if (account.credentials === null) return { access: 'gone', problem: null };
  const { install } = deps.connector(account.crm);
  try {
    if (!install || openCredentials(deps.keyring, account).kind !== 'app') {
      return { access: 'by-hand', problem: null };
    }
    // With an access token that has ended, the CRM would not know who leaves.
    const current = await renew(
      deps,
      account.id,
      ({ expiresAt }) => expiresAt === undefined || expiresAt - deps.clock() > 60_000,
    );
    if (current.kind !== 'app') return { access: 'by-hand', problem: null };
    const { clientId, clientSecret, accessToken, refreshToken } = current;
    await install.leave({
      baseUrl: account.baseUrl,
      app: { clientId, clientSecret },
      accessToken,
      refreshToken,
      timeoutMs: deps.timeoutMs,
    });
    return { access: 'left', problem: null };
  } catch (error) {
    // Whoever wants to leave must be able to, whatever the CRM says.
    return { access: 'by-hand', problem: messageOf(error) };
  }
}

/**
 * Stops reading and writing, ends our access where the CRM has a call for it, and forgets the credentials.
 * A call that is under way may still be answered. Connected again, the account goes on where it was,
 * read-only.
 */
export async function disconnectAccount(
  deps: SessionDependencies,
  { id }: Pick<Account, 'id'>,
  { erase, who }: DisconnectOptions,
): Promise<Disconnected> {
  const account = await findAccount(deps.pool, id);
  if (!account) return { access: 'gone', problem: null };
  await markLeft(deps.pool, id, erase ? deps.clock() : null);
  const told = await leave(deps, account);
  await withTransaction(deps.pool, async (db) => {
    // A token that is being renewed would be stored after this.
    await holdTokens(db, id);
    await dropCredentials(db, id);
    const about = `${account.crm}/${account.portal}`;
    const details = { before: account.state, erase, ...told };
    await writeAudit(db, account.workspace, who, 'account.disconnect', about, details);
  });
  return told;
}
