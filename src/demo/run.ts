import type { Router } from 'express';
import { createDemoRouter } from '../admin/api/demo.js';
import type { App } from '../app.js';
import { createAdmin } from '../app-admin.js';
import { buildPage, findPage } from '../app-page.js';
import { systemClock } from '../lib/clock.js';
import { type Closing, createClosing } from '../lib/closing.js';
import { messageOf } from '../lib/errors.js';
import { createLogger } from '../lib/logger.js';
import { packageRoot } from '../lib/root.js';
import { loadSettings } from '../settings.js';
import { startWeb, type WebOptions } from '../web.js';
import type { DemoDatabase } from './folder.js';
import { createGate } from './gate.js';
import { hubspotLead } from './hubspot-lead.js';
import { hubspotScene } from './hubspot-scene.js';
import { hubspotSide } from './hubspot-side.js';
import { playRound } from './once.js';
import type { Org } from './org.js';
import { openSalesforce, type Salesforce } from './salesforce.js';
import { salesforceScene } from './salesforce-scene.js';
import { salesforceSide } from './salesforce-side.js';
import { salesforceLead } from './salesforce-story.js';
import { createDemoService } from './service.js';
import { createDemoSignIn } from './sign-in.js';
import { checkStory } from './story.js';
import { untilDone } from './unfinished.js';
import { type Scene, startVisitors } from './visitors.js';
import { createDemoWorld, type DemoWorld, freePort } from './world.js';

export interface DemoOptions {
  /** One whole round without a browser, then the end. */
  readonly once: boolean;
  /** With `once`: the figures as JSON in the last line of standard output. */
  readonly json: boolean;
  /** Port of the page; default PORT, else the next free one. 0 takes any. */
  readonly port?: number;
  /** Without `once`: people in the simulated CRMs act by themselves. */
  readonly visitors?: boolean;
  /** In each simulated CRM; default 300. */
  readonly contacts?: number;
  /** Further options of the simulators, to try what goes wrong. */
  readonly simulator?: Readonly<Record<string, unknown>>;
  readonly salesforce?: Readonly<Record<string, unknown>>;
  /** An empty database to use instead of the demo's own. */
  readonly database?: DemoDatabase;
  /** Everything that is logged. */
  readonly loud?: boolean;
}

export const CONTACTS = 300;

const HOST = '127.0.0.1';
const LOAD_MS = 300_000;
/** Nobody watches a demo for longer. */
const LIFETIME_MS = 12 * 3_600_000;
/** Half an hour or so: then most have done more than people do in a quarter. */
const VISITS = { paceMs: 6_000, most: 300 };

type Say = (line: string) => void;
type OpenSalesforce = (app: App) => Promise<Salesforce>;

/** The app as in an installation, with the demo's own routes and its visitor signed in. */
async function routersOf(app: App, gate: Router): Promise<WebOptions['routers']> {
  const admin = await createAdmin(app, { demo: true });
  const signIn = await createDemoSignIn(admin.auth);
  return [{ path: '/', router: gate }, { path: '/', router: signIn }, ...admin.routers];
}

/** `opening`: until the second CRM is being read. */
async function stay(
  world: DemoWorld,
  opening: Promise<void>,
  url: string,
  { say, loaded }: { readonly say: Say; loaded(): void },
): Promise<void> {
  const ending = new AbortController();
  const told = new Promise<void>((resolve) => {
    const end = (): void => resolve();
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
    setTimeout(end, LIFETIME_MS).unref();
  }).finally(() => ending.abort());
  process.stdout.write(`\n  Open ${url}\n\n`);
  process.stdout.write(
    '  now yours: npm run --silent plumbline -- try <file.csv>, or -- connect hubspot --key\n\n',
  );
  void opening
    .then(() => untilDone(world.app.pool, LOAD_MS))
    .then((left) => {
      if (ending.signal.aborted) return;
      say(left === '' ? 'everybody is scored and written back' : left);
      loaded();
    })
    .catch(() => undefined);
  await told;
  say('closing');
}

