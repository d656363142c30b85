/** Connecting through an app: the address that an admin opens, and the way back from the CRM. */
import express, { type Request, type Response, type Router } from 'express';
import { randomId } from '../lib/crypto.js';
import { messageOf, PlumblineError } from '../lib/errors.js';
import type { Account } from '../store/accounts.js';
import { findApp, type StoredApp, saveInstallState, takeInstallState } from '../store/apps.js';
import { openApp } from './apps.js';
import { connectAccount } from './connect.js';
import type { SessionDependencies } from './sessions.js';

/** An installation must be finished within this time, milliseconds. */
export const INSTALL_TIME = 10 * 60_000;

export interface InstallDependencies extends SessionDependencies {
  /** Where a CRM's API is: the real one, or a simulator by the settings. */
  baseUrl(crm: string): string;
  /** Begins to read a newly connected account. */
  startReading(account: Account): Promise<void>;
}

export function redirectUriOf(publicUrl: string, crm: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/oauth/${crm}/callback`;
}

function installOf(deps: SessionDependencies, crm: string) {
  const connector = deps.connector(crm);
  if (connector.install) return { connector, install: connector.install };
  throw new PlumblineError(
    'no-app',
    `${connector.declaration.label} has no way to connect by app.`,
    {
      status: 404,
    },
  );
}

/** Where people use the CRM: a simulator serves its pages and its API at one address. */
function appUrlOf(deps: InstallDependencies, { crm, host }: StoredApp): string {
  if (host !== null) return host;
  const { connector } = installOf(deps, crm);
  const baseUrl = deps.baseUrl(crm);
  if (baseUrl !== connector.defaultBaseUrl) return baseUrl;
  const { declaration } = connector;
  return new URL(declaration.recordUrl('0', declaration.personObjects[0], '0')).origin;
}

/**
 * The address at which an admin of the CRM grants the app access. It is bound to this app by a state that
 * counts once, within ten minutes.
 */
export async function beginInstall(deps: InstallDependencies, app: StoredApp): Promise<string> {
  const { install } = installOf(deps, app.crm);
  const state = randomId();
  const redirectUri = redirectUriOf(app.publicUrl, app.crm);
  await saveInstallState(deps.pool, {
    workspace: app.workspace,
    hash: deps.keyring.hash(['install', state]),
    crm: app.crm,
    clientId: app.clientId,
    redirectUri,
    expiresAt: deps.clock() + INSTALL_TIME,
  });
  return install.authorizeUrl({
    appUrl: appUrlOf(deps, app),
    clientId: app.clientId,
    redirectUri,
    state,
    verifier: verifierOf(deps, state),
  });
}

/** Follows from the state by our key alone: it need not be kept, and whoever sees the state cannot make it. */
function verifierOf({ keyring }: InstallDependencies, state: string): string {
  return keyring.hash(['install verifier', state]);
}

/** What came back from the CRM. */
interface Returned {
  readonly crm: string;
  readonly state: string;
  readonly code: string;
  readonly error: string;
}

/** Exchanges the code and connects the account. Throws a `PlumblineError` with the way out. */
async function finishInstall(deps: InstallDependencies, returned: Returned): Promise<Account> {
  const { crm, state, code, error } = returned;
  const { connector, install } = installOf(deps, crm);
  const { label } = connector.declaration;
  const again = 'Ask for a new address with `plumbline connect`, and open it within ten minutes.';
  const hashes = deps.keyring.hashes(['install', state]);
  const begun = state === '' ? null : await takeInstallState(deps.pool, hashes, deps.clock());
  if (!begun || begun.crm !== crm) {
    throw new PlumblineError(
      'install-state',
      `This address was used already or is too old. ${again}`,
      {
        status: 400,
      },
    );
  }
  if (error !== '' || code === '') {
    const why = install.declined?.(error) ?? `${label} did not grant access.`;
    throw new PlumblineError('install-declined', `${why} ${again}`, { status: 400 });
  }
  const app = await findApp(deps.pool, begun.workspace, crm, begun.clientId);
  if (!app) throw new PlumblineError('no-app', `The app is no longer known here. ${again}`);
  const { clientSecret, formerSecret } = openApp(deps.keyring, app);
  const baseUrl = app.host ?? deps.baseUrl(crm);
  const { portal, scopes, appId, ...tokens } = await install.exchange({
    baseUrl,
    app: { clientId: app.clientId, clientSecret },
    redirectUri: begun.redirectUri,
    code,
    verifier: verifierOf(deps, state),
    now: deps.clock(),
    timeoutMs: deps.timeoutMs,
  });
  const { account } = await connectAccount(deps, {
    crm,
    baseUrl,
    way: app.kind,
    credentials: {
      kind: 'app',
      clientId: app.clientId,
      clientSecret,
      ...(formerSecret !== undefined && { formerSecret }),
      ...tokens,
      renewals: [deps.clock()],
    },
    portal,
    scopes,
    ...(appId !== undefined && { appId }),
    who: 'install',
  });
  await deps.startReading(account);
  return account;
}

const htmlOf = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

function page(response: Response, status: number, title: string, text: string): void {
  response
    .status(status)
    .set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
    .set('referrer-policy', 'no-referrer')
    .set('cache-control', 'no-store')
    .type('html')
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>${htmlOf(title)}</title>
<body style="font:16px/1.5 system-ui,sans-serif;max-width:36em;margin:4em auto;padding:0 1em">
<h1 style="font-size:1.4em">${htmlOf(title)}</h1><p>${htmlOf(text)}</p></body></html>\n`,
    );
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 4_096) : '');

/** The routes of an installation, to be mounted at `/oauth`: `GET /:crm/callback`. */
export function createInstallRouter(deps: InstallDependencies): Router {
  const router = express.Router();
  router.get('/:crm/callback', async (request: Request, response: Response) => {
    const { state, code, error } = request.query;
    try {
      const account = await finishInstall(deps, {
        crm: textOf(request.params.crm),
        state: textOf(state),
        code: textOf(code),
        error: textOf(error),
      });
      page(
        response,
        200,
        `${account.name} is connected`,
        'Plumbline reads it now and writes nothing. You may close this page; `plumbline status` says how far it is.',
      );
    } catch (thrown) {
      const known = thrown instanceof PlumblineError;
      deps.log.warn('installation failed', { reason: messageOf(thrown) });
      page(
        response,
        known ? thrown.status : 500,
        'Not connected',
        known ? thrown.message : 'Something failed here; the log says what.',
      );
    }
  });
  return router;
}
