import type { PlannedAlert } from './plan.js';
import type { Priority } from './schema.js';

const RANK: Readonly<Record<Priority, number>> = { high: 0, medium: 1, low: 2 };

/** What the order within a day's limit is made of. */
export type Cappable = Pick<PlannedAlert, 'owner' | 'priority' | 'total' | 'key'>;

/** The most urgent first, of these the highest total; the key only makes the order certain. */
export function bestFirst(a: Cappable, b: Cappable): number {
  return (
    RANK[a.priority] - RANK[b.priority] ||
    (b.total ?? -Infinity) - (a.total ?? -Infinity) ||
    (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
  );
}

/**
 * Keeps every owner within the day's limit: the best become tasks, the rest belongs in the digest. `today`
 * tells how many tasks an owner already has today (in the owner's own day; `null` is the unassigned pile).
 */
export function capPerOwner<T extends Cappable>(
  planned: readonly T[],
  today: (owner: string | null) => number,
  limit: number,
): { readonly tasks: readonly T[]; readonly digest: readonly T[] } {
  const tasks: T[] = [];
  const digest: T[] = [];
  const counts = new Map<string | null, number>();
  for (const alert of [...planned].sort(bestFirst)) {
    const count = counts.get(alert.owner) ?? today(alert.owner);
    const fits = count < limit;
    (fits ? tasks : digest).push(alert);
    counts.set(alert.owner, fits ? count + 1 : count);
  }
  return { tasks, digest };
}
