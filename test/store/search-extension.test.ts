import { expect, test } from '@jest/globals';
import { migrate } from '../../src/store/migrate.js';
import { migrations } from '../../src/store/migrations/index.js';
import { openPool } from '../../src/store/pool.js';
import { createTestDatabase } from '../support/database.js';

test('a database user that may not add pg_trgm is told who must, and with it everything goes on', async () => {
  const database = await createTestDatabase({ template: 'template0' });
  const role = `narrow_${database.url.slice(-8)}`;
  await database.pool.query(`create role ${role} login password 'narrow'`);
  const url = new URL(database.url);
  url.username = role;
  url.password = 'narrow';
  const pool = openPool({ connectionString: url.href, max: 2, applicationName: 'narrow' });
  try {
    await database.pool.query(`grant all on schema public to ${role}`);
    await expect(migrate(pool, migrations)).rejects.toThrow(
      /Migration 12 .*administrator run "create extension pg_trgm" in this database, then start again/,
    );
    await database.pool.query('create extension pg_trgm');
    expect(await migrate(pool, migrations)).toContain(12);
  } finally {
    await pool.end();
    await database.pool.query(`drop owned by ${role}`);
    await database.pool.query(`drop role ${role}`);
    await database.drop();
  }
});
