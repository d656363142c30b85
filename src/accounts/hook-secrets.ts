import type pg from 'pg';
import type { Keyring } from '../lib/crypto.js';
import { listAccounts } from '../store/accounts.js';
import { listApps } from '../store/apps.js';
import { openApp } from './apps.js';
import { openCredentials } from './credentials.js';

/** Opened secrets are kept this long, milliseconds: a webhook must not cost a query. */
const FRESH = 5_000;

/**
 * The secrets that may have signed a CRM's webhooks: those of every app stored here and of every account
 * connected by one, former ones included.
 */
export function createHookSecrets(
  pool: pg.Pool,
  keyring: Keyring,
  monotonic: () => number = () => performance.now(),
): (crm: string) => Promise<readonly string[]> {
  const known = new Map<string, { at: number; secrets: Promise<readonly string[]> }>();
  const read = async (crm: string): Promise<readonly string[]> => {
    const secrets = new Set<string>();
    for (const account of await listAccounts(pool)) {
      if (account.crm !== crm || account.state === 'left' || account.credentials === null) continue;
      const credentials = openCredentials(keyring, account);
      if (credentials.kind !== 'app') continue;
      secrets.add(credentials.clientSecret);
      if (credentials.formerSecret !== undefined) secrets.add(credentials.formerSecret);
    }
    for (const app of await listApps(pool, crm)) {
      const { clientSecret, formerSecret } = openApp(keyring, app);
      secrets.add(clientSecret);
      if (formerSecret !== undefined) secrets.add(formerSecret);
    }
    return [...secrets];
  };
  return (crm) => {
    const entry = known.get(crm);
    if (entry && monotonic() - entry.at < FRESH) return entry.secrets;
    const secrets = read(crm);
    known.set(crm, { at: monotonic(), secrets });
    secrets.catch(() => known.delete(crm));
    return secrets;
  };
}
