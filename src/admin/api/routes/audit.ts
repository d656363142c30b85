import type pg from 'pg';
import { type AuditRow, auditValues, searchAudit } from '../../../store/audit.js';
import { numberOf } from '../auth/users.js';
import type { AuditEntry, auditApi } from '../contract/audit.js';
import type { Handlers } from '../router.js';
import { iso, pageWith } from './page.js';

/** Values offered for a filter. */
const MOST_VALUES = 500;

function entryOf(row: AuditRow): AuditEntry {
  const { reason, before = null, after = null, ...details } = row.details;
  return {
    id: String(row.id),
    at: iso(row.at),
    who: row.who,
    what: row.what,
    about: row.about,
    reason: typeof reason === 'string' ? reason : null,
    before,
    after,
    details,
  };
}

/** How entries spell what they are about, beside its name alone. */
const ABOUT = ['user/', 'key/', 'lead/', 'view/', 'model ', 'mapping ', 'lifecycle ', 'alerts '];

const spellings = (about: string): string[] => [about, ...ABOUT.map((before) => before + about)];

const msOf = (moment: string | undefined): number | null =>
  moment === undefined ? null : Date.parse(moment);

export const auditRoutes = (services: { readonly pool: pg.Pool }): Handlers<typeof auditApi> => ({
  list: async ({ who, query }) => {
    const rows = await searchAudit(services.pool, who.workspace, {
      who: query.who ?? null,
      what: query.what ?? null,
      about: query.about === undefined ? null : spellings(query.about),
      from: msOf(query.from),
      to: msOf(query.to),
      before: query.cursor === undefined ? null : numberOf(query.cursor),
      limit: query.limit + 1,
    });
    return pageWith(rows, query.limit, entryOf);
  },
  filters: async ({ who }) => ({
    who: await auditValues(services.pool, who.workspace, 'who', MOST_VALUES),
    what: await auditValues(services.pool, who.workspace, 'what', MOST_VALUES),
  }),
});
