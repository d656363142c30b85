import type { SaveDraft } from './org-core.js';
import { dateText, type FieldValue } from './values.js';

/** A person's or account's last activity: the latest date of an event or a closed task. */
export function moveActivityDate(draft: SaveDraft): void {
  const { object, values, org } = draft;
  const counts = object.name === 'Event' || (object.name === 'Task' && values.IsClosed === true);
  if (!counts) return;
  const date = values.ActivityDate ?? dateText(draft.context.at ?? org.clock.now());
  for (const id of [values.WhoId, values.AccountId]) {
    const parent = typeof id === 'string' ? org.definitions.objectOfId(id) : undefined;
    const record = parent && org.living(parent.name, String(id));
    if (!record || String(record.values.LastActivityDate ?? '') >= String(date)) continue;
    // A derived date: no change event tells of it, and it moves no stamp.
    const before = record.values;
    org.records.replace(record, { ...before, LastActivityDate: date });
    draft.transaction.onRollback(() => org.records.replace(record, before));
  }
}

/** An opportunity has one primary contact role, and its contact is that role's. */
export function keepRolesPrimary(draft: SaveDraft): void {
  const { object, values, org, transaction, context } = draft;
  const platform = { ...context, trusted: true };
  if (object.name === 'Opportunity' && draft.kind === 'CREATE' && values.ContactId) {
    const role = { OpportunityId: draft.id, ContactId: values.ContactId, IsPrimary: true };
    org.create('OpportunityContactRole', role, platform, transaction);
  }
  if (object.name !== 'OpportunityContactRole' || values.IsPrimary !== true) return;
  const opportunity: FieldValue = values.OpportunityId ?? null;
  for (const other of org.records.by('OpportunityContactRole', 'OpportunityId', opportunity)) {
    if (other.id !== draft.id && other.values.IsPrimary === true) {
      org.update('OpportunityContactRole', other.id, { IsPrimary: false }, platform, transaction);
    }
  }
  const parent = org.living('Opportunity', String(opportunity));
  if (parent && parent.values.ContactId !== values.ContactId) {
    org.update('Opportunity', parent.id, { ContactId: values.ContactId }, platform, transaction);
  }
}
