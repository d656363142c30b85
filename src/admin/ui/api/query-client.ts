import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isApiError } from './error.js';

const FRESH_MS = 15_000;
const RETRIES = 2;

/** Worth asking again: the server is away or stumbled, not that it refused. */
const mayPass = (thrown: unknown): boolean =>
  isApiError(thrown) && (thrown.status === 0 || thrown.status >= 502);

/** What is read is kept for a while and read again when the window comes back. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const watch = (thrown: unknown): void => {
    if (isApiError(thrown) && thrown.status === 401) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: watch }),
    mutationCache: new MutationCache({ onError: watch }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failed, thrown) => failed < RETRIES && mayPass(thrown),
        retryDelay: (failed) => 400 * 2 ** failed,
      },
      mutations: { retry: false },
    },
  });
}
