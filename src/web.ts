import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sep } from 'node:path';
import express, { type ErrorRequestHandler, type Express, type Router } from 'express';
import type { App } from './app.js';
import { messageOf, PlumblineError } from './lib/errors.js';

export interface WebOptions {
  readonly host: string;
  readonly port: number;
  /** Routers by path, in order. */
  readonly routers: readonly { readonly path: string; readonly router: Router }[];
  /** Folder of the built user interface, or null when there is none. */
  readonly staticFolder: string | null;
}

export interface Web {
  readonly url: string;
  close(): Promise<void>;
}

/** Errors leave in one form: a stable code and a sentence; unexpected ones say nothing of the inside. */
function errorHandler(app: App): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = error instanceof PlumblineError;
    if (!known) app.log.error('request failed', { reason: messageOf(error) });
    const code = known ? error.code : 'internal';
    const message = known ? error.message : 'Something failed here; the log says what.';
    response.status(known ? error.status : 500).json({ error: { code, message } });
  };
}

/** Files carry a hash of their content in their name and stay; the page names the newest of them. */
function serveScreens(web: Express, folder: string): void {
  const asset = `${sep}assets${sep}`;
  web.use(
    express.static(folder, {
      setHeaders: (response, path) => {
        const lasting = path.includes(asset);
        response.setHeader('cache-control', lasting ? 'max-age=31536000, immutable' : 'no-cache');
      },
    }),
  );
  // A screen's address is the page's own business: it is sent whatever screen is asked for.
  web.get('/{*screen}', (request, response, next) => {
    const foreign = /^\/(api|oauth|hooks|assets)\//.test(request.path);
    if (foreign || !request.accepts('html')) next();
    else
      response.sendFile('index.html', { root: folder, headers: { 'cache-control': 'no-cache' } });
  });
}

/** The HTTP role: webhooks first, off the wire; then Express with the API and the user interface. */
export async function startWeb(app: App, options: WebOptions): Promise<Web> {
  const web = express();
  web.disable('x-powered-by');
  web.get('/healthz', async (_request, response) => {
    await app.pool.query('select 1');
    response.json({ ok: true });
  });
  for (const { path, router } of options.routers) web.use(path, router);
  if (options.staticFolder !== null) {
    serveScreens(web, options.staticFolder);
  } else {
    web.get('/', (_request, response) => {
      response.type('text').send('Plumbline is running. `plumbline status` tells how it is.\n');
    });
  }
  web.use((_request, response) => {
    const message = 'There is nothing at this address.';
    response.status(404).json({ error: { code: 'not-found', message } });
  });
  web.use(errorHandler(app));

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
