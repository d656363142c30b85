/** Sealed texts wherever they are stored, to be sealed anew after a change of the secret key. */
import type { Queryable } from './pool.js';

/** The column that is sealed, and what else tells the place that it is sealed for. */
const TABLES = {
  accounts: { column: 'credentials', place: 'crm, portal' },
  apps: { column: 'credentials', place: 'crm, client_id as "clientId"' },
  parked_deliveries: { column: 'sealed', place: `'' as crm` },
  parked_changes: { column: 'sealed', place: `'' as crm` },
} as const;
export type SealedTable = keyof typeof TABLES;

export interface SealedRow {
  /** Where the row stands now; another place when somebody wrote it since. */
  readonly ctid: string;
  readonly sealed: string;
  readonly crm: string;
  readonly portal?: string;
  readonly clientId?: string;
}

/** A page of the texts that do not begin with the present key's prefix, `skip` of them left out. */
export async function readOutdated(
  db: Queryable,
  table: SealedTable,
  prefix: string,
  { skip, limit }: { readonly skip: number; readonly limit: number },
): Promise<SealedRow[]> {
  const { column, place } = TABLES[table];
  const { rows } = await db.query(
    `select ctid::text as ctid, ${column} as sealed, ${place} from ${table}
     where ${column} is not null and not starts_with(${column}, $1)
     order by ${table}.ctid offset $2 limit $3`,
    [prefix, skip, limit],
  );
  return rows as SealedRow[];
}

/** Stores the text sealed anew. @returns false when somebody has written the row meanwhile. */
export async function replaceSealed(
  db: Queryable,
  table: SealedTable,
  row: SealedRow,
  sealed: string,
): Promise<boolean> {
  const { column } = TABLES[table];
  const { rowCount } = await db.query(
    `update ${table} set ${column} = $3 where ctid = $1::tid and ${column} = $2`,
    [row.ctid, row.sealed, sealed],
  );
  return rowCount === 1;
}
