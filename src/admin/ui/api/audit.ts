import { useQuery } from '@tanstack/react-query';
import { type AuditEntry, auditApi } from '../../api/contract/audit.js';
import { call } from './call.js';
import { type Keyset, useKeyset } from './use-keyset.js';

const AUDIT = 'audit';

export interface AuditFilter {
  readonly who: string;
  readonly what: string;
  readonly about: string;
  /** Days as `2026-03-01`, in the reader's own time zone; `to` is not included. */
  readonly from: string;
  readonly to: string;
}

const momentOf = (day: string): string | undefined => {
  const date = new Date(`${day}T00:00:00`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

export const useAudit = (filter: AuditFilter): Keyset<AuditEntry> =>
  useKeyset([AUDIT, 'list', filter], (cursor, signal) => {
    const query = { ...filter, from: momentOf(filter.from), to: momentOf(filter.to), cursor };
    return call(auditApi.list, { query }, { signal });
  });

export const useAuditFilters = () =>
  useQuery({
    queryKey: [AUDIT, 'filters'],
    queryFn: ({ signal }) => call(auditApi.filters, {}, { signal }),
  });
