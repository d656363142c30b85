import { createApp } from './app.js';
import { systemClock } from './lib/clock.js';
import { createClosing } from './lib/closing.js';
import { createLogger } from './lib/logger.js';
import type { Settings } from './settings.js';
import { listAccounts } from './store/accounts.js';
import { startWorker } from './worker.js';

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
      // A worker needs none of it, and starts the sooner.
      const { serveWeb } = await import('./serve-web.js');
      await serveWeb(app, closing);
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
