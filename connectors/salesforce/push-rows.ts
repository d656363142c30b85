/** The writes of one push as rows in the types of their fields, ready to send. */
import { CrmError } from '../../src/lead/crm-error.js';
import type { Priority, Write } from '../connector.js';
import { mergeByRecord, type PushRun } from '../kit/push-run.js';
import type { ObjectInfo } from './catalog.js';
import { recordIdOf } from './ids.js';
import type { Org } from './org.js';
import { typedValue } from './typed-value.js';

/** What the calls of one push have in common. */
export interface Push {
  readonly org: Org;
  readonly object: string;
  readonly priority: Priority;
  readonly run: PushRun;
}

export interface TypedRow {
  readonly record: string;
  /** By the names of the fields as the org spells them: text, numbers, truth; null clears. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** One record under both forms of its id would be refused as a duplicate. */
export function oneARecord(writes: readonly Write[]): Write[] {
  return mergeByRecord(
    writes.map((write) => ({ ...write, record: recordIdOf(write.record) ?? write.record })),
  );
}

/** Writes as rows; those that cannot be sent get their outcome here. */
export async function typedRows(push: Push, writes: readonly Write[]): Promise<TypedRow[]> {
  const { org, object, priority, run } = push;
  const info = await writable(push);
  const names = new Set(writes.flatMap(({ values }) => Object.keys(values)));
  const known = await org.catalog.paths(object, [...names], priority);
  const hidden = [...names].filter((name) => !known.has(name));
  const rows: TypedRow[] = [];
  for (const write of writes) {
    const { record } = write;
    if (recordIdOf(record) === undefined) {
      const message = `${record} is no record id of Salesforce.`;
      run.outcomes.set(record, { record, status: 'refused', message });
      continue;
    }
    const typed = valuesOf(push, info, write, hidden);
    if (typed) rows.push({ record, values: typed });
  }
  return rows;
}

/** Throws when the object itself is not ours to write; asked again at the next try. */
export async function writable({ org, object, priority }: Omit<Push, 'run'>): Promise<ObjectInfo> {
  const info = await org.catalog.readable(object, priority);
  if (info.updateable) return info;
  org.catalog.forget(object);
  throw new CrmError(
    'rights',
    `${object} records cannot be written: give the connected user edit access to ${object} by a permission set.`,
    { details: { object } },
  );
}

/** The typed values of a write; undefined when its outcome is known without asking. */
function valuesOf(
  { org, object, run }: Push,
  info: ObjectInfo,
  { record, values }: Write,
  hidden: readonly string[],
): TypedRow['values'] | undefined {
  const body: Record<string, unknown> = {};
  const closed: string[] = [];
  for (const [name, text] of Object.entries(values)) {
    const field = hidden.includes(name) ? undefined : info.field(name);
    if (!field?.updateable) {
      // What is not there cannot be filled, and needs not be cleared.
      if (text !== null) closed.push(name);
      continue;
    }
    const typed = typedValue(field, text);
    if ('problem' in typed) {
      const message = `The field ${name} ${typed.problem}.`;
      run.outcomes.set(record, { record, status: 'refused', message, properties: [name] });
      return undefined;
    }
    body[field.name] = typed.value;
  }
  if (closed.length > 0) {
    org.catalog.forget(object);
    const error = notOurs(object, closed);
    run.outcomes.set(record, { record, status: 'failed', error });
    return undefined;
  }
  if (Object.keys(body).length > 0) return body;
  run.outcomes.set(record, { record, status: 'written' });
  return undefined;
}

/** Missing and hidden look alike from outside; both are mended by an admin, and then it goes on. */
function notOurs(object: string, fields: readonly string[]): CrmError {
  const names = fields.join(', ');
  return new CrmError(
    'rights',
    `${object}: ${names} cannot be written. Assign the permission set Plumbline Integration to the connected user, or turn write-back on again to make what is missing.`,
    { details: { object, properties: fields } },
  );
}
