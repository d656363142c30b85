import type { Activity } from '../../simulator-kit/activity.js';
import type { PersonSeed } from '../../simulator-kit/population.js';
import type { StoredRecord, ValueSource, Values } from '../../simulator-kit/store.js';
import { defaultAssociation } from './association-types.js';
import type { Portal } from './portal.js';
import { byPerson } from './sources.js';
import { isoTime } from './values.js';

/** The engagement record of a sales activity; null for behaviour that leaves no record of its own. */
export function engagementOf(
  activity: Activity,
): { type: 'meetings' | 'calls' | 'emails'; values: Values } | null {
  const hs_timestamp = isoTime(activity.at);
  switch (activity.kind) {
    case 'meeting':
      return {
        type: 'meetings',
        values: {
          hs_timestamp,
          hs_meeting_title: activity.title,
          hs_meeting_outcome: activity.outcome,
          hs_meeting_start_time: hs_timestamp,
          hs_meeting_end_time: isoTime(activity.at + 30 * 60_000),
        },
      };
    case 'call':
      return {
        type: 'calls',
        values: {
          hs_timestamp,
          hs_call_title: 'Call',
          hs_call_direction: activity.direction,
          hs_call_status: activity.answered ? 'COMPLETED' : 'NO_ANSWER',
          hs_call_duration: String(activity.durationMs),
        },
      };
    case 'sales_email':
      return {
        type: 'emails',
        values: {
          hs_timestamp,
          hs_email_subject: activity.subject,
          hs_email_direction: activity.incoming ? 'INCOMING_EMAIL' : 'EMAIL',
          hs_email_status: 'SENT',
        },
      };
    default:
      return null;
  }
}

/** Creates an engagement and links it to its contact. */
export function logEngagement(
  portal: Portal,
  contact: StoredRecord,
  type: string,
  values: Values,
  source: ValueSource,
  at?: number,
): StoredRecord {
  const record = portal.create(type, values, source, at === undefined ? {} : { at });
  const kind = defaultAssociation(type, 'contacts');
  if (kind) portal.link(record, contact, kind, source);
  return record;
}

export function seedEngagements(portal: Portal, person: PersonSeed, contact: StoredRecord): void {
  const owner = portal.owners[person.owner ?? 0];
  for (const activity of person.activities) {
    const engagement = engagementOf(activity);
    if (!engagement) continue;
    const values =
      owner && !owner.archived
        ? { ...engagement.values, hubspot_owner_id: owner.id }
        : engagement.values;
    logEngagement(
      portal,
      contact,
      engagement.type,
      values,
      byPerson(owner?.userId ?? 0),
      activity.at,
    );
  }
}
