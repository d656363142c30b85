import type { SaveDraft } from './org-core.js';
import { type SaveError, saveError } from './transaction.js';

/** Objects whose records a queue may own, if the queue takes them. */
const QUEUE_OBJECTS = new Set(['Lead', 'Task']);

/** An owner is an active user, or a queue that takes the object. */
export function checkOwner(draft: SaveDraft): SaveError[] {
  const { values, before, org, object } = draft;
  const owner = values.OwnerId;
  if (typeof owner !== 'string' || owner === before?.OwnerId) return [];
  if (owner.startsWith('005')) {
    const active = org.records.get('User', owner)?.values.IsActive === true;
    return active
      ? []
      : [
          saveError(
            'INACTIVE_OWNER_OR_USER',
            `operation performed with inactive user [${owner}] as owner of ${object.name.toLowerCase()}`,
          ),
        ];
  }
  if (QUEUE_OBJECTS.has(object.name) && queueTakes(draft, owner)) return [];
  return object.name === 'Task' && org.settings.queueWithoutTasks === 'INVALID_CROSS_REFERENCE_KEY'
    ? [saveError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id')]
    : [
        saveError(
          'FIELD_INTEGRITY_EXCEPTION',
          `Queue not associated with this SObject type: ${object.name}`,
          ['OwnerId'],
        ),
      ];
}

function queueTakes({ org, object }: SaveDraft, queue: string): boolean {
  for (const { values } of org.records.all('QueueSobject').values()) {
    if (values.QueueId === queue && values.SobjectType === object.name) return true;
  }
  return false;
}
