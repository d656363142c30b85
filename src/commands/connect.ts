import type { AccountDescription, WayToConnect } from '../../connectors/connector.js';
import { connectByFields } from '../accounts/connect-by-fields.js';
import type { App } from '../app.js';
import type { Account } from '../store/accounts.js';
import { type AppOptions, connectApp } from './connect-app.js';
import { chooseWay, gatherFields, readOptions } from './connect-fields.js';
import { writeProject } from './connect-project.js';
import { type Io, styleOf, UsageError, write } from './io.js';
import { createProgress } from './progress.js';
import { withApp } from './with-app.js';

export interface ConnectOptions extends AppOptions {
  /** `-`: from standard input. */
  readonly key?: string;
  readonly out?: string;
  readonly way?: string;
  /** Options that only the CRM knows, as they were typed. */
  readonly more?: readonly string[];
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

async function connectDirectly(
  app: App,
  crm: string,
  chosen: WayToConnect,
  fields: Readonly<Record<string, string>>,
  io: Io,
): Promise<number> {
  const { declaration } = app.connector(crm);
  const progress = createProgress(io.stderr);
  progress.update(`Looking at the ${declaration.label} account`);
  const who = 'command line';
  const { account, description } = await connectByFields(app.install, {
    crm,
    way: chosen.id,
    fields,
    who,
  });
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

/** Connects an account by what its CRM asks for, or prepares and registers an app of the admin's own. */
export async function connect(crm: string, options: ConnectOptions, io: Io): Promise<number> {
  const { key, url, clientId, clientSecret, install, listed, way, more = [] } = options;
  if (key !== undefined && (clientId !== undefined || install || url !== undefined)) {
    throw new UsageError(
      '--key connects by key, --url and --client-id by an app: give one of them.',
    );
  }
  return withApp(io, async (opened) => {
    const connector = opened.connector(crm);
    const given = {
      ...(key !== undefined && { key }),
      ...(clientId !== undefined && { clientId }),
      ...(clientSecret !== undefined && { clientSecret }),
      ...readOptions(connector, more),
    };
    const byApp = install || listed || url !== undefined;
    const chosen = byApp ? undefined : await chooseWay(connector, given, way, io);
    if (chosen) {
      return connectDirectly(opened, crm, chosen, await gatherFields(chosen, given, io), io);
    }
    if (install || clientId !== undefined) return connectApp(opened, crm, options, given, io);
    if (url !== undefined) return writeProject(opened, crm, { ...options, url }, given, io);
    throw new UsageError(
      `An app of your own is begun with plumbline connect ${crm} --url https://…`,
    );
  });
}
