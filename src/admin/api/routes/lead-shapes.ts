/** Leads of the read models in the shapes of the contract. */
import type { z } from 'zod';
import type { ScoredModel } from '../../../evaluate/documents.js';
import { DAY } from '../../../lib/clock.js';
import { PlumblineError } from '../../../lib/errors.js';
import type { LeadFilters } from '../../../reports/leads/filters.js';
import type { ListedLead as StoredLead } from '../../../reports/leads/list.js';
import type { HeldRecord } from '../../../reports/leads/page.js';
import type { LeadRecord, ListedLead } from '../contract/lead-shapes.js';
import type { leadsApi } from '../contract/leads.js';
import type { LeadServices } from './lead-services.js';
import { iso, isoOrNull } from './page.js';

export interface Named {
  readonly id: number;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
}

/** So of other workspaces' leads, too: nobody learns of them. */
export const noLead = (lead: number | string): PlumblineError =>
  new PlumblineError('no-lead', `There is no lead ${lead}.`, { status: 404 });

/** Throws `no-lead` (404) for what is no id at all. */
export function leadId(text: string): number {
  if (!/^\d{1,15}$/.test(text))
    throw new PlumblineError('no-lead', 'There is no such lead.', { status: 404 });
  return Number(text);
}

/** What people call a lead. */
export function nameOf({ id, firstName, lastName, email }: Named): string {
  const name = [firstName, lastName].filter((part) => part !== null && part.trim() !== '');
  return name.join(' ') || (email ?? '') || `Lead ${id}`;
}

export function ownerOf(
  owner: string | null,
  names: ReadonlyMap<string, string>,
): { id: string; name: string } | null {
  return owner === null ? null : { id: owner, name: names.get(owner) ?? owner };
}

/** A model of the workspace by its name, the primary one without. Throws `no-model` (404). */
export async function findModel(
  services: Pick<LeadServices, 'models'>,
  workspace: number,
  name: string | undefined,
): Promise<ScoredModel> {
  const models = await services.models(workspace);
  const found = name === undefined ? models[0] : models.find(({ model }) => model.model === name);
  if (found) return found;
  const known = models.map(({ model }) => model.model).join(', ');
  throw new PlumblineError('no-model', `No model "${name}" is scored; there are ${known}.`, {
    status: 404,
  });
}

type ListQuery = z.output<typeof leadsApi.count.query>;

export function filtersOf(query: ListQuery, now: number): LeadFilters {
  const { account, outside, enteredDays, changedDays, model: _, ...same } = query;
  const accounts = account?.flatMap((id) => (/^\d{1,15}$/.test(id) ? [Number(id)] : []));
  return {
    ...same,
    account: accounts,
    outside: outside === 'yes',
    enteredSince: enteredDays === undefined ? undefined : now - enteredDays * DAY,
    changedSince: changedDays === undefined ? undefined : now - changedDays * DAY,
  };
}

/** `labels`: rule -> the model's words for it. */
export function listedLead(
  lead: StoredLead,
  owners: ReadonlyMap<string, string>,
  labels: ReadonlyMap<string, string>,
): ListedLead {
  const { firstName: _f, lastName: _l, topRule, ...same } = lead;
  return {
    ...same,
    id: String(lead.id),
    name: nameOf(lead),
    owner: ownerOf(lead.owner, owners),
    stageSince: isoOrNull(lead.stageSince),
    changedAt: iso(lead.changedAt),
    topReason: topRule === null ? null : (labels.get(topRule) ?? topRule),
    crms: [...lead.crms],
  };
}

export const ruleLabels = ({ model }: ScoredModel): ReadonlyMap<string, string> =>
  new Map(model.rules.map(({ id, label }) => [id, label ?? id]));

export function leadRecord(
  services: Pick<LeadServices, 'recordUrl' | 'objectLabel'>,
  held: HeldRecord,
  role: LeadRecord['role'] = 'person',
): LeadRecord {
  const { crm, portal, object, record, uiDomain } = held;
  return {
    id: String(held.id),
    account: { id: String(held.account), name: held.accountName || portal },
    crm,
    object,
    objectLabel: services.objectLabel(crm, object),
    record,
    url: services.recordUrl(crm, portal, object, record, uiDomain),
    role,
    state: held.state,
  };
}
