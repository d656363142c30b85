import { accountsWithOldOwners, saveOwners } from '../store/owners.js';
import { asCrmError, type ReadDependencies } from './read.js';

/** Owners are read again after this long, milliseconds. */
const REFRESH = 3_600_000;
/** The same after a failure that passes by itself. */
const AGAIN = 10_000;

/** Reads who can be given a task. An account without the right keeps its tasks unassigned. */
export async function readOwners(deps: ReadDependencies): Promise<number> {
  const ids = await accountsWithOldOwners(deps.pool, REFRESH);
  const counts = await Promise.all(ids.map((id) => readOwnersOf(deps, id)));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function readOwnersOf(deps: ReadDependencies, id: number): Promise<number> {
  const account = await deps.account(id);
  if (!account) return 0;
  const common = { workspace: account.workspace, account: account.id };
  // An account without owners is remembered too, so that it is not asked every second.
  const none = { ...common, owner: '', name: '', active: false, teams: [] };
  try {
    const owners = await (await deps.session(account)).owners();
    const rows = owners.map(({ id: owner, name, active, teams = [] }) => ({
      ...common,
      owner,
      name,
      active,
      teams,
    }));
    await saveOwners(deps.pool, [...rows, none]);
    return rows.length;
  } catch (error) {
    const failure = asCrmError(error);
    const passes = failure.kind === 'transient' || failure.kind === 'wait';
    const againMs = passes ? Math.max(AGAIN, failure.waitMs) : REFRESH;
    await saveOwners(deps.pool, [none], REFRESH - Math.min(againMs, REFRESH));
    await deps.trouble(account, failure);
    return 0;
  }
}
