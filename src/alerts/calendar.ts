/** Business hours in a time zone. All moments are milliseconds since the epoch; safe across clock changes. */
import { readDuration } from '../language/duration.js';
import { DAY, HOUR } from '../lib/clock.js';

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface BusinessHours {
  readonly days: readonly Weekday[];
  /** `09:00` */
  readonly from: string;
  readonly to: string;
}

/** By when: so many hours of open time, the end of the n-th business day after today (0: this one), or plain time. */
export type Due =
  | { readonly kind: 'business-hours'; readonly hours: number }
  | { readonly kind: 'end-of-day'; readonly days: number }
  | { readonly kind: 'elapsed'; readonly ms: number };

export const DUE_EXAMPLES =
  '"1 business hour", "2 business days", "end of business day", "end of next business day" or "24h"';

/** Reads a due time of a document; undefined when it is none. */
export function readDue(text: string): Due | undefined {
  const words = text.trim().toLowerCase();
  if (words === 'end of business day') return { kind: 'end-of-day', days: 0 };
  if (words === 'end of next business day') return { kind: 'end-of-day', days: 1 };
  const match = /^([1-9]\d{0,2}) business (hour|day)s?$/.exec(words);
  if (match?.[2] === 'hour') return { kind: 'business-hours', hours: Number(match[1]) };
  if (match) return { kind: 'end-of-day', days: Number(match[1]) };
  const ms = readDuration(words);
  return ms === undefined ? undefined : { kind: 'elapsed', ms };
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** What the wall clock of a zone shows, written as if it were UTC. */
function wallClock(at: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * The moment at which the wall clock shows this. Of a time that comes twice the first; of one that is left
 * out (clocks go forward) the moment of the change.
 */
function momentOf(wall: number, timeZone: string): number {
  // The offsets in force a day before and a day after are the only ones possible at this wall time.
  const offsets = [wall - DAY, wall + DAY].map((at) => wallClock(at, timeZone) - at);
  const moments = offsets.map((offset) => wall - offset).sort((a, b) => a - b);
  const exact = moments.find((at) => wallClock(at, timeZone) === wall);
  if (exact !== undefined) return exact;
  // Left out: the change is the first moment that shows a later time.
  let [low = wall, high = wall] = moments;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (wallClock(middle, timeZone) > wall) high = middle;
    else low = middle;
  }
  return high;
}

/** The local date at a moment, `2026-03-01`: what "a day" of an owner is. */
export function localDate(at: number, timeZone: string): string {
  return new Date(wallClock(at, timeZone)).toISOString().slice(0, 10);
}

/** How far ahead open hours are looked for; a week with one open day has 57 in it. */
const SEARCH_DAYS = 400;

export interface Calendar {
  /** By when something found at a moment is due. */
  due(due: Due, from: number): number;
}

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
};

/** Business hours in one time zone. @throws RangeError when the zone is unknown: ask `isTimeZone` first */
export function createCalendar(hours: BusinessHours, timeZone: string): Calendar {
  const open = new Set(hours.days.map((day) => WEEKDAYS.indexOf(day)));
  const [from, to] = [minutesOf(hours.from), minutesOf(hours.to)];

  /** The open times from the local date of a moment on, `[begin, end, whole days after that date]`. */
  function* windows(start: number): Generator<readonly [number, number, number]> {
    const today = Math.floor(wallClock(start, timeZone) / DAY) * DAY;
    for (let days = 0; days < SEARCH_DAYS; days += 1) {
      const midnight = today + days * DAY;
      if (!open.has(new Date(midnight).getUTCDay())) continue;
      yield [momentOf(midnight + from, timeZone), momentOf(midnight + to, timeZone), days];
    }
  }

  return {
    due(due, start) {
      if (due.kind === 'elapsed') return start + due.ms;
      if (due.kind === 'business-hours') {
        let left = due.hours * HOUR;
        for (const [begin, end] of windows(start)) {
          const since = Math.max(begin, start);
          if (since >= end) continue;
          if (end - since >= left) return since + left;
          left -= end - since;
        }
        return start + due.hours * HOUR;
      }
      let after = 0;
      for (const [, end, days] of windows(start)) {
        if (due.days === 0 && end > start) return end;
        if (due.days > 0 && days > 0) after += 1;
        if (due.days > 0 && after === due.days) return end;
      }
      return start + due.days * DAY;
    },
  };
}
