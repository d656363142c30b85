import type { Response } from 'express';
import type pg from 'pg';
import type { MoverFilter, NamedMover } from '../../../evaluate/preview/mover-lists.js';
import type { Publishing } from '../../../evaluate/publishing/publishing.js';
import type { PublishWish } from '../../../evaluate/publishing/wish.js';
import { PlumblineError } from '../../../lib/errors.js';
import { readTeams } from '../../../store/owners.js';
import { findPublication, listPublications, readWaiting } from '../../../store/publications.js';
import type { previewsApi } from '../contract/previews.js';
import type { Handlers } from '../router.js';
import { csvCell } from './lead-export.js';
import { previewOf, publicationOf } from './preview-shapes.js';

export interface PreviewServices {
  readonly pool: pg.Pool;
  readonly publishing: Publishing;
}

/** Leads of an export read at once. */
const PAGE = 500;

const SIDES = ['total', 'grade', 'band', 'stage'] as const;
const COLUMNS = [
  'lead',
  'name',
  'email',
  'company',
  'owner',
  ...SIDES.map((side) => `${side} before`),
  ...SIDES.map((side) => `${side} after`),
];

function cellsOf({ lead, name, email, company, owner, before, after }: NamedMover) {
  const then = SIDES.map((side) => before?.[side] ?? null);
  return [lead, name, email, company, owner, ...then, ...SIDES.map((side) => after[side])];
}

function rowOf(mover: NamedMover): string {
  return `${cellsOf(mover).map(csvCell).join(',')}\r\n`;
}

function wishOf(body: PublishWish): PublishWish {
  const { kind, name, source, shadow, as, primary, pilot } = body;
  return { kind, name, source, shadow, as, primary, pilot };
}

const offsetOf = (cursor: string | undefined): number => Math.max(0, Number(cursor) || 0);

export function previewRoutes({ pool, publishing }: PreviewServices): Handlers<typeof previewsApi> {
  const { previews } = publishing;

  const send = async (
    response: Response,
    signal: AbortSignal,
    page: (from: number) => ReturnType<typeof previews.movers>,
    lineOf: (mover: NamedMover) => string,
    name: string,
  ): Promise<void> => {
    // The first page before the head: what is refused is still an error then.
    let { items, count } = await page(0);
    response.attachment(name);
    if (name.endsWith('.csv')) {
      response.type('text/csv; charset=utf-8');
      response.write(`\ufeff${COLUMNS.map(csvCell).join(',')}\r\n`);
    } else response.type('application/x-ndjson');
    for (let from = 0; from < count && !signal.aborted; from += PAGE) {
      if (from > 0) ({ items, count } = await page(from));
      if (!response.write(items.map(lineOf).join(''))) {
        await new Promise<void>((resolve) => {
          response.once('drain', resolve);
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    }
    response.end();
  };
  const pages = (workspace: number, id: string, filter: MoverFilter) => (from: number) =>
    previews.movers(workspace, id, filter, from, PAGE);

  return {
    start: async ({ who, body }) =>
      previewOf(await publishing.preview(who.workspace, who.name, wishOf(body as PublishWish))),
    list: async ({ who }) => ({ items: (await previews.list(who.workspace)).map(previewOf) }),
    read: async ({ who, params }) => previewOf(await previews.read(who.workspace, params.preview)),
    cancel: async ({ who, params }) =>
      previewOf(await previews.cancel(who.workspace, params.preview)),
    movers: async ({ who, params, query }) => {
      const { cursor, limit, ...filter } = query;
      const from = offsetOf(cursor);
      const { workspace } = who;
      const found = await previews.movers(workspace, params.preview, filter, from, limit);
      const more = from + limit < found.count;
      return { ...found, items: [...found.items], next: more ? String(from + limit) : null };
    },
    exportCsv: async ({ who, params, query, response, signal }) =>
      send(response, signal, pages(who.workspace, params.preview, query), rowOf, 'movers.csv'),
    exportLines: async ({ who, params, query, response, signal }) => {
      const line = (mover: NamedMover): string => `${JSON.stringify(mover)}\n`;
      const page = pages(who.workspace, params.preview, query);
      await send(response, signal, page, line, 'movers.ndjson');
    },
    teams: async ({ who }) => ({
      items: (await readTeams(pool, who.workspace)).map(({ name, owners }) => ({
        name,
        owners: [...owners],
      })),
    }),
    publications: async ({ who, query }) => {
      const { kind, name, limit } = query;
      const key = kind && name ? { kind, name } : null;
      const before = query.cursor === undefined ? null : offsetOf(query.cursor);
      const list = await listPublications(pool, who.workspace, key, before, limit + 1);
      const items = list.slice(0, limit).map(publicationOf);
      return { items, next: list.length > limit ? String(items.at(-1)?.id) : null };
    },
    publication: async ({ who, params }) => {
      const one = await findPublication(pool, who.workspace, params.publication);
      if (!one) {
        throw new PlumblineError('no-publication', 'There is no such publication.', {
          status: 404,
        });
      }
      return { ...publicationOf(one), waiting: await readWaiting(pool, who.workspace) };
    },
    publish: async ({ who, body }) => {
      const { preview, withoutPreview, loud, at, reason } = body;
      if (preview === null && !withoutPreview) {
        throw new PlumblineError(
          'not-previewed',
          'Preview it first and name the preview, or say withoutPreview.',
          { status: 422 },
        );
      }
      const published = await publishing.publish(who.workspace, {
        wish: wishOf(body as PublishWish),
        preview,
        loud,
        at: at === null ? null : Date.parse(at),
        who: who.name,
        reason,
      });
      return publicationOf(published);
    },
    cancelPublication: async ({ who, params }) =>
      publicationOf(await publishing.cancel(who.workspace, params.publication, who.name)),
    rollBack: async ({ who, params, body }) =>
      publicationOf(await publishing.rollBack(who.workspace, params, { who: who.name, ...body })),
  };
}
