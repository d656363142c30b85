import type pg from 'pg';
import { isPassing, type Queryable, withTransaction } from './pool.js';

export interface Batch<Row> {
  /** Claims up to `limit` rows and reads what all of them need; what fails here is no row's fault. */
  claim(db: Queryable, limit: number): Promise<readonly Row[]>;
  work(db: Queryable, rows: readonly Row[]): Promise<void>;
  /** Puts the one row that cannot be worked on aside, with the reason. */
  setAside(db: Queryable, row: Row, error: unknown): Promise<void>;
}

/**
 * Works on a batch in the transaction that claimed it. A batch that fails is halved until the bad row
 * stands alone. That one is put aside in the same transaction: between two, another worker could take
 * it, and an innocent row would be put aside in its place.
 * @returns how many rows were claimed; 0 means there are none. Throws when the database is the reason.
 */
export async function workInHalves<Row>(
  pool: pg.Pool,
  limit: number,
  batch: Batch<Row>,
): Promise<number> {
  for (let most = limit; ; ) {
    let claimed = 0;
    try {
      return await withTransaction(pool, async (db) => {
        claimed = 0;
        const rows = await batch.claim(db, most);
        claimed = rows.length;
        const [only] = rows;
        if (only === undefined) return 0;
        if (rows.length === 1) await workAlone(db, batch, only);
        else await batch.work(db, rows);
        return rows.length;
      });
    } catch (error) {
      if (claimed <= 1 || isPassing(error)) throw error;
      most = Math.floor(claimed / 2);
    }
  }
}

async function workAlone<Row>(db: Queryable, batch: Batch<Row>, row: Row): Promise<void> {
  await db.query('savepoint alone');
  try {
    await batch.work(db, [row]);
  } catch (error) {
    if (isPassing(error)) throw error;
    await db.query('rollback to savepoint alone');
    await batch.setAside(db, row, error);
  }
}
