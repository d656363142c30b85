import type pg from 'pg';
import { PlumblineError } from '../lib/errors.js';
import { writeAudit } from '../store/audit.js';
import { publishDocument } from '../store/documents.js';
import { markWorkspaceDirty } from '../store/leads.js';
import { dropModelScores, lockPublishing, readStamp, saveModel } from '../store/models.js';
import { type Queryable, withTransaction } from '../store/pool.js';
import type { ModelPlan } from './plan-model.js';

export interface Publisher {
  readonly who: string;
  readonly reason: string;
  /** The earlier version that is put in force again. */
  readonly backTo?: number | null;
}

/** What the audit log calls a publication: going back is none like others. */
export const publishWord = (kind: 'model' | 'mapping', backTo: number | null): string =>
  backTo === null ? `${kind}.publish` : `${kind}.roll-back`;

/**
 * Makes what was planned, inside a transaction that holds `lockPublishing`: the next version with who and
 * why, and every lead marked for scoring in the background. Nobody gets a task for it unless `loudAt`
 * (milliseconds) is given. The present scores of a model that becomes a draft go, its history stays.
 */
export async function enactModel(
  db: Queryable,
  plan: ModelPlan,
  by: Publisher,
  loudAt: number | null,
): Promise<{ readonly version: number; readonly leads: number }> {
  const { workspace, becomes, was, pilot } = plan;
  const { name } = becomes;
  const document = { kind: 'model', name, text: plan.text } as const;
  const { version } = await publishDocument(db, workspace, document, by, pilot);
  await saveModel(db, workspace, becomes);
  const leads = plan.rescores
    ? await markWorkspaceDirty(db, workspace, { loudAt, remap: false })
    : 0;
  if (becomes.state === 'draft') await dropModelScores(db, workspace, name);
  const backTo = by.backTo ?? null;
  await writeAudit(db, workspace, by.who, publishWord('model', backTo), name, {
    before: plan.before?.version ?? null,
    after: version,
    state: becomes.state,
    primary: becomes.primary,
    was: was && { state: was.state, primary: was.primary },
    reason: by.reason,
    quiet: loudAt === null,
    leads,
    ...(pilot && { pilot }),
    ...(backTo !== null && { backTo }),
  });
  return { version, leads };
}

/**
 * Publishes what was planned, in a transaction of its own.
 * @returns how many leads are scored again
 * @throws PlumblineError when something else was published since the plan was made
 */
export async function publishModel(
  pool: pg.Pool,
  plan: ModelPlan,
  by: Publisher,
  loudAt: number | null = null,
): Promise<number> {
  const { workspace } = plan;
  return withTransaction(pool, async (db) => {
    await lockPublishing(db, workspace);
    if ((await readStamp(db, workspace)) !== plan.stamp) {
      throw new PlumblineError(
        'published-meanwhile',
        'Something else was published in the meantime, so nothing was changed. Look at the differences again.',
        { status: 409 },
      );
    }
    return (await enactModel(db, plan, by, loudAt)).leads;
  });
}
