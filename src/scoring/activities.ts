import type { Activity } from '../lead/activity.js';

/**
 * A lead's activities as scoring sees them: one per id (the last in the input wins), none before
 * `countFrom`, newest first by (occurredAt, id by code unit). Those in the future are kept: they count
 * when their time comes. A list that is already so is handed back without a copy.
 */
export function arrange(input: readonly Activity[], countFrom: number): readonly Activity[] {
  const unique = allDifferent(input) ? input : lastOfEachId(input);
  const counted =
    countFrom === Number.NEGATIVE_INFINITY
      ? unique
      : unique.filter((activity) => activity.occurredAt >= countFrom);
  return inOrder(counted) ? counted : [...counted].sort(newestFirst);
}

export function newestFirst(a: Activity, b: Activity): number {
  return b.occurredAt - a.occurredAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

function inOrder(list: readonly Activity[]): boolean {
  for (let index = 1; index < list.length; index++) {
    const newer = list[index - 1] as Activity;
    const older = list[index] as Activity;
    if (newer.occurredAt > older.occurredAt) continue;
    if (newer.occurredAt < older.occurredAt || newer.id < older.id) return false;
  }
  return true;
}

function lastOfEachId(list: readonly Activity[]): Activity[] {
  return [...new Map(list.map((activity) => [activity.id, activity])).values()];
}

/** Bits of a small table of marks: cheaper than a set for the usual few dozen activities. */
const MARKS = 8192;
const marks = new Int32Array(MARKS / 32);
const touched: number[] = [];

/** True when no two ids are equal; may also answer false for different ids, which only costs a look. */
function allDifferent(list: readonly Activity[]): boolean {
  if (list.length > 256) return new Set(list.map((activity) => activity.id)).size === list.length;
  let different = true;
  touched.length = 0;
  for (const { id } of list) {
    // Ids differ most at their ends; a short one leaves NaN, which counts as 0.
    const { length } = id;
    const hash =
      id.charCodeAt(length - 1) ^
      (id.charCodeAt(length - 2) << 3) ^
      (id.charCodeAt(length - 3) << 6) ^
      (id.charCodeAt(length - 4) << 9);
    const bit = (hash ^ (hash >>> 13)) & (MARKS - 1);
    const word = bit >>> 5;
    const mask = 1 << (bit & 31);
    const before = marks[word] as number;
    if ((before & mask) !== 0) {
      different = false;
      break;
    }
    if (before === 0) touched.push(word);
    marks[word] = before | mask;
  }
  for (const word of touched) marks[word] = 0;
  return different;
}
