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

/** Times in milliseconds since the epoch. */
export interface AuditRow {
  readonly id: number;
  readonly at: number;
  readonly who: string;
  readonly what: string;
  readonly about: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface AuditSearch {
  readonly who: string | null;
  readonly what: string | null;
  /** Any of these. */
  readonly about: readonly string[] | null;
  readonly from: number | null;
  /** Up to, not including. */
  readonly to: number | null;
  /** Entries before this one; null begins with the newest. */
  readonly before: number | null;
  readonly limit: number;
}

/** Entries of a workspace, newest first. */
export async function searchAudit(
  db: Queryable,
  workspace: number,
  search: AuditSearch,
): Promise<AuditRow[]> {
  const { rows } = await db.query(
    `select id, at, who, what, about, details from audit
     where workspace = $1 and ($2::bigint is null or id < $2)
       and ($3::text is null or who = $3) and ($4::text is null or what = $4)
       and ($5::text[] is null or about = any($5))
       and ($6::bigint is null or at >= ms($6)) and ($7::bigint is null or at < ms($7))
     order by id desc limit $8`,
    [
      workspace,
      search.before,
      search.who,
      search.what,
      search.about,
      search.from,
      search.to,
      search.limit,
    ],
  );
  return rows as AuditRow[];
}

/** The different values of a column, each found by one look into the index. */
export async function auditValues(
  db: Queryable,
  workspace: number,
  column: 'who' | 'what',
  limit: number,
): Promise<string[]> {
  const { rows } = await db.query<{ value: string }>(
    `with recursive different as (
       (select ${column} as value from audit where workspace = $1 order by ${column} limit 1)
       union all
       select (select a.${column} from audit a where a.workspace = $1 and a.${column} > d.value
         order by a.${column} limit 1)
       from different d where d.value is not null)
     select value from different where value is not null limit $2`,
    [workspace, limit],
  );
  return rows.map(({ value }) => value);
}
