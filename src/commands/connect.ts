import type { AccountDescription, WayToConnect } from '../../connectors/connector.js';
import { connectByKey } from '../accounts/connect-by-key.js';
import type { App } from '../app.js';
import type { Account } from '../store/accounts.js';
import { type AppOptions, connectApp } from './connect-app.js';
import { writeProject } from './connect-project.js';
import { type Io, isInteractive, styleOf, UsageError, write } from './io.js';
import { createProgress } from './progress.js';
import { askSecret, secretFromInput } from './prompt.js';
import { withApp } from './with-app.js';

export interface ConnectOptions extends AppOptions {
  /** `-`: from standard input. */
  readonly key?: string;
  readonly out?: string;
}

async function keyOf(options: ConnectOptions, label: string, io: Io): Promise<string> {
  if (options.key === '-') return secretFromInput(io, '--key');
  if (options.key !== undefined) return options.key.trim();
  if (isInteractive(io)) return askSecret(io, `${label} service key (it is not shown): `);
  throw new UsageError(
    `How to connect ${label}: --key - (a service key from standard input), or --url https://… (an app of your own).`,
  );
}

/** What there is to read, and what is missing, for people. */
export function describeAccount(
  account: Account,
  description: AccountDescription,
  way: WayToConnect | undefined,
  labels: Readonly<Record<string, string>>,
): string[] {
  const objects = Object.entries(description.properties)
    .filter(([, list]) => list.length > 0)
    .map(([object, list]) => `${labels[object] ?? object} (${list.length} properties)`);
  return [
    `${account.name}: connected by ${way?.label.toLowerCase() ?? account.way}, read-only.`,
    `  time zone   ${account.timeZone}`,
    `  freshness   ${way?.freshness ?? ''}`,
    `  readable    ${objects.join(', ')}`,
    ...(description.missing.length > 0 ? ['  missing rights:'] : []),
    ...description.missing.map((sentence) => `    - ${sentence}`),
  ];
}

async function connectWithKey(app: App, crm: string, key: string, io: Io): Promise<number> {
  const { declaration } = app.connector(crm);
  const progress = createProgress(io.stderr);
  progress.update(`Looking at the ${declaration.label} account`);
  const who = 'command line';
  const { account, description } = await connectByKey(app.install, { crm, key, who });
  app.wakes.wake('poll');
  progress.done();
  const way = declaration.ways.find(({ id }) => id === account.way);
  const labels = Object.fromEntries(
    Object.entries(declaration.objects).map(([object, { label }]) => [object, label]),
  );
  const style = styleOf(io.stdout);
  const [first = '', ...rest] = describeAccount(account, description, way, labels);
  await write(
    io.stdout,
    `${[
      style.good(first),
      ...rest,
      '',
      'The first load is asked for: a running Plumbline begins at once, else start one (npm start).',
      'Nothing is written to the CRM until you turn that on.',
      '  plumbline status                     how far the first load is',
      `  plumbline write-back on ${account.portal.padEnd(12)} when you like the scores`,
    ].join('\n')}\n`,
  );
  return 0;
}

/** Connects an account by key, or prepares and registers an app of the admin's own. */
export async function connect(crm: string, options: ConnectOptions, io: Io): Promise<number> {
  const app = options.clientId !== undefined || options.install;
  if (options.key !== undefined && (app || options.url !== undefined)) {
    throw new UsageError(
      '--key connects by key, --url and --client-id by an app: give one of them.',
    );
  }
  return withApp(io, async (opened) => {
    if (app) return connectApp(opened, crm, options, io);
    if (options.url !== undefined) {
      return writeProject(opened, crm, { ...options, url: options.url }, io);
    }
    const { label } = opened.connector(crm).declaration;
    return connectWithKey(opened, crm, await keyOf(options, label, io), io);
  });
}
