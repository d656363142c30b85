import {
  type QueryKey,
  type UseMutationResult,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';

/** A change on the server, after which what begins with `queryKey` is read again. */
export function useChange<V, A>(
  queryKey: QueryKey,
  change: (values: V) => Promise<A>,
): UseMutationResult<A, Error, V> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}
