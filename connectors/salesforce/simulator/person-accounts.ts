import { field, lookup, picklist, text } from './definition-fields.js';
import { LEAD_SOURCES, SALUTATIONS } from './definition-people.js';
import type { Org } from './org.js';
import type { OrgCore, SaveDraft } from './org-core.js';
import type { SaveError } from './transaction.js';
import type { FieldValue } from './values.js';

/** Field of the account -> field of its contact. Custom ones follow by their names. */
const TWINS: Readonly<Record<string, string>> = {
  FirstName: 'FirstName',
  LastName: 'LastName',
  Salutation: 'Salutation',
  PersonEmail: 'Email',
  PersonTitle: 'Title',
  PersonLeadSource: 'LeadSource',
  PersonHasOptedOutOfEmail: 'HasOptedOutOfEmail',
  PersonDoNotCall: 'DoNotCall',
  PersonMailingCity: 'MailingCity',
  PersonMailingCountry: 'MailingCountry',
  Phone: 'Phone',
  OwnerId: 'OwnerId',
};

/**
 * Lets accounts be people: an account with a last name is one, has a contact of its own, and the two show
 * the same values. A custom field `X__c` of contacts is `X__pc` on accounts.
 */
export function addPersonAccounts(org: Org): void {
  const { definitions } = org;
  const fields = [
    text('LastName', 80),
    text('FirstName', 40),
    picklist('Salutation', SALUTATIONS),
    field('boolean', 'IsPersonAccount', { readOnly: true }),
    lookup('PersonContactId', 'Contact', null, { readOnly: true }),
    field('email', 'PersonEmail', { idLookup: true }),
    text('PersonTitle', 80),
    picklist('PersonLeadSource', LEAD_SOURCES),
    field('boolean', 'PersonHasOptedOutOfEmail'),
    field('boolean', 'PersonDoNotCall'),
    text('PersonMailingCity', 40),
    text('PersonMailingCountry', 80),
  ];
  for (const one of fields) definitions.putField('Account', one);
  definitions.putField('Contact', field('boolean', 'IsPersonAccount', { readOnly: true }));
  // A lead without one becomes a person account.
  definitions.putField('Lead', text('Company', 255));
  definitions.twinCustomFields();
  org.hooks.before.unshift((draft) => beforeSave(draft));
  const busy = new Set<string>();
  org.hooks.after.push((draft) => {
    if (draft.values.IsPersonAccount !== true || busy.has(draft.transaction.key)) return;
    busy.add(draft.transaction.key);
    if (draft.object.name === 'Account') mirrorAccount(draft);
    if (draft.object.name === 'Contact') mirrorContact(draft);
    busy.delete(draft.transaction.key);
  });
}

function beforeSave({ object, values, kind }: SaveDraft): readonly SaveError[] | undefined {
  if (object.name !== 'Account') return undefined;
  if (kind === 'CREATE') values.IsPersonAccount = (values.LastName ?? null) !== null;
  if (values.IsPersonAccount === true) {
    values.Name = [values.FirstName, values.LastName].filter(Boolean).join(' ');
  }
  return undefined;
}

/** Pairs of the account's and the contact's names of one value. */
function twins(org: OrgCore): [string, string][] {
  const custom = [...(org.definitions.object('Account')?.fields.values() ?? [])]
    .filter(({ name }) => name.endsWith('__pc'))
    .map(({ name }): [string, string] => [name, name.replace(/__pc$/, '__c')]);
  return [...Object.entries(TWINS), ...custom];
}

function mirrorAccount(draft: SaveDraft): void {
  const { org, values, before, id, transaction, context } = draft;
  const platform = { ...context, trusted: true };
  const fields: Record<string, FieldValue> = {};
  for (const [mine, theirs] of twins(org)) {
    const value = values[mine] ?? null;
    if (value !== (before?.[mine] ?? null)) fields[theirs] = value;
  }
  if (before && typeof values.PersonContactId === 'string') {
    if (Object.keys(fields).length === 0) return;
    org.update('Contact', values.PersonContactId, fields, platform, transaction);
    return;
  }
  const person = { ...fields, AccountId: id, IsPersonAccount: true };
  const contact = org.create('Contact', person, platform, transaction);
  const account = org.get('Account', id);
  if (!contact.success || !account) return;
  // The account comes into being with its contact: no further change is told.
  const alone = account.values;
  org.records.replace(account, { ...alone, PersonContactId: contact.id });
  transaction.onRollback(() => org.records.replace(account, alone));
}

function mirrorContact({ org, values, before, transaction, context }: SaveDraft): void {
  const fields: Record<string, FieldValue> = {};
  for (const [theirs, mine] of twins(org)) {
    const value = values[mine] ?? null;
    if (before && value !== (before[mine] ?? null)) fields[theirs] = value;
  }
  if (typeof values.AccountId !== 'string' || Object.keys(fields).length === 0) return;
  const platform = { ...context, trusted: true };
  org.update('Account', values.AccountId, fields, platform, transaction);
}
