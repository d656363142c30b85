import type { Credentials } from './credentials.js';
import type { Org } from './org.js';

/** What the OAuth endpoints work with. */
export interface OAuthServer {
  readonly credentials: Credentials;
  readonly org: Org;
  readonly sandbox: boolean;
  /** My Domain, which is also the instance; without a slash at the end. */
  url(): string;
  /** The generic login host. */
  loginUrl(): string;
  /** User name of whoever consents in the browser. */
  consentUser: string;
}
