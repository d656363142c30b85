import type { Owner } from '../connector.js';
import type { Org } from './org.js';
import { queryEach } from './query.js';
import { readQueues } from './queues.js';
import { idIn, isTrue, rowOfRecord, valueIn } from './row.js';
import { select } from './soql.js';

/** Who can own leads and tasks: people with a login, then queues; who can be given a task comes first. */
export async function readOwners(org: Org): Promise<Owner[]> {
  const owners = [...(await readUsers(org)), ...(await readQueues(org))];
  return [...owners.filter(({ active }) => active), ...owners.filter(({ active }) => !active)];
}

/** A role of the org's hierarchy is as near to a team as Salesforce comes. */
const ROLE = 'UserRole.Name';

async function readUsers({ api, catalog }: Org): Promise<Owner[]> {
  const fields = ['Id', 'Name', 'Email', 'IsActive'];
  const role = (await catalog.paths('User', [ROLE], 'live')).has(ROLE) ? [ROLE] : [];
  const soql = select({
    fields: [...fields, ...role],
    from: 'User',
    where: [{ field: 'UserType', is: '=', value: 'Standard' }],
  });
  const records = await queryEach(api, soql, { operation: 'owners query', priority: 'live' });
  return records.map(rowOfRecord).flatMap((row): Owner[] => {
    const id = idIn(row, 'Id');
    if (id === undefined) return [];
    const email = valueIn(row, 'Email', 'email');
    const name = valueIn(row, 'Name', 'string') ?? email ?? id;
    const team = valueIn(row, ROLE, 'string');
    return [
      { id, email, name, active: isTrue(row, 'IsActive'), teams: team === null ? [] : [team] },
    ];
  });
}
