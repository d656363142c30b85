import { parseComputed } from '../language/computed.js';
import { dateOf } from '../language/values.js';
import {
  ACTIVITY_CHANNEL,
  type Activity,
  type Channel,
  channelOf,
  newestFirst,
} from '../lead/activity.js';
import type { CompanyCount } from '../lead/company-activity.js';
import { contactedBy, isContact } from '../lead/contact.js';
import { timeOf } from '../lead/record.js';
import { DAY } from '../lib/clock.js';
import { CompanyCounts } from '../scoring/company-counts.js';
import type { ScoreInput, Scorer } from '../scoring/types.js';

function isObserved(type: string, observed: readonly Channel[] | undefined): boolean {
  const channel = ACTIVITY_CHANNEL[type];
  return (
    observed === undefined ||
    channel === undefined ||
    channel === 'none' ||
    observed.includes(channel)
  );
}

/** Activities that count now or will: once each, not before the lead's fresh start. */
export function lasting({ activities, fields }: ScoreInput): Activity[] {
  const from = timeOf(fields.countFrom as string | null) ?? Number.NEGATIVE_INFINITY;
  const unique = new Map(activities.map((activity) => [activity.id, activity]));
  return [...unique.values()].filter(({ occurredAt }) => occurredAt >= from);
}

function newestContact(activities: readonly Activity[]): Activity | undefined {
  return activities.filter(isContact).sort(newestFirst).at(0);
}

/** What the activities of sales tell where no record does. */
function contactFact(path: string, activities: () => readonly Activity[]): unknown {
  if (path === 'lastContactedAt') return newestContact(activities())?.occurredAt;
  if (path !== 'contacted.count') return undefined;
  return activities().filter(isContact).length || undefined;
}

function companyFact(input: ScoreInput, count: CompanyCount, now: number, path: string): unknown {
  if (!input.company) return input.fields[path];
  if (count !== 'people' && input.observed?.every((channel) => channel === 'none'))
    return undefined;
  return CompanyCounts.of(input.company).at(count, now);
}

/** Lead fields and computed fields by name, for the conditions of lifecycle and alerts. */
export function leadFact(
  input: ScoreInput,
  now: number,
  scorer: Scorer,
): (path: string) => unknown {
  let known: Activity[] | undefined;
  const activities = () => {
    known ??= lasting(input).filter(({ occurredAt }) => occurredAt <= now);
    return known;
  };
  return (path) => {
    const field = parseComputed(path);
    if (!field) return input.fields[path] ?? contactFact(path, activities);
    switch (field.kind) {
      case 'count': {
        if (!isObserved(field.type, input.observed)) return undefined;
        if (!input.activities.some(({ type }) => type === field.type)) return 0;
        const since = now - field.duration;
        return activities().filter((one) => one.type === field.type && one.occurredAt > since)
          .length;
      }
      case 'days-since': {
        const times = activities()
          .filter((one) => one.type === field.type)
          .map((one) => one.occurredAt);
        return times.length === 0 ? undefined : Math.floor((now - Math.max(...times)) / DAY);
      }
      case 'channels': {
        const since = now - field.duration;
        const used = activities()
          .filter((one) => one.occurredAt > since)
          .map((one) => channelOf(one.type, one.attributes));
        const counted = used.filter(
          (channel) => channel !== 'none' && (input.observed?.includes(channel) ?? true),
        );
        return new Set(counted).size;
      }
      case 'age-days': {
        const created = timeOf(input.fields.createdAt as string | null);
        return created === null ? undefined : Math.floor((now - created) / DAY);
      }
      case 'contacted-by':
        return contactedBy(newestContact(activities()), dateOf(input.fields.lastContactedAt));
      case 'company':
        return companyFact(input, field.count, now, path);
      case 'trend': {
        const then = scorer.totals(input, now - field.duration).total;
        const present = scorer.totals(input, now).total;
        return then === null || present === null ? undefined : present - then;
      }
    }
  };
}
