/** What becomes of rows that were sent, however they were sent. */
import type pg from 'pg';
import type { Connector, Session, WriteOutcome } from '../../connectors/connector.js';
import { CrmError } from '../lead/crm-error.js';
import type { Spender } from '../lead/spending.js';
import { messageOf } from '../lib/errors.js';
import type { Account } from '../store/accounts.js';
import { addCounters } from '../store/counters.js';
import { finishWrites, retryWrites, type WriteResult } from '../store/deliver.js';
import { addWriteLacks } from '../store/lacks.js';
import { withTransaction } from '../store/pool.js';

/** Times of the protocol, milliseconds. */
export interface Protocol {
  readonly leaseMs: number;
  /** Longest wait for an answer of a CRM. */
  readonly timeoutMs: number;
  /** Waited after an unknown outcome, on top of the time-out, before looking or sending again. */
  readonly unknownWaitMs: number;
}

export interface SendDependencies extends Spender<Account> {
  readonly pool: pg.Pool;
  readonly protocol: Protocol;
  account(id: number): Promise<Account | null>;
  session(account: Account): Promise<Session>;
  connector(crm: string): Connector;
  /** A dead credential or missing right: the account shows it and rests. */
  trouble(account: Account, error: CrmError): Promise<void>;
}

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

/** The properties that were refused for want of rights alone, and what to do about it. */
function closedBy(
  outcomes: readonly WriteOutcome[],
): { readonly properties: readonly string[]; readonly message: string } | undefined {
  const closed = outcomes.flatMap((one) => (one.status === 'refused' && one.rights ? [one] : []));
  const [first] = closed;
  if (!first) return undefined;
  const properties = new Set(closed.flatMap((one) => one.properties ?? []));
  return { properties: [...properties], message: first.message };
}

/** Rows that one token leases, of one object of an account. */
export interface Sent {
  readonly object: string;
  readonly token: string;
  readonly rows: readonly { readonly record: string; readonly attempts: number }[];
}

/**
 * Records what became of rows; those that failed wait for their next try. Every record that was written
 * passes here: what is counted of an account's own writes is counted here alone.
 */
export async function settleWrites(
  deps: SendDependencies,
  account: Account,
  { object, token, rows }: Sent,
  outcomes: readonly WriteOutcome[],
): Promise<void> {
  const { workspace, id } = account;
  const results = outcomes.flatMap(resultOf);
  const written = results.filter((result) => result.status === 'written').length;
  const closed = closedBy(outcomes);
  await withTransaction(deps.pool, async (db) => {
    await finishWrites(db, { workspace, account: id, object }, token, results);
    // The feed of an object itself is called like it.
    if (closed)
      await addWriteLacks(db, { workspace, account: id, name: object }, closed.properties);
    await addCounters(db, {
      'writes.sent': written,
      [`writes.${id}.${object}`]: written,
      'writes.refused': results.length - written,
    });
  });
  if (closed) await deps.trouble(account, new CrmError('rights', closed.message));
  // One that lacks a right says what another one, held up by a lock, does not.
  const failed = outcomes.filter((outcome) => outcome.status === 'failed');
  for (const kind of new Set(failed.map(({ error }) => error.kind))) {
    const alike = failed.filter(({ error }) => error.kind === kind);
    const records = new Set(alike.map(({ record }) => record));
    const back = rows.filter(({ record }) => records.has(record));
    await putBack(deps, account, { object, token, rows: back }, alike[0]?.error);
  }
}

/** Rows of a failed call wait for their next try. @throws what is no error of a CRM. */
export async function putBack(
  deps: SendDependencies,
  account: Account,
  { token, rows }: Sent,
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
