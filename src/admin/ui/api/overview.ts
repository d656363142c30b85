import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { overviewApi } from '../../api/contract/overview.js';
import { call, urlOf } from './call.js';

const OVERVIEW = 'overview';
/** How often the page asks by itself when nothing tells it. */
const POLL_MS = 10_000;
/** After which a lost connection is tried again. */
const AGAIN_MS = 15_000;

export const useOverview = () =>
  useQuery({
    queryKey: [OVERVIEW, 'figures'],
    queryFn: ({ signal }) => call(overviewApi.get, {}, { signal }),
    // Kept while newer ones are on their way.
    staleTime: 0,
  });

export const useFeed = () =>
  useQuery({
    queryKey: [OVERVIEW, 'feed'],
    queryFn: async ({ signal }) => (await call(overviewApi.feed, {}, { signal })).items,
    staleTime: 0,
  });

/**
 * Reads the overview again whenever the server says that something changed; asks by itself while the
 * connection is gone. @returns whether the connection is there
 */
export function useLive(): boolean {
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  useEffect(() => {
    const read = (): void => void client.invalidateQueries({ queryKey: [OVERVIEW] });
    let source: EventSource | null = null;
    let again: number | undefined;
    const connect = (): void => {
      source = new EventSource(urlOf(overviewApi.live, {}));
      source.addEventListener('changed', () => {
        setLive(true);
        read();
      });
      source.onerror = () => {
        setLive(false);
        // A browser connects again by itself unless it was refused.
        if (source?.readyState === EventSource.CLOSED) again = window.setTimeout(connect, AGAIN_MS);
      };
    };
    connect();
    return () => {
      window.clearTimeout(again);
      source?.close();
    };
  }, [client]);
  useEffect(() => {
    if (live) return;
    const timer = window.setInterval(
      () => void client.invalidateQueries({ queryKey: [OVERVIEW] }),
      POLL_MS,
    );
    return () => window.clearInterval(timer);
  }, [client, live]);
  return live;
}
