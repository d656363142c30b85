import { type ErasablePerson, erasePerson, findPerson } from '../accounts/erase.js';
import type { App } from '../app.js';
import { plural } from '../lib/text.js';
import { ensureWorkspace, listSources } from '../store/accounts.js';
import { type Io, UsageError, write } from './io.js';
import { confirm } from './prompt.js';
import { accountNamed, withApp } from './with-app.js';

export interface EraseOptions {
  /** `crm/portal/object/id` */
  readonly record?: string;
  readonly yes: boolean;
}

async function personOf(
  app: App,
  workspace: number,
  email: string | undefined,
  record: string | undefined,
): Promise<ErasablePerson> {
  if (email !== undefined) return findPerson(app.pool, workspace, { email });
  const [crm, portal = '', object = '', id = '', ...more] = record?.split('/') ?? [];
  if (id === '' || more.length > 0) {
    throw new UsageError(
      `--record is "${record}"; expected crm/portal/object/id, for example hubspot/4242/contacts/101.`,
    );
  }
  const account = await accountNamed(app, portal);
  if (account.crm !== crm) {
    throw new UsageError(`--record names ${crm}, but the account ${portal} is of ${account.crm}.`);
  }
  return findPerson(app.pool, workspace, { account: account.id, object, record: id });
}

/** Erases a person at once: everything that came from the records, for good. */
export async function erase(
  email: string | undefined,
  options: EraseOptions,
  io: Io,
): Promise<number> {
  if ((email === undefined) === (options.record === undefined)) {
    throw new UsageError('Whom to erase: an e-mail address, or --record crm/portal/object/id.');
  }
  return withApp(io, async (app) => {
    const workspace = await ensureWorkspace(app.pool, 'default');
    const person = await personOf(app, workspace, email, options.record);
    const what = `${plural(person.records.length, 'record')} of ${plural(person.leads.length, 'lead')}`;
    const accounts = new Map((await listSources(app.pool)).map((one) => [one.id, one]));
    const where = person.records.map(({ account: id, object, record }) => {
      const account = accounts.get(id);
      return `${account?.crm}/${account?.portal}/${object}/${record}`;
    });
    await write(io.stdout, `Found ${what}: ${where.join(', ')}.\n`);
    const question = 'Erase them here for good? The CRM keeps its own.';
    if (!(await confirm(io, question, { yes: options.yes, what: 'Nobody was erased' }))) {
      await write(io.stdout, 'Nothing was changed.\n');
      return 1;
    }
    const erased = await erasePerson(app.pipeline, workspace, person, {
      now: app.clock(),
      who: 'command line',
    });
    await write(
      io.stdout,
      `Erased ${plural(erased, 'record')}, with history, activities, scores and alerts. What still arrives about them is dropped.\n`,
    );
    return 0;
  });
}
