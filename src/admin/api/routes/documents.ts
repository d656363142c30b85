import type pg from 'pg';
import { PlumblineError } from '../../../lib/errors.js';
import { diffLines } from '../../../lib/line-diff.js';
import { diffModels } from '../../../scoring/diff.js';
import { loadModel } from '../../../scoring/load.js';
import { renameModel } from '../../../scoring/rename.js';
import { writeAudit } from '../../../store/audit.js';
import {
  listVersions,
  readDocuments,
  readNewest,
  readVersion,
  type VersionHead,
} from '../../../store/documents.js';
import {
  type DocumentKey,
  type DraftRevision,
  endDraft,
  listDrafts,
  listRevisions,
  readDraft,
  readRevision,
  restoreDraft,
  saveDraft,
} from '../../../store/drafts.js';
import { readModels, type StoredModel } from '../../../store/models.js';
import { withTransaction } from '../../../store/pool.js';
import { listScheduled, type Publication } from '../../../store/publications.js';
import {
  type CheckedDocument,
  DOCUMENT_KINDS,
  type DocumentDiff,
  type DocumentSummary,
  type documentsApi,
} from '../contract/documents.js';
import type { Handlers, Identity } from '../router.js';
import {
  draftChanged,
  draftOf,
  headOf,
  momentOf,
  noDocument,
  noDraft,
  versionOf,
} from './document-shapes.js';

export interface DocumentServices {
  readonly pool: pg.Pool;
  check(workspace: number, key: DocumentKey, text: string): Promise<CheckedDocument>;
  readList(path: string): string;
  /** The ready models of the installation. */
  ready(): readonly { readonly name: string; readonly text: string }[];
}

interface Known {
  readonly newest: readonly VersionHead[];
  readonly drafts: readonly DraftRevision[];
  readonly models: readonly StoredModel[];
  readonly scheduled: readonly Publication[];
}

function documentOf(key: DocumentKey, known: Known): DocumentSummary | null {
  const own = <T extends DocumentKey>(list: readonly T[]): T | undefined =>
    list.find((one) => one.kind === key.kind && one.name === key.name);
  const [newest, draft, scheduled] = [own(known.newest), own(known.drafts), own(known.scheduled)];
  if (!newest && !draft) return null;
  const model = key.kind === 'model' ? known.models.find(({ name }) => name === key.name) : null;
  return {
    kind: key.kind as DocumentSummary['kind'],
    name: key.name,
    state: !newest ? 'draft' : model === null ? 'live' : (model?.state ?? 'draft'),
    primary: model?.primary ?? false,
    inForce: newest ? versionOf(newest, newest.version) : null,
    draft: draft ? headOf(draft) : null,
    scheduledFor: scheduled ? momentOf(scheduled.dueAt) : null,
  };
}

const isKind = ({ kind }: DocumentKey): boolean =>
  (DOCUMENT_KINDS as readonly string[]).includes(kind);

