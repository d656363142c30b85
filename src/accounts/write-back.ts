/** Turning the writing into a CRM on and off. An account starts read-only. */
import type pg from 'pg';
import type { OutputProperty, ProvisionStep, Session } from '../../connectors/connector.js';
import { markAccountLeads } from '../store/account-leads.js';
import { type Account, setWrites } from '../store/accounts.js';
import { writeAudit } from '../store/audit.js';
import { furtherLive, readModels } from '../store/models.js';
import { withTransaction } from '../store/pool.js';
import { outputProperties, refuseProperties } from './outputs.js';

export interface WriteBackDependencies {
  readonly pool: pg.Pool;
  session(account: Account): Promise<Session>;
  /** Tells the workers that leads are to be scored. */
  wake(): void;
}

/** Leads marked in one statement. */
const PAGE = 2_000;

async function propertiesFor(pool: pg.Pool, account: Account): Promise<OutputProperty[]> {
  return outputProperties(furtherLive(await readModels(pool, account.workspace)));
}

/** What turning on would create or use in the CRM; creates nothing. Throws `CrmError` alone. */
export async function planWriteBack(
  deps: WriteBackDependencies,
  account: Account,
): Promise<readonly ProvisionStep[]> {
  const session = await deps.session(account);
  return session.planProvision(await propertiesFor(deps.pool, account));
}

const STAYS_OFF = 'Write-back stays off';

/**
 * Creates our properties, then allows writing and has every lead of the account scored anew in the
 * background, without tasks. Throws `property-refused` before anything is created, `CrmError` when the CRM
 * refuses.
 * @returns what was created or found, and how many leads were marked.
 */
export async function turnOnWriteBack(
  deps: WriteBackDependencies,
  account: Account,
  who: string,
): Promise<{ readonly steps: readonly ProvisionStep[]; readonly leads: number }> {
  const properties = await propertiesFor(deps.pool, account);
  const session = await deps.session(account);
  refuseProperties(await session.planProvision(properties), STAYS_OFF);
  const steps = await session.provision(properties);
  refuseProperties(steps, STAYS_OFF);
  await withTransaction(deps.pool, async (db) => {
    await setWrites(db, account.id, true);
    const created = steps
      .filter(({ action }) => action === 'create')
      .map(({ property }) => property);
    const about = `${account.crm}/${account.portal}`;
    await writeAudit(db, account.workspace, who, 'write-back.on', about, { created });
  });
  let leads = 0;
  for (let after: number | null = 0; after !== null; ) {
    const { count, last } = await markAccountLeads(deps.pool, account, after, PAGE);
    leads += count;
    after = last;
  }
  deps.wake();
  return { steps, leads };
}

/** From now on nothing is sent to the account; a request under way is finished. */
export async function turnOffWriteBack(
  pool: pg.Pool,
  account: Account,
  who: string,
): Promise<void> {
  await withTransaction(pool, async (db) => {
    await setWrites(db, account.id, false);
    await writeAudit(
      db,
      account.workspace,
      who,
      'write-back.off',
      `${account.crm}/${account.portal}`,
    );
  });
}
