import type { z } from 'zod';
import { STAGES } from '../../../lead/stage.js';
import { listAccounts } from '../../../store/accounts.js';
import { writeAudit } from '../../../store/audit.js';
import { mergePair, requireSuggestion } from '../../../store/merge-pair.js';
import { withTransaction } from '../../../store/pool.js';
import { dismissPair } from '../../../store/suggestions.js';
import { unmergeLead } from '../../../store/unmerge.js';
import type { leadsApi } from '../contract/leads.js';
import type { Handlers } from '../router.js';
import { streamLeads } from './lead-export.js';
import { leadPage, leadSources, leadTimeline, leadWouldChange, leadWrites } from './lead-page.js';
import type { LeadServices } from './lead-services.js';
import {
  filtersOf,
  findModel,
  leadId,
  listedLead,
  nameOf,
  noLead,
  ruleLabels,
} from './lead-shapes.js';
import { iso } from './page.js';

/** Leads a page of an export. */
const EXPORTED = 1_000;

/** Throws `no-lead` (404), so that nobody learns of other workspaces' leads. */
async function requireLead(
  { pool, reports }: LeadServices,
  workspace: number,
  lead: number,
): Promise<void> {
  if ((await reports.readLeadHead(pool, workspace, lead)) !== null) return;
  throw noLead(lead);
}

type Asked = Omit<z.output<typeof leadsApi.list.query>, 'cursor' | 'limit'>;

async function lister(services: LeadServices, workspace: number, asked: Asked) {
  const { pool, reports, clock } = services;
  const { sort, order, ...query } = asked;
  const scored = await findModel(services, workspace, query.model);
  const labels = ruleLabels(scored);
  const filters = filtersOf(query, clock());
  const descending = (order ?? (sort === 'name' ? 'asc' : 'desc')) === 'desc';
  return async (limit: number, cursor: string | undefined) => {
    const model = scored.model.model;
    const options = { model, filters, sort, descending, limit, cursor };
    const page = await reports.readLeadPage(pool, workspace, options);
    const owners = page.items.flatMap(({ owner }) => (owner === null ? [] : [owner]));
    const names = await reports.readOwnerNames(pool, workspace, owners);
    return { items: page.items.map((lead) => listedLead(lead, names, labels)), next: page.next };
  };
}

export const leadRoutes = (services: LeadServices): Handlers<typeof leadsApi> => {
  const { pool, reports, clock } = services;
  return {
    list: async ({ who, query: { limit, cursor, ...query } }) => {
      const read = await lister(services, who.workspace, query);
      return read(limit, cursor);
    },
    count: async ({ who, query }) => {
      const { model } = await findModel(services, who.workspace, query.model);
      return reports.countLeads(pool, who.workspace, model.model, filtersOf(query, clock()));
    },
    choices: async ({ who, query }) => {
      const models = await services.models(who.workspace);
      const { model } = await findModel(services, who.workspace, query.model);
      const accounts = await listAccounts(pool, who.workspace);
      return {
        models: models.map((one) => ({ value: one.model.model, label: one.model.model })),
        stages: STAGES.map((stage) => ({ value: stage, label: stage })),
        accounts: accounts.map(({ id, name, portal }) => ({
          value: String(id),
          label: name || portal,
        })),
        ...reports.modelChoices(model),
        ...(await reports.readChoices(pool, who.workspace)),
      };
    },
    export: async ({ who, query: { format, ...query }, response, signal }) => {
      const read = await lister(services, who.workspace, query);
      await streamLeads(response, format, (cursor) => read(EXPORTED, cursor), signal);
    },
    get: async ({ who, params, query }) =>
      leadPage(services, who.workspace, leadId(params.lead), query.at),
    timeline: async ({ who, params, query }) =>
      leadTimeline(services, who.workspace, leadId(params.lead), query),
    sources: async ({ who, params }) => leadSources(services, who.workspace, leadId(params.lead)),
    wouldChange: async ({ who, params, query }) =>
      leadWouldChange(services, who.workspace, leadId(params.lead), query.model),
    writes: async ({ who, params }) => leadWrites(services, who.workspace, leadId(params.lead)),
    duplicates: async ({ who, params }) => {
      const lead = leadId(params.lead);
      await requireLead(services, who.workspace, lead);
      const { model } = await findModel(services, who.workspace, undefined);
      const found = await reports.readSuggested(pool, who.workspace, lead, model.model);
      return {
        items: found.map(({ total, reason, at, ...other }) => ({
          lead: {
            id: String(other.id),
            name: nameOf(other),
            email: other.email,
            company: other.company,
            crms: [...other.crms],
          },
          total,
          reason,
          at: iso(at),
        })),
      };
    },
    accept: async ({ who, params, body }) => {
      const pair = [leadId(params.lead), leadId(params.other)] as const;
      const kept = await withTransaction(pool, async (db) => {
        const stays = await mergePair(db, who.workspace, pair, clock());
        const gone = pair.find((lead) => lead !== stays);
        const details = { merged: gone, reason: body.reason };
        await writeAudit(db, who.workspace, who.name, 'lead.merge', `lead/${stays}`, details);
        return stays;
      });
      return { lead: String(kept) };
    },
    dismiss: async ({ who, params, body }) => {
      const pair = [leadId(params.lead), leadId(params.other)] as const;
      await withTransaction(pool, async (db) => {
        await requireSuggestion(db, who.workspace, pair);
        await dismissPair(db, who.workspace, pair);
        const details = { other: pair[1], reason: body.reason };
        await writeAudit(
          db,
          who.workspace,
          who.name,
          'lead.keep-apart',
          `lead/${pair[0]}`,
          details,
        );
      });
    },
    split: async ({ who, params, body }) => {
      const lead = leadId(params.lead);
      await requireLead(services, who.workspace, lead);
      const records = body.records.map(Number);
      const made = await withTransaction(pool, async (db) => {
        const id = await unmergeLead(db, who.workspace, lead, records, clock());
        const details = { made: id, records, reason: body.reason };
        await writeAudit(db, who.workspace, who.name, 'lead.split', `lead/${lead}`, details);
        return id;
      });
      return { lead: String(made) };
    },
  };
};
