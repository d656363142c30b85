import { randomUUID } from 'node:crypto';
import { spendingOf } from '../lead/spending.js';
import type { Account } from '../store/accounts.js';
import { addCounters } from '../store/counters.js';
import {
  claimWrites,
  type PendingWrites,
  pendingWrites,
  releaseExpiredWrites,
  type WriteKind,
} from '../store/deliver.js';
import { withTransaction } from '../store/pool.js';
import { putBack, type SendDependencies, settleWrites } from './settle.js';

/** A live change waits this long for company in its batch, milliseconds. */
export const LINGER_MS = 200;

/** One batch of one object of an account. @returns how many rows were claimed. */
async function sendBatch(
  deps: SendDependencies,
  account: Account,
  object: string,
  kinds: readonly WriteKind[],
): Promise<number> {
  const { declaration } = deps.connector(account.crm);
  const stage = declaration.stage.objects.includes(object) ? declaration.stage.property : '';
  const token = randomUUID();
  const rows = await withTransaction(deps.pool, (db) =>
    claimWrites(
      db,
      { account: account.id, object, limit: declaration.limits.writeBatch, stage, kinds },
      { token, ms: deps.protocol.leaseMs },
    ),
  );
  if (rows.length === 0) return 0;
  try {
    const session = await deps.session(account);
    const priority = rows.every((row) => row.background) ? 'background' : 'live';
    const writes = rows.map((row) => ({ record: row.record, values: row.sending }));
    const outcomes = await session.push(object, writes, priority);
    await addCounters(deps.pool, { 'writes.batches': 1 });
    await settleWrites(deps, account, { object, token, rows }, outcomes);
  } catch (error) {
    await putBack(deps, account, { object, token, rows }, error);
  }
  return rows.length;
}

/**
 * Sends what is wanted and not confirmed, in the CRM's largest batches, one of every object of an account at once: a
 * slow account holds the others up for one answer at most. At most one request a record is in flight. What
 * goes by jobs (`sendMass`) is left alone, and never waited for.
 * @returns milliseconds until more is due, 0 when more waits already; null when nothing does.
 */
export async function sendWrites(deps: SendDependencies): Promise<number | null> {
  await releaseExpiredWrites(deps.pool);
  const pending = await pendingWrites(deps.pool);
  const places = new Map<string, PendingWrites[]>();
  for (const one of pending) {
    const key = `${one.account}/${one.object}`;
    places.set(key, [...(places.get(key) ?? []), one]);
  }
  const waits = await Promise.all([...places.values()].map((kinds) => sendOf(deps, kinds)));
  const due = waits.filter((wait) => wait !== null);
  return due.length > 0 ? Math.min(...due) : null;
}

/** Whether rows of the background go by a job: because they are many, or because one is under way. */
export function goesByJob(
  { kind, count, job }: PendingWrites,
  mass: { readonly from: number } | undefined,
): boolean {
  return kind === 'mass' && mass !== undefined && (job || count >= mass.from);
}

/** One batch of an object, of whatever kind is due and not held back. */
async function sendOf(
  deps: SendDependencies,
  pending: readonly PendingWrites[],
): Promise<number | null> {
  const [place] = pending;
  const account = place ? await deps.account(place.account) : null;
  if (!place || !account) return null;
  const { writeBatch, mass } = deps.connector(account.crm).declaration.limits;
  const allowed = await spendingOf(deps, account);
  const due = pending.filter(
    (one) => (one.kind === 'live' ? allowed.live : allowed.background) && !goesByJob(one, mass),
  );
  if (due.length === 0) return null;
  const count = due.reduce((sum, one) => sum + one.count, 0);
  const oldestMs = Math.max(...due.map((one) => one.oldestMs));
  if (count < writeBatch && oldestMs < LINGER_MS) return LINGER_MS - oldestMs;
  const kinds = due.map(({ kind }) => kind);
  const sent = await sendBatch(deps, account, place.object, kinds);
  return sent > 0 && count > writeBatch ? 0 : null;
}
