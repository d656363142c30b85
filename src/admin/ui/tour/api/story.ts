import { useQuery } from '@tanstack/react-query';
import { readStory } from './client.js';

export const STORY = ['tour', 'story'] as const;

const RETRY_MS = 1_000;

/** The story's lead as the CRM has her. What is not ready yet is asked for again by itself. */
export const useStoryQuery = () =>
  useQuery({
    queryKey: STORY,
    queryFn: ({ signal }) => readStory(signal),
    retry: false,
    refetchInterval: ({ state }) => (state.error ? RETRY_MS : false),
  });
