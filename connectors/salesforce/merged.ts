import type { Priority } from '../connector.js';
import { idChunks } from './id-chunks.js';
import type { Org } from './org.js';
import { queryEach } from './query.js';
import { readRows } from './records.js';
import { idIn, type Row, rowOfRecord } from './row.js';
import { MASTER, type Plan } from './snapshot.js';
import { select } from './soql.js';

/** Merged into one that was merged itself, and so on: so many times at most. */
const DEPTH = 10;

export interface Living {
  readonly rows: readonly Row[];
  /** Record -> those of the ids asked for, and on the way, that were merged into it. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** Asked for and not there. */
  readonly missing: readonly string[];
}

/** Reads records by id; one that was merged is read as the record that it lives on in. */
export async function readLiving(
  org: Org,
  plan: Plan,
  ids: readonly string[],
  priority: Priority,
): Promise<Living> {
  const { object } = plan.need;
  const rows = new Map<string, Row>();
  const aliases = new Map<string, string[]>();
  const missing: string[] = [];
  // Record to read -> former ids of it.
  let wanted = new Map<string, readonly string[]>(ids.map((id) => [id, []]));
  for (let depth = 0; depth <= DEPTH && wanted.size > 0; depth += 1) {
    const unread = [...wanted.keys()].filter((id) => !rows.has(id));
    for (const row of await readRows(org, object, plan.fields, unread, priority)) {
      const id = idIn(row, 'Id');
      if (id !== undefined) rows.set(id, row);
    }
    const absent = [...wanted].filter(([id]) => !rows.has(id));
    for (const [id, former] of wanted) {
      if (rows.has(id) && former.length > 0)
        aliases.set(id, [...(aliases.get(id) ?? []), ...former]);
    }
    const masters = await mastersOf(
      org,
      object,
      absent.map(([id]) => id),
      priority,
    );
    wanted = new Map();
    for (const [id, former] of absent) {
      const master = masters.get(id);
      if (master === undefined) missing.push(id, ...former);
      else wanted.set(master, [...(wanted.get(master) ?? []), id, ...former]);
    }
  }
  const asked = new Set(ids);
  return { rows: [...rows.values()], aliases, missing: missing.filter((id) => asked.has(id)) };
}

/** Of records that are not there any more, those that were merged, with the record that each was merged into. */
async function mastersOf(
  { api, catalog }: Org,
  object: string,
  ids: readonly string[],
  priority: Priority,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (ids.length === 0 || !(await catalog.object(object, priority))?.field(MASTER)) return found;
  for (const part of idChunks(ids)) {
    const soql = select({
      fields: ['Id', MASTER],
      from: object,
      where: [
        { field: 'Id', in: part },
        { field: 'IsDeleted', is: '=', value: true },
      ],
    });
    const operation = `merged ${object} query`;
    for (const record of await queryEach(api, soql, { operation, priority, all: true })) {
      const row = rowOfRecord(record);
      const [id, master] = [idIn(row, 'Id'), idIn(row, MASTER)];
      if (id !== undefined && master !== undefined) found.set(id, master);
    }
  }
  return found;
}