async function show(
  open: (gate: Router) => Promise<{ world: DemoWorld; url: string }>,
  openOrg: OpenSalesforce,
  { closing, visitors, say }: { closing: Closing; visitors: boolean; say: Say },
): Promise<number> {
  const root = packageRoot();
  const page = findPage(root);
  const gate = createGate();
  const { world, url } = await open(gate.router);
  if (page.stale) say('building the page, which takes a while');
  // Beside the first load, which is mostly the worker's and the database's.
  const built = page.stale ? buildPage(root, closing) : Promise.resolve();
  built.catch(() => undefined);
  const { app, account, crm, tap, worker } = world;
  const orgs: Org[] = [];
  const calls = async () => {
    const counts = await Promise.all([crm, ...orgs].map((one) => one.calls()));
    return counts.reduce((sum, count) => sum + count, 0);
  };
  const service = createDemoService({ app, workspace: account.workspace, tap, worker, calls });
  closing.add('acts', () => service.close());
  const lead = await hubspotLead({ ...world, url });
  service.add(lead);
  gate.open(createDemoRouter(service));
  await checkStory({ app, lead });
  say('first lead scored');
  await built;
  if (page.stale) say('built the page');
  const scenes: Scene[] = [hubspotScene(world)];
  // Not before the first lead is there to be looked at: both would be slower.
  const opening = openOrg(app)
    .then((salesforce) => {
      orgs.push(salesforce.org);
      service.add(salesforceLead(app, salesforce));
      scenes.push(salesforceScene(app, salesforce));
    })
    .catch((error: unknown) => say(`no Salesforce: ${messageOf(error)}`));
  const visit = (): void => {
    const { paceMs, most } = VISITS;
    say(
      `people act by themselves in the simulated CRMs now, every ${paceMs / 1_000} s or so, ${most} times; --no-visitors leaves that out`,
    );
    const failed = (crm: string, reason: string): void => say(`a visitor of ${crm}: ${reason}`);
    const busy = () => service.busy();
    const visiting = startVisitors({ scenes: () => scenes, busy, paceMs, most, failed });
    closing.add('visitors', () => visiting.close());
  };
  await stay(world, opening, url, { say, loaded: () => visitors && visit() });
  return 0;
}

async function round(
  world: DemoWorld,
  openOrg: OpenSalesforce,
  options: DemoOptions,
  say: Say,
): Promise<number> {
  const { app, account, crm, record } = world;
  const salesforce = await openOrg(app);
  const sides = [
    hubspotSide(app.pool, crm, account.id, record),
    salesforceSide(app.pool, salesforce),
  ];
  const calls = async () => (await crm.calls()) + (await salesforce.org.calls());
  const { result, missing } = await playRound({ world, sides, calls }, say);
  for (const line of missing) process.stderr.write(`missing: ${line}\n`);
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else {
    for (const [name, value] of Object.entries(result)) {
      process.stdout.write(`${name.padEnd(12)} ${value ?? '-'}\n`);
    }
  }
  return missing.length > 0 ? 1 : 0;
}

/**
 * Runs the demo. With `once` a whole round; else until Ctrl-C, or SIGTERM, or twelve hours are over.
 * @returns the exit code: 0, or 1 when a round was not complete.
 */
export async function runDemo(options: DemoOptions): Promise<number> {
  const settings = loadSettings();
  const closing = createClosing({ timeoutMs: 15_000 });
  const log = createLogger({
    level: options.loud ? 'debug' : 'error',
    format: 'pretty',
    clock: systemClock,
  });
  const begun = Date.now();
  const say: Say = (line) => {
    process.stderr.write(`${((Date.now() - begun) / 1000).toFixed(1).padStart(5)} s  ${line}\n`);
  };
  const wanted = options.port ?? (options.once ? 0 : settings.port);
  const page = findPage(packageRoot());
  const openOrg: OpenSalesforce = (app) =>
    openSalesforce(app, {
      people: options.contacts ?? CONTACTS,
      closing,
      lifetimeMs: LIFETIME_MS,
      say,
      simulator: options.salesforce,
    });
  const open = async (gate: Router | null): Promise<{ world: DemoWorld; url: string }> => {
    let url = '';
    const world = await createDemoWorld(
      {
        dataDir: settings.dataDir,
        contacts: options.contacts ?? CONTACTS,
        log,
        closing,
        say,
        simulator: options.simulator,
        database: options.database,
        loud: options.loud,
      },
      async (app, tap) => {
        const port = await freePort(wanted);
        if (port !== wanted) say(`port ${wanted} is taken, using ${port || 'a free one'}`);
        const web = await startWeb(
          { ...app, hook: tap.hook },
          {
            host: HOST,
            port,
            routers: gate ? await routersOf(app, gate) : [],
            staticFolder: gate ? page.folder : null,
          },
        );
        closing.add('web', () => web.close());
        url = web.url;
        return url;
      },
    );
    return { world, url };
  };
  say('starting: a database, two simulated CRMs and the app');
  try {
    if (!options.once) {
      const visitors = options.visitors ?? true;
      return await show(open, openOrg, { closing, visitors, say });
    }
    return await round((await open(null)).world, openOrg, options, say);
  } finally {
    await closing.close().catch((error: unknown) => say(messageOf(error)));
  }
}
