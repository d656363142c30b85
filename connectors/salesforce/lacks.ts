/** What the connected user may not do. */
import type { Lacks, ObjectNeed } from '../connector.js';
import { isReadable, type ObjectInfo } from './catalog.js';
import type { Org } from './org.js';
import type { Plan } from './snapshot.js';

/** Of the named fields those that are not ours to write. */
export function unwritable(info: ObjectInfo, names: readonly string[]): string[] {
  if (!info.updateable) return [...names];
  return names.filter((name) => {
    const field = info.field(name);
    return !field?.updateable || !isReadable(field);
  });
}

/** What a need names and the connected user does not get. */
export async function lacksOf({ catalog }: Org, need: ObjectNeed, plan: Plan): Promise<Lacks> {
  const { object, writes = [] } = need;
  const named = new Set([...need.properties, ...need.rollups, ...need.history]);
  // What we write is read to see whether it still stands: without the field, that is told as not written.
  const read = [...named].filter((name) => !plan.paths.has(name) && !writes.includes(name));
  if (writes.length === 0) return { read, write: [] };
  const closed = (info: ObjectInfo): string[] => unwritable(info, writes);
  return { read, write: closed(await catalog.allowing(object, closed, 'live')) };
}
