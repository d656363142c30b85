import {
  queryOptions,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { type SessionView, sessionApi } from '../../api/contract/session.js';
import { call, setCsrfToken } from './call.js';

export const SESSION = ['session'] as const;

function keep(session: SessionView): SessionView {
  setCsrfToken(session.csrf);
  return session;
}

const session = queryOptions({
  queryKey: SESSION,
  queryFn: async ({ signal }) => keep(await call(sessionApi.get, {}, { signal })),
  staleTime: 60_000,
});

/** Who is signed in, if anybody. */
export const useSessionQuery = (): UseQueryResult<SessionView> => useQuery(session);

/** What another person's session brought is not for this one's eyes. */
function useEntrance<V>(enter: (values: V) => Promise<SessionView>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: enter,
    onSuccess: (view) => {
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION[0] });
      client.setQueryData(SESSION, keep(view));
    },
  });
}

export const useSignIn = () =>
  useEntrance((body: { email: string; password: string }) => call(sessionApi.signIn, { body }));

export const useSetUp = () =>
  useEntrance((body: { token: string; email: string; name: string; password: string }) =>
    call(sessionApi.setUp, { body }),
  );

export const useAcceptLink = () =>
  useEntrance((body: { token: string; password: string }) => call(sessionApi.acceptLink, { body }));

export const useChangePassword = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { current: string; password: string }) =>
      call(sessionApi.changePassword, { body }),
    onSuccess: (view) => client.setQueryData(SESSION, keep(view)),
  });
};
