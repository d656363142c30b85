import type { Queryable } from './pool.js';

/** Keeps the fact, never the person: `details` holds no personal data. */
export async function writeAudit(
  db: Queryable,
  workspace: number,
  who: string,
  what: string,
  about: string,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await db.query(
    'insert into audit (workspace, who, what, about, details) values ($1, $2, $3, $4, $5)',
    [workspace, who, what, about, JSON.stringify(details)],
  );
}
