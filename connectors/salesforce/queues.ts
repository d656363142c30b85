import { CrmError } from '../../src/lead/crm-error.js';
import type { Owner } from '../connector.js';
import type { Org } from './org.js';
import { queryEach } from './query.js';
import { idIn, rowOfRecord, valueIn } from './row.js';
import { select } from './soql.js';

/** Queues own leads; only those that take tasks can be given one, and are owners to us. */
export async function readTaskQueues({ api }: Org): Promise<Owner[]> {
  const soql = select({
    fields: ['QueueId', 'Queue.Name', 'Queue.Email'],
    from: 'QueueSobject',
    where: [{ field: 'SobjectType', is: '=', value: 'Task' }],
  });
  let records: Awaited<ReturnType<typeof queryEach>>;
  try {
    records = await queryEach(api, soql, { operation: 'queues query', priority: 'live' });
  } catch (error) {
    // An org without queues for tasks, or whose setup is not ours to see: users are owners all the same.
    if (error instanceof CrmError && error.kind === 'rights') return [];
    throw error;
  }
  return records.map(rowOfRecord).flatMap((row): Owner[] => {
    const id = idIn(row, 'QueueId');
    if (id === undefined) return [];
    const email = valueIn(row, 'Queue.Email', 'email');
    return [{ id, email, name: valueIn(row, 'Queue.Name', 'string') ?? id, active: true }];
  });
}
