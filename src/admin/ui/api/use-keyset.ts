import { keepPreviousData, type QueryKey, useInfiniteQuery } from '@tanstack/react-query';

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface Keyset<T> {
  /** Undefined until the first page is there. */
  readonly rows: readonly T[] | undefined;
  /** As `DataTable` wants it; undefined at the end of the list. */
  readonly more: { readonly load: () => void; readonly loading: boolean } | undefined;
  /** The rows answer an earlier question; those of this one are on their way. */
  readonly stale: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/**
 * A list that the server gives page by page: `useKeyset(['leads', 'list', query], (cursor, signal) =>
 * call(leadsApi.list, { query: { ...query, cursor } }, { signal }))`. While the key changes the former
 * rows stay.
 */
export function useKeyset<T>(
  queryKey: QueryKey,
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
  options: { readonly enabled?: boolean; readonly refetchInterval?: number } = {},
): Keyset<T> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    ...options,
  });
  return {
    rows: query.data?.pages.flatMap((page) => page.items),
    more: query.hasNextPage
      ? { load: () => void query.fetchNextPage(), loading: query.isFetchingNextPage }
      : undefined,
    stale: query.isPlaceholderData,
    error: query.error,
    retry: () => void query.refetch(),
  };
}
