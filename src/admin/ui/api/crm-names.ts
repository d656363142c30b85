import { useQuery } from '@tanstack/react-query';
import { accountsApi } from '../../api/contract/accounts.js';
import { call } from './call.js';

/** What a CRM is called, as of the connected accounts; its id until they are read. */
export function useCrmName(): (crm: string) => string {
  const { data } = useQuery({
    queryKey: ['accounts', 'crms'],
    queryFn: async ({ signal }): Promise<Readonly<Record<string, string>>> => {
      const { items } = await call(accountsApi.list, {}, { signal });
      return Object.fromEntries(items.map(({ crm, crmLabel }) => [crm, crmLabel]));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (crm) => data?.[crm] ?? crm;
}
