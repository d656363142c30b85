import { type Activity, newestFirst } from '../lead/activity.js';

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

/** A table of marks, told apart by the turn that made them: cheaper than a set for a few dozen ids. */
const marks = new Uint16Array(8192);
let turn = 0;

/** True when no two ids are equal. */
function allDifferent(list: readonly Activity[]): boolean {
  const count = list.length;
  if (count > 256) return new Set(list.map((activity) => activity.id)).size === count;
  if (++turn > 0xffff) {
    marks.fill(0);
    turn = 1;
  }
  for (let index = 0; index < count; index++) {
    const { id } = list[index] as Activity;
    const { length } = id;
    // Ids differ most at their ends.
    const tail = length < 2 ? length : id.charCodeAt(length - 1) + (id.charCodeAt(length - 2) << 6);
    const mark = tail & 8191;
    // A mark that is taken may be another id's: only then are ids compared.
    if (marks[mark] === turn && earlier(list, index)) return false;
    marks[mark] = turn;
  }
  return true;
}

/** Whether the id at a place stands at an earlier one too. */
function earlier(list: readonly Activity[], place: number): boolean {
  const id = list[place]?.id;
  for (let index = 0; index < place; index++) if (list[index]?.id === id) return true;
  return false;
}
