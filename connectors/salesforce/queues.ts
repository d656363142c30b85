import { CrmError } from '../../src/lead/crm-error.js';
import type { Owner } from '../connector.js';
import type { Org } from './org.js';
import { queryEach } from './query.js';
import { idIn, rowOfRecord, valueIn } from './row.js';
import { select } from './soql.js';

/**
 * The queues that own leads or take tasks. Only those that take tasks can be given one, and are active;
 * the others are there for their names. A queue has a row for each object that it takes.
 */
export async function readQueues({ api }: Org): Promise<Owner[]> {
  const soql = select({
    fields: ['QueueId', 'SobjectType', 'Queue.Name', 'Queue.Email'],
    from: 'QueueSobject',
    where: [{ field: 'SobjectType', in: ['Lead', 'Task'] }],
  });
  let records: Awaited<ReturnType<typeof queryEach>>;
  try {
    records = await queryEach(api, soql, { operation: 'queues query', priority: 'live' });
  } catch (error) {
    // An org without queues, or whose setup is not ours to see: users are owners all the same.
    if (error instanceof CrmError && error.kind === 'rights') return [];
    throw error;
  }
  const queues = new Map<string, Owner>();
  for (const row of records.map(rowOfRecord)) {
    const id = idIn(row, 'QueueId');
    if (id === undefined) continue;
    const email = valueIn(row, 'Queue.Email', 'email');
    const name = valueIn(row, 'Queue.Name', 'string') ?? id;
    const takesTasks = valueIn(row, 'SobjectType', 'string') === 'Task';
    const active = takesTasks || queues.get(id)?.active === true;
    queues.set(id, { id, email, name, active });
  }
  return [...queues.values()];
}
