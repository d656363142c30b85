/** Lists of leads that people keep under a name. */
import { PlumblineError } from '../lib/errors.js';
import type { Queryable } from './pool.js';

export interface SavedView {
  readonly id: number;
  readonly name: string;
  /** The list's address after `?`. */
  readonly query: string;
  readonly shared: boolean;
  /** Kind and id of whoever saved it. */
  readonly owner: string;
  /** Milliseconds. */
  readonly savedAt: number;
}

const COLUMNS = `id, name, query ->> 'address' as query, shared, owner, saved_at as "savedAt"`;

/** One's own views and the shared ones, by name. */
export async function listViews(
  db: Queryable,
  workspace: number,
  owner: string,
): Promise<SavedView[]> {
  const { rows } = await db.query(
    `select ${COLUMNS} from saved_views where workspace = $1 and (owner = $2 or shared)
     order by lower(name), id`,
    [workspace, owner],
  );
  return rows as SavedView[];
}

/** One of the same name and owner is replaced. */
export async function saveView(
  db: Queryable,
  workspace: number,
  { name, query, owner }: Pick<SavedView, 'name' | 'query' | 'owner'>,
): Promise<SavedView> {
  const { rows } = await db.query(
    `insert into saved_views (workspace, name, query, owner)
     values ($1, $2, jsonb_build_object('address', $3::text), $4)
     on conflict (workspace, owner, name) do update set query = excluded.query, saved_at = now()
     returning ${COLUMNS}`,
    [workspace, name, query, owner],
  );
  return rows[0] as SavedView;
}

function found(rows: readonly unknown[]): SavedView {
  const [view] = rows;
  if (view) return view as SavedView;
  throw new PlumblineError('no-view', 'There is no such view of yours.', { status: 404 });
}

/** Throws `no-view` (404) unless the owner has it. */
export async function shareView(
  db: Queryable,
  workspace: number,
  owner: string,
  id: number,
  shared: boolean,
): Promise<SavedView> {
  const { rows } = await db.query(
    `update saved_views set shared = $4 where workspace = $1 and owner = $2 and id = $3
     returning ${COLUMNS}`,
    [workspace, owner, id, shared],
  );
  return found(rows);
}

/** Throws `no-view` (404) unless the owner has it. */
export async function removeView(
  db: Queryable,
  workspace: number,
  owner: string,
  id: number,
): Promise<SavedView> {
  const { rows } = await db.query(
    `delete from saved_views where workspace = $1 and owner = $2 and id = $3 returning ${COLUMNS}`,
    [workspace, owner, id],
  );
  return found(rows);
}
