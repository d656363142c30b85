import type { Connector } from '../../connectors/connector.js';
import { ACTIVITY_CHANNEL } from '../lead/activity.js';
import type { Role } from '../mapping/schema.js';
import type { Account } from '../store/accounts.js';
import { readCompanyActivity } from '../store/company-counts.js';
import {
  type FactRecord,
  readActivities,
  readLinked,
  readPersons,
  readSignals,
} from '../store/lead-facts.js';
import type { ClaimedLead } from '../store/lead-work.js';
import { readMovedTasks } from '../store/open-tasks.js';
import type { Queryable } from '../store/pool.js';
import type { LeadMaterial } from './evaluate.js';
import type { CompiledModel } from './scored-model.js';

/** The names of a CRM's objects of one role. */
export function objectsOf(connector: Connector, role: Role): string[] {
  return Object.entries(connector.declaration.objects)
    .filter(([, object]) => object.role === role)
    .map(([name]) => name);
}

export function group<T>(rows: readonly T[], key: (row: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const list = groups.get(key(row)) ?? [];
    groups.set(key(row), list);
    list.push(row);
  }
  return groups;
}

/**
 * The known types of activities whose attributes none of these models looks at, a version that only some
 * leads follow included.
 */
export function plainTypesOf(models: readonly CompiledModel[]): string[] {
  const scorers = models.flatMap(({ scorer, pilot }) =>
    pilot ? [scorer, pilot.otherwise.scorer] : [scorer],
  );
  return Object.keys(ACTIVITY_CHANNEL).filter((type) =>
    scorers.every(({ attributeTypes }) => !attributeTypes.has(type)),
  );
}

/**
 * Reads everything about claimed leads of one workspace: one query a kind, whatever their number. Of leads
 * that are not mapped again the records' values stay unread but for the CRM's own stage. What the
 * people of their companies did is read where somebody asks for it: `companySince`, milliseconds. Activities of
 * `plainTypes` come without their attributes.
 */
export async function gatherMaterial(
  db: Queryable,
  workspace: number,
  leads: readonly ClaimedLead[],
  accounts: readonly Account[],
  connectors: ReadonlyMap<string, Connector>,
  companySince: number | null = null,
  plainTypes: readonly string[] = [],
): Promise<LeadMaterial[]> {
  const ids = leads.map((lead) => lead.id);
  const remap = new Set(leads.filter((lead) => lead.remap).map((lead) => lead.id));
  // What is not mapped again is asked for the CRM's own stage alone, to write over it.
  const property = new Map(
    accounts.flatMap(({ id, crm }) => {
      const connector = connectors.get(crm);
      return connector ? [[id, connector.declaration.stage.property] as const] : [];
    }),
  );
  const records = await readPersons(db, workspace, ids, { whole: [...remap], property });
  const living = records.filter((record) => record.alive);
  const dead = records.filter((record) => !record.alive).map((record) => record.id);
  const dirty = new Set(leads.filter((lead) => lead.dirty).map((lead) => lead.id));
  const roles = accounts.flatMap((account) => {
    const connector = connectors.get(account.crm);
    if (!connector) return [];
    const companies = objectsOf(connector, 'company');
    return [{ account: account.id, companies, deals: objectsOf(connector, 'deal') }];
  });
  const looksAtCompany = companySince !== null;
  const mapped = living.filter((record) => looksAtCompany || remap.has(record.lead));
  const linked = await readLinked(db, workspace, mapped, roles);
  const companies = looksAtCompany
    ? [...new Set([...linked.companies.values()].map((record) => record.id))]
    : [];
  const active = await readCompanyActivity(db, workspace, companies, companySince ?? 0);
  const activities = await readActivities(db, workspace, ids, dead, plainTypes);
  const signals = group(await readSignals(db, workspace, [...dirty]), (row) => row.lead);
  const movedTasks = await readMovedTasks(db, workspace, ids);
  const persons = group(living, (record) => record.lead);
  return leads.map((lead) => {
    const own = persons.get(lead.id) ?? [];
    const company = own.map((record) => linked.companies.get(record.id)).find(Boolean);
    return {
      lead,
      persons: own,
      company: company as FactRecord | undefined,
      companyActivity: company && active.get(company.id),
      deals: own.flatMap((record) => linked.deals.get(record.id) ?? []),
      activities: activities.get(lead.id) ?? [],
      signals: signals.get(lead.id) ?? [],
      taskMovedAt: movedTasks.get(lead.id) ?? null,
    };
  });
}
