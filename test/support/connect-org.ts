// Here and not in the first call: to load it may take as long as a test gives a call.
import 'jsforce';
import { connectByFields } from '../../src/accounts/connect-by-fields.js';
import type { App } from '../../src/app.js';
import type { Account } from '../../src/store/accounts.js';

interface Reached {
  readonly url: string;
  readonly app: { readonly clientId: string; readonly clientSecret: string };
}

/** Connects a simulated org as the integration user of its external client app; begins to read it. */
export async function connectOrg(app: App, { url, app: client }: Reached): Promise<Account> {
  const { clientId, clientSecret } = client;
  const fields = { loginUrl: url, clientId, clientSecret };
  const { account } = await connectByFields(app.install, {
    crm: 'salesforce',
    way: 'client-credentials',
    fields,
    who: 'test',
  });
  return account;
}
