/** Which models a workspace has and what they are for. Their texts stand in the documents. */
import type { Queryable } from './pool.js';

/** `live`: scored and written. `shadow`: scored, never written. `draft`: kept, not scored. */
export type ModelState = 'live' | 'shadow' | 'draft';

export interface StoredModel {
  readonly name: string;
  readonly state: ModelState;
  /** The one live model that drives band, stage, alerts and the main properties. */
  readonly primary: boolean;
}

/** The primary one first, then the other live ones, shadows, drafts; by name among equals. */
export async function readModels(db: Queryable, workspace: number): Promise<StoredModel[]> {
  const { rows } = await db.query(
    `select name, state, is_primary as primary from models where workspace = $1
     order by is_primary desc, array_position(array['live', 'shadow', 'draft'], state), name collate "C"`,
    [workspace],
  );
  return rows as StoredModel[];
}

/** Names of the live models beside the primary one: each has properties of its own in the CRM. */
export function furtherLive(models: readonly StoredModel[]): string[] {
  return models.flatMap(({ name, state, primary }) => (state === 'live' && !primary ? [name] : []));
}

/** Publications of a workspace go one after another until the transaction ends. */
export async function lockPublishing(db: Queryable, workspace: number): Promise<void> {
  await db.query('select 1 from workspaces where id = $1 for no key update', [workspace]);
}

/**
 * Adds a model or changes what it is for. A new primary one sends the former into the shadow; no workspace
 * is left without. To be called under `lockPublishing`.
 */
export async function saveModel(
  db: Queryable,
  workspace: number,
  { name, state, primary }: StoredModel,
): Promise<void> {
  if (primary) {
    await db.query(
      `update models set state = 'shadow', is_primary = false
       where workspace = $1 and is_primary and name <> $2`,
      [workspace, name],
    );
  }
  await db.query(
    `insert into models (workspace, name, state, is_primary) values ($1, $2, $3, $4)
     on conflict (workspace, name) do update set state = excluded.state, is_primary = excluded.is_primary`,
    [workspace, name, state, primary],
  );
}

/** Removes the present scores of a model; its history stays. */
export async function dropModelScores(
  db: Queryable,
  workspace: number,
  model: string,
): Promise<void> {
  await db.query('delete from scores where workspace = $1 and model = $2', [workspace, model]);
}

/** Changes with every publication (a version of a document, a model's state) and every channel newly observed. */
export async function readStamp(db: Queryable, workspace: number): Promise<string> {
  const { rows } = await db.query<{ stamp: string }>(
    `select (select count(*) from documents where workspace = $1) || ' '
       || coalesce((select string_agg(concat_ws(' ', name, state, is_primary), ',' order by name)
         from models where workspace = $1), '')
       || ' ' || (select count(distinct channel) from event_types where workspace = $1) as stamp`,
    [workspace],
  );
  return rows[0]?.stamp ?? '';
}
