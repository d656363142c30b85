import type { TimelineItem } from '../../../api/contract/lead-shapes.js';

/** A moment (milliseconds) with the score that held then. */
export interface DrawnPoint {
  readonly at: number;
  readonly score: number;
  /** The activity's type. */
  readonly type?: string;
}

/**
 * What is drawn of a timeline, the newest item first: the score as steps to the last moment, and the
 * activities at the score that held right after them. Before the first known score it counts as nothing.
 */
export function drawn(items: readonly TimelineItem[]): {
  readonly scores: readonly DrawnPoint[];
  readonly acts: readonly DrawnPoint[];
  readonly from: number;
  readonly to: number;
} {
  const times = items.map(({ at }) => Date.parse(at));
  const from = Math.min(...times);
  const to = Math.max(...times);
  const scores: DrawnPoint[] = [];
  const acts: DrawnPoint[] = [];
  let present: number | null = null;
  for (const item of items.toReversed()) {
    const at = Date.parse(item.at);
    if (item.kind === 'score') {
      present = item.total ?? 0;
      scores.push({ at, score: present });
    } else if (item.kind === 'activity') {
      present ??= firstBefore(items);
      acts.push({ at, score: present, type: item.type });
    }
  }
  const [first] = scores;
  if (first && first.at > from) scores.unshift({ at: from, score: firstBefore(items) });
  const last = scores.at(-1);
  if (last && last.at < to) scores.push({ at: to, score: last.score });
  return { scores, acts, from, to };
}

/** What the score was before the oldest change that is loaded. */
function firstBefore(items: readonly TimelineItem[]): number {
  const oldest = items.findLast((item) => item.kind === 'score');
  return oldest?.kind === 'score' ? (oldest.before ?? 0) : 0;
}
