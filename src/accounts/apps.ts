import { z } from 'zod';
import type { Keyring } from '../lib/crypto.js';
import { findAccount, listAccounts, saveCredentials } from '../store/accounts.js';
import { findApp, type StoredApp, saveApp } from '../store/apps.js';
import { writeAudit } from '../store/audit.js';
import { type Queryable, withTransaction } from '../store/pool.js';
import { openCredentials, sealCredentials } from './credentials.js';
import { holdTokens, type TokenDependencies } from './tokens.js';

const secretsSchema = z.object({
  clientSecret: z.string(),
  /** Still signs webhooks while the secret is being replaced. */
  formerSecret: z.string().optional(),
});
export type AppSecrets = z.infer<typeof secretsSchema>;

type Place = Pick<StoredApp, 'crm' | 'clientId'>;

export const appContext = ({ crm, clientId }: Place): string[] => [
  'app',
  crm,
  clientId,
  'credentials',
];

export function openApp(keyring: Keyring, app: StoredApp): AppSecrets {
  return secretsSchema.parse(JSON.parse(keyring.open(app.credentials, appContext(app))));
}

export interface NewApp extends Omit<StoredApp, 'credentials' | 'host'> {
  /** Absent: the address of the settings. */
  readonly host?: string | null;
  readonly clientSecret: string;
  /** Who says it, for the audit. */
  readonly who: string;
}

/** The accounts of an app whose secret was replaced renew their tokens with the new one. */
async function tellAccounts(
  db: Queryable,
  keyring: Keyring,
  { workspace, crm, clientId }: NewApp,
  secrets: AppSecrets,
): Promise<void> {
  for (const { id, crm: of } of await listAccounts(db, workspace)) {
    if (of !== crm) continue;
    await holdTokens(db, id);
    const account = await findAccount(db, id);
    if (!account || account.credentials === null) continue;
    const credentials = openCredentials(keyring, account);
    if (credentials.kind !== 'app' || credentials.clientId !== clientId) continue;
    const renewed = sealCredentials(keyring, account, { ...credentials, ...secrets });
    await saveCredentials(db, account.id, renewed);
  }
}

/** Stores an app's credentials, sealed. A replaced secret is kept as the former one for its webhooks. */
export async function registerApp(
  deps: Pick<TokenDependencies, 'pool' | 'keyring'>,
  app: NewApp,
): Promise<void> {
  const { keyring } = deps;
  await withTransaction(deps.pool, async (db) => {
    const known = await findApp(db, app.workspace, app.crm, app.clientId);
    const before = known && openApp(keyring, known);
    const former =
      before && before.clientSecret !== app.clientSecret
        ? before.clientSecret
        : before?.formerSecret;
    const secrets: AppSecrets = {
      clientSecret: app.clientSecret,
      ...(former !== undefined && { formerSecret: former }),
    };
    await saveApp(db, {
      ...app,
      host: app.host ?? null,
      credentials: keyring.seal(JSON.stringify(secrets), appContext(app)),
    });
    if (before) await tellAccounts(db, keyring, app, secrets);
    const about = `${app.crm}/${app.clientId}`;
    await writeAudit(db, app.workspace, app.who, 'app.register', about, { kind: app.kind });
  });
}
