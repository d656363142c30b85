/** The properties that live models beside the primary one have of their own, where we may write. */
import type { ProvisionStep } from '../../connectors/connector.js';
import { type Account, listAccounts } from '../store/accounts.js';
import { furtherProperties, refuseProperties } from './outputs.js';
import type { WriteBackDependencies } from './write-back.js';

const NOT_PUBLISHED = 'The model is not published';

/** What an account with write-back would get, or has already, for further live models. */
export interface ModelProperties {
  readonly account: Account;
  readonly steps: readonly ProvisionStep[];
}

/**
 * The properties that these live models need beside the primary one, in every account of the workspace that
 * is written to; creates nothing. Throws `property-refused` when one of them cannot be ours, `CrmError`.
 */
export async function planModelProperties(
  deps: Pick<WriteBackDependencies, 'pool' | 'session'>,
  workspace: number,
  further: readonly string[],
): Promise<ModelProperties[]> {
  const planned: ModelProperties[] = [];
  if (further.length === 0) return planned;
  for (const account of await listAccounts(deps.pool)) {
    if (account.workspace !== workspace || !account.writes || account.state === 'left') continue;
    const session = await deps.session(account);
    const steps = await session.planProvision(further.flatMap(furtherProperties));
    refuseProperties(steps, NOT_PUBLISHED);
    planned.push({ account, steps });
  }
  return planned;
}

/** Creates what `planModelProperties` has found missing. */
export async function createModelProperties(
  deps: Pick<WriteBackDependencies, 'session'>,
  planned: readonly ModelProperties[],
  further: readonly string[],
): Promise<void> {
  for (const { account, steps } of planned) {
    if (!steps.some(({ action }) => action === 'create')) continue;
    const session = await deps.session(account);
    refuseProperties(await session.provision(further.flatMap(furtherProperties)), NOT_PUBLISHED);
  }
}
