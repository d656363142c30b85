import { z } from 'zod';
import type { Keyring } from '../lib/crypto.js';
import { PlumblineError } from '../lib/errors.js';
import type { Account } from '../store/accounts.js';

/** What opens an account; sealed at rest. Times in milliseconds since the epoch. */
const credentialsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('key'), key: z.string() }),
  z.object({
    kind: z.literal('app'),
    clientId: z.string(),
    clientSecret: z.string(),
    /** Still signs webhooks while a secret is being replaced. */
    formerSecret: z.string().optional(),
    accessToken: z.string(),
    refreshToken: z.string(),
    expiresAt: z.number(),
  }),
]);
export type Credentials = z.infer<typeof credentialsSchema>;
export type AppCredentials = Extract<Credentials, { kind: 'app' }>;

type Place = Pick<Account, 'crm' | 'portal'>;

export function accountContext({ crm, portal }: Place): string[] {
  return ['account', crm, portal, 'credentials'];
}

export function sealCredentials(keyring: Keyring, place: Place, credentials: Credentials): string {
  return keyring.seal(JSON.stringify(credentials), accountContext(place));
}

/** Throws `account-without-credentials` when there are none. */
export function openCredentials(keyring: Keyring, account: Account): Credentials {
  if (account.credentials === null) {
    throw new PlumblineError(
      'account-without-credentials',
      `The ${account.crm} account ${account.portal} has no credentials; connect it again.`,
    );
  }
  return credentialsSchema.parse(
    JSON.parse(keyring.open(account.credentials, accountContext(account))),
  );
}
