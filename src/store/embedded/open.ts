import path from 'node:path';
import type pg from 'pg';
import { messageOf, PlumblineError } from '../../lib/errors.js';
import { type Binaries, findBinaries } from './binaries.js';
import { initialise, readPassword } from './cluster.js';
import { connect, ensureDatabase, urlOf } from './connect.js';
import type { DatabaseLog, DatabaseOptions, OpenDatabase } from './contract.js';
import { openExternal } from './external.js';
import { withFileLock } from './file-lock.js';
import { type Place, preparePlace } from './place.js';
import { runnableBinaries } from './runnable.js';
import { findServer, type ServerFile, startServer, stopServer } from './server.js';
import { othersConnected, own, sessionName } from './session.js';

async function start(place: Place, binaries: Binaries, log: DatabaseLog): Promise<ServerFile> {
  const begun = Date.now();
  const made = await initialise(place, binaries);
  readPassword(place); // before the server runs: without it nobody could stop it again in order
  const server = await startServer(place, binaries);
  log.info(made ? 'Made and started the embedded database' : 'Started the embedded database', {
    folder: place.home,
    port: server.port,
    ms: Date.now() - begun,
  });
  return server;
}

interface Running {
  readonly server: ServerFile;
  readonly adopted: boolean;
}

async function adoptOrStart(place: Place, binaries: Binaries, log: DatabaseLog): Promise<Running> {
  const running = await findServer(place, log);
  if (running === undefined) return { server: await start(place, binaries, log), adopted: false };
  log.info('Connecting to the embedded database that runs already', { port: running.port });
  return { server: running, adopted: true };
}

async function enter(
  place: Place,
  server: ServerFile,
  onEnd: () => void,
  exclusive: boolean,
): Promise<{ readonly url: string; readonly session: pg.Client }> {
  const url = urlOf(place, server);
  try {
    await ensureDatabase(place, server);
    return { url, session: await connect(url, sessionName(exclusive), onEnd) };
  } catch (error) {
    throw new PlumblineError(
      'database-connect',
      `The embedded database at 127.0.0.1:${server.port} runs but cannot be used: ${messageOf(error)}. Its password is in ${place.passwordFile}, its log in ${place.logFile}.`,
      { cause: error },
    );
  }
}

async function openEmbedded(options: DatabaseOptions): Promise<OpenDatabase> {
  const { log, exclusive } = options;
  const dataDir = path.resolve(options.dataDir);
  const shipped = findBinaries();
  const place = preparePlace(dataDir, log);
  let closing = false;
  const onEnd = (): void => {
    if (!closing)
      log.warn('The embedded database ended the connection; restart Plumbline to start it anew', {
        log: place.logFile,
      });
  };
  return withFileLock(place.lockFile, async () => {
    const binaries = runnableBinaries(shipped, place, log);
    const { server, adopted } = await adoptOrStart(place, binaries, log);
    const { url, session } = await enter(place, server, onEnd, exclusive).catch(
      async (error: unknown) => {
        if (!adopted) await stopServer(place, binaries);
        throw error;
      },
    );
    const leave = async (): Promise<void> => {
      closing = true;
      await session.end();
    };
    if (exclusive)
      await own(session, dataDir).catch(async (error: unknown) => {
        await leave();
        throw error;
      });
    const close = async (): Promise<void> => {
      if (closing) return;
      closing = true;
      await withFileLock(place.lockFile, async () => {
        // Asked under the lock: nobody can enter between the answer and the stop.
        const stay = await othersConnected(session).catch(() => true);
        await leave();
        if (!stay) await stopServer(place, binaries);
      });
    };
    return { url, embedded: true, close };
  });
}

/**
 * Opens the operator's database where `databaseUrl` is given, else the private PostgreSQL of the
 * data folder: adopts one left running, makes and starts one otherwise. Every refusal is a
 * `PlumblineError` with the way out.
 */
export function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  return options.databaseUrl === undefined
    ? openEmbedded(options)
    : openExternal(options.databaseUrl);
}
