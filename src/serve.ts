import { createInstallRouter } from './accounts/own-app.js';
import { createApp } from './app.js';
import { type Admin, createAdmin } from './app-admin.js';
import { createPage } from './app-page.js';
import { systemClock } from './lib/clock.js';
import { createClosing } from './lib/closing.js';
import { createLogger } from './lib/logger.js';
import { packageRoot } from './lib/root.js';
import type { Settings } from './settings.js';
import { listAccounts } from './store/accounts.js';
import { startWeb } from './web.js';
import { startWorker } from './worker.js';

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

/** Runs the roles of the settings until SIGTERM or SIGINT; then drains and closes in reverse order. */
export async function serve(settings: Settings): Promise<void> {
  const clock = systemClock;
  const secrets = [
    settings.secretKey,
    settings.databaseUrl,
    settings.redisUrl,
    settings.oidc?.clientSecret ?? null,
    ...settings.previousSecretKeys,
  ];
  const log = createLogger({
    level: settings.logLevel,
    format: settings.logFormat,
    clock,
    secrets: secrets.filter((secret) => secret !== null),
  });
  const closing = createClosing();
  try {
    const app = await createApp({ settings, log, clock, owner: true });
    closing.add('app', () => app.close());
    // A mapping edited since the last start may read what no cursor follows yet.
    for (const account of await listAccounts(app.pool)) {
      if (account.state === 'connected') await app.install.startReading(account);
    }
    if (settings.role !== 'web') startWorker(app.steps, app.wakes);
    await app.wakes.start();
    if (settings.role !== 'worker') {
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
    } else {
      log.info('working', { role: settings.role });
    }
    await new Promise<void>((resolve) => {
      process.once('SIGTERM', () => resolve());
      process.once('SIGINT', () => resolve());
    });
    log.info('stopping');
  } finally {
    await closing.close();
  }
}
