/** Documents of a workspace: what is in force, what was, and the drafts that people work on. */
import { z } from 'zod';
import { endpoint, moment, pageOf, paging } from './endpoint.js';

/** Kinds that can be worked on here. */
export const DOCUMENT_KINDS = ['mapping', 'model'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

const TEXT_MAX = 500_000;
/** Of a model what it calls itself, of a mapping its CRM. */
const name = z.string().regex(/^[A-Za-z0-9][\w.-]{0,63}$/);
const text = z.string().max(TEXT_MAX);
const revision = z.number().int().min(1);
const version = z.number().int().min(1);
const params = { kind: z.enum(DOCUMENT_KINDS), name };

export const documentProblemSchema = z.object({
  /** From 1. */
  line: z.number().int(),
  column: z.number().int(),
  path: z.string(),
  message: z.string(),
  suggestion: z.string().optional(),
});
export type DocumentProblem = z.infer<typeof documentProblemSchema>;

export const checkedSchema = z.object({
  /** Each keeps the document from being published. */
  problems: z.array(documentProblemSchema).readonly(),
  warnings: z.array(documentProblemSchema).readonly(),
});
export type CheckedDocument = z.infer<typeof checkedSchema>;

const draftHead = z.object({
  revision,
  /** The published version it was begun from; null for a new document. */
  baseVersion: version.nullable(),
  who: z.string(),
  at: moment,
});
export const draftSchema = draftHead.extend({ text });
export type Draft = z.infer<typeof draftSchema>;

const checkedDraft = z.object({ draft: draftSchema, checked: checkedSchema });

const versionHead = z.object({
  version,
  who: z.string(),
  at: moment,
  reason: z.string(),
  inForce: z.boolean(),
  /** Only leads of a condition follow it; the others follow the version named. */
  pilot: z.object({ condition: z.unknown(), otherwise: version }).nullable(),
  /** The earlier version that it put in force again; null for one published in the ordinary way. */
  backTo: version.nullable(),
});
export type DocumentVersion = z.infer<typeof versionHead>;

export const documentSchema = z.object({
  kind: z.enum(DOCUMENT_KINDS),
  name: z.string(),
  /** `draft`: nothing of it is in force. */
  state: z.enum(['live', 'shadow', 'draft']),
  /** Of models: the one that drives the stage. */
  primary: z.boolean(),
  inForce: versionHead.nullable(),
  draft: draftHead.nullable(),
  scheduledFor: moment.nullable(),
});
export type DocumentSummary = z.infer<typeof documentSchema>;

const sideSchema = z.union([
  z.literal('draft'),
  z.literal('force'),
  z.coerce.number().int().min(1),
]);

export const diffSchema = z.object({
  lines: z.array(
    z.object({
      kind: z.enum(['same', 'removed', 'added']),
      before: z.number().int().nullable(),
      after: z.number().int().nullable(),
      text: z.string(),
    }),
  ),
  /** Of models that can be read on both sides: what changed, one sentence each. */
  words: z
    .array(
      z.object({
        part: z.string(),
        id: z.string().nullable(),
        kind: z.string(),
        words: z.string(),
      }),
    )
    .nullable(),
});
export type DocumentDiff = z.infer<typeof diffSchema>;

export const documentsApi = {
  list: endpoint({
    method: 'get',
    path: '/documents',
    access: 'viewer',
    summary: 'Lists mappings and models, with what is in force and what is worked on.',
    query: { kind: z.enum(DOCUMENT_KINDS).optional() },
    answer: z.object({ items: z.array(documentSchema) }),
  }),
  read: endpoint({
    method: 'get',
    path: '/documents/:kind/:name',
    access: 'viewer',
    summary: 'Reads one document: the text in force and the draft.',
    params,
    answer: documentSchema.extend({ text: text.nullable(), draft: draftSchema.nullable() }),
  }),
  versions: endpoint({
    method: 'get',
    path: '/documents/:kind/:name/versions',
    access: 'viewer',
    summary: 'Lists the published versions, newest first.',
    params,
    query: paging,
    answer: pageOf(versionHead),
  }),
  version: endpoint({
    method: 'get',
    path: '/documents/:kind/:name/versions/:version',
    access: 'viewer',
    summary: 'Reads one published version.',
    params: { ...params, version: z.coerce.number().int().min(1) },
    answer: versionHead.extend({ text }),
  }),
  diff: endpoint({
    method: 'get',
    path: '/documents/:kind/:name/diff',
    access: 'viewer',
    summary: 'Compares two texts of a document: versions by number, `force` or `draft`.',
    params,
    query: { from: sideSchema, to: sideSchema },
    answer: diffSchema,
  }),
  check: endpoint({
    method: 'post',
    path: '/documents/:kind/:name/check',
    access: 'editor',
    summary: 'Checks a text without saving it.',
    params,
    body: z.strictObject({ text }),
    answer: checkedSchema,
  }),
  draft: endpoint({
    method: 'get',
    path: '/documents/:kind/:name/draft',
    access: 'viewer',
    summary: 'Reads the draft with what speaks against publishing it.',
    params,
    answer: checkedDraft,
  }),
  save: endpoint({
    method: 'put',
    path: '/documents/:kind/:name/draft',
    access: 'editor',
    summary:
      'Saves the draft as it is. 409 `draft-changed` with the present draft when another was saved since.',
    params,
    body: z.strictObject({
      text,
      /** The revision that the text was made from; null begins a draft where there is none. */
      baseRevision: revision.nullable(),
      /** Left out it stays; of a new draft it is the version in force. */
      baseVersion: version.nullable().optional(),
    }),
    answer: checkedDraft,
  }),
  begin: endpoint({
    method: 'post',
    path: '/documents/:kind/:name/draft',
    access: 'editor',
    summary: 'Begins a draft from a published version, another document or a ready model.',
    params,
    body: z.union([
      z.strictObject({ version }),
      z.strictObject({ document: name }),
      z.strictObject({ ready: name }),
    ]),
    answer: checkedDraft,
    status: 201,
  }),
  discard: endpoint({
    method: 'delete',
    path: '/documents/:kind/:name/draft',
    access: 'editor',
    summary: 'Discards the draft; `restore` takes it up again.',
    params,
    query: { revision: z.coerce.number().int().min(1) },
    answer: z.undefined(),
    status: 204,
  }),
  restore: endpoint({
    method: 'post',
    path: '/documents/:kind/:name/draft/restore',
    access: 'editor',
    summary: 'Takes a discarded draft up again.',
    params,
    answer: checkedDraft,
  }),
  revisions: endpoint({
    method: 'get',
    path: '/documents/:kind/:name/draft/revisions',
    access: 'viewer',
    summary: 'Lists the saved texts of the last 14 days, newest first.',
    params,
    query: paging,
    answer: pageOf(draftHead),
  }),
  revision: endpoint({
    method: 'get',
    path: '/documents/:kind/:name/draft/revisions/:revision',
    access: 'viewer',
    summary: 'Reads one saved text.',
    params: { ...params, revision: z.coerce.number().int().min(1) },
    answer: draftSchema,
  }),
  ready: endpoint({
    method: 'get',
    path: '/ready-models',
    access: 'viewer',
    summary: 'Lists the ready models that a draft can begin from.',
    answer: z.object({ items: z.array(z.object({ name: z.string(), description: z.string() })) }),
  }),
};
