import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import compression from 'compression';
import express, { type Express, type RequestHandler, type Router } from 'express';
import type { App } from './app.js';
import { PlumblineError } from './lib/errors.js';
import { answerErrors, requestLog, securityHeaders } from './lib/http.js';

export interface WebOptions {
  readonly host: string;
  readonly port: number;
  /** Routers by path, in order. */
  readonly routers: readonly { readonly path: string; readonly router: Router }[];
  /** Folder of the built user interface, or null when there is none. */
  readonly staticFolder: string | null;
  /** Why that folder cannot be shown now, a sentence; null when it can. */
  readonly waiting?: () => string | null;
}

export interface Web {
  readonly url: string;
  close(): Promise<void>;
}

/** What is no page of the user interface: an unknown address there is an error. */
const NO_PAGE = /^\/(api|auth|oauth|hooks|healthz|assets)(\/|$)/;
const YEAR_S = 31_536_000;
const BUILDING_S = 3;

/** Any address of the user interface is one page, which reads the address itself. */
function showPage(folder: string, waiting: () => string | null): RequestHandler {
  return (request, response, next) => {
    const asks = request.method === 'GET' || request.method === 'HEAD';
    if (!asks || NO_PAGE.test(request.path) || !request.accepts('html')) {
      next();
      return;
    }
    const why = waiting();
    if (why === null) {
      response.setHeader('cache-control', 'no-cache');
      response.sendFile('index.html', { root: folder }, (error) => {
        // Not there: the address is as unknown as any other.
        if (error && !response.headersSent) next();
      });
      return;
    }
    response.setHeader('refresh', String(BUILDING_S));
    response.status(503).type('text').send(`${why}\n`);
  };
}

function mountPages(web: Express, folder: string, waiting: () => string | null): void {
  // Built files are named by their content. Answers of the API are not compressed: their length would
  // tell of what stands beside what a caller sent.
  const assets = path.join(folder, 'assets');
  const kept = { immutable: true, maxAge: YEAR_S * 1000 };
  web.use('/assets', compression(), express.static(assets, kept));
  web.use(express.static(folder, { index: false }));
  web.use(showPage(folder, waiting));
}

function createExpress(app: App, options: WebOptions): Express {
  const { settings, log } = app;
  const web = express();
  web.disable('x-powered-by');
  web.set('trust proxy', [...settings.trustedProxies]);
  web.use(requestLog(log));
  web.use(securityHeaders(settings.publicUrl?.startsWith('https:') ?? false));
  web.get('/healthz', async (_request, response) => {
    await app.pool.query('select 1');
    response.json({ ok: true });
  });
  for (const { path: at, router } of options.routers) web.use(at, router);
  if (options.staticFolder !== null) {
    mountPages(web, options.staticFolder, options.waiting ?? (() => null));
  } else {
    web.get('/', (_request, response) => {
      response.type('text').send('Plumbline is running. `plumbline status` tells how it is.\n');
    });
  }
  web.use((_request, response) => {
    const message = 'There is nothing at this address.';
    response.status(404).json({ error: { code: 'not-found', message } });
  });
  web.use(answerErrors(log));
  return web;
}

/** The HTTP role: webhooks first, off the wire; then Express with the API and the user interface. */
export async function startWeb(app: App, options: WebOptions): Promise<Web> {
  const web = createExpress(app, options);
  const server: Server = createServer((request, response) => {
    if (!app.hook(request, response)) web(request, response);
  });
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const busy = error.code === 'EADDRINUSE';
      reject(
        busy
          ? new PlumblineError(
              'port-taken',
              `Port ${options.port} is taken by another program; set PORT to a free one (0 picks one).`,
            )
          : error,
      );
    });
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.host === '0.0.0.0' ? 'localhost' : options.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2_000).unref();
      }),
  };
}
