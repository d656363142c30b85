/** Events that a workspace's own systems tell of a person, beside what its CRMs tell. */
import { createHash } from 'node:crypto';

/** Stands for a CRM's word where the teller is the workspace itself: its people are records like others. */
export const EVENTS_SOURCE = 'events';
/** The one object of that source: somebody known by an e-mail address. */
export const EVENT_PERSON = 'people';
/** Where a told activity comes from; no property of a CRM has such a name, so no mapping removes it. */
export const TOLD = '*event';

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 32);
}

/** The record of a person known by an address alone. The address itself stays out of ids. */
export function eventPerson(email: string): string {
  return digest('person', email);
}

/** What makes an event told twice one activity: the id that its teller gave it. */
export function eventIdentity(id: string): string {
  return digest('event', id);
}
