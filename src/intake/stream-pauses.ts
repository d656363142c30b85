/**
 * Lets go of streams before a mass of our own writes comes back by them, and takes them up again after it.
 * Decided at each look from what waits to be written and is stored: a process that dies changes nothing.
 */
import type pg from 'pg';
import type { Connector } from '../../connectors/connector.js';
import { streamedObjects, tooManyWrites } from '../lead/allowance.js';
import type { Logger } from '../lib/logger.js';
import { pollWithin } from '../store/cursors.js';
import { withTransaction } from '../store/pool.js';
import {
  countComingWrites,
  type PausableStream,
  pauseStream,
  readPausable,
  resumeStream,
} from '../store/stream-allowances.js';

export interface PauseDependencies {
  readonly pool: pg.Pool;
  connector(crm: string): Connector;
  /** Shortest wait between two polls of a feed, milliseconds. */
  readonly pollIntervalMs: number;
  readonly log: Pick<Logger, 'info'>;
}

/** @returns the accounts whose stream nobody may hold now */
export async function decidePauses(deps: PauseDependencies): Promise<ReadonlySet<number>> {
  const paused = new Set<number>();
  for (const stream of await readPausable(deps.pool)) {
    if (await decide(deps, stream)) paused.add(stream.account);
  }
  return paused;
}

async function decide(deps: PauseDependencies, stream: PausableStream): Promise<boolean> {
  const { pool, log } = deps;
  const { account, crm, limit } = stream;
  const { limits, personObjects } = deps.connector(crm).declaration;
  const share = limits.ownEventsShare;
  const allowance = limit === null ? null : { limit };
  const most = Math.ceil((limit ?? 0) * (share ?? 0)) + 1;
  const objects = streamedObjects(stream.objects, personObjects);
  const writes = allowance ? await countComingWrites(pool, account, objects, most) : 0;
  const pause = tooManyWrites(writes, allowance, share, stream.paused);
  if (pause && !stream.paused) {
    await withTransaction(pool, async (db) => {
      // It was polled rarely while the stream held.
      if (await pauseStream(db, account)) await pollWithin(db, account, null, deps.pollIntervalMs);
    });
    log.info('a stream pauses while a mass of our own writes is sent', { account, limit });
  }
  if (!pause && stream.paused && (await resumeStream(pool, account))) {
    log.info('a stream is taken up again', { account });
  }
  return pause;
}
