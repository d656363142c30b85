import { type App, createApp } from '../app.js';
import { systemClock } from '../lib/clock.js';
import { PlumblineError } from '../lib/errors.js';
import { createLogger } from '../lib/logger.js';
import { loadSettings } from '../settings.js';
import { type Account, listAccounts } from '../store/accounts.js';
import type { Io } from './io.js';

/**
 * Runs a command's work with the app's parts, connected to the database of a running Plumbline or to one
 * started for it. Nothing works in the background. Only warnings are logged, unless LOG_LEVEL says debug.
 */
export async function withApp<T>(io: Io, work: (app: App) => Promise<T>): Promise<T> {
  const settings = loadSettings();
  const secrets = [
    settings.secretKey,
    settings.databaseUrl,
    settings.redisUrl,
    ...settings.previousSecretKeys,
  ].filter((secret) => secret !== null);
  const log = createLogger({
    level: settings.logLevel === 'debug' ? 'debug' : 'warn',
    format: 'pretty',
    stream: io.stderr,
    clock: systemClock,
    secrets,
  });
  const app = await createApp({ settings, log, clock: systemClock, owner: false });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

/** An account by the CRM's portal or org id, or by ours. Throws `no-account` naming those that there are. */
export async function accountNamed(app: App, name: string): Promise<Account> {
  const accounts = await listAccounts(app.pool);
  const byPortal = accounts.filter(({ portal }) => portal === name);
  const [found] = byPortal.length > 0 ? byPortal : accounts.filter(({ id }) => String(id) === name);
  if (found && byPortal.length < 2) return found;
  const crms = [...app.connectors.keys()].join(' or ');
  const known = accounts.map(({ id, crm, portal }) => `${portal} (${crm}, ours: ${id})`).join(', ');
  const message =
    byPortal.length > 1
      ? `Several accounts are called ${name}: ${known}. Name one by our id.`
      : `There is no account ${name}. ${known ? `There are: ${known}.` : `Connect one first: plumbline connect ${crms}.`}`;
  throw new PlumblineError('no-account', message, { status: 404 });
}
