/**
 * Mass re-scores by jobs of the CRM, apart from live changes, which never wait for one.
 *
 * A job runs for minutes, its worker may die at any moment, and nobody may write a record that it may still
 * write. So the rows of a job are held by its row in `mass_writes`, not by a lease of their own, and
 * - rows and their place are taken in one transaction, before the CRM is asked for anything;
 * - the CRM's name of the job is stored before anything is handed over. Died before: the job is empty, its
 *   rows go again. Died after: whoever looks next asks for that job, gives it up when nothing was handed
 *   over, and reads what it wrote when something was;
 * - outcomes are stored in parts; a part that was stored is not in the job any more, the rest is read again.
 * A row that a job did not settle goes by an ordinary call, which says exactly what stands in its way.
 */
import { randomUUID } from 'node:crypto';
import type { MassWrites } from '../../connectors/connector.js';
import { CrmError } from '../lead/crm-error.js';
import { spendingOf } from '../lead/spending.js';
import { messageOf } from '../lib/errors.js';
import type { Account } from '../store/accounts.js';
import { addCounters } from '../store/counters.js';
import { type ClaimedWrite, claimWrites, pendingWrites, releaseWrites } from '../store/deliver.js';
import {
  claimMassJobs,
  dropLeftMassJobs,
  endMassJob,
  keepMassJob,
  type MassJob,
  nameMassJob,
  nextMassLook,
  placeMassJob,
} from '../store/mass-writes.js';
import { withTransaction } from '../store/pool.js';
import { goesByJob } from './send.js';
import { putBack, retryWait, type SendDependencies, settleWrites } from './settle.js';

/** Outcomes of one transaction. */
const PART = 1_000;

/** Between two looks at a job: half its age, within these, milliseconds. */
const SOONEST_LOOK_MS = 1_000;
const LATEST_LOOK_MS = 30_000;

/**
 * How long a job may run, and after how long it is forgotten when it cannot be given up either, in times of
 * the wait after an unknown outcome: 8 and 16 minutes at the full protocol times.
 */
const END_AFTER = 16;
const FORGET_AFTER = 32;

interface Held extends MassJob {
  readonly holder: string;
}

/**
 * Looks after the jobs under way, and begins one for each object with very many rows of the background.
 * @returns milliseconds until the next look at a job; null when none is under way
 */
export async function sendMass(deps: SendDependencies): Promise<number | null> {
  const { pool, protocol } = deps;
  await dropLeftMassJobs(pool);
  const holder = randomUUID();
  const jobs = await claimMassJobs(pool, { holder, ms: protocol.leaseMs });
  await Promise.all(jobs.map((job) => look(deps, { ...job, holder })));
  const pending = await pendingWrites(pool);
  await Promise.all(
    pending.map(async (one) => {
      const account = await deps.account(one.account);
      if (!account || one.job) return;
      const { mass } = deps.connector(account.crm).declaration.limits;
      if (!mass || !goesByJob(one, mass) || !(await spendingOf(deps, account)).background) return;
      await begin(deps, account, one.object, mass.batch);
    }),
  );
  return nextMassLook(pool);
}

async function massOf(deps: SendDependencies, account: Account): Promise<MassWrites> {
  const { mass } = await deps.session(account);
  if (!mass) throw new Error(`${account.crm} declares jobs of many writes and has none`);
  return mass;
}

async function begin(
  deps: SendDependencies,
  account: Account,
  object: string,
  limit: number,
): Promise<void> {
  const { pool, protocol } = deps;
  const { stage } = deps.connector(account.crm).declaration;
  const [token, holder] = [randomUUID(), randomUUID()];
  const lease = { holder, ms: protocol.leaseMs };
  const place = { workspace: account.workspace, account: account.id, object, token };
  const rows = await withTransaction(pool, async (db): Promise<ClaimedWrite[]> => {
    if (!(await placeMassJob(db, place, lease))) return [];
    const property = stage.objects.includes(object) ? stage.property : '';
    const where = { account: account.id, object, limit, stage: property, kinds: ['mass'] as const };
    const claimed = await claimWrites(db, where, { token, ms: protocol.leaseMs });
    if (claimed.length === 0) await endMassJob(db, token);
    return claimed;
  });
  if (rows.length === 0) return;
  let job: string | null = null;
  try {
    const mass = await massOf(deps, account);
    job = await mass.open(object);
    // Held up for longer than the lease, its rows are another one's by now.
    if (!(await nameMassJob(pool, { token, job }, lease))) return;
    const writes = rows.map(({ record, sending }) => ({ record, values: sending }));
    await mass.begin(job, object, writes);
    await addCounters(pool, { 'writes.jobs': 1 });
    await keepMassJob(pool, { token, holder }, { waitMs: SOONEST_LOOK_MS });
  } catch (error) {
    if (job === null) {
      await putBack(deps, account, { object, token, rows }, error);
      await endMassJob(pool, token);
    } else {
      // Whether it runs, the next look tells.
      await keep(deps, account, { ...place, holder, attempts: 0 }, error);
    }
  }
}

async function look(deps: SendDependencies, held: Held): Promise<void> {
  const { pool, protocol } = deps;
  const { object, token, job, ageMs, holder } = held;
  const account = await deps.account(held.account);
  if (!account) return;
  if (job === null || ageMs > FORGET_AFTER * protocol.unknownWaitMs) return release(deps, token);
  try {
    const end = ageMs > END_AFTER * protocol.unknownWaitMs;
    const outcomes = await (await massOf(deps, account)).outcomes(job, object, { end });
    if (outcomes === null) {
      const waitMs = Math.min(LATEST_LOOK_MS, Math.max(SOONEST_LOOK_MS, ageMs / 2));
      return await keepMassJob(pool, { token, holder }, { waitMs });
    }
    for (let from = 0; from < outcomes.length; from += PART) {
      const part = outcomes.slice(from, from + PART);
      // None of them was tried before.
      const rows = part.map(({ record }) => ({ record, attempts: 1 }));
      await settleWrites(deps, account, { object, token, rows }, part);
    }
    await release(deps, token);
  } catch (error) {
    await keep(deps, account, held, error);
  }
}

/** What is still in the job goes again, and the object is free for the next one. */
async function release({ pool }: SendDependencies, token: string): Promise<void> {
  await withTransaction(pool, async (db) => {
    await releaseWrites(db, token);
    await endMassJob(db, token);
  });
}

/** A job is looked at again later. @throws what is no error of a CRM. */
async function keep(
  deps: SendDependencies,
  account: Account,
  { token, holder, attempts }: Pick<Held, 'token' | 'holder' | 'attempts'>,
  error: unknown,
): Promise<void> {
  const crm = error instanceof CrmError ? error : null;
  const wait = retryWait(attempts + 1, deps.protocol.unknownWaitMs);
  await keepMassJob(
    deps.pool,
    { token, holder },
    { waitMs: Math.max(wait, crm?.waitMs ?? 0), reason: messageOf(error).slice(0, 500) },
  );
  if (crm && (crm.kind === 'reconnect' || crm.kind === 'rights')) await deps.trouble(account, crm);
  else if (!crm) throw error;
}
