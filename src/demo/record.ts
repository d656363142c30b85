import type { CrmProperty, CrmRecord, CrmTask } from '../admin/api/contract.js';
import type { Crm, CrmRecordState } from './crm.js';
import { DEMO_PROPERTY } from './mapping.js';
import { ourProperties, propertyOf, type Shown, withoutMark } from './record-parts.js';

/** The CRM's own properties that the page shows. */
const CRM_PROPERTIES: readonly Shown[] = [
  { name: 'email', label: 'Email', type: 'text' },
  { name: 'country', label: 'Country', type: 'text' },
  {
    name: 'lifecyclestage',
    label: 'Lifecycle stage',
    type: 'text',
    words: {
      subscriber: 'Subscriber',
      lead: 'Lead',
      marketingqualifiedlead: 'Marketing Qualified Lead',
      salesqualifiedlead: 'Sales Qualified Lead',
      opportunity: 'Opportunity',
      customer: 'Customer',
    },
  },
  { name: DEMO_PROPERTY, label: 'Demo requested at', type: 'datetime' },
];

const OURS = ourProperties((logical) => `plumbline_${logical}`);

function shownOf(record: CrmRecordState, shown: Shown, ours: boolean): CrmProperty {
  const at = record.propertiesWithHistory[shown.name]?.[0]?.timestamp;
  return propertyOf(
    shown,
    ours,
    record.properties[shown.name] || null,
    at === undefined ? null : Date.parse(at),
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

function linesOf(body: string): string[] {
  const lines = body
    .split(/<br\s*\/?>/i)
    .map((line) =>
      line.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity),
    );
  return withoutMark(lines);
}

const PRIORITIES = ['high', 'medium', 'low', 'none'] as const;

function taskOf(
  task: { id: string; properties: Readonly<Record<string, string | null>>; createdAt: string },
  owners: ReadonlyMap<string, string>,
): CrmTask {
  const { properties } = task;
  const due = properties.hs_timestamp;
  const priority = PRIORITIES.find((one) => one === properties.hs_task_priority?.toLowerCase());
  return {
    id: task.id,
    title: properties.hs_task_subject ?? '',
    lines: linesOf(properties.hs_task_body ?? ''),
    priority: priority ?? 'none',
    owner: owners.get(properties.hubspot_owner_id ?? '') ?? null,
    dueAt: due ? new Date(due).toISOString() : null,
    createdAt: new Date(properties.hs_createdate ?? task.createdAt).toISOString(),
    done: properties.hs_task_status === 'COMPLETED',
  };
}

/** The contact as the CRM has it now; null when it is gone. */
export async function readRecord(
  crm: Pick<Crm, 'record' | 'tasks'>,
  id: string,
  owners: ReadonlyMap<string, string>,
): Promise<CrmRecord | null> {
  const [record, tasks] = await Promise.all([crm.record('contacts', id), crm.tasks(id)]);
  if (!record) return null;
  const { properties, linked } = record;
  const [companyId] = linked.companies ?? [];
  const company = companyId === undefined ? null : await crm.record('companies', companyId);
  const name = [properties.firstname, properties.lastname].filter(Boolean).join(' ');
  return {
    object: 'Contact',
    id,
    name: name || id,
    jobTitle: properties.jobtitle || null,
    company: company?.properties.name || properties.company || null,
    owner: owners.get(properties.hubspot_owner_id ?? '') ?? null,
    properties: [
      ...CRM_PROPERTIES.map((shown) => shownOf(record, shown, false)),
      ...OURS.map((shown) => shownOf(record, shown, true)),
    ],
    tasks: tasks.map((task) => taskOf(task, owners)).reverse(),
  };
}
