import type { Queryable } from './pool.js';

/** An app of the admin's own (or the listed one) at a CRM. */
export interface StoredApp {
  readonly workspace: number;
  readonly crm: string;
  readonly clientId: string;
  readonly kind: 'own-app' | 'listed-app';
  readonly publicUrl: string;
  /** Where people log in to the CRM, where it is not the address of the settings. */
  readonly host: string | null;
  /** Sealed. */
  readonly credentials: string;
}

const COLUMNS = `workspace, crm, client_id as "clientId", kind, public_url as "publicUrl", host, credentials`;

export async function listApps(db: Queryable, crm: string): Promise<StoredApp[]> {
  const { rows } = await db.query(
    `select ${COLUMNS} from apps where crm = $1 order by saved_at desc`,
    [crm],
  );
  return rows as StoredApp[];
}

export async function findApp(
  db: Queryable,
  workspace: number,
  crm: string,
  clientId: string,
): Promise<StoredApp | null> {
  const { rows } = await db.query(
    `select ${COLUMNS} from apps where workspace = $1 and crm = $2 and client_id = $3`,
    [workspace, crm, clientId],
  );
  return (rows[0] as StoredApp | undefined) ?? null;
}

export async function saveApp(db: Queryable, app: StoredApp): Promise<void> {
  await db.query(
    `insert into apps (workspace, crm, client_id, kind, public_url, host, credentials)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (workspace, crm, client_id) do update set kind = excluded.kind,
       public_url = excluded.public_url, host = excluded.host, credentials = excluded.credentials, saved_at = now()`,
    [app.workspace, app.crm, app.clientId, app.kind, app.publicUrl, app.host, app.credentials],
  );
}

export interface InstallState {
  readonly workspace: number;
  readonly hash: string;
  readonly crm: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export async function saveInstallState(db: Queryable, state: InstallState): Promise<void> {
  await db.query(
    `insert into install_states (workspace, hash, crm, client_id, redirect_uri, expires_at)
     values ($1, $2, $3, $4, $5, ms($6))`,
    [state.workspace, state.hash, state.crm, state.clientId, state.redirectUri, state.expiresAt],
  );
}

/** Takes a state out, so that it counts once; expired ones go with it. */
export async function takeInstallState(
  db: Queryable,
  hashes: readonly string[],
  now: number,
): Promise<InstallState | null> {
  const { rows } = await db.query(
    `delete from install_states where hash = any($1::text[]) or expires_at <= ms($2)
     returning workspace, hash, crm, client_id as "clientId", redirect_uri as "redirectUri",
       expires_at as "expiresAt"`,
    [hashes, now],
  );
  const found = (rows as InstallState[]).find((row) => hashes.includes(row.hash));
  return found && found.expiresAt > now ? found : null;
}
