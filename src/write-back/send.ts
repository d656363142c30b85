import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Connector, Session, WriteOutcome } from '../../connectors/connector.js';
import { CrmError } from '../lead/crm-error.js';
import { messageOf } from '../lib/errors.js';
import type { Account } from '../store/accounts.js';
import { addCounters } from '../store/counters.js';
import {
  type ClaimedWrite,
  claimWrites,
  finishWrites,
  type PendingWrites,
  pendingWrites,
  releaseExpiredWrites,
  retryWrites,
  type WriteResult,
} from '../store/deliver.js';
import { withTransaction } from '../store/pool.js';

/** Times of the protocol, milliseconds. */
export interface Protocol {
  readonly leaseMs: number;
  /** Longest wait for an answer of a CRM. */
  readonly timeoutMs: number;
  /** Waited after an unknown outcome, on top of the time-out, before looking or sending again. */
  readonly unknownWaitMs: number;
}

export interface SendDependencies {
  readonly pool: pg.Pool;
  readonly protocol: Protocol;
  account(id: number): Promise<Account | null>;
  session(account: Account): Promise<Session>;
  connector(crm: string): Connector;
  /** A dead credential or missing right: the account shows it and rests. */
  trouble(account: Account, error: CrmError): Promise<void>;
}

/** A live change waits this long for company in its batch, milliseconds. */
export const LINGER_MS = 200;

/** Shortest wait of what our own budget held back, milliseconds. */
export const HELD_BACK_MS = 100;

/**
 * Wait before the next try of a row, milliseconds: 2 s, 8 s, 32 s, … up to ten minutes at the full
 * protocol times, so that no row is tried more than six times in ten minutes.
 */
export function retryWait(attempts: number, unknownWaitMs: number): number {
  const base = unknownWaitMs / 15;
  return Math.min(base * 4 ** Math.max(attempts - 1, 0), unknownWaitMs * 20);
}

/** One batch of one object of an account. @returns how many rows were claimed. */
async function sendBatch(
  deps: SendDependencies,
  account: Account,
  object: string,
): Promise<number> {
  const { declaration } = deps.connector(account.crm);
  const stage = declaration.stage.objects.includes(object) ? declaration.stage.property : '';
  const token = randomUUID();
  const claimed = await withTransaction(deps.pool, (db) =>
    claimWrites(
      db,
      { account: account.id, object, limit: declaration.limits.writeBatch, stage },
      { token, ms: deps.protocol.leaseMs },
    ),
  );
  if (claimed.length === 0) return 0;
  try {
    const session = await deps.session(account);
    const priority = claimed.every((row) => row.background) ? 'background' : 'live';
    const writes = claimed.map((row) => ({ record: row.record, values: row.sending }));
    const outcomes = await session.push(object, writes, priority);
    const results = outcomes.flatMap(resultOf);
    const written = results.filter((result) => result.status === 'written').length;
    await withTransaction(deps.pool, async (db) => {
      const { workspace } = account;
      await finishWrites(db, { workspace, account: account.id, object }, token, results);
      await addCounters(db, {
        'writes.sent': written,
        'writes.batches': 1,
        'writes.refused': results.length - written,
      });
    });
    const failed = outcomes.filter((outcome) => outcome.status === 'failed');
    const [first] = failed;
    if (first) {
      const records = new Set(failed.map(({ record }) => record));
      const rows = claimed.filter(({ record }) => records.has(record));
      await putBack(deps, account, { token, rows }, first.error);
    }
  } catch (error) {
    await putBack(deps, account, { token, rows: claimed }, error);
  }
  return claimed.length;
}

function resultOf(outcome: WriteOutcome): WriteResult[] {
  const { record, status } = outcome;
  const plain = { record, status, message: null, properties: null, at: null };
  switch (status) {
    case 'written':
      return [{ ...plain, status, at: outcome.at ?? null }];
    case 'gone':
      return [{ ...plain, status, message: 'the record is gone' }];
    case 'refused': {
      const { message, properties = null } = outcome;
      return [{ ...plain, status, message, properties }];
    }
    case 'failed':
      return [];
  }
}

/** Rows of a failed call wait for their next try. @throws what is no error of a CRM. */
async function putBack(
  deps: SendDependencies,
  account: Account,
  { token, rows }: { readonly token: string; readonly rows: readonly ClaimedWrite[] },
  error: unknown,
): Promise<void> {
  const crm = error instanceof CrmError ? error : null;
  const sent = crm?.sent ?? true;
  // What our own budget held back was no try, and waits no longer than the budget asks.
  const waits = rows.map(({ record, attempts }) => {
    const wait = sent ? retryWait(attempts, deps.protocol.unknownWaitMs) : HELD_BACK_MS;
    return { record, waitMs: Math.max(wait, crm?.waitMs ?? 0) };
  });
  await retryWrites(deps.pool, token, waits, {
    unknown: crm === null || crm.outcome === 'unknown',
    reason: messageOf(error).slice(0, 500),
    countAttempt: sent,
  });
  if (crm && (crm.kind === 'reconnect' || crm.kind === 'rights')) await deps.trouble(account, crm);
  else if (!crm) throw error;
}

/**
 * Sends what is wanted and not confirmed, in the CRM's largest batches, one of every object of an account at once: a
 * slow account holds the others up for one answer at most. At most one request a record is in flight.
 * @returns milliseconds until more is due, 0 when more waits already; null when nothing does.
 */
export async function sendWrites(deps: SendDependencies): Promise<number | null> {
  await releaseExpiredWrites(deps.pool);
  const waits = await Promise.all((await pendingWrites(deps.pool)).map((one) => sendOf(deps, one)));
  const due = waits.filter((wait) => wait !== null);
  return due.length > 0 ? Math.min(...due) : null;
}

async function sendOf(deps: SendDependencies, waiting: PendingWrites): Promise<number | null> {
  const account = await deps.account(waiting.account);
  if (!account) return null;
  const { writeBatch } = deps.connector(account.crm).declaration.limits;
  if (waiting.count < writeBatch && waiting.oldestMs < LINGER_MS) {
    return LINGER_MS - waiting.oldestMs;
  }
  const sent = await sendBatch(deps, account, waiting.object);
  return sent > 0 && waiting.count > writeBatch ? 0 : null;
}
