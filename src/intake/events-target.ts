import type { Connector } from '../../connectors/connector.js';
import { EVENT_PERSON, eventPerson } from '../lead/event.js';
import type { Account } from '../store/accounts.js';
import type { EventLine, EventRecord } from './events-line.js';

/** The record that an event is told of. */
export interface EventTarget {
  readonly account: number;
  readonly object: string;
  readonly record: string;
  /** Of a person known by the address alone. */
  readonly person?: Readonly<Record<string, string>>;
}

export interface EventSources {
  /** The events source of the workspace. */
  readonly source: number;
  /** The connected CRMs of the workspace. */
  readonly accounts: readonly Account[];
  readonly connectors: ReadonlyMap<string, Connector>;
}

/** Whom an event is about, or why it is about nobody of this workspace. */
export function eventTarget(
  { of }: EventLine,
  sources: EventSources,
): EventTarget | { readonly reason: string } {
  if ('email' in of) {
    const { email } = of;
    const record = eventPerson(email);
    return { account: sources.source, object: EVENT_PERSON, record, person: { email } };
  }
  return recordTarget(of.record, sources);
}

function recordTarget(
  { account: named, object, id }: EventRecord,
  { accounts, connectors }: EventSources,
): EventTarget | { readonly reason: string } {
  const account = accounts.find((one) => one.id === named || `${one.crm}/${one.portal}` === named);
  if (!account || account.state === 'left') {
    return { reason: 'record.account: no such account is connected' };
  }
  const objects = connectors.get(account.crm)?.declaration.objects ?? {};
  const persons = Object.keys(objects).filter((name) => objects[name]?.role === 'person');
  if (!persons.includes(object)) {
    return { reason: `record.object: an event is about a person: ${persons.join(', ')}` };
  }
  return { account: account.id, object, record: id };
}
