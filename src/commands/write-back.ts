import type { ProvisionStep } from '../../connectors/connector.js';
import {
  planWriteBack,
  turnOffWriteBack,
  turnOnWriteBack,
  type WriteBackDependencies,
} from '../accounts/write-back.js';
import type { App } from '../app.js';
import { plural } from '../lib/text.js';
import type { Account } from '../store/accounts.js';
import { type Io, UsageError, write } from './io.js';
import { createProgress } from './progress.js';
import { confirm } from './prompt.js';
import { accountNamed, withApp } from './with-app.js';

export interface WriteBackOptions {
  readonly yes: boolean;
}

const WORDS: Readonly<Record<ProvisionStep['action'], string>> = {
  create: 'will be created',
  adopt: 'is there and will be used',
  present: 'is there already',
  refuse: 'CANNOT BE USED',
};

function stepLine({ property, action, reason }: ProvisionStep): string {
  return `  ${property.padEnd(24)} ${WORDS[action]}${reason ? `: ${reason}` : ''}`;
}

async function turnOn(
  app: App,
  account: Account,
  options: WriteBackOptions,
  io: Io,
): Promise<number> {
  const deps: WriteBackDependencies = {
    pool: app.pool,
    connector: app.connector,
    session: app.session,
    wake: (step) => app.wakes.wake(step),
  };
  const { label } = app.connector(account.crm).declaration;
  const steps = await planWriteBack(deps, account);
  const lines = [`Properties of ours in ${account.name}:`, ...steps.map(stepLine)];
  await write(io.stdout, `${lines.join('\n')}\n`);
  // With a refusal there is nothing to ask: turning on says why it cannot be.
  if (steps.every(({ action }) => action !== 'refuse')) {
    const question = `Create these and write scores, stages and tasks to ${label}?`;
    const what = 'Write-back was not turned on';
    if (!(await confirm(io, question, { yes: options.yes, what }))) {
      await write(io.stdout, 'Nothing was changed.\n');
      return 1;
    }
  }
  const progress = createProgress(io.stderr);
  progress.update('Creating properties');
  const { leads } = await turnOnWriteBack(deps, account, 'command line');
  progress.done();
  await write(
    io.stdout,
    `Write-back is on. ${plural(leads, 'lead')} will be written in the background, without tasks${
      account.backfilledAt === null ? ', once the first load is complete' : ''
    }.\nTurn it off at any time: plumbline write-back off ${account.portal}\n`,
  );
  return 0;
}

/** Turns writing into an account on (asking first) or off (at once). */
export async function writeBack(
  state: string,
  name: string,
  options: WriteBackOptions,
  io: Io,
): Promise<number> {
  if (state !== 'on' && state !== 'off') {
    throw new UsageError(`write-back is turned "on" or "off", not "${state.slice(0, 20)}".`);
  }
  return withApp(io, async (app) => {
    const account = await accountNamed(app, name);
    if (state === 'on') return turnOn(app, account, options, io);
    await turnOffWriteBack(app.pool, account, 'command line');
    await write(io.stdout, `Write-back is off: nothing more is sent to ${account.name}.\n`);
    return 0;
  });
}
