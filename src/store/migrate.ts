import { createHash } from 'node:crypto';
import type pg from 'pg';
import { messageOf, PlumblineError } from '../lib/errors.js';

export interface Migration {
  /** Rising from 1; never reused. */
  readonly id: number;
  readonly name: string;
  /** One or more statements, run in one transaction. Never edited once released. */
  readonly sql: string;
}

interface Applied {
  readonly id: number;
  readonly name: string;
  readonly checksum: string;
}

/** Any two processes that migrate the same database agree on this number. */
const LOCK = 7_586_254_610;

function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql.replaceAll('\r\n', '\n')).digest('hex');
}

function refuse(code: string, message: string): never {
  throw new PlumblineError(code, message);
}

function checkOrder(migrations: readonly Migration[]): void {
  for (const [index, migration] of migrations.entries()) {
    const before = migrations[index - 1];
    if (before !== undefined && before.id >= migration.id)
      refuse(
        'migrations-order',
        `Migration ${migration.id} (${migration.name}) stands after ${before.id} (${before.name}): ids must rise.`,
      );
  }
}

/** The migrations still to run; throws when the database and the code disagree about the past. */
export function pendingMigrations(
  migrations: readonly Migration[],
  applied: readonly Applied[],
): readonly Migration[] {
  checkOrder(migrations);
  const known = new Map(migrations.map((migration) => [migration.id, migration]));
  const newest = migrations.at(-1)?.id ?? 0;
  for (const row of applied) {
    const migration = known.get(row.id);
    if (migration === undefined && row.id > newest)
      refuse(
        'database-newer',
        `The database has migration ${row.id} (${row.name}), this Plumbline knows up to ${newest}: a newer version has used it. Start that version, or restore the backup made before the upgrade.`,
      );
    if (migration === undefined)
      refuse(
        'migration-unknown',
        `The database has migration ${row.id} (${row.name}), which this Plumbline does not know. It was made by another build; use that one.`,
      );
    if (checksumOf(migration) !== row.checksum)
      refuse(
        'migration-changed',
        `Migration ${row.id} (${row.name}) was changed after it ran on this database. Put its former text back and write the change as a new migration.`,
      );
  }
  const done = new Set(applied.map((row) => row.id));
  const last = Math.max(0, ...done);
  const pending = migrations.filter((migration) => !done.has(migration.id));
  const late = pending.find((migration) => migration.id < last);
  if (late !== undefined)
    refuse(
      'migration-late',
      `Migration ${late.id} (${late.name}) never ran, but the later ${last} did. Give it an id above ${last}.`,
    );
  return pending;
}

async function runOne(client: pg.PoolClient, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await client.query('insert into schema_migrations (id, name, checksum) values ($1, $2, $3)', [
      migration.id,
      migration.name,
      checksumOf(migration),
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw new PlumblineError(
      'migration-failed',
      `Migration ${migration.id} (${migration.name}) failed and was rolled back: ${messageOf(error)}`,
      { cause: error },
    );
  }
}

/**
 * Brings the database forward to the code, each migration in a transaction of its own, one process
 * at a time. Resolves to the ids that ran. Refuses a database newer than the code, a changed or
 * unknown migration, each with the way out (`PlumblineError`).
 */
export async function migrate(
  pool: pg.Pool,
  migrations: readonly Migration[],
): Promise<readonly number[]> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    try {
      await client.query(`create table if not exists schema_migrations (
        id integer primary key,
        name text not null,
        checksum text not null,
        applied_at timestamptz(3) not null default now()
      )`);
      const { rows } = await client.query<Applied>(
        'select id, name, checksum from schema_migrations order by id',
      );
      const pending = pendingMigrations(migrations, rows);
      for (const migration of pending) await runOne(client, migration);
      return pending.map((migration) => migration.id);
    } finally {
      await client.query('select pg_advisory_unlock($1)', [LOCK]).catch((failure: Error) => {
        broken = failure;
      });
    }
  } finally {
    client.release(broken);
  }
}
