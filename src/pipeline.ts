/**
 * The spine: a lead's way from the raw delivery to the CRM, as steps in reading order. Every step is safe
 * to run twice and at the same time in many processes; the tables hold the work, a wake only says "look".
 */
import { evaluateBacklog } from './evaluate/backlog.js';
import { completeFirstLoads } from './evaluate/first-load.js';
import { type DueDependencies, publishDue } from './evaluate/publishing/due.js';
import type { Enacted } from './evaluate/publishing/enact.js';
import type { EvaluateDependencies } from './evaluate/step.js';
import { fetchRecords } from './intake/fetch.js';
import type { IngestDependencies } from './intake/ingest/step.js';
import { ingestChanges } from './intake/ingest/step.js';
import { readOwners } from './intake/owners.js';
import { readCursors, startReading } from './intake/poll.js';
import type { ReadDependencies } from './intake/read.js';
import type { SplitDependencies } from './intake/split.js';
import { splitDeliveries } from './intake/split.js';
import { sweepRecords } from './intake/sweep.js';
import { messageOf } from './lib/errors.js';
import { pruneCalls } from './store/account-calls.js';
import { listAccounts } from './store/accounts.js';
import { startCompanyFanouts } from './store/company-counts.js';
import { pruneParked } from './store/deliveries.js';
import { eraseDue } from './store/erase.js';
import { eraseLeftAccounts } from './store/erase-account.js';
import { continueFanouts } from './store/fanouts.js';
import { withTransaction } from './store/pool.js';
import { prunePreviews } from './store/previews.js';
import { keyOf } from './store/records.js';
import { deleteOld } from './store/retention.js';
import { refreshStatistics } from './store/statistics.js';
import { sendMass } from './write-back/mass.js';
import { sendWrites } from './write-back/send.js';
import type { SendDependencies } from './write-back/settle.js';
import { sendTasks } from './write-back/tasks.js';
import { watchTasks } from './write-back/watch-tasks.js';

export type PipelineDependencies = SplitDependencies &
  IngestDependencies &
  ReadDependencies &
  EvaluateDependencies &
  DueDependencies &
  SendDependencies & {
    /** Keeps refresh tokens from being forgotten. @returns how many it used */
    keepTokens(): Promise<number>;
    /** Takes up streams of changes that nobody holds. @returns how many; absent where none are held */
    lookAtStreams?(): Promise<number>;
  };

export interface Step {
  readonly name: string;
  /** Works once. `again` when more may be waiting, in milliseconds from now; null when nothing is. */
  run(): Promise<{ readonly again: number | null; readonly wakes: readonly string[] }>;
}

/** Changes applied in one transaction. */
const INGEST_BATCH = 500;
/** Leads marked by one page of a company's or deal's leads. */
const FANOUT_PAGE = 500;

const NOTHING = { again: null, wakes: [] } as const;

function more(count: number, ...wakes: string[]) {
  return count > 0 ? { again: 0, wakes } : NOTHING;
}

/** Between two looks at what was set aside long ago, milliseconds. */
const PRUNE_EVERY = 60_000;

/**
 * After a publication: what a mapping newly asks for is followed in its CRM. Where that fails now, the next
 * start makes up for it. Streams may have to be let go of before everybody is written.
 * @returns the steps that have work now
 */
export async function afterPublication(
  deps: PipelineDependencies,
  { workspace, kind, name, reads }: Enacted,
): Promise<readonly string[]> {
  if (kind !== 'mapping' || !reads) return ['stream', 'score'];
  for (const account of await listAccounts(deps.pool, workspace)) {
    if (account.crm !== name || account.state !== 'connected') continue;
    try {
      await startReading(deps, account, deps.clock());
    } catch (error) {
      const reason = messageOf(error);
      deps.log.warn('what is newly mapped is followed from the next start', { name, reason });
    }
  }
  return ['stream', 'score', 'backfill', 'poll'];
}

export function createPipeline(deps: PipelineDependencies): readonly Step[] {
  let prunedAt = Number.NEGATIVE_INFINITY;
  const prune = async (): Promise<void> => {
    const now = deps.clock();
    if (now - prunedAt < PRUNE_EVERY) return;
    prunedAt = now;
    await pruneParked(deps.pool);
    await pruneCalls(deps.pool);
    await prunePreviews(deps.pool);
  };
  return [
    { name: 'split', run: async () => more(await splitDeliveries(deps), 'ingest') },
    {
      name: 'ingest',
      run: async () => {
        const count = await ingestChanges(deps, INGEST_BATCH);
        if (count === INGEST_BATCH) await refreshStatistics(deps.pool);
        return more(count, 'score', 'fan-out', 'fetch', 'write');
      },
    },
    {
      name: 'fan-out',
      run: async () =>
        more(
          await withTransaction(deps.pool, async (db) => {
            const companies = await startCompanyFanouts(db, deps.clock());
            return companies + (await continueFanouts(db, FANOUT_PAGE));
          }),
          'score',
        ),
    },
    {
      name: 'owners',
      run: async () => {
        await readOwners(deps);
        return NOTHING;
      },
    },
    { name: 'fetch', run: async () => more(await fetchRecords(deps), 'split') },
    { name: 'poll', run: async () => more(await readCursors(deps, 'poll'), 'split') },
    { name: 'backfill', run: async () => more(await readCursors(deps, 'backfill'), 'split') },
    {
      name: 'publish',
      run: async () => {
        const wakes: string[] = [];
        for (const one of await publishDue(deps))
          wakes.push(...(await afterPublication(deps, one)));
        return { again: null, wakes };
      },
    },
    {
      name: 'score',
      run: async () => more(await evaluateBacklog(deps), 'write', 'mass-write', 'task'),
    },
    {
      name: 'write',
      run: async () => ({ again: await sendWrites(deps), wakes: [] }),
    },
    {
      name: 'mass-write',
      run: async () => ({ again: await sendMass(deps), wakes: [] }),
    },
    { name: 'task', run: async () => more(await sendTasks(deps, deps.clock())) },
    { name: 'watch', run: async () => more(await watchTasks(deps, deps.clock()), 'score') },
    {
      name: 'complete',
      run: async () => {
        const completed = await completeFirstLoads(deps);
        return { again: null, wakes: completed.length > 0 ? ['score', 'write', 'task'] : [] };
      },
    },
    {
      name: 'erase',
      run: async () => {
        await prune();
        const erased = await eraseDue(deps.pool, (key) => deps.hash(keyOf(key)));
        return more(erased + (await eraseLeftAccounts(deps.pool)), 'score');
      },
    },
    {
      name: 'retain',
      run: async () => more((await deleteOld(deps.pool, deps.clock())) ? 1 : 0, 'score'),
    },
    { name: 'sweep', run: async () => more(await sweepRecords(deps), 'split') },
    {
      name: 'stream',
      run: async () => {
        await deps.lookAtStreams?.();
        return NOTHING;
      },
    },
    {
      name: 'tokens',
      run: async () => {
        await deps.keepTokens();
        return NOTHING;
      },
    },
  ];
}
