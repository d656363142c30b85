import { registerApp } from '../accounts/apps.js';
import { hostFrom } from '../accounts/connect-by-fields.js';
import { beginInstall } from '../accounts/own-app.js';
import type { App } from '../app.js';
import { PlumblineError } from '../lib/errors.js';
import { ensureWorkspace } from '../store/accounts.js';
import { findApp, listApps, type StoredApp } from '../store/apps.js';
import { type Io, isInteractive, UsageError, write } from './io.js';
import { askSecret, secretFromInput } from './prompt.js';

export interface AppOptions {
  readonly url?: string;
  readonly clientId?: string;
  /** `-`: from standard input. */
  readonly clientSecret?: string;
  /** The marketplace's app instead of one of the admin's own. */
  readonly listed: boolean;
  /** A new address for an app that is stored already. */
  readonly install: boolean;
}

const SAFE = /^(https:\/\/[^\s?#]+|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/[^\s?#]*)?)$/;

/** The public address, checked: tokens and signed requests travel to it. */
export function publicUrlOf(text: string): string {
  if (SAFE.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '');
  throw new UsageError(
    `--url is "${text.slice(0, 80)}"; expected the https address under which the CRM reaches this Plumbline.`,
  );
}

async function secretOf(options: AppOptions, io: Io): Promise<string> {
  const { clientSecret } = options;
  if (clientSecret === '-') return secretFromInput(io, '--client-secret');
  if (clientSecret !== undefined) return clientSecret.trim();
  if (isInteractive(io)) return askSecret(io, 'Client secret (it is not shown): ');
  throw new UsageError('--client-id needs --client-secret - (read from standard input).');
}

async function storedApp(app: App, crm: string, clientId: string | undefined): Promise<StoredApp> {
  const known = await listApps(app.pool, crm);
  const found = known.find((one) => clientId === undefined || one.clientId === clientId);
  if (found) return found;
  throw new PlumblineError(
    'no-app',
    `No app for ${crm} is stored here. Give its credentials: plumbline connect ${crm} --client-id ID --client-secret -`,
  );
}

/** Stores an app's credentials (where given) and prints the address at which access is granted. */
export async function connectApp(
  app: App,
  crm: string,
  options: AppOptions,
  given: Readonly<Record<string, string>>,
  io: Io,
): Promise<number> {
  const { label, ways } = app.connector(crm).declaration;
  let stored: StoredApp;
  if (options.clientId !== undefined && !options.install) {
    const workspace = await ensureWorkspace(app.pool, 'default');
    const clientId = options.clientId.trim();
    const before = await findApp(app.pool, workspace, crm, clientId);
    const url = options.url ?? before?.publicUrl ?? app.settings.publicUrl;
    if (url === null || url === undefined) {
      throw new UsageError(
        `--url is missing: the https address under which ${label} reaches Plumbline.`,
      );
    }
    const kind = options.listed ? 'listed-app' : 'own-app';
    const way = ways.find(({ id }) => id === kind);
    const own = app.baseUrl(crm);
    const host = way ? hostFrom(way, given, before?.host ?? own) : own;
    await registerApp(app, {
      workspace,
      crm,
      clientId,
      kind,
      host: host === own ? null : host,
      publicUrl: publicUrlOf(url),
      clientSecret: await secretOf(options, io),
      who: 'command line',
    });
    stored = await storedApp(app, crm, clientId);
  } else {
    stored = await storedApp(app, crm, options.clientId);
  }
  const address = await beginInstall(app.install, stored);
  const { publicUrl } = app.settings;
  await write(
    io.stdout,
    `${[
      `Open this address within ten minutes, in a browser where you are signed in to ${label}, and choose the account:`,
      '',
      `  ${address}`,
      '',
      `Plumbline must be running and be reached at ${stored.publicUrl}; it says so when the account is connected.`,
      ...(publicUrl === stored.publicUrl
        ? []
        : [
            `Start it with PUBLIC_URL=${stored.publicUrl}${publicUrl ? ` (now it is ${publicUrl})` : ''}.`,
          ]),
      `A new address: plumbline connect ${crm} --install`,
    ].join('\n')}\n`,
  );
  return 0;
}
