/** The admin app's server side: its services wired to the routes of the contract, one line an area. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Router } from 'express';
import { createCookieJar } from './admin/api/auth/cookies.js';
import type { AuthDependencies } from './admin/api/auth/dependencies.js';
import { createGate } from './admin/api/auth/gate.js';
import { makeSetUpToken } from './admin/api/auth/links.js';
import { createOidcClient } from './admin/api/auth/oidc.js';
import { createOidcRouter, OIDC_PATH } from './admin/api/auth/oidc-router.js';
import { openApi } from './admin/api/contract/openapi.js';
import { contract } from './admin/api/contract.js';
import { openApiOf } from './admin/api/openapi.js';
import { type AllHandlers, createApiRouter } from './admin/api/router.js';
import { accountRoutes } from './admin/api/routes/accounts.js';
import { auditRoutes } from './admin/api/routes/audit.js';
import { documentRoutes } from './admin/api/routes/documents.js';
import { eventRoutes } from './admin/api/routes/events.js';
import { keyRoutes } from './admin/api/routes/keys.js';
import { leadRoutes } from './admin/api/routes/leads.js';
import { mappingRoutes } from './admin/api/routes/mappings.js';
import { modelRoutes } from './admin/api/routes/models.js';
import { overviewRoutes } from './admin/api/routes/overview.js';
import { previewRoutes } from './admin/api/routes/previews.js';
import { retentionRoutes } from './admin/api/routes/retention.js';
import { sessionRoutes } from './admin/api/routes/session.js';
import { userRoutes } from './admin/api/routes/users.js';
import { viewRoutes } from './admin/api/routes/views.js';
import { accountServices } from './app-accounts.js';
import { createLeadServices } from './app-leads.js';
import { eventServices, mappingServices } from './app-mappings.js';
import { createAppPublishing } from './app-publishing.js';
import type { App } from './app-types.js';
import { checkDocument } from './evaluate/check-document.js';
import { createModelWorkbench } from './evaluate/model-workbench/index.js';
import { systemRandomBytes } from './lib/crypto.js';
import { readInstalled } from './lib/installed.js';
import { packageRoot } from './lib/root.js';
import { ensureWorkspace } from './store/accounts.js';

export const API_PATH = '/api/v1';

/** What is served: what the user interface uses, and its description. */
export const served = { ...contract, openapi: openApi };

export interface Admin {
  /** To be mounted in this order. */
  readonly routers: readonly { readonly path: string; readonly router: Router }[];
  readonly auth: AuthDependencies;
  /** The path of the page that makes the first admin, good for one use; null when there are users. */
  setUpPath(): Promise<string | null>;
}

async function authDependencies(
  { settings, pool, clock, keyring }: App,
  demo: boolean,
): Promise<AuthDependencies> {
  const { oidc, publicUrl } = settings;
  return {
    pool,
    clock,
    keyring,
    random: systemRandomBytes,
    // Cookies know no ports: a demo beside an installation keeps its own.
    cookies: createCookieJar(
      publicUrl?.startsWith('https:') ?? false,
      demo ? 'plumbline_demo' : 'plumbline_session',
    ),
    demo,
    workspace: await ensureWorkspace(pool, 'default'),
    idleMs: settings.sessionIdleMs,
    lengthMs: settings.sessionLengthMs,
    publicUrl,
    identityProvider: oidc && { name: new URL(oidc.issuer).host, path: `${OIDC_PATH}/start` },
  };
}

/** The ready models that came with this version. */
function readyModels(root: string): { name: string; text: string }[] {
  const folder = path.join(root, 'config/scoring');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({
      name: file.replace(/\.yaml$/, ''),
      text: readFileSync(path.join(folder, file), 'utf8'),
    }));
}

function oidcRouter({ settings, log }: App, auth: AuthDependencies): Router | null {
  const { oidc, publicUrl } = settings;
  if (oidc === null || publicUrl === null) return null;
  const client = createOidcClient(oidc, `${publicUrl}${OIDC_PATH}/callback`, log);
  return createOidcRouter({ ...auth, client, publicUrl, domains: oidc.domains, log });
}

/** `demo`: everything in this database is invented. */
export async function createAdmin(app: App, { demo = false } = {}): Promise<Admin> {
  const { pool, clock, log } = app;
  const auth = await authDependencies(app, demo);
  const root = packageRoot();
  const readList = readInstalled;
  const check = { pool, clock, readList };
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  // Written when it is first asked for: few do, and it takes a tenth of a second.
  let description: string | undefined;

  const leads = createLeadServices(app);

  const handlers: AllHandlers<typeof served> = {
    overview: overviewRoutes(leads),
    leads: leadRoutes(leads),
    views: viewRoutes(app),
    session: sessionRoutes(auth),
    users: userRoutes(auth),
    keys: keyRoutes(auth),
    audit: auditRoutes(app),
    accounts: accountRoutes(accountServices(app)),
    retention: retentionRoutes(app),
    documents: documentRoutes({
      pool,
      readList,
      check: (workspace, key, text) => checkDocument(check, workspace, key, text),
      ready: () => readyModels(root),
    }),
    previews: previewRoutes({ pool, publishing: createAppPublishing(app) }),
    mappings: mappingRoutes(mappingServices(app)),
    events: eventRoutes(eventServices(app)),
    models: modelRoutes(createModelWorkbench({ ...app, readText: readList })),
    openapi: {
      get: async ({ response }) => {
        description ??= JSON.stringify(openApiOf(served, API_PATH, version));
        response.type('json').send(description);
      },
    },
  };
  const oidc = oidcRouter(app, auth);
  return {
    auth,
    routers: [
      { path: API_PATH, router: createApiRouter(served, handlers, createGate(auth)) },
      ...(oidc ? [{ path: OIDC_PATH, router: oidc }] : []),
    ],
    setUpPath: async () => {
      const token = await makeSetUpToken(auth);
      if (token !== null) log.info('nobody may sign in yet; the set-up address was printed');
      return token && `/setup?token=${token}`;
    },
  };
}
