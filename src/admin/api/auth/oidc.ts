/** Signing in by an identity provider (OpenID Connect): the code flow with PKCE, state and nonce. */
import * as client from 'openid-client';
import { messageOf, PlumblineError } from '../../../lib/errors.js';
import type { Logger } from '../../../lib/logger.js';
import type { OidcSettings } from '../../../settings.js';
import { ROLES, type Role } from '../contract/endpoint.js';

/** What is kept in the browser, sealed, between going to the provider and coming back. */
export interface Journey {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where to go in the app afterwards. */
  readonly goTo: string;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

/** Who the provider says it is. */
export interface Claimed {
  /** Issuer and subject: never given to somebody else. */
  readonly subject: string;
  /** Null unless the provider says that it is verified. */
  readonly email: string | null;
  readonly name: string | null;
  /** Null where no role is claimed, or none of ours. */
  readonly role: Role | null;
}

export interface OidcClient {
  /** The address at the provider for a new journey. */
  begin(journey: Omit<Journey, 'goTo' | 'endsAt'>): Promise<string>;
  /** Exchanges what came back and checks the ID token. Throws `provider-failed`. */
  finish(returned: URL, journey: Journey): Promise<Claimed>;
}

/** The role that a claim names: of several the highest. */
export function roleOf(claim: unknown): Role | null {
  const named = Array.isArray(claim) ? claim : [claim];
  return ROLES.filter((role) => named.includes(role)).at(-1) ?? null;
}

/** As the provider prefers: the secret in the body where it says so, else in the header. */
const clientAuth =
  (secret: string): client.ClientAuth =>
  (server, ...rest) => {
    const inBody = server.token_endpoint_auth_methods_supported?.includes('client_secret_post');
    return (inBody ? client.ClientSecretPost : client.ClientSecretBasic)(secret)(server, ...rest);
  };

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

export function createOidcClient(
  settings: OidcSettings,
  redirectUri: string,
  log: Logger,
): OidcClient {
  const issuer = new URL(settings.issuer);
  let found: Promise<client.Configuration> | undefined;
  /** Asked for at the first use, and again after it failed. */
  const discover = async (): Promise<client.Configuration> => {
    found ??= client.discovery(
      issuer,
      settings.clientId,
      undefined,
      clientAuth(settings.clientSecret),
      {
        timeout: 10,
        ...(issuer.protocol === 'http:' && { execute: [client.allowInsecureRequests] }),
      },
    );
    try {
      return await found;
    } catch (error) {
      found = undefined;
      throw error;
    }
  };
  const trouble = (error: unknown): PlumblineError => {
    log.warn('signing in by the identity provider failed', { reason: messageOf(error) });
    return new PlumblineError(
      'provider-failed',
      'The identity provider did not confirm who you are; try again. The log says why.',
      { status: 502, cause: error },
    );
  };
  return {
    async begin({ state, nonce, verifier }) {
      try {
        const address = client.buildAuthorizationUrl(await discover(), {
          redirect_uri: redirectUri,
          scope: 'openid email profile',
          state,
          nonce,
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        });
        return address.href;
      } catch (error) {
        throw trouble(error);
      }
    },
    async finish(returned, { state, nonce, verifier }) {
      try {
        const tokens = await client.authorizationCodeGrant(await discover(), returned, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) throw new Error('there is no ID token');
        return {
          subject: `${claims.iss} ${claims.sub}`,
          email: claims.email_verified === true ? textOf(claims.email) : null,
          name: textOf(claims.name),
          role: settings.roleClaim === null ? null : roleOf(claims[settings.roleClaim]),
        };
      } catch (error) {
        throw trouble(error);
      }
    },
  };
}
