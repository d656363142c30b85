/** A small OpenID Connect provider on this machine: it checks what a real one would check. */
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Person {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly [claim: string]: unknown;
}

export interface Provider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The browser comes with our address; the person agrees. @returns where she is sent back to. */
  authorize(address: string, person: Person): string;
  /** What the next ID tokens claim beside, or instead of, the truth. */
  lie(claims: Record<string, unknown> | null): void;
  close(): Promise<void>;
}

interface Grant {
  readonly person: Person;
  readonly nonce: string;
  readonly challenge: string;
  readonly redirectUri: string;
}

const base64url = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

export async function startProvider(): Promise<Provider> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomUUID();
  const clientId = 'plumbline';
  const clientSecret = randomUUID();
  const grants = new Map<string, Grant>();
  let lies: Record<string, unknown> | null = null;
  let issuer = '';

  const idToken = ({ person, nonce }: Grant): string => {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: issuer,
      aud: clientId,
      iat: now,
      exp: now + 300,
      nonce,
      ...person,
      ...lies,
    };
    const text = `${base64url({ alg: 'RS256', kid })}.${base64url(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  };

  const exchange = (form: URLSearchParams, header: string): [number, unknown] => {
    // Both parts are form-encoded before they are joined.
    const basic = decodeURIComponent(
      Buffer.from(header.replace(/^Basic /, ''), 'base64').toString(),
    );
    const grant = grants.get(form.get('code') ?? '');
    grants.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (basic !== `${clientId}:${clientSecret}`) return [401, { error: 'invalid_client' }];
    if (grant?.challenge !== challenge || grant.redirectUri !== form.get('redirect_uri'))
      return [400, { error: 'invalid_grant' }];
    return [
      200,
      {
        access_token: randomUUID(),
        token_type: 'Bearer',
        expires_in: 60,
        id_token: idToken(grant),
      },
    ];
  };

  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const answer = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    switch (request.url) {
      case '/.well-known/openid-configuration':
        return answer(200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/keys':
        return answer(200, {
          keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256' }],
        });
      case '/token':
        return answer(...exchange(new URLSearchParams(body), request.headers.authorization ?? ''));
      default:
        return answer(404, {});
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    issuer,
    clientId,
    clientSecret,
    authorize(address, person) {
      const { searchParams } = new URL(address);
      const of = (name: string): string => searchParams.get(name) ?? '';
      const asked = ['client_id', 'response_type', 'scope', 'code_challenge_method'].map(of);
      if (asked.join(' ') !== `${clientId} code openid email profile S256`)
        throw new Error(`the provider refuses: ${asked.join(' ')}`);
      const code = randomUUID();
      grants.set(code, {
        person,
        nonce: of('nonce'),
        challenge: of('code_challenge'),
        redirectUri: of('redirect_uri'),
      });
      const back = new URL(of('redirect_uri'));
      back.search = new URLSearchParams({ code, state: of('state') }).toString();
      return back.href;
    },
    lie: (claims) => {
      lies = claims;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
