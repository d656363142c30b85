/** The writes of one push as rows in the types of their fields, ready to send. */
import { CrmError } from '../../src/lead/crm-error.js';
import type { Priority, Write } from '../connector.js';
import { mergeByRecord, type PushRun } from '../kit/push-run.js';
import type { ObjectInfo } from './catalog.js';
import { recordIdOf } from './ids.js';
import { lackOf } from './lack-sentences.js';
import { unwritable } from './lacks.js';
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
  const names = [...new Set(writes.flatMap(({ values }) => Object.keys(values)))];
  const lacksOf = (one: ObjectInfo): string[] => unwritable(one, names);
  const info = await org.catalog.allowing(object, lacksOf, priority);
  if (!info.updateable) throw notWritable(object);
  const closed = new Set(lacksOf(info));
  const rows: TypedRow[] = [];
  for (const write of writes) {
    const { record } = write;
    if (recordIdOf(record) === undefined) {
      const message = `${record} is no record id of Salesforce.`;
      run.outcomes.set(record, { record, status: 'refused', message });
      continue;
    }
    const typed = valuesOf(push, info, write, closed);
    if (typed) rows.push({ record, values: typed });
  }
  return rows;
}

/** Throws when the object itself is not ours to write. */
export async function writable({ org, object, priority }: Omit<Push, 'run'>): Promise<ObjectInfo> {
  const lacking = ({ updateable }: ObjectInfo): string[] => (updateable ? [] : ['updateable']);
  const info = await org.catalog.allowing(object, lacking, priority);
  if (!info.updateable) throw notWritable(object);
  return info;
}

/** Records were refused as not ours: the error, where the object itself is not; it is looked up anew for it. */
export async function objectClosed({
  org,
  object,
  priority,
}: Omit<Push, 'run'>): Promise<CrmError | null> {
  const asked = (): string[] => ['refused records'];
  const info = await org.catalog.allowing(object, asked, priority);
  return info.updateable ? null : notWritable(object);
}

function notWritable(object: string): CrmError {
  return new CrmError(
    'rights',
    `${object} records cannot be written: give the connected user edit access to ${object} by a permission set (Setup, Permission Sets, Object Settings, ${object}).`,
    { details: { object } },
  );
}

/** The typed values of a write; undefined when its outcome is known without asking. */
function valuesOf(
  { object, run }: Push,
  info: ObjectInfo,
  { record, values }: Write,
  closed: ReadonlySet<string>,
): TypedRow['values'] | undefined {
  const body: Record<string, unknown> = {};
  const properties: string[] = [];
  for (const [name, text] of Object.entries(values)) {
    const field = closed.has(name) ? undefined : info.field(name);
    if (!field) {
      // What is not there cannot be filled, and needs not be cleared.
      if (text !== null) properties.push(name);
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
  if (properties.length > 0) {
    // The others are sent once these are laid aside.
    const message = lackOf(object, 'closed', properties);
    run.outcomes.set(record, { record, status: 'refused', message, properties, rights: true });
    return undefined;
  }
  if (Object.keys(body).length > 0) return body;
  run.outcomes.set(record, { record, status: 'written' });
  return undefined;
}
