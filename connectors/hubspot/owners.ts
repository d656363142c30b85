import type { Owner } from '../connector.js';
import { arrayOf, idOf, objectOf, textOf } from '../kit/json.js';
import type { HubSpotApi } from './client.js';

/** All owners, active first; records name the owner's id, never the user's. */
export async function readOwners(api: HubSpotApi): Promise<Owner[]> {
  return [...(await pages(api, false)), ...(await pages(api, true))];
}

async function pages(api: HubSpotApi, archived: boolean): Promise<Owner[]> {
  const owners: Owner[] = [];
  for (let after: string | undefined; ; ) {
    const from = after;
    const body = objectOf(
      await api.typed({ operation: 'owners list', priority: 'live' }, (client) =>
        client.crm.owners.ownersApi.getPage(undefined, from, 100, archived),
      ),
    );
    owners.push(...arrayOf(body.results).flatMap(ownerOf));
    after = textOf(objectOf(objectOf(body.paging).next).after);
    if (after === undefined || after === from) return owners;
  }
}

function ownerOf(row: unknown): Owner[] {
  const owner = objectOf(row);
  const id = idOf(owner.id);
  if (id === undefined) return [];
  const email = textOf(owner.email) || null;
  const name = [owner.firstName, owner.lastName].flatMap((part) => textOf(part) || []).join(' ');
  const teams = arrayOf(owner.teams).flatMap((team) => textOf(objectOf(team).name) || []);
  return [{ id, email, name: name || email || id, active: owner.archived !== true, teams }];
}
