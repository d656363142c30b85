import { disconnectAccount } from '../accounts/disconnect.js';
import { type Io, write } from './io.js';
import { confirm } from './prompt.js';
import { accountNamed, withApp } from './with-app.js';

export interface DisconnectOptions {
  readonly erase: boolean;
  readonly yes: boolean;
}

const KEPT =
  'Nothing is read from it or written to it any more. What came from it stays: leads keep their scores.';
const ERASED =
  'Nothing is read from it or written to it any more. What came from it is erased for good, and so are the leads that nothing else stands for.';

/** Disconnects an account, asking first, and says what is left to do in the CRM. */
export async function disconnect(
  name: string,
  { erase, yes }: DisconnectOptions,
  io: Io,
): Promise<number> {
  return withApp(io, async (app) => {
    const account = await accountNamed(app, name);
    const { label } = app.connector(account.crm).declaration;
    await write(
      io.stdout,
      `${account.name} (${label} ${account.portal}). ${erase ? ERASED : KEPT}\n`,
    );
    if (!(await confirm(io, 'Disconnect it?', { yes, what: 'Nothing was disconnected' }))) {
      await write(io.stdout, 'Nothing was changed.\n');
      return 1;
    }
    const { access, problem } = await disconnectAccount(app.accounts, account, {
      erase,
      who: 'command line',
    });
    const left = {
      left: `${label} has ended our access.`,
      'by-hand': `Our access still holds in ${label}: remove the key or the app there.`,
      gone: `There was no access to ${label} any more.`,
    }[access];
    const lines = [
      `Disconnected. ${left}`,
      ...(problem === null ? [] : [`${label} could not be told: ${problem}`]),
      ...(erase ? ['What came from it is erased by the running app, in the background.'] : []),
      `Properties of ours in ${label} stay there; delete them there if nobody needs them.`,
    ];
    await write(io.stdout, `${lines.join('\n')}\n`);
    return 0;
  });
}
