import type { Counters } from '../admin/api/contract.js';
import type { Queryable } from '../store/pool.js';
import type { Tap } from './tap.js';
import { UNFINISHED } from './unfinished.js';

/** Calls that all simulated CRMs answered so far. */
export type Calls = () => Promise<number>;

interface Row {
  readonly applied: number;
  readonly scored: number;
  readonly written: number;
  readonly made: number;
  readonly [unfinished: string]: number;
}

const counter = (name: string, as: string): string =>
  `coalesce((select value from counters where name = '${name}'), 0)::int as ${as}`;

/** Everything counted since the demo started; one query and one question to each CRM. */
export async function readCounters(
  db: Queryable,
  calls: Calls,
  tap: Pick<Tap, 'accepted' | 'repeats'>,
  worker: { readonly restarts: number },
): Promise<Counters> {
  const [{ rows }, apiCalls] = await Promise.all([
    db.query<Row>(
      `select ${counter('changes.applied', 'applied')}, ${counter('leads.scored', 'scored')},
         ${counter('writes.sent', 'written')},
         (select count(*)::int from alerts where task is not null) as made, ${UNFINISHED}`,
    ),
    calls(),
  ]);
  const { applied, scored, written, made, ...unfinished } = rows[0] as Row;
  return {
    deliveriesReceived: tap.accepted,
    changes: applied,
    scores: scored,
    writeBacks: written,
    tasks: made,
    apiCalls,
    duplicatesIgnored: tap.repeats,
    workerRestarts: worker.restarts,
    waiting: Object.values(unfinished).reduce((sum, count) => sum + count, 0),
  };
}
