import type { Priority } from '../connector.js';
import { idChunks } from './id-chunks.js';
import type { Org } from './org.js';
import { queryEach } from './query.js';
import { idIn, rowOfRecord } from './row.js';
import { select } from './soql.js';

/** A person account is the person's own, no company. */
export const PERSON_ACCOUNT = 'IsPersonAccount';
/** The contact that a person account has; only where accounts can be people. */
const PERSON = 'PersonContactId';

/** Of these accounts those that are people -> their contacts. Orgs without such are not asked. */
export async function personsOf(
  { api, catalog }: Org,
  accounts: readonly string[],
  priority: Priority,
): Promise<ReadonlyMap<string, string>> {
  const persons = new Map<string, string>();
  if (accounts.length === 0) return persons;
  const info = await catalog.object('Account', priority);
  if (!info?.queryable || !info.field(PERSON) || !info.field(PERSON_ACCOUNT)) return persons;
  for (const part of idChunks([...new Set(accounts)])) {
    const where = [
      { field: 'Id', in: part },
      { field: PERSON_ACCOUNT, is: '=', value: true },
    ] as const;
    const soql = select({ fields: ['Id', PERSON], from: 'Account', where });
    for (const record of await queryEach(api, soql, { operation: 'Account query', priority })) {
      const row = rowOfRecord(record);
      const [account, contact] = [idIn(row, 'Id'), idIn(row, PERSON)];
      if (account !== undefined && contact !== undefined) persons.set(account, contact);
    }
  }
  return persons;
}
