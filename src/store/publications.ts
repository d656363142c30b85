/** What was published or is to be: when, how, by whom, and what came of it. */
import type { DocumentKind } from './documents.js';
import type { DocumentKey } from './drafts.js';
import type { ModelState } from './models.js';
import type { Queryable } from './pool.js';

/** What is asked for. */
export interface NewPublication extends DocumentKey {
  readonly text: string;
  /** The saved draft it is; null for an earlier version that is published again. */
  readonly revision: number | null;
  /** The earlier version that is put in force again; null for what is published in the ordinary way. */
  readonly backTo: number | null;
  /** The version in force when it was asked for; null when there was none. */
  readonly expects: number | null;
  /** Tasks for what it finds, or none. */
  readonly loud: boolean;
  /** What a model is to be; null leaves it what it is. */
  readonly as: ModelState | null;
  readonly primary: boolean;
  /** A condition on leads: for them alone; null for everybody. */
  readonly pilot: unknown;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  readonly who: string;
  readonly reason: string;
}

export interface Publication extends Omit<NewPublication, 'text'> {
  readonly id: number;
  readonly kind: DocumentKind;
  readonly state: 'scheduled' | 'done' | 'failed' | 'cancelled';
  readonly askedAt: number;
  readonly version: number | null;
  readonly formerVersion: number | null;
  /** How many leads were scored again. */
  readonly leads: number | null;
  readonly endedAt: number | null;
  readonly problem: string | null;
}

const COLUMNS = `id, kind, name, revision, back_to as "backTo", expects, loud, as_state as "as", as_primary as "primary", pilot,
  state, due_at as "dueAt", who, reason, asked_at as "askedAt", version,
  former_version as "formerVersion", leads, ended_at as "endedAt", problem`;

/** @returns its id; null when another publication of the document is scheduled already */
export async function insertPublication(
  db: Queryable,
  workspace: number,
  one: NewPublication,
): Promise<number | null> {
  const { rows } = await db.query<{ id: number }>(
    `insert into publications (workspace, kind, name, text, revision, expects, loud, as_state,
       as_primary, pilot, due_at, who, reason, back_to)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, ms($11), $12, $13, $14)
     on conflict (workspace, kind, name) where state = 'scheduled' do nothing returning id`,
    [
      workspace,
      one.kind,
      one.name,
      one.text,
      one.revision,
      one.expects,
      one.loud,
      one.as,
      one.primary,
      one.pilot === null ? null : JSON.stringify(one.pilot),
      one.dueAt,
      one.who,
      one.reason,
      one.backTo,
    ],
  );
  return rows[0]?.id ?? null;
}

export async function listScheduled(db: Queryable, workspace: number): Promise<Publication[]> {
  const { rows } = await db.query(
    `select ${COLUMNS} from publications where workspace = $1 and state = 'scheduled'
     order by due_at, id`,
    [workspace],
  );
  return rows as Publication[];
}

/** Publications, the newest first; of one document where `key` is given, those before an id. */
export async function listPublications(
  db: Queryable,
  workspace: number,
  key: DocumentKey | null,
  before: number | null,
  limit: number,
): Promise<Publication[]> {
  const { rows } = await db.query(
    `select ${COLUMNS} from publications where workspace = $1
       and ($2::text is null or (kind = $2 and name = $3)) and ($4::bigint is null or id < $4)
     order by id desc limit $5`,
    [workspace, key?.kind ?? null, key?.name ?? null, before, limit],
  );
  return rows as Publication[];
}

export async function findPublication(
  db: Queryable,
  workspace: number,
  id: number,
): Promise<Publication | null> {
  const { rows } = await db.query(
    `select ${COLUMNS} from publications where workspace = $1 and id = $2`,
    [workspace, id],
  );
  return (rows[0] as Publication | undefined) ?? null;
}

export interface ClaimedPublication extends Publication {
  readonly workspace: number;
  readonly text: string;
}

/**
 * Locks one scheduled publication until the transaction ends: the first that is due, or the one named.
 * What another process holds is passed over, so that each is done once.
 */
export async function claimPublication(
  db: Queryable,
  wanted: { readonly dueAt: number } | { readonly workspace: number; readonly id: number },
): Promise<ClaimedPublication | null> {
  const due = 'dueAt' in wanted;
  const { rows } = await db.query(
    `select workspace, text, ${COLUMNS} from publications where state = 'scheduled'
       and ${due ? 'due_at <= ms($1)' : 'workspace = $1 and id = $2'}
     order by due_at, id limit 1 for update skip locked`,
    due ? [wanted.dueAt] : [wanted.workspace, wanted.id],
  );
  return (rows[0] as ClaimedPublication | undefined) ?? null;
}

export interface PublicationOutcome {
  readonly state: 'done' | 'failed' | 'cancelled';
  readonly version?: number;
  readonly formerVersion?: number | null;
  readonly leads?: number;
  readonly problem?: string;
}

/** Notes what came of a scheduled publication. @returns false when something came of it before */
export async function endPublication(
  db: Queryable,
  workspace: number,
  id: number,
  outcome: PublicationOutcome,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update publications set state = $3, version = $4, former_version = $5, leads = $6, problem = $7,
       ended_at = clock_timestamp()
     where workspace = $1 and id = $2 and state = 'scheduled'`,
    [
      workspace,
      id,
      outcome.state,
      outcome.version ?? null,
      outcome.formerVersion ?? null,
      outcome.leads ?? null,
      outcome.problem ?? null,
    ],
  );
  return rowCount === 1;
}

/** What is still to be done in a workspace, whatever it came from. */
export interface Waiting {
  readonly leads: number;
  readonly writes: number;
  readonly tasks: number;
}

export async function readWaiting(db: Queryable, workspace: number): Promise<Waiting> {
  const { rows } = await db.query(
    `select
       (select count(*) from lead_work where workspace = $1 and dirty_seq > scored_seq) as leads,
       (select count(*) from desired where workspace = $1 and state in ('pending', 'sending')) as writes,
       (select count(*) from alerts where workspace = $1
          and state in ('planned', 'sending', 'unknown')) as tasks`,
    [workspace],
  );
  return rows[0] as Waiting;
}
