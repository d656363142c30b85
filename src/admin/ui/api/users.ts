import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type UserView, usersApi } from '../../api/contract/users.js';
import { call } from './call.js';
import { type Keyset, useKeyset } from './use-keyset.js';

const USERS = ['users'] as const;

export const useUsers = (): Keyset<UserView> =>
  useKeyset(USERS, (cursor, signal) => call(usersApi.list, { query: { cursor } }, { signal }));

/** A change, after which the list is read again. */
function useChange<V, A>(change: (values: V) => Promise<A>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: USERS }),
  });
}

export const useInvite = () =>
  useChange((body: Pick<UserView, 'email' | 'name' | 'role'>) => call(usersApi.create, { body }));

export const useChangeUser = () =>
  useChange(({ user, ...body }: { user: string } & Partial<Pick<UserView, 'role' | 'disabled'>>) =>
    call(usersApi.change, { params: { user }, body }),
  );

export const useResetPassword = () =>
  useChange((user: string) => call(usersApi.resetPassword, { params: { user } }));
