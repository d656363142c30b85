import type { Keyring } from '../lib/crypto.js';
import type { Logger } from '../lib/logger.js';
import type { Queryable } from '../store/pool.js';
import { readOutdated, replaceSealed, type SealedRow, type SealedTable } from '../store/sealed.js';
import { appContext } from './apps.js';
import { accountContext } from './credentials.js';

/** What was set aside for a person to look at is sealed for no place of its own. */
export const PARKED_CONTEXT = ['parked'];

const CONTEXTS: Readonly<Record<SealedTable, (row: SealedRow) => readonly string[]>> = {
  accounts: ({ crm, portal = '' }) => accountContext({ crm, portal }),
  apps: ({ crm, clientId = '' }) => appContext({ crm, clientId }),
  parked_deliveries: () => PARKED_CONTEXT,
  parked_changes: () => PARKED_CONTEXT,
};

const PAGE = 100;

async function resealTable(
  db: Queryable,
  keyring: Keyring,
  table: SealedTable,
): Promise<{ resealed: number; left: number }> {
  let resealed = 0;
  let left = 0;
  for (;;) {
    const rows = await readOutdated(db, table, keyring.prefix, { skip: left, limit: PAGE });
    for (const row of rows) {
      const context = CONTEXTS[table](row);
      let text: string;
      try {
        text = keyring.open(row.sealed, context);
      } catch {
        left += 1;
        continue;
      }
      if (await replaceSealed(db, table, row, keyring.seal(text, context))) resealed += 1;
      else left += 1;
    }
    if (rows.length < PAGE) return { resealed, left };
  }
}

/**
 * Seals with the present secret key what a former one sealed, so that the former can be left out. What no
 * known key opens stays as it is and is told.
 */
export async function resealAll(
  db: Queryable,
  keyring: Keyring,
  log: Pick<Logger, 'info' | 'warn'>,
): Promise<void> {
  for (const table of Object.keys(CONTEXTS) as SealedTable[]) {
    const { resealed, left } = await resealTable(db, keyring, table);
    if (resealed > 0)
      log.info('sealed anew with the present secret key', { table, count: resealed });
    if (left > 0) {
      log.warn('sealed by a key that is neither SECRET_KEY nor in SECRET_KEY_PREVIOUS', {
        table,
        count: left,
      });
    }
  }
}
