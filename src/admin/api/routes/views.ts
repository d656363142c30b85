import type pg from 'pg';
import { PlumblineError } from '../../../lib/errors.js';
import { writeAudit } from '../../../store/audit.js';
import { withTransaction } from '../../../store/pool.js';
import {
  listViews,
  removeView,
  type SavedView,
  saveView,
  shareView,
} from '../../../store/saved-views.js';
import type { viewsApi } from '../contract/views.js';
import type { Handlers, Identity } from '../router.js';
import { iso } from './page.js';

const ownerOf = (who: Identity): string => `${who.kind}/${who.id}`;

const shown = ({ id, name, query, shared, owner, savedAt }: SavedView, who: Identity) => ({
  id: String(id),
  name,
  query,
  shared,
  own: owner === ownerOf(who),
  savedAt: iso(savedAt),
});

function idOf(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new PlumblineError('no-view', 'There is no such view of yours.', { status: 404 });
}

export const viewRoutes = ({ pool }: { readonly pool: pg.Pool }): Handlers<typeof viewsApi> => ({
  list: async ({ who }) => {
    const views = await listViews(pool, who.workspace, ownerOf(who));
    return { items: views.map((view) => shown(view, who)) };
  },
  save: ({ who, body }) =>
    withTransaction(pool, async (db) => {
      const view = await saveView(db, who.workspace, { ...body, owner: ownerOf(who) });
      await writeAudit(db, who.workspace, who.name, 'view.save', `view/${view.id}`, {
        after: { name: view.name },
      });
      return shown(view, who);
    }),
  remove: ({ who, params }) =>
    withTransaction(pool, async (db) => {
      const view = await removeView(db, who.workspace, ownerOf(who), idOf(params.view));
      await writeAudit(db, who.workspace, who.name, 'view.remove', `view/${view.id}`, {
        before: { name: view.name, shared: view.shared },
      });
      return undefined;
    }),
  share: ({ who, params, body }) =>
    withTransaction(pool, async (db) => {
      const view = await shareView(db, who.workspace, ownerOf(who), idOf(params.view), body.shared);
      await writeAudit(db, who.workspace, who.name, 'view.share', `view/${view.id}`, {
        after: { name: view.name, shared: view.shared },
      });
      return shown(view, who);
    }),
});
