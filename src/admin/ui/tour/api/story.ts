import { useQuery } from '@tanstack/react-query';
import { readStories } from './client.js';

export const STORIES = ['tour', 'stories'] as const;

const RETRY_MS = 1_000;

/** The stories' leads as their CRMs have them. What is not ready yet is asked for again by itself. */
export const useStoriesQuery = () =>
  useQuery({
    queryKey: STORIES,
    queryFn: async ({ signal }) => (await readStories(signal)).stories,
    retry: false,
    refetchInterval: ({ state }) => (state.error ? RETRY_MS : false),
  });
