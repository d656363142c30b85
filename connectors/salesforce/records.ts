import type { Snapshot } from '../../src/lead/change.js';
import { CrmError } from '../../src/lead/crm-error.js';
import type { ObjectNeed, Priority } from '../connector.js';
import { chunks } from '../kit/batch.js';
import { arrayOf, objectOf } from '../kit/json.js';
import { declaration } from './definition.js';
import { historiesOf, presentOf } from './history.js';
import { idChunks } from './id-chunks.js';
import { linksOf } from './links.js';
import type { Org } from './org.js';
import { queryEach } from './query.js';
import { idIn, type Row, rowOfRecord } from './row.js';
import { MODIFIER, ownFields, type Plan, snapshotOf } from './snapshot.js';
import { objectName, select } from './soql.js';

/** What to ask this org for. Throws a `CrmError` of kind `rights` when the object is not ours to read. */
export async function planOf(org: Org, need: ObjectNeed, priority: Priority): Promise<Plan> {
  const wanted = new Set([...need.properties, ...need.rollups, ...need.history]);
  const paths = new Map(await org.catalog.paths(need.object, [...wanted], priority));
  const info = await org.catalog.readable(need.object, priority);
  // Not every object has all of these: what is not there is not missed.
  for (const name of ownFields(need)) {
    const field = info.field(name);
    if (field) paths.set(name, { path: field.name, type: field.type });
  }
  const codes = [...paths.values()].flatMap(({ currency }) => currency ?? []);
  const fields = [...new Set([...[...paths.values()].map(({ path }) => path), ...codes])];
  if (!fields.includes('Id')) {
    throw new CrmError('rights', `Salesforce describes ${need.object} without its fields.`);
  }
  const rates = codes.length > 0 ? await org.currencies.rates(priority) : new Map();
  return { need, paths, fields, rates };
}

/**
 * Runs a read by a plan. A field, or the object, that was hidden or deleted since it was looked up fails the
 * whole read: then it is looked up and read once more.
 */
export async function withPlan<T>(
  org: Org,
  need: ObjectNeed,
  priority: Priority,
  run: (plan: Plan) => Promise<T>,
): Promise<T> {
  try {
    return await run(await planOf(org, need, priority));
  } catch (error) {
    if (!isOutdated(error)) throw error;
    org.catalog.forget(need.object);
    return run(await planOf(org, need, priority));
  }
}

function isOutdated(error: unknown): boolean {
  if (!(error instanceof CrmError)) return false;
  const { codes } = (error.details ?? {}) as { codes?: unknown };
  return arrayOf(codes).some((code) => code === 'INVALID_FIELD' || code === 'INVALID_TYPE');
}

/** Rows by id, in no order; those that are deleted or hidden are left out. */
export async function readRows(
  { api }: Org,
  object: string,
  fields: readonly string[],
  ids: readonly string[],
  priority: Priority,
): Promise<Row[]> {
  const rows: Row[] = [];
  const own = fields.filter((field) => !field.includes('.'));
  for (const part of chunks(ids, declaration.limits.readBatch)) {
    const answer = await api.send({
      operation: `${object} read`,
      priority,
      method: 'POST',
      path: `/composite/sobjects/${objectName(object)}`,
      body: { ids: part, fields: own },
    });
    for (const record of arrayOf(answer.body)) {
      if (record !== null) rows.push(rowOfRecord(objectOf(record)));
    }
  }
  if (own.length === fields.length) return rows;
  // Fields of parents are for queries alone.
  const foreign = fields.filter((field) => field.includes('.'));
  const parents = new Map<string, Row>();
  for (const part of idChunks(rows.flatMap((row) => idIn(row, 'Id') ?? []))) {
    const where = [{ field: 'Id', in: part }];
    const soql = select({ fields: ['Id', ...foreign], from: object, where });
    for (const record of await queryEach(api, soql, { operation: `${object} query`, priority })) {
      const row = rowOfRecord(record);
      parents.set(idIn(row, 'Id') ?? '', row);
    }
  }
  return rows.map((row) => {
    const parent = parents.get(idIn(row, 'Id') ?? '');
    return (path) => (path.includes('.') ? parent?.(path) : row(path));
  });
}

export interface Completion {
  readonly priority: Priority;
  /** `tracked`: what the org tracks. `present`: besides, who holds the field as it is now. */
  readonly history?: 'tracked' | 'present' | undefined;
  /** Record -> former ids of it. */
  readonly aliases?: ReadonlyMap<string, readonly string[]>;
}

/** Rows -> snapshots, with their links and, where it is asked for, their history. */
export async function snapshotsOf(
  org: Org,
  plan: Plan,
  rows: readonly Row[],
  { priority, history, aliases }: Completion,
): Promise<Snapshot[]> {
  const { need } = plan;
  const links = await linksOf(org, need, rows, priority);
  const records = rows.flatMap((row) => idIn(row, 'Id') ?? []);
  const histories = history && (await historiesOf(org, plan, records, priority));
  const modifiers = history === 'present' ? rows.flatMap((row) => idIn(row, MODIFIER) ?? []) : [];
  const sources = await org.users.sources(modifiers, priority);
  return rows.flatMap((row) => {
    const record = idIn(row, 'Id') ?? '';
    const known = histories?.get(record);
    return (
      snapshotOf(plan, row, {
        links: links.get(record),
        history: known && (history === 'present' ? presentOf(plan, row, known, sources) : known),
        aliases: aliases?.get(record),
      }) ?? []
    );
  });
}
