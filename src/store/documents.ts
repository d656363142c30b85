import type { Queryable } from './pool.js';

export type DocumentKind = 'mapping' | 'model' | 'lifecycle' | 'alerts';

/** A version that only the leads of a condition follow. */
export interface Pilot {
  /** A predicate on leads, as documents write it. */
  readonly condition: unknown;
  /** The version that all others follow. */
  readonly otherwise: number;
}

export interface StoredDocument {
  readonly kind: DocumentKind;
  readonly name: string;
  readonly version: number;
  readonly text: string;
  /** Null or absent for everybody; `text` is that of the other version. */
  readonly pilot?: (Pilot & { readonly text: string }) | null;
}

/** A version without its text. */
export interface VersionHead extends Omit<StoredDocument, 'text' | 'pilot'> {
  readonly who: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly reason: string;
  readonly pilot: Pilot | null;
  /** The earlier version that it put in force again; null for one published in the ordinary way. */
  readonly backTo: number | null;
}

const HEAD = `kind, name, version, published_at as at, who, reason,
  case when otherwise is not null
    then jsonb_build_object('condition', pilot, 'otherwise', otherwise) end as pilot,
  (select p.back_to from publications p
    where p.workspace = documents.workspace and p.kind = documents.kind and p.name = documents.name
      and p.version = documents.version and p.state = 'done' limit 1) as "backTo"`;

/** SQL: a stored document `d`, with its pilot where it is one. */
export const STORED = `d.kind, d.name, d.version, d.text,
  case when d.otherwise is not null then jsonb_build_object('condition', d.pilot,
    'otherwise', d.otherwise, 'text', (select o.text from documents o
      where o.workspace = d.workspace and o.kind = d.kind and o.name = d.name
        and o.version = d.otherwise)) end as pilot`;

/** The newest version of every document of a workspace. */
export async function readDocuments(db: Queryable, workspace: number): Promise<StoredDocument[]> {
  const { rows } = await db.query(
    `select distinct on (kind, name) ${STORED} from documents d
     where workspace = $1 order by kind, name, version desc`,
    [workspace],
  );
  return rows as StoredDocument[];
}

/**
 * Remembers what a shipped file says now.
 * @returns whether that is other than at the last start
 */
export async function noteShippedFile(
  db: Queryable,
  workspace: number,
  file: { readonly path: string; readonly text: string },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into shipped_files as f (workspace, path, digest) values ($1, $2, md5($3::text))
     on conflict (workspace, path) do update set digest = excluded.digest
       where f.digest <> excluded.digest`,
    [workspace, file.path, file.text],
  );
  return rowCount === 1;
}

/** The text of one version of a document; undefined when there is no such version. */
export async function readVersion(
  db: Queryable,
  workspace: number,
  { kind, name }: Pick<StoredDocument, 'kind' | 'name'>,
  version: number,
): Promise<string | undefined> {
  const { rows } = await db.query<{ text: string }>(
    'select text from documents where workspace = $1 and kind = $2 and name = $3 and version = $4',
    [workspace, kind, name, version],
  );
  return rows[0]?.text;
}

/**
 * Publishes a text as the next version of a document, unless it is the newest already; for the leads of a
 * pilot alone where one is given.
 * @returns the version in force, and whether this call made it.
 */
export async function publishDocument(
  db: Queryable,
  workspace: number,
  document: { kind: DocumentKind; name: string; text: string },
  by: { who: string; reason: string },
  pilot: Pilot | null = null,
): Promise<{ version: number; isNew: boolean }> {
  const { kind, name, text } = document;
  const { rows } = await db.query<{ version: number; isNew: boolean }>(
    `with newest as (select version, text, pilot, otherwise from documents
       where workspace = $1 and kind = $2 and name = $3 order by version desc limit 1),
     made as (
       insert into documents (workspace, kind, name, version, text, who, reason, pilot, otherwise)
       select $1, $2, $3, coalesce((select version from newest), 0) + 1, $4, $5, $6, $7, $8
       where not exists (select from newest where text = $4
         and pilot is not distinct from $7::jsonb and otherwise is not distinct from $8::int)
       on conflict do nothing returning version)
     select version, true as "isNew" from made
     union all select version, false from newest limit 1`,
    [
      workspace,
      kind,
      name,
      text,
      by.who,
      by.reason,
      pilot === null ? null : JSON.stringify(pilot.condition),
      pilot?.otherwise ?? null,
    ],
  );
  return rows[0] ?? { version: 1, isNew: false };
}

/** Who published the newest version of each document of a workspace, when and why. */
export async function readNewest(db: Queryable, workspace: number): Promise<VersionHead[]> {
  const { rows } = await db.query(
    `select distinct on (kind, name) ${HEAD} from documents
     where workspace = $1 order by kind, name, version desc`,
    [workspace],
  );
  return rows as VersionHead[];
}

/** Versions of one document, the newest first; those below `before`. */
export async function listVersions(
  db: Queryable,
  workspace: number,
  { kind, name }: Pick<StoredDocument, 'kind' | 'name'>,
  before: number | null,
  limit: number,
): Promise<VersionHead[]> {
  const { rows } = await db.query(
    `select ${HEAD} from documents
     where workspace = $1 and kind = $2 and name = $3 and ($4::int is null or version < $4)
     order by version desc limit $5`,
    [workspace, kind, name, before, limit],
  );
  return rows as VersionHead[];
}
