import type pg from 'pg';
import { ensureWorkspace, setWrites, upsertAccount } from '../../src/store/accounts.js';

/** A workspace with one connected account that is loaded and written to. */
export async function makeAccount(
  pool: pg.Pool,
  portal = '1',
): Promise<{ workspace: number; account: number }> {
  const workspace = await ensureWorkspace(pool, 'test');
  const account = await upsertAccount(pool, {
    workspace,
    crm: 'hubspot',
    portal,
    way: 'key',
    name: 'Test',
    appId: null,
    baseUrl: 'http://127.0.0.1:1',
    uiDomain: null,
    timeZone: 'UTC',
    scopes: [],
    stageOrder: [],
    properties: {},
  });
  await setWrites(pool, account, true);
  await pool.query('update accounts set backfilled_at = now() where id = $1', [account]);
  return { workspace, account };
}
