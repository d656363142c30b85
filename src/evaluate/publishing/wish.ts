/** What somebody wants to publish, resolved to texts and names. */
import type pg from 'pg';
import { PlumblineError } from '../../lib/errors.js';
import { renameModel } from '../../scoring/rename.js';
import { readDocuments, readVersion, type StoredDocument } from '../../store/documents.js';
import { type DocumentKey, readDraft } from '../../store/drafts.js';
import { type ModelState, readModels } from '../../store/models.js';

export interface PublishWish extends DocumentKey {
  /** A saved draft, or a version that was in force before. */
  readonly source: { readonly revision: number } | { readonly version: number };
  /** Beside what is in force: scored, never written. */
  readonly shadow: boolean;
  /** What a model is to be; null leaves it what it is. */
  readonly as: ModelState | null;
  readonly primary: boolean;
  /** A condition on leads: for them alone; null for everybody. */
  readonly pilot: unknown;
}

export interface ResolvedWish extends DocumentKey {
  readonly text: string;
  /** The draft's, which ends with the publication; null where there is none or it goes on. */
  readonly revision: number | null;
  readonly as: ModelState | null;
  readonly primary: boolean;
  readonly pilot: unknown;
  readonly inForce: StoredDocument | null;
}

/** A live model's shadow has a name of its own. */
export const shadowName = (name: string): string => `${name}-next`;

async function textOf(pool: pg.Pool, workspace: number, wish: PublishWish): Promise<string> {
  const { kind, name, source } = wish;
  if ('version' in source) {
    const text = await readVersion(pool, workspace, wish, source.version);
    if (text !== undefined) return text;
    throw new PlumblineError('no-version', `There is no version ${source.version} of ${name}.`, {
      status: 404,
    });
  }
  const draft = await readDraft(pool, workspace, wish);
  if (!draft) {
    throw new PlumblineError('no-draft', `There is no draft of the ${kind} ${name}.`, {
      status: 404,
    });
  }
  if (draft.revision === source.revision) return draft.text;
  throw new PlumblineError(
    'draft-changed',
    `${draft.who} saved the draft of ${name} in the meantime: look at it first.`,
    { status: 409, details: { revision: draft.revision } },
  );
}

/** @throws PlumblineError when the draft is another by now, or the wish makes no sense */
export async function resolveWish(
  pool: pg.Pool,
  workspace: number,
  wish: PublishWish,
): Promise<ResolvedWish> {
  const { kind, source } = wish;
  const text = await textOf(pool, workspace, wish);
  const documents = await readDocuments(pool, workspace);
  const find = (name: string): StoredDocument | null =>
    documents.find((one) => one.kind === kind && one.name === name) ?? null;
  const revision = 'revision' in source ? source.revision : null;
  if (kind !== 'model' && (wish.shadow || wish.as || wish.primary || wish.pilot != null)) {
    throw new PlumblineError(
      'models-only',
      'Only a model can run as a shadow or for some leads alone.',
      { status: 422 },
    );
  }
  if (!wish.shadow) {
    const { name, as, primary, pilot } = wish;
    return { kind, name, text, revision, as, primary, pilot, inForce: find(name) };
  }
  const stored = (await readModels(pool, workspace)).find(({ name }) => name === wish.name);
  const live = stored?.state === 'live';
  const name = live ? shadowName(wish.name) : wish.name;
  return {
    kind,
    name,
    text: live ? renameModel(text, name) : text,
    // The draft of a live model goes on: it is still to be published.
    revision: live ? null : revision,
    as: 'shadow',
    primary: false,
    pilot: null,
    inForce: find(name),
  };
}
