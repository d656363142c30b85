/** Turning the writing into a CRM on and off. An account starts read-only. */
import type pg from 'pg';
import type {
  Connector,
  OutputProperty,
  ProvisionStep,
  Session,
} from '../../connectors/connector.js';
import { PlumblineError } from '../lib/errors.js';
import { markAccountLeads } from '../store/account-leads.js';
import { type Account, setWrites } from '../store/accounts.js';
import { writeAudit } from '../store/audit.js';
import { forgetOutputs } from '../store/desired.js';
import { furtherLive, readModels } from '../store/models.js';
import { withTransaction } from '../store/pool.js';
import { outputProperties, refuseProperties } from './outputs.js';

const STAYS_OFF = 'Write-back stays off';

export interface WriteBackDependencies {
  readonly pool: pg.Pool;
  connector(crm: string): Connector;
  session(account: Account): Promise<Session>;
  /** Tells the workers that leads are to be scored, and that streams may have to be let go of before. */
  wake(step: 'stream' | 'score'): void;
}

async function propertiesFor(pool: pg.Pool, account: Account): Promise<OutputProperty[]> {
  return outputProperties(furtherLive(await readModels(pool, account.workspace)));
}

/**
 * What turning on would create or use in the CRM; creates nothing. Throws `missing-rights` when the CRM does
 * not let us write at all, `CrmError`.
 */
export async function planWriteBack(
  deps: WriteBackDependencies,
  account: Account,
): Promise<readonly ProvisionStep[]> {
  const session = await deps.session(account);
  const { missingToWrite } = await session.describe([]);
  if (missingToWrite.length > 0) {
    throw new PlumblineError('missing-rights', `${STAYS_OFF}: ${missingToWrite.join(' ')}`, {
      status: 409,
      details: { missing: missingToWrite },
    });
  }
  return session.planProvision(await propertiesFor(deps.pool, account));
}

/**
 * Creates our properties, then allows writing and has every lead of the account scored anew in the
 * background, without tasks, and everything written: nobody looked at the properties while it was off.
 * Throws `property-refused` and `missing-rights` before anything is created, `CrmError`.
 * @returns what was created or found, and how many leads were marked.
 */
export async function turnOnWriteBack(
  deps: WriteBackDependencies,
  account: Account,
  who: string,
): Promise<{ readonly steps: readonly ProvisionStep[]; readonly leads: number }> {
  refuseProperties(await planWriteBack(deps, account), STAYS_OFF);
  const session = await deps.session(account);
  const steps = await session.provision(await propertiesFor(deps.pool, account));
  refuseProperties(steps, STAYS_OFF);
  const { stage } = deps.connector(account.crm).declaration;
  const leads = await withTransaction(deps.pool, async (db) => {
    const turned = await setWrites(db, account.id, true);
    const created = steps
      .filter(({ action }) => action === 'create')
      .map(({ property }) => property);
    const about = `${account.crm}/${account.portal}`;
    await writeAudit(db, account.workspace, who, 'write-back.on', about, { created });
    const marked = await markAccountLeads(db, account);
    // Leads before wishes: whoever scores a lead locks them in this order.
    if (turned) await forgetOutputs(db, account, stage.property);
    return marked;
  });
  deps.wake('stream');
  deps.wake('score');
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
