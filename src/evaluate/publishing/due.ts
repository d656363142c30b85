import type pg from 'pg';
import { messageOf } from '../../lib/errors.js';
import type { Logger } from '../../lib/logger.js';
import { writeAudit } from '../../store/audit.js';
import { isPassing, withTransaction } from '../../store/pool.js';
import { claimPublication, endPublication } from '../../store/publications.js';
import { type EnactDependencies, type Enacted, enactPublication } from './enact.js';

export interface DueDependencies extends EnactDependencies {
  readonly pool: pg.Pool;
  readonly log: Logger;
}

/**
 * Publishes what was scheduled and is due, one after another, each exactly once however many processes
 * look. What cannot be published any more is noted with its reason and left.
 */
export async function publishDue(deps: DueDependencies): Promise<Enacted[]> {
  const { pool } = deps;
  const all: Enacted[] = [];
  for (;;) {
    let claimed: Awaited<ReturnType<typeof claimPublication>> = null;
    try {
      const enacted = await withTransaction(pool, async (db) => {
        claimed = await claimPublication(db, { dueAt: deps.clock() });
        return claimed ? enactPublication(deps, db, claimed) : null;
      });
      if (!enacted) return all;
      all.push(enacted);
    } catch (error) {
      const held = claimed as Awaited<ReturnType<typeof claimPublication>>;
      if (!held || isPassing(error)) throw error;
      const problem = messageOf(error).slice(0, 2_000);
      deps.log.warn('scheduled publication failed', { name: held.name, reason: problem });
      await withTransaction(pool, async (db) => {
        const { workspace, id, name, who } = held;
        if (!(await endPublication(db, workspace, id, { state: 'failed', problem }))) return;
        await writeAudit(db, workspace, who, `${held.kind}.publish-failed`, name, { problem });
      });
    }
  }
}
