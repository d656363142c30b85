import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  accountsApi,
  type Connectable,
  type ConnectedAccount,
} from '../../api/contract/accounts.js';
import { type Answer, call } from './call.js';
import { accountsInWords, connectableInWords, planInWords, useInWords } from './in-words.js';

const ACCOUNTS = ['accounts'] as const;
const AGAIN_MS = 10_000;

export type WriteBackPlan = Answer<typeof accountsApi.writeBackPlan>;

/** Read again every few seconds: a first load moves. */
export const useAccounts = (): UseQueryResult<readonly ConnectedAccount[]> =>
  useQuery({
    queryKey: ACCOUNTS,
    queryFn: async ({ signal }): Promise<readonly ConnectedAccount[]> =>
      (await call(accountsApi.list, {}, { signal })).items,
    select: useInWords(['said'], accountsInWords),
    refetchInterval: AGAIN_MS,
  });

export const useConnectable = (): UseQueryResult<readonly Connectable[]> =>
  useQuery({
    queryKey: [...ACCOUNTS, 'connectable'],
    queryFn: async ({ signal }): Promise<readonly Connectable[]> =>
      (await call(accountsApi.connectable, {}, { signal })).items,
    select: useInWords(['said'], connectableInWords),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const useConnect = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: {
      crm: string;
      way: Connectable['ways'][number]['id'];
      fields: Record<string, string>;
    }) => call(accountsApi.connect, { body }),
    onSettled: () => client.invalidateQueries({ queryKey: ACCOUNTS, exact: true }),
  });
};

/** Asks the CRM, so it is read only when somebody wants to see it. */
export const useWriteBackPlan = (account: string): UseQueryResult<WriteBackPlan> =>
  useQuery({
    queryKey: [...ACCOUNTS, account, 'write-back'],
    queryFn: ({ signal }) => call(accountsApi.writeBackPlan, { params: { account } }, { signal }),
    select: useInWords(['said'], planInWords),
    staleTime: 0,
    gcTime: 0,
  });

export const useSetWriteBack = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ account, on }: { account: string; on: boolean }) =>
      call(accountsApi.setWriteBack, { params: { account }, body: { on } }),
    onSettled: () => client.invalidateQueries({ queryKey: ACCOUNTS, exact: true }),
  });
};

export const useSetCallShare = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ account, percent }: { account: string; percent: number }) =>
      call(accountsApi.setCallShare, { params: { account }, body: { percent } }),
    onSettled: () => client.invalidateQueries({ queryKey: ACCOUNTS, exact: true }),
  });
};

export type Disconnected = Answer<typeof accountsApi.disconnect>;

export const useDisconnect = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ account, erase }: { account: string; erase: boolean }) =>
      call(accountsApi.disconnect, { params: { account }, query: { erase: String(erase) } }),
    onSettled: () => client.invalidateQueries({ queryKey: ACCOUNTS, exact: true }),
  });
};
