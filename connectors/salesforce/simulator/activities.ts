import type { Activity } from '../../simulator-kit/activity.js';
import type { Org } from './org.js';
import { put } from './seed-setup.js';
import type { WriteContext } from './transaction.js';
import { dateText, dateTimeText } from './values.js';

export interface ActivityEnds {
  /** Lead or Contact. */
  readonly who: string;
  readonly email: string;
  readonly owner: string;
}

/** Leaves the record that a sales activity is: a Task, an Event, or an EmailMessage with its Task. Returns
 * its object and id; undefined for behaviour that leaves none. */
export function logActivity(
  org: Org,
  activity: Activity,
  { who, email, owner }: ActivityEnds,
  context: WriteContext,
): { readonly object: string; readonly id: string } | undefined {
  const common = { WhoId: who, OwnerId: owner };
  const done = { Status: 'Completed', ActivityDate: dateText(activity.at) };
  switch (activity.kind) {
    case 'call': {
      const fields = {
        ...common,
        ...done,
        Subject: 'Call',
        Type: 'Call',
        TaskSubtype: 'Call',
        CallType: activity.direction === 'INBOUND' ? 'Inbound' : 'Outbound',
        CallDurationInSeconds: Math.round(activity.durationMs / 1000),
        CallDisposition: activity.answered ? 'Connected' : 'No Answer',
      };
      return { object: 'Task', id: put(org, 'Task', fields, context) };
    }
    case 'meeting': {
      const fields = {
        ...common,
        Subject: activity.title,
        Type: 'Meeting',
        StartDateTime: dateTimeText(activity.at),
        DurationInMinutes: 30,
      };
      return { object: 'Event', id: put(org, 'Event', fields, context) };
    }
    case 'sales_email': {
      const task = { ...common, ...done, Subject: `Email: ${activity.subject}` };
      const ActivityId = put(
        org,
        'Task',
        { ...task, Type: 'Email', TaskSubtype: 'Email' },
        context,
      );
      const seller = String(org.get('User', owner)?.values.Email ?? '');
      const id = put(
        org,
        'EmailMessage',
        {
          ActivityId,
          Subject: activity.subject,
          Incoming: activity.incoming,
          Status: activity.incoming ? '0' : '3',
          FromAddress: activity.incoming ? email : seller,
          ToAddress: activity.incoming ? seller : email,
          MessageDate: dateTimeText(activity.at),
          IsTracked: !activity.incoming,
        },
        context,
      );
      const RelationType = activity.incoming ? 'FromAddress' : 'ToAddress';
      const relation = {
        EmailMessageId: id,
        RelationId: who,
        RelationType,
        RelationAddress: email,
      };
      put(org, 'EmailMessageRelation', relation, context);
      return { object: 'EmailMessage', id };
    }
    default:
      return undefined;
  }
}
