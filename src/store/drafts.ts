/** Documents that somebody works on. A saved text stands as it is, right or wrong. */
import type pg from 'pg';
import { writeAudit } from './audit.js';
import type { DocumentKind } from './documents.js';
import { type Queryable, withTransaction } from './pool.js';

/** Which document. */
export interface DocumentKey {
  readonly kind: DocumentKind;
  readonly name: string;
}

/** One saved text of a draft. */
export interface DraftRevision extends DocumentKey {
  readonly revision: number;
  /** The published version it was begun from; null for a new document. */
  readonly baseVersion: number | null;
  readonly text: string;
  readonly who: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface DraftSave {
  readonly text: string;
  readonly who: string;
  /** The revision that the text was made from; null begins a draft where there is none. */
  readonly baseRevision: number | null;
  /** Undefined leaves it what it is. */
  readonly baseVersion?: number | null | undefined;
}

/** What is there now; null when the draft has ended. */
export type SaveOutcome =
  | { readonly saved: true; readonly draft: DraftRevision }
  | { readonly saved: false; readonly present: DraftRevision | null };

const COLUMNS = 'kind, name, revision, base_version as "baseVersion", text, who, at';

/** How long saved texts are kept. */
const KEPT = `interval '14 days'`;

interface Row extends DraftRevision {
  readonly ended: 'discarded' | 'published' | null;
}

function open(row: Row | undefined): DraftRevision | null {
  if (!row || row.ended !== null) return null;
  const { ended: _, ...draft } = row;
  return draft;
}

async function lockRow(
  db: Queryable,
  workspace: number,
  key: DocumentKey,
): Promise<Row | undefined> {
  const { rows } = await db.query<Row>(
    `select ${COLUMNS}, ended from drafts where workspace = $1 and kind = $2 and name = $3 for update`,
    [workspace, key.kind, key.name],
  );
  return rows[0];
}

/** The drafts that are worked on, by kind and name. */
export async function listDrafts(db: Queryable, workspace: number): Promise<DraftRevision[]> {
  const { rows } = await db.query(
    `select ${COLUMNS} from drafts where workspace = $1 and ended is null
     order by kind, name collate "C"`,
    [workspace],
  );
  return rows as DraftRevision[];
}

export async function readDraft(
  db: Queryable,
  workspace: number,
  { kind, name }: DocumentKey,
): Promise<DraftRevision | null> {
  const { rows } = await db.query(
    `select ${COLUMNS} from drafts
     where workspace = $1 and kind = $2 and name = $3 and ended is null`,
    [workspace, kind, name],
  );
  return (rows[0] as DraftRevision | undefined) ?? null;
}

/** Who saves again within this time goes on with the same session, milliseconds. */
const SESSION_MS = 1_800_000;

/** Notes a begun draft and each session of somebody's work on it, not each saved text. */
async function noteEditing(
  db: Queryable,
  workspace: number,
  former: DraftRevision | null,
  { kind, name, revision, baseVersion, who, at }: DraftRevision,
): Promise<void> {
  const goesOn = former?.who === who && at - former.at < SESSION_MS;
  if (goesOn) return;
  const what = former === null ? 'draft.begin' : 'draft.edit';
  await writeAudit(db, workspace, who, what, `${kind} ${name}`, { revision, baseVersion });
}

/** Stores the text as the next revision, if the draft is still what it was made from. */
export async function saveDraft(
  pool: pg.Pool,
  workspace: number,
  key: DocumentKey,
  save: DraftSave,
): Promise<SaveOutcome> {
  const { kind, name } = key;
  return withTransaction(pool, async (db) => {
    // Of two who begin at once the second waits here and finds the first one's draft.
    const { rowCount: begun } = await db.query(
      `insert into drafts (workspace, kind, name, revision, base_version, text, who, ended)
       select $1, $2, $3, 0, null, '', '', 'discarded' where $4::int is null on conflict do nothing`,
      [workspace, kind, name, save.baseRevision],
    );
    const row = begun === 1 ? undefined : await lockRow(db, workspace, key);
    const present = open(row);
    if ((present?.revision ?? null) !== save.baseRevision) return { saved: false, present };
    const { rows } = await db.query(
      `with saved as (
         update drafts set revision = revision + 1, base_version = $4, text = $5, who = $6,
           at = clock_timestamp(), ended = null
         where workspace = $1 and kind = $2 and name = $3
         returning workspace, kind, name, revision, base_version, text, who, at),
       kept as (insert into draft_revisions select * from saved)
       select ${COLUMNS} from saved`,
      [
        workspace,
        kind,
        name,
        save.baseVersion ?? present?.baseVersion ?? null,
        save.text,
        save.who,
      ],
    );
    await db.query(
      `delete from draft_revisions
       where workspace = $1 and kind = $2 and name = $3 and at < now() - ${KEPT}`,
      [workspace, kind, name],
    );
    const draft = rows[0] as DraftRevision;
    await noteEditing(db, workspace, present, draft);
    return { saved: true, draft };
  });
}

/**
 * Ends the draft at this revision; its texts stay for some days. To be called in a transaction.
 * @returns false when it is another revision by now, or has ended
 */
export async function endDraft(
  db: Queryable,
  workspace: number,
  { kind, name }: DocumentKey,
  revision: number,
  ended: 'discarded' | 'published',
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update drafts set ended = $5, revision = revision + 1
     where workspace = $1 and kind = $2 and name = $3 and revision = $4 and ended is null`,
    [workspace, kind, name, revision, ended],
  );
  return rowCount === 1;
}

/** Takes a discarded draft up again, as a new revision. @returns null when there is none to take up */
export async function restoreDraft(
  pool: pg.Pool,
  workspace: number,
  key: DocumentKey,
  who: string,
): Promise<DraftRevision | null> {
  const { kind, name } = key;
  return withTransaction(pool, async (db) => {
    const { rows } = await db.query(
      `with saved as (
         update drafts set ended = null, revision = revision + 1, who = $4, at = clock_timestamp()
         where workspace = $1 and kind = $2 and name = $3 and ended = 'discarded' and revision > 0
         returning workspace, kind, name, revision, base_version, text, who, at),
       kept as (insert into draft_revisions select * from saved)
       select ${COLUMNS} from saved`,
      [workspace, kind, name, who],
    );
    const draft = (rows[0] as DraftRevision | undefined) ?? null;
    const revision = draft?.revision;
    if (draft)
      await writeAudit(db, workspace, who, 'draft.restore', `${kind} ${name}`, { revision });
    return draft;
  });
}

/** Saved texts without the texts, the newest first; `before` a revision. */
export async function listRevisions(
  db: Queryable,
  workspace: number,
  { kind, name }: DocumentKey,
  before: number | null,
  limit: number,
): Promise<Omit<DraftRevision, 'text'>[]> {
  const { rows } = await db.query(
    `select kind, name, revision, base_version as "baseVersion", who, at from draft_revisions
     where workspace = $1 and kind = $2 and name = $3 and ($4::int is null or revision < $4)
     order by revision desc limit $5`,
    [workspace, kind, name, before, limit],
  );
  return rows as Omit<DraftRevision, 'text'>[];
}

export async function readRevision(
  db: Queryable,
  workspace: number,
  { kind, name }: DocumentKey,
  revision: number,
): Promise<DraftRevision | null> {
  const { rows } = await db.query(
    `select ${COLUMNS} from draft_revisions
     where workspace = $1 and kind = $2 and name = $3 and revision = $4`,
    [workspace, kind, name, revision],
  );
  return (rows[0] as DraftRevision | undefined) ?? null;
}
