/** The demo's worker as its own process, so that it can be killed like any other. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createApp } from '../app.js';
import { systemClock } from '../lib/clock.js';
import { createLogger } from '../lib/logger.js';
import { loadSettings } from '../settings.js';
import { startWorker } from '../worker.js';

interface Input {
  readonly settings: Readonly<Record<string, string>>;
  /** PostgreSQL's postmaster.pid. */
  readonly serverFile: string;
}

/** The first line of standard input; the rest of it is the lifeline. */
const lines = createInterface({ input: process.stdin });
const first = await new Promise<string>((resolve) => {
  lines.once('line', resolve);
  lines.once('close', () => process.exit(1));
});
const { settings: environment, serverFile } = JSON.parse(first) as Input;
const settings = loadSettings(environment);
const secrets = [settings.secretKey, settings.databaseUrl].filter((secret) => secret !== null);
const log = createLogger({
  level: settings.logLevel,
  format: 'pretty',
  clock: systemClock,
  secrets,
});

/** The first line of PostgreSQL's postmaster.pid; null when there is no server to care for. */
function serverPid(): number | null {
  try {
    const pid = Number.parseInt(readFileSync(serverFile, 'utf8'), 10);
    return Number.isSafeInteger(pid) && pid > 1 ? pid : null;
  } catch {
    return null;
  }
}

const server = serverPid();
const app = await createApp({ settings, log, clock: systemClock, owner: false });
startWorker(app.steps, app.wakes);
await app.wakes.start();

let ending = false;
function end(orphaned: boolean): void {
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(0), 4_000).unref();
  void app.close().finally(() => {
    // Whoever started the database was killed: nobody else is left to stop it.
    if (orphaned && server !== null && serverPid() === server) process.kill(server, 'SIGINT');
    process.exit(0);
  });
}
process.once('SIGTERM', () => end(false));
// Ctrl-C reaches the whole group: the demo itself decides the order of the end.
process.on('SIGINT', () => undefined);
lines.removeAllListeners('close');
lines.once('close', () => end(true));
process.stdout.write(`${JSON.stringify({ pid: process.pid })}\n`);
