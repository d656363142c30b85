import { channelOf } from '../lead/activity.js';
import type { Change } from '../lead/change.js';
import type { NewChange } from '../store/changes.js';
import type { Delivery } from '../store/deliveries.js';
import type { DeliveredType } from '../store/events.js';
import { readEventLine } from './events-line.js';
import { type EventSources, eventTarget } from './events-target.js';

export interface SplitEvents {
  readonly changes: readonly NewChange[];
  readonly delivered: readonly DeliveredType[];
  readonly counts: Readonly<Record<string, number>>;
}

/** What a delivery of the events API says, as changes. What is about nobody any more is counted and dropped. */
export function splitEvents(
  delivery: Delivery,
  workspace: number,
  sources: EventSources,
): SplitEvents {
  const changes: NewChange[] = [];
  const delivered: DeliveredType[] = [];
  let dropped = 0;
  for (const text of Buffer.from(delivery.body).toString('utf8').split('\n')) {
    const read = readEventLine(text);
    const target = 'line' in read ? eventTarget(read.line, sources) : read;
    if (!('line' in read) || 'reason' in target) {
      dropped += 1;
      continue;
    }
    const { type, at, id, attributes } = read.line;
    const { account, object, record, person } = target;
    const change: Change = {
      kind: 'activity',
      object,
      record,
      at,
      event: '',
      source: { kind: 'unknown' },
      id,
      type,
      attributes,
      ...(person && { person }),
    };
    changes.push({
      workspace,
      account,
      delivery: delivery.id,
      receivedAt: delivery.at,
      priority: delivery.priority,
      quiet: false,
      change,
    });
    delivered.push({ workspace, type, channel: channelOf(type, attributes), since: at });
  }
  const counts = {
    'events.received': changes.length,
    ...(dropped > 0 && { 'events.dropped.foreign': dropped }),
  };
  return { changes, delivered, counts };
}
