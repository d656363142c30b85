/** What jobs of Bulk API 2.0 have in common, whether they read or write. */
import { CrmError } from '../../src/lead/crm-error.js';

export const isJob = (id: string): boolean => /^[A-Za-z0-9]{15,18}$/.test(id);

/** Kept seven days; then there is no such job. */
export function isGone(error: unknown): boolean {
  return error instanceof CrmError && (error.kind === 'gone' || error.kind === 'refused');
}
