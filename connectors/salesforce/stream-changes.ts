/** Change events as changes of the records that the core follows. */
import type { Change, ChangeSource } from '../../src/lead/change.js';
import type { ObjectNeed } from '../connector.js';
import type { JsonObject } from '../kit/json.js';
import type { ChangeEvent } from './change-event.js';
import { callClient } from './client.js';
import { recordIdOf } from './ids.js';
import { linkFields } from './links.js';
import type { Org } from './org.js';
import { valueIn } from './row.js';

/** What a conversion changes of a lead: the contact that it became is read. */
const CONVERTED = 'IsConverted';

/** How the fields of a need are found in an event. */
interface FieldPlan {
  /** Property -> field and type. */
  readonly values: ReadonlyMap<string, { readonly field: string; readonly type: string }>;
  /** Fields whose change is told by a read: links, and what a property of another record hangs on. */
  readonly read: ReadonlySet<string>;
}

export interface Told {
  readonly changes: readonly Change[];
  /** Objects of which the events say that something cannot be told. */
  readonly missed: readonly string[];
  /** Events that our own calls caused. */
  readonly own: number;
}

/**
 * A changed value of a record is a change that carries its value. What an event cannot say (links, a merge,
 * a gap) is read: its record is named as withheld. Ours are told as ours.
 */
export async function changesOf(
  org: Org,
  needs: readonly ObjectNeed[],
  events: readonly ChangeEvent[],
): Promise<Told> {
  const users = events.flatMap(({ user }) => recordIdOf(user) ?? []);
  const sources = await org.users.sources(users, 'live');
  const own = `client=${callClient(org.api.context)}`;
  const plans = new Map<string, FieldPlan>();
  const changes: Change[] = [];
  const missed = new Set<string>();
  const isOwn = ({ origin }: ChangeEvent): boolean => origin.split(';').includes(own);
  for (const event of events) {
    const need = needs.find(({ object }) => object === event.object);
    if (!need) continue;
    const plan = plans.get(need.object) ?? (await planOf(org, need));
    plans.set(need.object, plan);
    const ours = isOwn(event);
    const known = sources.get(recordIdOf(event.user) ?? '');
    const source: ChangeSource = ours ? { kind: 'us' } : (known ?? { kind: 'unknown' });
    const records = event.records.flatMap((id) => recordIdOf(id) ?? []);
    // Several records at once, or more changes than an event can name.
    if (event.type === 'GAP_OVERFLOW' || records.length < event.records.length) {
      missed.add(event.object);
      continue;
    }
    for (const record of records) changes.push(...changesOfRecord(event, record, plan, source));
  }
  return { changes, missed: [...missed], own: events.filter(isOwn).length };
}

function changesOfRecord(
  event: ChangeEvent,
  record: string,
  plan: FieldPlan,
  source: ChangeSource,
): Change[] {
  const { object, at } = event;
  const base = { object, record, at, event: String(event.replayId).padStart(20, '0'), source };
  const read = (property: string): Change[] => [{ ...base, kind: 'withheld', property }];
  switch (event.type) {
    case 'CREATE':
      return [{ ...base, kind: 'created' }];
    case 'UNDELETE':
      return [{ ...base, kind: 'restored' }];
    case 'GAP_UNDELETE':
      // Nothing of a deleted record is read before something says that it lives.
      return [{ ...base, kind: 'restored' }, ...read('IsDeleted')];
    case 'UPDATE': {
      const changed = Object.keys(event.fields);
      const told = changed.find((field) => plan.read.has(field));
      if (told !== undefined && source.kind !== 'us') return read(told);
      return [...plan.values].flatMap(([property, { field, type }]): Change[] =>
        Object.hasOwn(event.fields, field)
          ? [{ ...base, kind: 'value', property, value: textOf(event.fields, field, type) }]
          : [],
      );
    }
    default:
      // Deleted or merged, which a read tells apart; or a gap.
      return read('IsDeleted');
  }
}

function textOf(fields: JsonObject, field: string, type: string): string | null {
  return valueIn((path) => fields[path], field, type);
}

async function planOf({ catalog }: Org, need: ObjectNeed): Promise<FieldPlan> {
  const names = [...new Set([...need.properties, ...need.rollups])];
  const paths = await catalog.paths(need.object, names, 'live');
  const info = await catalog.readable(need.object, 'live');
  const values = new Map<string, { field: string; type: string }>();
  const read = new Set([...linkFields(need), CONVERTED]);
  for (const [property, { path, type, currency }] of paths) {
    const [first = '', ...rest] = path.split('.');
    if (rest.length === 0 && currency !== undefined) {
      // An event tells the amount or its currency, and rarely both.
      read.add(path);
      read.add(currency);
    } else if (rest.length === 0) values.set(property, { field: path, type });
    const pointer = info.fields.find(({ relationship }) => relationship === first);
    if (rest.length > 0 && pointer) read.add(pointer.name);
  }
  return { values, read };
}
