import type { SaveDraft } from './org-core.js';
import { stamp } from './save.js';
import type { FieldValue } from './values.js';

/** Leaves a row in the object's history for each tracked field that changed, and one for the creation. */
export function trackHistory(draft: SaveDraft): void {
  const { org, object, before, values } = draft;
  if (object.historyObject === null) return;
  if (!before) addRow(draft, 'created', null, null);
  for (const field of before ? org.definitions.special(object).tracked : []) {
    const was = before?.[field.name] ?? null;
    const is = values[field.name] ?? null;
    if (was === is) continue;
    const name = HISTORY_NAMES[field.name] ?? field.name;
    addRow(draft, name, was, is);
    // A change of owner leaves the names beside the ids.
    if (field.name === 'OwnerId') addRow(draft, name, nameOf(draft, was), nameOf(draft, is));
  }
}

/** Fields that the history calls by another name. */
const HISTORY_NAMES: Readonly<Record<string, string>> = { OwnerId: 'Owner' };

/** A row of its own, e.g. `leadConverted`, which is no field. */
export function addRow(draft: SaveDraft, name: string, was: FieldValue, is: FieldValue): void {
  const { org, object, transaction, context } = draft;
  const history = object.historyObject;
  const definition = history === null ? undefined : org.definitions.object(history);
  if (!definition) return;
  const id = org.ids.make(definition.keyPrefix);
  const values: Record<string, FieldValue> = {
    Id: id,
    [`${object.name}Id`]: draft.id,
    Field: name,
    OldValue: was,
    NewValue: is,
  };
  stamp(values, context.at ?? org.clock.now(), context.user, null);
  org.records.add({ object: definition.name, id, values });
  transaction.onRollback(() => org.records.erase(definition.name, id));
}

function nameOf({ org }: SaveDraft, id: FieldValue): FieldValue {
  if (typeof id !== 'string') return null;
  const object = org.definitions.objectOfId(id);
  return (object && org.get(object.name, id)?.values.Name) ?? null;
}
