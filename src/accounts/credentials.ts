import { z } from 'zod';
import type { Keyring } from '../lib/crypto.js';
import { PlumblineError } from '../lib/errors.js';
import type { Account } from '../store/accounts.js';

const token = {
  accessToken: z.string(),
  /** Absent: it holds until it is refused. */
  expiresAt: z.number().optional(),
  /** Where the account's API is, where the CRM told it with the token. */
  instanceUrl: z.string().optional(),
  /** The last moments at which tokens were got, the latest last. */
  renewals: z.array(z.number()).optional(),
};

/** What opens an account; sealed at rest. Times in milliseconds since the epoch. */
const credentialsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('key'), key: z.string() }),
  z.object({
    kind: z.literal('app'),
    clientId: z.string(),
    clientSecret: z.string(),
    /** Still signs webhooks while a secret is being replaced. */
    formerSecret: z.string().optional(),
    refreshToken: z.string(),
    ...token,
  }),
  z.object({
    kind: z.literal('grant'),
    way: z.enum(['key', 'client-credentials', 'jwt', 'own-app', 'listed-app']),
    /** What the way asked for, by the names of its fields. */
    fields: z.record(z.string(), z.string()),
    ...token,
  }),
]);
export type Credentials = z.infer<typeof credentialsSchema>;
/** Those whose access token is replaced from time to time. */
export type RenewedCredentials = Extract<Credentials, { kind: 'app' | 'grant' }>;

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
