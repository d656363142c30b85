import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { PlumblineError } from '../../lib/errors.js';
import { isAlive } from './process-id.js';

/** The session advisory lock of the one process that serves a data folder. A kill frees it. */
const OWNER_LOCK = 7_586_254_611;
const OWNER = 'plumbline owner';
const GUEST = 'plumbline guest';

/** The server notices a killed owner's closed connection a moment after the kill. */
const PATIENCE_MS = 3_000;
const STEP_MS = 50;

/** The name under which a process stays connected for as long as it uses the database. */
export function sessionName(exclusive: boolean): string {
  return `${exclusive ? OWNER : GUEST} ${process.pid}`;
}

async function tryOwn(session: pg.Client): Promise<boolean> {
  const { rows } = await session.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [
    OWNER_LOCK,
  ]);
  return rows[0]?.got === true;
}

async function ownerProcess(session: pg.Client): Promise<number | undefined> {
  const { rows } = await session.query<{ name: string }>(
    `select a.application_name as name
       from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.granted
        and ((l.classid::bigint << 32) | l.objid::bigint) = $1`,
    [OWNER_LOCK],
  );
  const pid = Number.parseInt(rows[0]?.name.slice(OWNER.length) ?? '', 10);
  return Number.isNaN(pid) ? undefined : pid;
}

/** Makes this session the owner of the data folder, or throws `data-dir-in-use`. */
export async function own(session: pg.Client, dataDir: string): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; !(await tryOwn(session)); await pause(STEP_MS)) {
    const owner = await ownerProcess(session);
    const gone = owner !== undefined && !isAlive(owner);
    if (owner === undefined || (gone && Date.now() < until)) continue;
    throw new PlumblineError(
      'data-dir-in-use',
      `Another Plumbline uses this data folder (process ${owner}): ${dataDir}. Stop it, or give this one a folder of its own in DATA_DIR.`,
    );
  }
}

/** Whether any other process of ours, owner or guest, is connected. */
export async function othersConnected(session: pg.Client): Promise<boolean> {
  const { rows } = await session.query<{ others: boolean }>(
    `select exists (select 1 from pg_stat_activity
       where pid <> pg_backend_pid()
         and (application_name like $1 || ' %' or application_name like $2 || ' %')) as others`,
    [OWNER, GUEST],
  );
  return rows[0]?.others === true;
}
