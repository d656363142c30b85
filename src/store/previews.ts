/**
 * Previews as they are stored. The process that runs one renews its lease, by the clock of the database;
 * once the lease is over the preview has ended with its process, and nothing more is stored of it.
 */
import type { Queryable } from './pool.js';

export interface PreviewKey {
  readonly workspace: number;
  readonly id: string;
}

/** `W`, `L` and `F`: its wish, what was looked at beforehand, and its figures, as JSON keeps them. */
export interface StoredPreview<W, L, F> {
  readonly id: string;
  readonly who: string;
  readonly wish: W;
  readonly looked: L;
  /** `lapsed`: ended with its process. */
  readonly state: 'running' | 'done' | 'cancelled' | 'failed' | 'lapsed';
  readonly done: number;
  readonly of: number;
  readonly figures: F | null;
  readonly problem: string | null;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/** For so long after their end results are kept. */
const KEPT = `interval '1 hour'`;
/** Finished ones of a workspace beyond this many go, the oldest first. */
const MOST = 8;

const LAPSED = `state = 'running' and lease <= clock_timestamp()`;
const HELD = `workspace = $1 and id = $2 and state = 'running' and lease > clock_timestamp()`;

const SELECT = `select id, who, wish, looked, case when ${LAPSED} then 'lapsed' else state end as state,
  done, "of", figures, problem, started_at as "startedAt",
  case when ${LAPSED} then lease else ended_at end as "endedAt"
  from previews where workspace = $1 and coalesce(ended_at, lease) > clock_timestamp() - ${KEPT}`;

/** Begins one, held for `leaseMs`. @returns false while another one of the workspace runs */
export async function insertPreview(
  db: Queryable,
  { workspace, id }: PreviewKey,
  one: { readonly who: string; readonly wish: object; readonly looked: object },
  leaseMs: number,
): Promise<boolean> {
  await db.query(
    `update previews set state = 'lapsed', ended_at = lease where workspace = $1 and ${LAPSED}`,
    [workspace],
  );
  const { rowCount } = await db.query(
    `insert into previews (workspace, id, who, wish, looked, lease)
     values ($1, $2, $3, $4, $5, clock_timestamp() + $6 * interval '1 ms')
     on conflict (workspace) where state = 'running' do nothing`,
    [workspace, id, one.who, JSON.stringify(one.wish), JSON.stringify(one.looked), leaseMs],
  );
  return rowCount === 1;
}

/** Those of a workspace, the first begun first. */
export async function listPreviews<W, L, F>(
  db: Queryable,
  workspace: number,
): Promise<StoredPreview<W, L, F>[]> {
  const { rows } = await db.query(`${SELECT} order by started_at, id`, [workspace]);
  return rows as StoredPreview<W, L, F>[];
}

export async function findPreview<W, L, F>(
  db: Queryable,
  { workspace, id }: PreviewKey,
): Promise<StoredPreview<W, L, F> | null> {
  const { rows } = await db.query(`${SELECT} and id = $2`, [workspace, id]);
  return (rows[0] as StoredPreview<W, L, F> | undefined) ?? null;
}

/** The packed list of who moves; null when there is none, or no longer. */
export async function readMovers(
  db: Queryable,
  { workspace, id }: PreviewKey,
): Promise<Buffer | null> {
  const { rows } = await db.query<{ movers: Buffer | null }>(
    'select movers from previews where workspace = $1 and id = $2',
    [workspace, id],
  );
  return rows[0]?.movers ?? null;
}

/**
 * Notes how far it is and holds it for another `leaseMs`; figures left out stay. @returns false when it is
 * to end: it was cancelled, or its lease is over
 */
export async function holdPreview(
  db: Queryable,
  { workspace, id }: PreviewKey,
  progress: { readonly done: number; readonly of: number; readonly figures: object | null },
  leaseMs: number,
): Promise<boolean> {
  const { done, of, figures } = progress;
  const { rowCount } = await db.query(
    `update previews set done = $3, "of" = $4, figures = coalesce($5::json, figures),
       lease = clock_timestamp() + $6 * interval '1 ms' where ${HELD}`,
    [workspace, id, done, of, figures && JSON.stringify(figures), leaseMs],
  );
  return rowCount === 1;
}

/** Ends a held one. @returns false when it had ended before */
export async function endPreview(
  db: Queryable,
  { workspace, id }: PreviewKey,
  end:
    | {
        readonly state: 'done';
        readonly looked: number;
        readonly figures: object;
        readonly movers: Buffer;
      }
    | { readonly state: 'failed'; readonly problem: string }
    | { readonly state: 'cancelled' },
): Promise<boolean> {
  const done = end.state === 'done' ? end : null;
  const { rowCount } = await db.query(
    `update previews set state = $3, ended_at = clock_timestamp(), problem = $4,
       figures = coalesce($5::json, figures), movers = $6,
       done = coalesce($7, done), "of" = coalesce($7, "of") where ${HELD}`,
    [
      workspace,
      id,
      end.state,
      end.state === 'failed' ? end.problem : null,
      done && JSON.stringify(done.figures),
      done?.movers ?? null,
      done?.looked ?? null,
    ],
  );
  return rowCount === 1;
}

/** Removes what ended long ago, and what a workspace has too many of. */
export async function prunePreviews(db: Queryable): Promise<void> {
  await db.query(
    `delete from previews p using (
       select workspace, id, coalesce(ended_at, lease) as ended,
         row_number() over (partition by workspace order by started_at desc, id) as place
       from previews where ended_at is not null or lease <= clock_timestamp()) o
     where p.workspace = o.workspace and p.id = o.id
       and (o.place > $1 or o.ended < clock_timestamp() - ${KEPT})`,
    [MOST],
  );
}
