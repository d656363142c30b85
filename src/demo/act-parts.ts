import type { Queryable } from '../store/pool.js';
import type { Crm } from './crm.js';
import type { Tap } from './tap.js';

/** What the acts have in common. */
export interface RequestParts {
  readonly pool: Queryable;
  readonly crm: Crm;
  readonly tap: Tap;
  /** The CRM's id of the story's lead. */
  readonly record: string;
}

export async function readTaskCount(crm: Crm, contact: string): Promise<number> {
  return (await crm.tasks(contact)).length;
}
