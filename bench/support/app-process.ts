/** The app as a process of its own: `serve` without its signals, driven by the benchmark's commands. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { BUILT_IN_PROPERTIES } from '../../connectors/hubspot/simulator/definition-tables.js';
import { connectAccount } from '../../src/accounts/connect.js';
import { type ByFields, connectByFields } from '../../src/accounts/connect-by-fields.js';
import { sealCredentials } from '../../src/accounts/credentials.js';
import { OUTPUT_PROPERTIES } from '../../src/accounts/outputs.js';
import { createApp } from '../../src/app.js';
import { createAdmin } from '../../src/app-admin.js';
import { previewDependencies } from '../../src/app-publishing.js';
import { groundOf } from '../../src/evaluate/preview/ground.js';
import { type PreviewProgress, runPreview } from '../../src/evaluate/preview/run.js';
import { evaluateLeads } from '../../src/evaluate/step.js';
import { startReading } from '../../src/intake/poll.js';
import { systemClock } from '../../src/lib/clock.js';
import { createLogger } from '../../src/lib/logger.js';
import { loadSettings } from '../../src/settings.js';
import {
  ensureWorkspace,
  findAccount,
  saveCredentials,
  setWrites,
  upsertAccount,
} from '../../src/store/accounts.js';
import { startWeb } from '../../src/web.js';
import { startWorker } from '../../src/worker.js';
import { optionsOfParent, serveParent } from './serve.js';

export interface AppOptions {
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface AppReady {
  readonly hookUrl: string;
  readonly databaseUrl: string;
}

/** What a simulator tells of the account to connect. */
export interface ConnectArgument {
  readonly url: string;
  readonly app: {
    readonly appId: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly writes: boolean;
}

/** An account that is never called: what it has is in the database from the start. */
export interface StoredArgument {
  readonly portal: string;
  readonly appId: string;
  readonly clientSecret: string;
}

export interface FloodArgument {
  readonly account: number;
  readonly ids: readonly string[];
  readonly seconds: number;
}

export interface AppUse {
  /** Most memory that the process ever held, bytes. */
  readonly peakBytes: number;
  /** What its objects take now, those that nobody needs any more included until they are collected. */
  readonly heapBytes: number;
  /** Processor time so far, milliseconds. */
  readonly cpuMs: number;
}

export interface PreviewTimes {
  /** Until the first figures, from a sample. */
  readonly firstMs: number;
  readonly exactMs: number;
  /** The longest that the process was deaf meanwhile. */
  readonly stallMs: number;
  readonly looked: number;
  readonly changed: number;
}

/** More at once than a limit of 11 a second can serve, whatever the answer time. */
const READERS = 12;
const SEARCHERS = 3;

const { dataDir, env } = optionsOfParent<AppOptions>();
const settings = loadSettings({
  DATA_DIR: dataDir,
  SECRET_KEY: 'a secret key for benchmarks, long enough to be one',
  PUBLIC_URL: 'http://localhost',
  PORT: '0',
  ...env,
});
const log = createLogger({
  level: settings.logLevel === 'debug' ? 'debug' : 'error',
  format: 'pretty',
  clock: systemClock,
});
const app = await createApp({ settings, log, clock: systemClock, owner: true });
const { routers } = await createAdmin(app);
const web = await startWeb(app, { host: '127.0.0.1', port: 0, routers, staticFolder: null });
const named = (name: string) => app.steps.filter((step) => step.name === name);

async function connect(argument: ConnectArgument): Promise<number> {
  const { clientId, clientSecret, appId } = argument.app;
  const { accessToken, refreshToken } = argument;
  const { account } = await connectAccount(app.accounts, {
    crm: 'hubspot',
    baseUrl: argument.url,
    way: 'own-app',
    credentials: {
      kind: 'app',
      clientId,
      clientSecret,
      accessToken,
      refreshToken,
      expiresAt: Date.now() + 1_500_000,
    },
    appId,
    who: 'benchmark',
  });
  if (argument.writes) {
    await (await app.session(account)).provision(OUTPUT_PROPERTIES);
    await setWrites(app.pool, account.id, true);
  }
  return account.id;
}

async function store({ portal, appId, clientSecret }: StoredArgument) {
  const workspace = await ensureWorkspace(app.pool, 'default');
  const outputs = OUTPUT_PROPERTIES.map(({ name }) => `plumbline_${name}`);
  const id = await upsertAccount(app.pool, {
    workspace,
    crm: 'hubspot',
    portal,
    way: 'own-app',
    name: 'Benchmark',
    appId,
    baseUrl: 'http://127.0.0.1:1',
    uiDomain: null,
    timeZone: 'UTC',
    scopes: [],
    stageOrder: [],
    properties: Object.fromEntries(
      Object.entries(BUILT_IN_PROPERTIES).map(([object, list]) => [
        object,
        [...list.map(({ name }) => name), ...(object === 'contacts' ? outputs : [])],
      ]),
    ),
  });
  const sealed = sealCredentials(
    app.keyring,
    { crm: 'hubspot', portal },
    {
      kind: 'app',
      clientId: 'benchmark',
      clientSecret,
      accessToken: 'none',
      refreshToken: 'none',
      expiresAt: Date.now() + 3_600_000,
    },
  );
  await saveCredentials(app.pool, id, sealed);
  return { workspace, account: id };
}

/**
 * Calls the CRM through the account's session, budget and all, as often as it lets us: small reads, one
 * in twelve of them live, and searches. What comes back is thrown away. @returns calls that failed.
 */
async function flood({ account: id, ids, seconds }: FloodArgument): Promise<number> {
  const account = await findAccount(app.pool, id);
  if (!account) throw new Error(`no account ${id}`);
  const session = await app.session(account);
  const needs = await app.pipeline.needs(account);
  const need = needs.find((one) => one.object === 'contacts');
  const [feed] = session.feeds(needs, true);
  if (!need || !feed) throw new Error('the mapping reads no contacts');
  const end = performance.now() + seconds * 1000;
  let failed = 0;
  const repeat = async (call: () => Promise<unknown>): Promise<void> => {
    while (performance.now() < end) {
      await call().catch(() => {
        failed += 1;
      });
    }
  };
  const read = (at: number) => () =>
    session.fetch(need, ids.slice(at * 5, at * 5 + 5), false, at === 0 ? 'live' : 'background');
  const search = () => session.poll(feed, session.startCursor(feed, Date.now() + 60_000));
  await Promise.all([
    ...Array.from({ length: READERS }, (_, at) => repeat(read(at))),
    ...Array.from({ length: SEARCHERS }, () => repeat(search)),
  ]);
  return failed;
}

/** Previews another text of the primary model over all leads. */
async function preview(name: string, text: string): Promise<PreviewTimes> {
  const workspace = await ensureWorkspace(app.pool, 'default');
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const begun = performance.now();
  let firstMs: number | null = null;
  const subject = { kind: 'model', name, text, comparedWith: name, pilot: null } as const;
  const becomes = { name, state: 'live', primary: true } as const;
  const deps = previewDependencies(app);
  const ground = await groundOf(deps, workspace, { ...subject, becomes });
  const told = ({ figures }: PreviewProgress): void => {
    if (figures) firstMs ??= performance.now() - begun;
  };
  const { figures } = await runPreview(deps, ground, told, new AbortController().signal);
  const exactMs = performance.now() - begun;
  delay.disable();
  const { looked, changed } = figures;
  return {
    firstMs: firstMs ?? exactMs,
    exactMs,
    stallMs: delay.max / 1e6,
    looked,
    changed: changed.any.value,
  };
}

/** Runs a step until it finds nothing. @returns milliseconds. */
async function exhaust(name: string): Promise<number> {
  const begun = performance.now();
  for (const step of named(name)) while ((await step.run()).again === 0);
  return performance.now() - begun;
}

serveParent(
  { hookUrl: `${web.url}/hooks/hubspot`, databaseUrl: app.databaseUrl } satisfies AppReady,
  {
    connect,
    /** Connects, which begins to read. */
    connectByFields: async (given: Omit<ByFields, 'who'>): Promise<number> => {
      const { account } = await connectByFields(app.install, { ...given, who: 'benchmark' });
      return account.id;
    },
    store,
    read: async (id: number) => {
      const account = await findAccount(app.pool, id);
      if (account) await startReading(app.pipeline, account, Date.now());
    },
    /** Runs the worker, with the named steps alone where some are named. */
    work: async (names: readonly string[] | null) => {
      const steps = app.steps.filter((step) => names === null || names.includes(step.name));
      startWorker(steps, app.wakes);
      await app.wakes.start();
    },
    exhaust,
    flood,
    preview: ({ name, text }: { name: string; text: string }) => preview(name, text),
    evaluate: (limit: number) => evaluateLeads(app.pipeline, limit),
    use: (): AppUse => {
      const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
      const { heapUsed, external } = process.memoryUsage();
      const heapBytes = heapUsed + external;
      return { peakBytes: maxRSS * 1024, heapBytes, cpuMs: (userCPUTime + systemCPUTime) / 1000 };
    },
  },
  async () => {
    await web.close();
    await app.close();
  },
);
