import type pg from 'pg';
import { writeAudit } from '../../../store/audit.js';
import { type Queryable, withTransaction } from '../../../store/pool.js';
import { readRetention, saveRetention } from '../../../store/retention.js';
import { RETENTION_KINDS, type Retention, type retentionApi } from '../contract/retention.js';
import type { Handlers } from '../router.js';
import { isoOrNull } from './page.js';

async function viewOf(db: Queryable, workspace: number) {
  const rows = await readRetention(db, workspace);
  const of = (kind: (typeof RETENTION_KINDS)[number]) => rows.find((row) => row.kind === kind);
  const each = <T>(value: (kind: (typeof RETENTION_KINDS)[number]) => T) =>
    Object.fromEntries(RETENTION_KINDS.map((kind) => [kind, value(kind)])) as Record<
      (typeof RETENTION_KINDS)[number],
      T
    >;
  const days: Retention = each((kind) => of(kind)?.days ?? null);
  return { days, deletedUpTo: each((kind) => isoOrNull(of(kind)?.deletedUpTo ?? null)) };
}

export const retentionRoutes = (services: {
  readonly pool: pg.Pool;
}): Handlers<typeof retentionApi> => ({
  get: async ({ who }) => viewOf(services.pool, who.workspace),
  set: async ({ who, body }) =>
    withTransaction(services.pool, async (db) => {
      const { days: before } = await viewOf(db, who.workspace);
      for (const kind of RETENTION_KINDS) {
        await saveRetention(db, who.workspace, kind, body[kind]);
      }
      const details = { before, after: body };
      await writeAudit(db, who.workspace, who.name, 'retention.set', 'retention', details);
      return viewOf(db, who.workspace);
    }),
});
