/** Previews of this process: one at a time in a workspace, their results for an hour. */
import { randomUUID } from 'node:crypto';
import { messageOf, PlumblineError } from '../../lib/errors.js';
import type { LeadName } from '../../store/preview-leads.js';
import { readLeadNames } from '../../store/preview-leads.js';
import type { Looked } from '../publishing/subject.js';
import type { PublishWish } from '../publishing/wish.js';
import type { PreviewFigures } from './figures.js';
import { groundOf, type PreviewDependencies } from './ground.js';
import type { Mover, Movers } from './movers.js';
import { runPreview } from './run.js';
import { type ChangeKind, differs } from './tally.js';

const KEPT_MS = 3_600_000;
/** Finished ones of a workspace beyond this many go, the oldest first. */
const MOST = 8;

export interface Preview {
  readonly id: string;
  readonly wish: PublishWish;
  readonly looked: Looked;
  readonly who: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  readonly progress: { readonly done: number; readonly of: number };
  /** By a sample until `done`; null before. */
  readonly figures: PreviewFigures | null;
  readonly problem: string | null;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Held extends Mutable<Preview> {
  readonly workspace: number;
  readonly stop: AbortController;
  movers: Movers | null;
  /** The last asked for list. */
  selected: { readonly key: string; readonly places: Uint32Array } | null;
}

export interface MoverFilter {
  readonly change?: ChangeKind | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly direction?: 'up' | 'down' | undefined;
  readonly task?: boolean | undefined;
}

export interface NamedMover extends Mover, LeadName {}

export interface Previews {
  /** @throws PlumblineError `preview-running` with its id */
  start(workspace: number, who: string, wish: PublishWish, looked: Looked): Promise<Preview>;
  list(workspace: number): readonly Preview[];
  /** @throws PlumblineError when there is none, or no longer */
  read(workspace: number, id: string): Preview;
  cancel(workspace: number, id: string): Preview;
  /** Of an exact preview, the greatest change first. */
  movers(
    workspace: number,
    id: string,
    filter: MoverFilter,
    from: number,
    limit: number,
  ): Promise<{ readonly items: readonly NamedMover[]; readonly count: number }>;
}

/** Names of bands and stages stand in different columns; the kind of change says which is meant. */
function passes({ change, from, to, direction, task }: MoverFilter): (mover: Mover) => boolean {
  return (mover) => {
    const { before, after } = mover;
    if (change && !differs(before, after, change)) return false;
    const column = change === 'grade' || change === 'stage' ? change : 'band';
    if (from !== undefined && (before?.[column] ?? 'none') !== from) return false;
    if (to !== undefined && (after[column] ?? 'none') !== to) return false;
    const rise = (after.total ?? 0) - (before?.total ?? 0);
    if (direction === 'up' && rise <= 0) return false;
    if (direction === 'down' && rise >= 0) return false;
    return !task || mover.task;
  };
}

export function createPreviews(deps: PreviewDependencies): Previews {
  const all = new Map<string, Held>();
  /** Begins the id of every preview of this process, so that those of others are told apart. */
  const mark = randomUUID().slice(0, 8);

  const prune = (workspace: number): void => {
    const ended = [...all.values()].filter((one) => one.endedAt !== null);
    for (const one of ended) {
      if (deps.clock() - (one.endedAt ?? 0) > KEPT_MS) all.delete(one.id);
    }
    const own = ended.filter((one) => one.workspace === workspace);
    for (const one of own.slice(0, Math.max(0, own.length - MOST))) all.delete(one.id);
  };
  const find = (workspace: number, id: string): Held => {
    const found = all.get(id);
    if (found?.workspace === workspace) return found;
    if (id.startsWith(`${mark}-`)) {
      throw new PlumblineError(
        'no-preview',
        'There is no such preview any more: results are kept for an hour. Start it again.',
        { status: 404 },
      );
    }
    throw new PlumblineError(
      'preview-elsewhere',
      'This preview runs in another process, or ran in one that has ended; its results are there alone. Start it again.',
      { status: 409 },
    );
  };
  const shown = ({ workspace: _, stop: __, movers: ___, selected: ____, ...one }: Held): Preview =>
    one;

  async function run(held: Held): Promise<void> {
    try {
      const ground = await groundOf(deps, held.workspace, held.looked.subject);
      const { figures, tally } = await runPreview(
        deps,
        ground,
        ({ done, of, figures }) => {
          held.progress = { done, of };
          held.figures = figures;
        },
        held.stop.signal,
      );
      held.figures = figures;
      held.movers = tally.movers;
      held.state = 'done';
    } catch (error) {
      const cancelled = held.stop.signal.aborted;
      held.state = cancelled ? 'cancelled' : 'failed';
      held.problem = cancelled ? null : messageOf(error);
    }
    held.endedAt = deps.clock();
  }

  return {
    async start(workspace, who, wish, looked) {
      prune(workspace);
      const running = [...all.values()].find(
        (one) => one.workspace === workspace && one.state === 'running',
      );
      if (running) {
        throw new PlumblineError(
          'preview-running',
          `${running.who} is previewing ${running.wish.name} right now; wait for it, or stop it.`,
          { status: 409, details: { id: running.id } },
        );
      }
      const held: Held = {
        workspace,
        id: `${mark}-${randomUUID()}`,
        wish,
        looked,
        who,
        startedAt: deps.clock(),
        endedAt: null,
        state: 'running',
        progress: { done: 0, of: 0 },
        figures: null,
        problem: null,
        stop: new AbortController(),
        movers: null,
        selected: null,
      };
      all.set(held.id, held);
      void run(held);
      return shown(held);
    },
    list: (workspace) => {
      prune(workspace);
      return [...all.values()].filter((one) => one.workspace === workspace).map(shown);
    },
    read: (workspace, id) => shown(find(workspace, id)),
    cancel(workspace, id) {
      const held = find(workspace, id);
      held.stop.abort();
      return shown(held);
    },
    async movers(workspace, id, filter, from, limit) {
      const held = find(workspace, id);
      const { movers } = held;
      if (!movers) {
        throw new PlumblineError(
          'not-exact',
          'Who moves is known when all leads have been looked at.',
          { status: 409 },
        );
      }
      const key = JSON.stringify(filter);
      if (held.selected?.key !== key) {
        held.selected = { key, places: movers.select(passes(filter)) };
      }
      const { places } = held.selected;
      const page = [...places.subarray(from, from + limit)].map((place) => movers.at(place));
      const names = await readLeadNames(
        deps.pool,
        workspace,
        page.map(({ lead }) => lead),
      );
      const byLead = new Map(names.map((one) => [one.lead, one]));
      const items = page.flatMap((mover) => {
        const name = byLead.get(mover.lead);
        return name ? [{ ...mover, ...name }] : [];
      });
      return { items, count: places.length };
    },
  };
}
