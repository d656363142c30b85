/** Previews of a workspace: one runs at a time, in whichever process began it; each process tells of all. */
import { randomUUID } from 'node:crypto';
import { PlumblineError } from '../../lib/errors.js';
import {
  endPreview,
  findPreview,
  insertPreview,
  listPreviews,
  prunePreviews,
  type StoredPreview,
} from '../../store/previews.js';
import type { Looked } from '../publishing/subject.js';
import type { PublishWish } from '../publishing/wish.js';
import type { PreviewFigures } from './figures.js';
import type { PreviewDependencies } from './ground.js';
import { LEASE_MS, runHeld } from './held.js';
import { createMoverLists, type MoverFilter, type MoverPage } from './mover-lists.js';

/** What was found without looking at a lead. */
export type LookedBefore = Omit<Looked, 'subject'>;

type Stored = StoredPreview<PublishWish, LookedBefore, PreviewFigures>;

export interface Preview
  extends Pick<
    Stored,
    'id' | 'wish' | 'looked' | 'who' | 'startedAt' | 'endedAt' | 'figures' | 'problem'
  > {
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  readonly progress: { readonly done: number; readonly of: number };
}

export interface Previews {
  /** @throws PlumblineError `preview-running` with its id */
  start(workspace: number, who: string, wish: PublishWish, looked: Looked): Promise<Preview>;
  list(workspace: number): Promise<readonly Preview[]>;
  /** @throws PlumblineError when there is none, or no longer */
  read(workspace: number, id: string): Promise<Preview>;
  cancel(workspace: number, id: string): Promise<Preview>;
  /** Of an exact preview, the greatest change first. */
  movers(
    workspace: number,
    id: string,
    filter: MoverFilter,
    from: number,
    limit: number,
  ): Promise<MoverPage>;
}

const LAPSED =
  'The process that ran this preview ended, or lost the database, before it was done. Start it again.';

function shown({ state, done, of, problem, ...one }: Stored): Preview {
  const lapsed = state === 'lapsed';
  return {
    ...one,
    state: lapsed ? 'failed' : state,
    progress: { done, of },
    problem: lapsed ? LAPSED : problem,
  };
}

export function createPreviews(deps: PreviewDependencies): Previews {
  const { pool } = deps;
  const pageOf = createMoverLists(pool);
  /** Those that run in this process. */
  const running = new Map<string, AbortController>();

  const list = async (workspace: number): Promise<readonly Preview[]> =>
    (await listPreviews<PublishWish, LookedBefore, PreviewFigures>(pool, workspace)).map(shown);

  const read = async (workspace: number, id: string): Promise<Preview> => {
    const key = { workspace, id };
    const found = await findPreview<PublishWish, LookedBefore, PreviewFigures>(pool, key);
    if (found) return shown(found);
    throw new PlumblineError(
      'no-preview',
      'There is no such preview any more: results are kept for an hour. Start it again.',
      { status: 404 },
    );
  };

  return {
    async start(workspace, who, wish, { subject, ...looked }) {
      const key = { workspace, id: randomUUID() };
      await prunePreviews(pool);
      while (!(await insertPreview(pool, key, { who, wish, looked }, LEASE_MS))) {
        const other = (await list(workspace)).find((one) => one.state === 'running');
        // It may have ended in between.
        if (!other) continue;
        throw new PlumblineError(
          'preview-running',
          `${other.who} is previewing ${other.wish.name} right now; wait for it, or stop it.`,
          { status: 409, details: { id: other.id } },
        );
      }
      const stop = new AbortController();
      running.set(key.id, stop);
      void runHeld(deps, key, subject, stop).finally(() => running.delete(key.id));
      return read(workspace, key.id);
    },
    list,
    read,
    async cancel(workspace, id) {
      // Its own process, where that is another one, stops when it tells next how far it is.
      if (await endPreview(pool, { workspace, id }, { state: 'cancelled' })) {
        running.get(id)?.abort();
      }
      return read(workspace, id);
    },
    async movers(workspace, id, filter, from, limit) {
      const { state } = await read(workspace, id);
      const page = state === 'done' ? await pageOf({ workspace, id }, filter, from, limit) : null;
      if (page) return page;
      throw new PlumblineError(
        'not-exact',
        'Who moves is known when all leads have been looked at.',
        { status: 409 },
      );
    },
  };
}
