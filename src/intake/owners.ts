import { accountsWithOldOwners, saveOwners } from '../store/owners.js';
import { asCrmError, type ReadDependencies } from './read.js';

/** Owners are read again after this long, milliseconds. */
const REFRESH = 3_600_000;

/** Reads who can be given a task. An account without the right keeps its tasks unassigned. */
export async function readOwners(deps: ReadDependencies): Promise<number> {
  let count = 0;
  for (const id of await accountsWithOldOwners(deps.pool, REFRESH)) {
    const account = await deps.account(id);
    if (!account) continue;
    try {
      const owners = await (await deps.session(account)).owners();
      const common = { workspace: account.workspace, account: account.id };
      const rows = owners.map(({ id: owner, name, active }) => ({
        ...common,
        owner,
        name,
        active,
      }));
      // An account without owners is remembered too, so that it is not asked every second.
      const none = { ...common, owner: '', name: '', active: false };
      await saveOwners(deps.pool, [...rows, none]);
      count += rows.length;
    } catch (error) {
      await saveOwners(deps.pool, [
        { workspace: account.workspace, account: id, owner: '', name: '', active: false },
      ]);
      await deps.trouble(account, asCrmError(error));
    }
  }
  return count;
}
