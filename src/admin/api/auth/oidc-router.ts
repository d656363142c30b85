/** The two addresses of signing in by an identity provider, for browsers: `/start` and `/callback`. */
import express, { type Request, type Response, type Router } from 'express';
import { randomId } from '../../../lib/crypto.js';
import { messageOf, PlumblineError } from '../../../lib/errors.js';
import type { Logger } from '../../../lib/logger.js';
import { cookieOf } from './cookies.js';
import type { AuthDependencies } from './dependencies.js';
import { userOfProvider } from './newcomer.js';
import type { Journey, OidcClient } from './oidc.js';
import { beginSession } from './sessions.js';
import { makeToken } from './tokens.js';

export const OIDC_PATH = '/auth/oidc';
const COOKIE = 'plumbline_oidc';
const CONTEXT = ['oidc'];
const JOURNEY_MS = 10 * 60_000;

export interface OidcDependencies extends AuthDependencies {
  readonly client: OidcClient;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly domains: readonly string[];
  readonly log: Logger;
}

/** A place of the app, never of another site. */
const placeOf = (asked: unknown): string =>
  typeof asked === 'string' && /^\/(?![/\\])[^\s\\]{0,500}$/.test(asked) ? asked : '/';

function journeyOf(deps: OidcDependencies, request: Request): Journey {
  const sealed = cookieOf(request, COOKIE);
  try {
    const journey = JSON.parse(deps.keyring.open(sealed ?? '', CONTEXT)) as Journey;
    if (journey.endsAt > deps.clock()) return journey;
  } catch {
    // Not ours, or sealed by another key: as if it were not there.
  }
  throw new PlumblineError(
    'journey-lost',
    'This sign-in took too long or began in another browser.',
    { status: 400 },
  );
}

/** To be mounted at `OIDC_PATH`. What fails is told by the sign-in page: `/sign-in?problem=CODE`. */
export function createOidcRouter(deps: OidcDependencies): Router {
  const router = express.Router();
  // Lax: the way back from the provider is another site's page leading to us.
  const cookie = {
    httpOnly: true,
    sameSite: 'lax',
    secure: deps.publicUrl.startsWith('https:'),
    path: OIDC_PATH,
  } as const;

  const fail = (response: Response, error: unknown): void => {
    const known = error instanceof PlumblineError;
    if (!known) deps.log.error('sign-in failed', { reason: messageOf(error) });
    response.redirect(303, `/sign-in?problem=${known ? error.code : 'internal'}`);
  };

  router.use((_request, response, next) => {
    response.setHeader('cache-control', 'no-store');
    next();
  });
  router.get('/start', async (request, response) => {
    try {
      const [state, nonce] = [randomId(deps.random), randomId(deps.random)];
      const verifier = makeToken(deps.random);
      const goTo = placeOf(request.query.goTo);
      const journey: Journey = { state, nonce, verifier, goTo, endsAt: deps.clock() + JOURNEY_MS };
      const address = await deps.client.begin(journey);
      const sealed = deps.keyring.seal(JSON.stringify(journey), CONTEXT);
      response.cookie(COOKIE, sealed, { ...cookie, maxAge: JOURNEY_MS });
      response.redirect(303, address);
    } catch (error) {
      fail(response, error);
    }
  });
  router.get('/callback', async (request, response) => {
    try {
      const journey = journeyOf(deps, request);
      response.clearCookie(COOKIE, cookie);
      const returned = new URL(`${deps.publicUrl}${request.originalUrl}`);
      const claimed = await deps.client.finish(returned, journey);
      const user = await userOfProvider(deps, claimed, deps.domains);
      await beginSession(deps, request, response, user);
      response.redirect(303, placeOf(journey.goTo));
    } catch (error) {
      fail(response, error);
    }
  });
  return router;
}
