import { systemClock } from '../lib/clock.js';
import { createClosing } from '../lib/closing.js';
import { messageOf } from '../lib/errors.js';
import { createLogger } from '../lib/logger.js';
import { loadSettings } from '../settings.js';
import { startWeb } from '../web.js';
import { playRound } from './once.js';
import { createDemoWorld, freePort } from './world.js';

export interface DemoOptions {
  /** One whole round without a browser, then the end. */
  readonly once: boolean;
  /** With `once`: the figures as JSON in the last line of standard output. */
  readonly json: boolean;
  /** Port of the page; default PORT, else the next free one. 0 takes any. */
  readonly port?: number;
  /** In the simulated CRM; default 300. */
  readonly contacts?: number;
  /** Further options of the simulator, to try what goes wrong. */
  readonly simulator?: Readonly<Record<string, unknown>>;
  /** Everything that is logged. */
  readonly loud?: boolean;
}

export const CONTACTS = 300;

const HOST = '127.0.0.1';

/** Runs the demo. @returns the exit code: 0, or 1 when a round was not complete. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const settings = loadSettings();
  const closing = createClosing({ timeoutMs: 15_000 });
  const log = createLogger({
    level: options.loud ? 'debug' : 'error',
    format: 'pretty',
    clock: systemClock,
  });
  const begun = Date.now();
  const say = (line: string): void => {
    process.stderr.write(`${((Date.now() - begun) / 1000).toFixed(1).padStart(5)} s  ${line}\n`);
  };
  try {
    const wanted = options.once ? (options.port ?? 0) : (options.port ?? settings.port);
    const world = await createDemoWorld(
      {
        dataDir: settings.dataDir,
        contacts: options.contacts ?? CONTACTS,
        log,
        closing,
        say,
        simulator: options.simulator,
        loud: options.loud,
      },
      async (app, tap) => {
        const port = await freePort(wanted);
        const web = await startWeb(
          { ...app, hook: tap.hook },
          { host: HOST, port, routers: [], staticFolder: null },
        );
        closing.add('web', () => web.close());
        return web.url;
      },
    );
    const { result, missing } = await playRound(world, say);
    for (const line of missing) process.stderr.write(`missing: ${line}\n`);
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return missing.length > 0 ? 1 : 0;
  } finally {
    await closing.close().catch((error: unknown) => say(messageOf(error)));
  }
}
