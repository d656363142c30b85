import type { ChangeSource, HistoricalValue, Snapshot } from '../../src/lead/change.js';
import type { Priority } from '../connector.js';
import { heldIn } from './currencies.js';
import { idChunks } from './id-chunks.js';
import { recordIdOf } from './ids.js';
import type { Org } from './org.js';
import { queryEach } from './query.js';
import { idIn, type Row, rowOfRecord, timeIn, valueIn } from './row.js';
import { MODIFIED, MODIFIER, type Plan } from './snapshot.js';
import { type SoqlCondition, select } from './soql.js';

/** Where the changes of tracked fields are kept, and the field that names their record. */
const HISTORIES: Readonly<Record<string, { readonly object: string; readonly parent: string }>> = {
  Lead: { object: 'LeadHistory', parent: 'LeadId' },
  Contact: { object: 'ContactHistory', parent: 'ContactId' },
  Account: { object: 'AccountHistory', parent: 'AccountId' },
  Opportunity: { object: 'OpportunityFieldHistory', parent: 'OpportunityId' },
};

/** A history names a reference without its ending, and a change of it by ids and once more by names. */
function trackedName(path: string): string {
  return /^[A-Z]\w*[a-z]Id$/.test(path) ? path.slice(0, -2) : path;
}

type History = NonNullable<Snapshot['history']>;

/**
 * Record -> what its fields held, newest first, of those whose history the need asks for; only fields that
 * the org tracks have one. Every record has an entry, so that nobody asks again.
 */
export async function historiesOf(
  org: Org,
  plan: Plan,
  records: readonly string[],
  priority: Priority,
): Promise<Map<string, History>> {
  const found = new Map<string, Record<string, HistoricalValue[]>>(
    records.map((record) => [record, {}]),
  );
  const rows = await readHistory(org, plan, records, priority);
  const sources = await org.users.sources(
    rows.flatMap((row) => idIn(row, 'CreatedById') ?? []),
    priority,
  );
  const parent = HISTORIES[plan.need.object]?.parent ?? '';
  const names = trackedOf(plan);
  for (const row of rows) {
    const history = found.get(idIn(row, parent) ?? '');
    const tracked = names.get(String(row('Field')));
    const at = timeIn(row, 'CreatedDate');
    if (!history || !tracked || at === undefined) continue;
    const value = valueIn(row, 'NewValue', tracked.type);
    if (tracked.type === 'reference' && value !== null && recordIdOf(value) === undefined) continue;
    const source = sources.get(idIn(row, 'CreatedById') ?? '') ?? { kind: 'unknown' };
    for (const name of tracked.properties) {
      history[name] = [...(history[name] ?? []), { value, at, source }];
    }
  }
  return found;
}

interface Tracked {
  readonly type: string;
  /** As the need names them. */
  readonly properties: string[];
}

function trackedOf({ need, paths }: Plan): Map<string, Tracked> {
  const tracked = new Map<string, Tracked>();
  for (const property of need.history) {
    const path = paths.get(property);
    // Of an amount of then nobody knows in which currency it was.
    if (!path || path.path.includes('.') || path.currency !== undefined) continue;
    const name = trackedName(path.path);
    const known = tracked.get(name);
    if (known) known.properties.push(property);
    else tracked.set(name, { type: path.type, properties: [property] });
  }
  return tracked;
}

async function readHistory(
  { api, catalog }: Org,
  plan: Plan,
  records: readonly string[],
  priority: Priority,
): Promise<Row[]> {
  const history = HISTORIES[plan.need.object];
  const names = [...trackedOf(plan).keys()];
  if (!history || names.length === 0 || records.length === 0) return [];
  if (!(await catalog.object(history.object, priority))?.queryable) return [];
  const rows: Row[] = [];
  for (const part of idChunks(records)) {
    const where: SoqlCondition[] = [
      { field: history.parent, in: part },
      { field: 'Field', in: names },
    ];
    const fields = ['Field', 'NewValue', 'CreatedDate', 'CreatedById', history.parent];
    const soql = select({ fields, from: history.object, where, order: ['CreatedDate', 'Id'] });
    const operation = `${history.object} query`;
    rows.push(...(await queryEach(api, soql, { operation, priority })).map(rowOfRecord));
  }
  // Newest first, as a snapshot has them.
  return rows.reverse();
}

/**
 * What a field holds whose changes the org does not track: whoever changed the record last is taken for
 * who set it. For records that were seen to have moved alone: of others it says nothing.
 */
export function presentOf(
  { need, paths, rates }: Plan,
  row: Row,
  known: History,
  sources: ReadonlyMap<string, ChangeSource>,
): History {
  const at = timeIn(row, MODIFIED);
  const source = sources.get(idIn(row, MODIFIER) ?? '');
  if (at === undefined || source === undefined) return known;
  const present = need.history.flatMap((name) => {
    const path = paths.get(name);
    if (!path || known[name] !== undefined) return [];
    return [[name, [{ value: heldIn(row, path, rates), at, source }]] as const];
  });
  return { ...known, ...Object.fromEntries(present) };
}
