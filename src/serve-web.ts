/** The web role of a process: pages, API and webhooks. Loaded by the processes that have it alone. */
import { createInstallRouter } from './accounts/own-app.js';
import { type Admin, createAdmin } from './app-admin.js';
import { createPage } from './app-page.js';
import type { App } from './app-types.js';
import type { Closing } from './lib/closing.js';
import { packageRoot } from './lib/root.js';
import { startWeb } from './web.js';

/** For the person at the terminal, who reads the log of a server less than its first lines. */
async function tellAddress(url: string, admin: Admin): Promise<void> {
  const setUp = await admin.setUpPath();
  const lines =
    setUp === null
      ? [`Open ${url}`]
      : [
          'Nobody may sign in yet. Make the first admin here, once, within seven days:',
          `${url}${setUp}`,
        ];
  process.stdout.write(`\n  ${lines.join('\n  ')}\n\n`);
}

/** Listens, and tells where. What it holds is closed with `closing`. */
export async function serveWeb(app: App, closing: Closing): Promise<void> {
  const { settings, log } = app;
  const admin = await createAdmin(app);
  const page = createPage(packageRoot(), closing, log);
  const install = { path: '/oauth', router: createInstallRouter(app.install) };
  const web = await startWeb(app, {
    host: settings.host,
    port: settings.port,
    routers: [...admin.routers, install],
    staticFolder: page.folder,
    waiting: page.waiting,
  });
  closing.add('web', () => web.close());
  log.info('listening', { url: web.url, role: settings.role });
  await tellAddress(settings.publicUrl ?? web.url, admin);
}
