import type { LeadFields } from './fields.js';

/** First and last name in one, or null; an e-mail address is no name. */
export function fullName(fields: LeadFields): string | null {
  const parts = [fields['name.first'], fields['name.last']].flatMap((part) =>
    typeof part === 'string' && part.trim() !== '' ? [part.trim()] : [],
  );
  return parts.length > 0 ? parts.join(' ') : null;
}
