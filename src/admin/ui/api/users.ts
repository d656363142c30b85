import { type UserView, usersApi } from '../../api/contract/users.js';
import { call } from './call.js';
import { useChange } from './use-change.js';
import { type Keyset, useKeyset } from './use-keyset.js';

const USERS = ['users'] as const;

export const useUsers = (): Keyset<UserView> =>
  useKeyset(USERS, (cursor, signal) => call(usersApi.list, { query: { cursor } }, { signal }));

export const useInvite = () =>
  useChange(USERS, (body: Pick<UserView, 'email' | 'name' | 'role'>) =>
    call(usersApi.create, { body }),
  );

export const useChangeUser = () =>
  useChange(
    USERS,
    ({ user, ...body }: { user: string } & Partial<Pick<UserView, 'role' | 'disabled'>>) =>
      call(usersApi.change, { params: { user }, body }),
  );

export const useResetPassword = () =>
  useChange(USERS, (user: string) => call(usersApi.resetPassword, { params: { user } }));
