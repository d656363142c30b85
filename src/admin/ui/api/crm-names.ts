import { useQuery } from '@tanstack/react-query';
import { accountsApi } from '../../api/contract/accounts.js';
import { call } from './call.js';

/** Another CRM is connected now and then. */
const FRESH_MS = 60_000;

/** What the CRMs of the connected accounts are called, by their ids; undefined until they are read. */
export function useCrmNames(): Readonly<Record<string, string>> | undefined {
  const { data } = useQuery({
    queryKey: ['accounts', 'crms'],
    queryFn: async ({ signal }): Promise<Readonly<Record<string, string>>> => {
      const { items } = await call(accountsApi.list, {}, { signal });
      return Object.fromEntries(items.map(({ crm, crmLabel }) => [crm, crmLabel]));
    },
    staleTime: FRESH_MS,
  });
  return data;
}

/** What a CRM is called, as of the connected accounts; its id until they are read. */
export function useCrmName(): (crm: string) => string {
  const names = useCrmNames();
  return (crm) => names?.[crm] ?? crm;
}
