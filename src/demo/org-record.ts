import { z } from 'zod';
import type { CrmProperty, CrmRecord, CrmTask } from '../admin/api/contract.js';
import type { Org, OrgRecord } from './org.js';
import { type OrgTask, ownTasks } from './org-tasks.js';
import { ourProperties, propertyOf, type Shown, withoutMark } from './record-parts.js';

const EMAIL: Shown = { name: 'Email', label: 'Email', type: 'text' };
const RESPONSE: Shown = { name: 'CampaignMember', label: 'Last campaign response', type: 'text' };
/** Salesforce's own fields that the page shows. */
const FIELDS: Readonly<Record<string, readonly Shown[]>> = {
  Lead: [
    EMAIL,
    { name: 'Country', label: 'Country', type: 'text' },
    { name: 'Status', label: 'Lead status', type: 'text' },
  ],
  Contact: [EMAIL, { name: 'MailingCountry', label: 'Country', type: 'text' }],
};

const members = z.array(
  z.object({
    Status: z.string().nullable(),
    SystemModstamp: z.string(),
    Campaign: z.object({ Name: z.string() }).nullable(),
  }),
);
const names = z.array(z.object({ Name: z.string() }));

const PRIORITIES: Readonly<Record<string, CrmTask['priority']>> = {
  High: 'high',
  Normal: 'medium',
  Low: 'low',
};

const text = (value: unknown): string | null =>
  value === null || value === undefined || value === '' ? null : String(value);

/** Salesforce writes `+0000` for UTC. */
export const momentOf = (value: string): number => Date.parse(value.replace(/\+0000$/, 'Z'));

/** A lead that was converted goes on as its contact. */
export async function livingRecord(org: Org, lead: string): Promise<OrgRecord | null> {
  const found = await org.record(lead);
  const contact = found?.values.IsConverted === true ? text(found.values.ConvertedContactId) : null;
  return contact === null ? found : org.record(contact);
}

function fieldOf({ values, changes }: OrgRecord, shown: Shown, ours: boolean): CrmProperty {
  const last = changes.findLast(({ changed }) => changed.includes(shown.name));
  const value = text(values[shown.name]);
  const moment = shown.type === 'datetime' && value !== null;
  return propertyOf(
    shown,
    ours,
    moment ? new Date(momentOf(value)).toISOString() : value,
    last?.at ?? null,
  );
}

/** The newest response, as the related list of the record has it. */
async function responseOf(org: Org, { object, id }: OrgRecord): Promise<CrmProperty> {
  const end = object === 'Lead' ? 'LeadId' : 'ContactId';
  const [newest] = members.parse(
    await org.query(
      `SELECT Status, SystemModstamp, Campaign.Name FROM CampaignMember WHERE ${end} = '${id}' ` +
        'AND HasResponded = true ORDER BY FirstRespondedDate DESC, SystemModstamp DESC LIMIT 1',
    ),
  );
  const value = newest ? [newest.Campaign?.Name, newest.Status].filter(Boolean).join(': ') : null;
  return propertyOf(RESPONSE, false, value, newest ? momentOf(newest.SystemModstamp) : null);
}

function taskOf(task: OrgTask): CrmTask {
  const due = task.ReminderDateTime ?? task.ActivityDate;
  return {
    id: task.Id,
    title: task.Subject ?? '',
    lines: withoutMark((task.Description ?? '').split('\n')),
    priority: PRIORITIES[task.Priority ?? ''] ?? 'none',
    owner: task.Owner?.Name ?? null,
    dueAt: due === null ? null : new Date(momentOf(due)).toISOString(),
    createdAt: new Date(momentOf(task.CreatedDate)).toISOString(),
    done: task.IsClosed,
  };
}

/**
 * The lead, or the contact that it went on as, as the org has it now; null when it is gone. `outputName`:
 * what a field of ours is called there.
 */
export async function readOrgRecord(
  org: Org,
  lead: string,
  outputName: (logical: string) => string,
): Promise<CrmRecord | null> {
  const record = await livingRecord(org, lead);
  if (!record) return null;
  const { object, id, values } = record;
  const named = async (soql: string) => names.parse(await org.query(soql))[0]?.Name ?? null;
  const [owner, account, response, tasks] = await Promise.all([
    named(`SELECT Name FROM User WHERE Id = '${String(values.OwnerId)}'`),
    object === 'Contact'
      ? named(`SELECT Name FROM Account WHERE Id = '${String(values.AccountId)}'`)
      : null,
    responseOf(org, record),
    ownTasks(org, id),
  ]);
  return {
    object,
    id,
    name: [values.FirstName, values.LastName].filter(Boolean).join(' ') || id,
    jobTitle: text(values.Title),
    company: account ?? text(values.Company),
    owner,
    properties: [
      ...(FIELDS[object] ?? []).map((shown) => fieldOf(record, shown, false)),
      response,
      ...ourProperties(outputName).map((shown) => fieldOf(record, shown, true)),
    ],
    tasks: tasks.map(taskOf).reverse(),
  };
}
