/** The composition root: everything is built here, once, in reading order; nothing else opens anything. */
import { connectors as list } from '../connectors/index.js';
import { createRateWindows } from '../connectors/kit/rate-window.js';
import { createMemorySendLog } from '../connectors/kit/send-log.js';
import { createCallCounter } from './accounts/call-counter.js';
import { createHookSecrets } from './accounts/hook-secrets.js';
import type { InstallDependencies } from './accounts/own-app.js';
import { resealAll } from './accounts/reseal.js';
import { createSessions, type SessionDependencies } from './accounts/sessions.js';
import { finderOf } from './app-connectors.js';
import { openAppDatabase } from './app-database.js';
import { pipelineDependencies } from './app-pipeline.js';
import type { App, AppOptions } from './app-types.js';
import { createDocuments } from './evaluate/documents.js';
import { publishShipped } from './evaluate/shipped.js';
import { createDeliveryWriter } from './intake/delivery-writer.js';
import { createEventReceiver } from './intake/events-receive.js';
import { createHookHandler } from './intake/hook.js';
import { startReading } from './intake/poll.js';
import { createStreams } from './intake/streams.js';
import { createWakes } from './jobs/create.js';
import { openSendLog } from './jobs/open-send-log.js';
import { type Closing, createClosing } from './lib/closing.js';
import { createKeyring } from './lib/crypto.js';
import { readInstalled } from './lib/installed.js';
import { packageRoot } from './lib/root.js';
import { ensureSecretKey } from './lib/secret-key.js';
import { createPipeline } from './pipeline.js';
import { ensureWorkspace, readInstance } from './store/accounts.js';
import { addCounters } from './store/counters.js';
import { readDocuments } from './store/documents.js';

/** What can be connected, for those who ask without an app. */
export { connectors } from '../connectors/index.js';
export type { App, AppOptions } from './app-types.js';

export async function createApp(options: AppOptions): Promise<App> {
  const closing = createClosing();
  try {
    return await build(options, closing);
  } catch (error) {
    await closing.close().catch(() => {});
    throw error;
  }
}

async function build(options: AppOptions, closing: Closing): Promise<App> {
  const { settings, log, clock, owner } = options;
  const database = await openAppDatabase(options, closing);
  const { pool } = database;

  const secret = settings.secretKey ?? (await ensureSecretKey(settings.dataDir));
  const keyring = createKeyring(secret, settings.previousSecretKeys);
  if (owner) await resealAll(pool, keyring, log);

  const connectors = new Map(list.map((one) => [one.declaration.crm, one]));
  const connector = finderOf(connectors);

  const root = packageRoot();
  const documents = createDocuments(
    pool,
    (path) => readInstalled(path, root),
    (crm, output) => connector(crm).declaration.outputName(output),
  );
  const workspace = await ensureWorkspace(pool, 'default');
  // Only the process that serves publishes edited files; a command finds what is in force.
  if (owner || (await readDocuments(pool, workspace)).length === 0) {
    await publishShipped(pool, workspace, root, [...connectors.keys()]);
  }

  const wakes = await createWakes({
    databaseUrl: database.url,
    redisUrl: settings.redisUrl ?? undefined,
    log,
  });
  closing.add('wakes', () => wakes.close());
  const sendLog = await openSendLog(settings.redisUrl, createMemorySendLog(), log, closing);
  const windows = createRateWindows(sendLog);
  const calls = createCallCounter(pool, clock, log);
  closing.add('call counter', () => calls.close());

  const accounts: SessionDependencies = {
    pool,
    keyring,
    clock,
    connector,
    log,
    timeoutMs: settings.callTimeoutMs,
    window: (key, limit, windowMs) => windows.window(key, limit, windowMs),
    count: calls.count,
    day: calls.day,
  };
  const sessions = createSessions(accounts);

  const pipeline = pipelineDependencies({
    settings,
    accounts,
    sessions,
    documents,
    connectors,
    instance: await readInstance(pool, workspace),
  });

  const writer = createDeliveryWriter(pool, () => wakes.wake('split'));
  closing.add('delivery writer', () => writer.close());
  const hook = createHookHandler({
    connectors,
    writer,
    clock,
    log,
    publicUrl: settings.publicUrl ?? `http://localhost:${settings.port}`,
    secrets: createHookSecrets(pool, keyring),
    refused: (code) => {
      void addCounters(pool, { [`hooks.refused.${code}`]: 1 }).catch(() => {});
    },
  });

  const streams = createStreams({ ...pipeline, wake: (step) => wakes.wake(step) });
  closing.add('streams', () => streams.close());

  const baseUrl = (crm: string) => settings.baseUrls[crm] ?? connector(crm).defaultBaseUrl;
  const install: InstallDependencies = {
    ...accounts,
    baseUrl,
    startReading: async (account) => {
      await startReading(pipeline, account, clock());
      wakes.wake('backfill');
    },
  };

  return {
    settings,
    pool,
    log,
    clock,
    keyring,
    connectors,
    documents,
    wakes,
    steps: createPipeline({ ...pipeline, lookAtStreams: streams.look }),
    pipeline,
    accounts,
    databaseUrl: database.url,
    hook,
    events: createEventReceiver({ pool, connectors, writer, clock }),
    session: sessions.of,
    baseUrl,
    install,
    connector,
    close: () => closing.close(),
  };
}
