import { DAY } from '../../../src/lib/clock.js';
import type { OutgoingResponse } from '../../simulator-kit/server.js';
import type { ApiCall } from './call.js';
import { apiError } from './errors.js';
import { objectOf } from './rest-records.js';
import { dateTimeText, parseDateTime, timeOf } from './values.js';

const MOST_IDS = 600_000;

/** `GET sobjects/<T>/updated?start=&end=`: at most 30 days back. */
export function updatedRecords(call: ApiCall, name: string): OutgoingResponse {
  const object = objectOf(call, name);
  const [start, end] = span(call, 30);
  const ids: string[] = [];
  for (const { id, values } of call.org.records.all(object.name).values()) {
    const at = timeOf(String(values.SystemModstamp));
    if (values.IsDeleted !== true && at >= start && at < end) ids.push(id);
  }
  if (ids.length > MOST_IDS) throw apiError(400, 'EXCEEDED_ID_LIMIT', 'too many ids');
  return { status: 200, body: { ids, latestDateCovered: dateTimeText(end) } };
}

/** `GET sobjects/<T>/deleted?start=&end=`: at most 15 days back. */
export function deletedRecords(call: ApiCall, name: string): OutgoingResponse {
  const object = objectOf(call, name);
  const [start, end] = span(call, 15);
  const deletedRecords: { id: string; deletedDate: string }[] = [];
  for (const { id, values } of call.org.records.all(object.name).values()) {
    const at = timeOf(String(values.SystemModstamp));
    if (values.IsDeleted === true && at >= start && at < end) {
      deletedRecords.push({ id, deletedDate: dateTimeText(at) });
    }
  }
  return {
    status: 200,
    body: {
      deletedRecords,
      earliestDateAvailable: dateTimeText(call.org.clock.now() - 15 * DAY),
      latestDateCovered: dateTimeText(end),
    },
  };
}

/** Start and end in ms, whole minutes. @throws Refusal INVALID_REPLICATION_DATE. */
function span({ request, org }: ApiCall, days: number): [number, number] {
  const now = org.clock.now();
  const read = (name: string): number => {
    const ms = parseDateTime((request.query.get(name) ?? '').replace(' ', '+'));
    if (ms === undefined) throw apiError(400, 'MALFORMED_DATE', `${name} must be a date-time`);
    return Math.floor(ms / 60_000) * 60_000;
  };
  const start = read('start');
  const end = read('end');
  const bad = (message: string) => apiError(400, 'INVALID_REPLICATION_DATE', message);
  if (end - start < 60_000) throw bad('endDate must be at least one minute greater than startDate');
  if (start < now - days * DAY)
    throw bad(`startDate before org replication enabled date: ${days} days`);
  if (start > now) throw bad('startDate cannot be in the future');
  return [start, Math.min(end, Math.floor(now / 60_000) * 60_000 + 60_000)];
}
