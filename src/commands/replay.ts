import { readFileSync } from 'node:fs';
import type { SplitHook } from '../../connectors/connector.js';
import type { App } from '../app.js';
import { fileTrouble, PlumblineError } from '../lib/errors.js';
import { plural } from '../lib/text.js';
import { createPipeline, type Step } from '../pipeline.js';
import {
  isUnderWay,
  lastDelivery,
  type PlannedTask,
  type PlannedWrite,
  readLeadsOf,
  readPlannedTasks,
  readPlannedWrites,
} from '../reports/planned.js';
import { type Account, findAccount, listAccounts } from '../store/accounts.js';
import { insertDeliveries } from '../store/deliveries.js';
import { rehearse } from '../store/rehearsal.js';
import { type Io, write } from './io.js';
import { createProgress } from './progress.js';
import { withApp } from './with-app.js';

export interface ReplayOptions {
  readonly dryRun: boolean;
  /** Whose webhook it is: the word of the connector. */
  readonly crm: string;
}

interface Saved {
  readonly crm: string;
  readonly body: Uint8Array;
  readonly split: SplitHook;
  /** By portal. */
  readonly accounts: ReadonlyMap<string, Account>;
}

/** From the delivery to the plans; what sends comes after and is left out. */
const STEPS = ['split', 'ingest', 'fan-out', 'fetch', 'score'];
/** A read may make further records known, which are read in turn. */
const MOST_ROUNDS = 20;
/** How long a running Plumbline is given, milliseconds. */
const PATIENCE = 30_000;

async function readSaved(app: App, file: string, crm: string): Promise<Saved> {
  const { receiver, declaration } = app.connector(crm);
  if (!receiver) throw new PlumblineError('no-hooks', `${declaration.label} sends no webhooks.`);
  let body: Uint8Array;
  try {
    body = readFileSync(file);
    if (!Array.isArray(JSON.parse(Buffer.from(body).toString('utf8'))))
      throw new Error('it is no array');
  } catch (error) {
    throw new PlumblineError(
      'cannot-read',
      `Cannot replay ${file}: ${fileTrouble(error)}. Expected a webhook's body as it was received, a JSON array of events.`,
      { cause: error },
    );
  }
  const own = (await listAccounts(app.pool)).filter(
    (one) => one.crm === crm && one.state !== 'left',
  );
  const accounts = new Map(own.map((account) => [account.portal, account]));
  const split = receiver.split(body, (portal) => {
    const account = accounts.get(portal);
    return account && { portal, ...(account.appId !== null && { appId: account.appId }) };
  });
  if (split.changes.length === 0) {
    const dropped = Object.entries(split.dropped).map(([reason, count]) => `${reason} ${count}`);
    throw new PlumblineError(
      'nothing-to-replay',
      `No event in ${file} is for a connected account and of use (${dropped.join(', ') || 'it is empty'}). Connected: ${[...accounts.keys()].join(', ') || 'none'}.`,
    );
  }
  return { crm, body, split, accounts };
}

/** Runs the steps in their order until none finds anything. */
async function runSteps(steps: readonly Step[], told: (step: string) => void): Promise<void> {
  const own = STEPS.flatMap((name) => steps.find((step) => step.name === name) ?? []);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    let worked = false;
    for (const step of own) {
      told(step.name);
      for (let more = true; more; ) {
        more = (await step.run()).again === 0;
        worked ||= more;
      }
    }
    if (!worked) return;
  }
}

async function store(pool: App['pool'], saved: Saved): Promise<void> {
  const { crm: route, body } = saved;
  await insertDeliveries(pool, [{ route, kind: 'hook', account: null, body, priority: 0 }]);
}

interface Plans {
  readonly leads: readonly number[];
  readonly writes: readonly PlannedWrite[];
  readonly tasks: readonly PlannedTask[];
}

/** Everything up to the plans, as if every account could be written to; nothing is kept or sent. */
async function rehearsal(app: App, saved: Saved, told: (step: string) => void): Promise<Plans> {
  return rehearse(app.pool, async ({ pool, touchedLeads }) => {
    const since = app.clock();
    await store(pool, saved);
    const steps = createPipeline({
      ...app.pipeline,
      pool,
      account: (id) => findAccount(pool, id),
      trouble: async () => {},
    });
    await runSteps(steps, told);
    const leads = await touchedLeads();
    const writes = await readPlannedWrites(pool, leads);
    return { leads, writes, tasks: await readPlannedTasks(pool, leads, since) };
  });
}

/** Stores the delivery and works on it together with whoever else does. */
async function forReal(app: App, saved: Saved, told: (step: string) => void): Promise<Plans> {
  const since = app.clock();
  await store(app.pool, saved);
  const delivery = await lastDelivery(app.pool);
  app.wakes.wake('split');
  await runSteps(app.steps, told);
  const records = saved.split.changes.flatMap(({ portal, change: { object, record } }) => {
    const account = saved.accounts.get(portal);
    return account ? [{ account: account.id, object, record }] : [];
  });
  const end = performance.now() + PATIENCE;
  let leads = await readLeadsOf(app.pool, records);
  while (await isUnderWay(app.pool, { delivery, records, leads })) {
    if (performance.now() > end) break;
    told('waiting for the running workers');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await runSteps(app.steps, told);
    leads = await readLeadsOf(app.pool, records);
  }
  const writes = await readPlannedWrites(app.pool, leads);
  return { leads, writes, tasks: await readPlannedTasks(app.pool, leads, since) };
}

function linesOf({ writes, tasks }: Plans, accounts: readonly Account[]): string[] {
  const writable = new Set(accounts.filter((one) => one.writes).map(({ id }) => id));
  return [
    ...writes.map(({ account, ...rest }) =>
      JSON.stringify({ kind: 'write', ...rest, writeBack: writable.has(account) }),
    ),
    ...tasks.map(({ account, draft, ...rest }) => {
      const { marker: _, due, ...task } = draft;
      const at = new Date(due).toISOString();
      return JSON.stringify({
        kind: 'task',
        ...rest,
        ...task,
        due: at,
        writeBack: writable.has(account),
      });
    }),
  ];
}

/**
 * Puts a saved webhook body through the app and prints what is planned for the leads it is about, one JSON
 * object a line. With `dryRun` everything is undone; reads of the CRM are made, nothing is sent to it.
 */
export async function replay(file: string, options: ReplayOptions, io: Io): Promise<number> {
  return withApp(io, async (app) => {
    const saved = await readSaved(app, file, options.crm);
    const progress = createProgress(io.stderr);
    const told = (step: string): void => progress.update(`Replaying: ${step}`);
    const plans = options.dryRun
      ? await rehearsal(app, saved, told)
      : await forReal(app, saved, told);
    progress.done();
    const lines = linesOf(plans, [...saved.accounts.values()]);
    await write(io.stdout, lines.map((line) => `${line}\n`).join(''));
    const kept = options.dryRun
      ? 'nothing was kept or sent'
      : 'kept; a running Plumbline sends what is planned where write-back is on';
    const { leads, writes, tasks } = plans;
    await write(
      io.stderr,
      `${plural(saved.split.changes.length, 'event')}, ${plural(leads.length, 'lead')}, ${plural(writes.length, 'write')} and ${plural(tasks.length, 'task')} planned; ${kept}.\n`,
    );
    return 0;
  });
}
