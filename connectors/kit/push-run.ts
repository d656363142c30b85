import { CrmError } from '../../src/lead/crm-error.js';
import type { Write, WriteOutcome } from '../connector.js';
import type { Timing } from './timing.js';

/** One push, over as many calls as it takes. */
export interface PushRun {
  /** Filled as answers come. */
  readonly outcomes: Map<string, WriteOutcome>;
  /** Whether the CRM has been asked anything yet. */
  asked: boolean;
  /** Throws when a call that starts now could end after the core's lease. */
  inTime(): void;
}

/** The last call of a run starts within one `timeoutMs`, and ends within two more (`createRequester`). */
export function createPushRun(crm: string, timing: Timing, timeoutMs: number): PushRun {
  const lastStart = timing.now() + timeoutMs;
  return {
    outcomes: new Map(),
    asked: false,
    inTime() {
      if (timing.now() <= lastStart) return;
      const message = `${crm}: the rest of a batch is tried again later, its time was up.`;
      throw new CrmError('wait', message, { waitMs: 1_000 });
    },
  };
}

/**
 * Does the work of a push and tells every record's outcome, in order. Where a call fails when others are
 * settled, its records are told as failed; when none is, the error is thrown.
 */
export async function settle(
  run: PushRun,
  writes: readonly Write[],
  work: () => Promise<void>,
): Promise<WriteOutcome[]> {
  const { outcomes } = run;
  try {
    await work();
  } catch (error) {
    const known = error instanceof CrmError ? asSent(error, run.asked) : error;
    if (!(known instanceof CrmError) || outcomes.size === 0) throw known;
    for (const { record } of writes) {
      if (!outcomes.has(record)) outcomes.set(record, { record, status: 'failed', error: known });
    }
  }
  return writes.flatMap(({ record }) => outcomes.get(record) ?? []);
}

/** The error of one call, speaking of a push that may have sent others. */
function asSent(error: CrmError, sent: boolean): CrmError {
  if (error.sent || !sent) return error;
  const { kind, message, outcome, waitMs, details } = error;
  return new CrmError(kind, message, { outcome, waitMs, sent, details, cause: error });
}

/** CRMs refuse a batch that names one record twice: later values win. */
export function mergeByRecord(writes: readonly Write[]): Write[] {
  const merged = new Map<string, Write>();
  for (const write of writes) {
    const values = { ...merged.get(write.record)?.values, ...write.values };
    merged.set(write.record, { record: write.record, values });
  }
  return [...merged.values()];
}
