/** Documents as the API tells them. */
import { PlumblineError } from '../../../lib/errors.js';
import type { VersionHead } from '../../../store/documents.js';
import type { DocumentKey, DraftRevision } from '../../../store/drafts.js';
import type { DocumentVersion, Draft } from '../contract/documents.js';

export const momentOf = (ms: number): string => new Date(ms).toISOString();

export function headOf({ revision, baseVersion, who, at }: Omit<DraftRevision, 'text'>) {
  return { revision, baseVersion, who, at: momentOf(at) };
}

export function draftOf(draft: DraftRevision): Draft {
  return { ...headOf(draft), text: draft.text };
}

export function versionOf(head: VersionHead, newest: number): DocumentVersion {
  const { version, who, at, reason, pilot, backTo } = head;
  return { version, who, at: momentOf(at), reason, inForce: version === newest, pilot, backTo };
}

export function noDocument({ kind, name }: DocumentKey): PlumblineError {
  return new PlumblineError('no-document', `There is no ${kind} ${name}.`, { status: 404 });
}

export function noDraft({ kind, name }: DocumentKey): PlumblineError {
  return new PlumblineError('no-draft', `There is no draft of the ${kind} ${name}.`, {
    status: 404,
  });
}

/** Two worked on one draft: the second is told what is there, and keeps what was typed. */
export function draftChanged(key: DocumentKey, present: DraftRevision | null): PlumblineError {
  const words = present
    ? `${present.who} saved the draft of ${key.name} in the meantime: look at both, then save on top of revision ${present.revision}.`
    : `The draft of ${key.name} was published or discarded in the meantime: save with no base revision to begin a new one.`;
  return new PlumblineError('draft-changed', words, {
    status: 409,
    details: { present: present && draftOf(present) },
  });
}
