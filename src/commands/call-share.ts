import { changeCallShare } from '../accounts/day-budget.js';
import { type Io, UsageError, write } from './io.js';
import { accountNamed, withApp } from './with-app.js';

/** Sets which part of a day's calls an account may use, in percent. */
export async function callShare(percent: string, name: string, io: Io): Promise<number> {
  if (!/^([1-9]\d?|100)$/.test(percent)) {
    throw new UsageError(
      `The share is a whole percentage from 1 to 100, not "${percent.slice(0, 20)}".`,
    );
  }
  return withApp(io, async (app) => {
    const account = await accountNamed(app, name);
    await changeCallShare(app.pool, account, Number(percent), 'command line');
    await write(
      io.stdout,
      `${Number(percent)} % of the calls that ${account.name} allows in a day may be Plumbline's.\n`,
    );
    return 0;
  });
}
