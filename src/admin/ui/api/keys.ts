import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type KeyView, keysApi } from '../../api/contract/keys.js';
import { call } from './call.js';
import { type Keyset, useKeyset } from './use-keyset.js';

const KEYS = ['keys'] as const;

export const useKeys = (): Keyset<KeyView> =>
  useKeyset(KEYS, (cursor, signal) => call(keysApi.list, { query: { cursor } }, { signal }));

/** A change, after which the list is read again. */
function useChange<V, A>(change: (values: V) => Promise<A>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: KEYS }),
  });
}

export const useMakeKey = () =>
  useChange((body: Pick<KeyView, 'name' | 'role'>) => call(keysApi.create, { body }));

export const useRevokeKey = () =>
  useChange((key: string) => call(keysApi.revoke, { params: { key } }));