export function documentRoutes(services: DocumentServices): Handlers<typeof documentsApi> {
  const { pool } = services;

  const known = async (workspace: number): Promise<Known> => ({
    newest: (await readNewest(pool, workspace)).filter(isKind),
    drafts: (await listDrafts(pool, workspace)).filter(isKind),
    models: await readModels(pool, workspace),
    scheduled: await listScheduled(pool, workspace),
  });
  const newestOf = async (workspace: number, key: DocumentKey) =>
    (await readDocuments(pool, workspace)).find(
      (one) => one.kind === key.kind && one.name === key.name,
    );
  const versionText = async (workspace: number, key: DocumentKey, version: number) => {
    const text = await readVersion(pool, workspace, key, version);
    if (text === undefined) {
      throw new PlumblineError(
        'no-version',
        `There is no version ${version} of the ${key.kind} ${key.name}.`,
        { status: 404 },
      );
    }
    return text;
  };
  const checked = async (workspace: number, key: DocumentKey, draft: DraftRevision) => ({
    draft: draftOf(draft),
    checked: await services.check(workspace, key, draft.text),
  });
  const save = async (
    who: Identity,
    key: DocumentKey,
    wish: { text: string; baseRevision: number | null; baseVersion?: number | null | undefined },
  ) => {
    const begins = wish.baseRevision === null && wish.baseVersion === undefined;
    const baseVersion = begins
      ? ((await newestOf(who.workspace, key))?.version ?? null)
      : wish.baseVersion;
    const save = { ...wish, baseVersion, who: who.name };
    const outcome = await saveDraft(pool, who.workspace, key, save);
    if (!outcome.saved) throw draftChanged(key, outcome.present);
    return checked(who.workspace, key, outcome.draft);
  };
  /** One side of a comparison. */
  const sideText = async (
    workspace: number,
    key: DocumentKey,
    side: 'draft' | 'force' | number,
  ) => {
    if (typeof side === 'number') return versionText(workspace, key, side);
    if (side === 'force') {
      // Of a document that is not published yet everything is new.
      const newest = await newestOf(workspace, key);
      if (newest) return newest.text;
      if (await readDraft(pool, workspace, key)) return '';
      throw noDocument(key);
    }
    const draft = await readDraft(pool, workspace, key);
    if (!draft) throw noDraft(key);
    return draft.text;
  };
  const words = ({ kind, name }: DocumentKey, before: string, after: string) => {
    if (kind !== 'model' || before === '') return null;
    try {
      const load = (text: string) =>
        loadModel(text, `${name}.yaml`, { readList: services.readList }).model;
      return diffModels(load(before), load(after)) as NonNullable<DocumentDiff['words']>;
    } catch {
      // A draft may not be a model yet: then the lines alone say what changed.
      return null;
    }
  };

  return {
    list: async ({ who, query }) => {
      const found = await known(who.workspace);
      const keys = new Map<string, DocumentKey>();
      for (const { kind, name } of [...found.newest, ...found.drafts]) {
        if (query.kind === undefined || kind === query.kind) {
          keys.set(`${kind}/${name}`, { kind, name });
        }
      }
      const items = [...keys.values()].flatMap((key) => documentOf(key, found) ?? []);
      return {
        items: items.sort((a, b) => (`${a.kind}/${a.name}` < `${b.kind}/${b.name}` ? -1 : 1)),
      };
    },
    read: async ({ who, params }) => {
      const found = await known(who.workspace);
      const document = documentOf(params, found);
      if (!document) throw noDocument(params);
      const draft = await readDraft(pool, who.workspace, params);
      const text = (await newestOf(who.workspace, params))?.text ?? null;
      return { ...document, text, draft: draft && draftOf(draft) };
    },
    versions: async ({ who, params, query }) => {
      const before = query.cursor === undefined ? null : Number(query.cursor) || 0;
      const heads = await listVersions(pool, who.workspace, params, before, query.limit + 1);
      const newest = (await newestOf(who.workspace, params))?.version ?? 0;
      const items = heads.slice(0, query.limit).map((head) => versionOf(head, newest));
      const more = heads.length > query.limit;
      return { items, next: more ? String(items.at(-1)?.version) : null };
    },
    version: async ({ who, params }) => {
      const text = await versionText(who.workspace, params, params.version);
      const [head] = await listVersions(pool, who.workspace, params, params.version + 1, 1);
      const newest = (await newestOf(who.workspace, params))?.version ?? 0;
      if (!head) throw noDocument(params);
      return { ...versionOf(head, newest), text };
    },
    diff: async ({ who, params, query }) => {
      const before = await sideText(who.workspace, params, query.from);
      const after = await sideText(who.workspace, params, query.to);
      return { lines: diffLines(before, after), words: words(params, before, after) };
    },
    check: async ({ who, params, body }) => services.check(who.workspace, params, body.text),
    draft: async ({ who, params }) => {
      const draft = await readDraft(pool, who.workspace, params);
      if (!draft) throw noDraft(params);
      return checked(who.workspace, params, draft);
    },
    save: async ({ who, params, body }) => save(who, params, body),
    begin: async ({ who, params, body }) => {
      const { workspace } = who;
      if ('version' in body) {
        const text = await versionText(workspace, params, body.version);
        return save(who, params, { text, baseRevision: null });
      }
      const origin =
        'document' in body
          ? await newestOf(workspace, { kind: params.kind, name: body.document })
          : services.ready().find(({ name }) => name === body.ready);
      if (!origin || ('ready' in body && params.kind !== 'model')) {
        throw noDocument({ kind: params.kind, name: 'ready' in body ? body.ready : body.document });
      }
      const text = params.kind === 'model' ? renameModel(origin.text, params.name) : origin.text;
      return save(who, params, { text, baseRevision: null });
    },
    discard: async ({ who, params, query }) => {
      const { workspace } = who;
      const ended = await withTransaction(pool, async (db) => {
        if (!(await endDraft(db, workspace, params, query.revision, 'discarded'))) return false;
        await writeAudit(
          db,
          workspace,
          who.name,
          'draft.discard',
          `${params.kind} ${params.name}`,
          {
            revision: query.revision,
          },
        );
        return true;
      });
      if (!ended) throw draftChanged(params, await readDraft(pool, workspace, params));
      return undefined;
    },
    restore: async ({ who, params }) => {
      const draft = await restoreDraft(pool, who.workspace, params, who.name);
      if (!draft) throw noDraft(params);
      return checked(who.workspace, params, draft);
    },
    revisions: async ({ who, params, query }) => {
      const before = query.cursor === undefined ? null : Number(query.cursor) || 0;
      const list = await listRevisions(pool, who.workspace, params, before, query.limit + 1);
      const items = list.slice(0, query.limit).map(headOf);
      const more = list.length > query.limit;
      return { items, next: more ? String(items.at(-1)?.revision) : null };
    },
    revision: async ({ who, params }) => {
      const found = await readRevision(pool, who.workspace, params, params.revision);
      if (!found) throw noDraft(params);
      return draftOf(found);
    },
    ready: async () => ({
      items: services.ready().map(({ name, text }) => ({
        name,
        description: loadModel(text, name, { readList: services.readList }).model.description ?? '',
      })),
    }),
  };
}
