/** What the mappings in force of a workspace produce, and what the events API has delivered. */
import { CONTACT_FIELDS, CONTACT_TYPES } from '../../lead/contact.js';
import { possibleTypes } from '../../mapping/activities.js';
import { loadMapping } from '../../mapping/load.js';
import { listAccounts } from '../../store/accounts.js';
import { readDocuments } from '../../store/documents.js';
import { listDelivered } from '../../store/events.js';
import { accountProperties } from '../account-mapping.js';
import type { LeadsDependencies } from './leads.js';

export interface Produced {
  readonly accounts: number;
  readonly fields: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  readonly channels: ReadonlySet<string>;
}

/** Fields that follow from others. */
const DERIVED: Readonly<Record<string, readonly string[]>> = {
  jobTitle: ['seniority', 'department'],
  email: ['emailKind'],
};
/** The app itself gives these to every lead. */
const ALWAYS = ['createdAt', 'countFrom'];

/** Fields, activity types and channels that leads of the connected accounts can have. */
export async function producedBy(
  { pool, documents }: LeadsDependencies,
  workspace: number,
): Promise<Produced> {
  const accounts = await listAccounts(pool, workspace);
  const texts = (await readDocuments(pool, workspace)).filter(({ kind }) => kind === 'mapping');
  const fields = new Set(ALWAYS);
  const types = new Set<string>();
  const channels = new Set<string>();
  for (const { type, channel } of await listDelivered(pool, workspace)) {
    types.add(type);
    channels.add(channel);
  }
  // When its records last changed is known of every lead of a CRM.
  if (accounts.length > 0) fields.add('source.updatedAt');
  for (const account of accounts) {
    const text = texts.find(({ name }) => name === account.crm)?.text;
    if (text === undefined) continue;
    for (const channel of (await documents.mapping(account)).channels()) channels.add(channel);
    const options = { properties: accountProperties(account), missing: 'drop' } as const;
    const { document } = loadMapping(text, `mappings/${account.crm}.yaml`, options);
    for (const object of Object.values(document.objects)) {
      for (const field of Object.keys(object.fields ?? {})) {
        for (const name of [field, ...(DERIVED[field] ?? [])]) fields.add(name);
      }
      for (const activity of object.activities ?? []) {
        for (const type of possibleTypes(activity)) types.add(type);
      }
    }
  }
  if (CONTACT_TYPES.some((type) => types.has(type))) {
    for (const field of CONTACT_FIELDS) fields.add(field);
  }
  return { accounts: accounts.length, fields, types, channels };
}
