import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { documentsApi } from '../../api/contract/documents.js';
import { type ModelMaterial, modelsApi } from '../../api/contract/models.js';
import { call } from './call.js';
import { checkInWords, fieldsInWords, useInWords } from './in-words.js';
import { createCounter } from './model-counts.js';

/** Query keys of documents are shared with the screens of publishing. */
const DOCUMENTS = ['documents', 'model'] as const;

/** Others work on the same documents: in another tab, or somewhere else. */
export const SHARED = {
  staleTime: 0,
  refetchOnMount: 'always',
  refetchOnWindowFocus: 'always',
} as const;

export const useModels = () =>
  useQuery({
    queryKey: [...DOCUMENTS, 'list'],
    queryFn: ({ signal }) => call(documentsApi.list, { query: { kind: 'model' } }, { signal }),
    ...SHARED,
  });

export const useReadyModels = () =>
  useQuery({
    queryKey: ['documents', 'ready'],
    queryFn: ({ signal }) => call(documentsApi.ready, {}, { signal }),
  });

/** Saves the first draft of a new model. */
export function useNewModel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, text }: { name: string; text: string }) =>
      call(documentsApi.save, {
        params: { kind: 'model', name },
        body: { text, baseRevision: null },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: DOCUMENTS }),
  });
}

/** Begins the draft of a new model with a ready one. */
export function useBeginReady() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, ready }: { name: string; ready: string }) =>
      call(documentsApi.begin, { params: { kind: 'model', name }, body: { ready } }),
    onSettled: () => client.invalidateQueries({ queryKey: DOCUMENTS }),
  });
}

export const useMaterial = () =>
  useQuery({
    queryKey: ['models', 'material'],
    queryFn: ({ signal }) => call(modelsApi.material, {}, { signal }),
    select: useInWords(['fields'], fieldsInWords<ModelMaterial>),
    staleTime: 60_000,
  });

export const useModelCheck = (name: string, text: string) =>
  useQuery({
    queryKey: ['models', 'check', name, text],
    queryFn: ({ signal }) =>
      call(modelsApi.check, { params: { name }, body: { text } }, { signal }),
    select: useInWords(['said', 'phrase'], checkInWords),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });

/** Not asked while the text has problems: the last sample stays. */
export const useModelSample = (name: string, text: string, enabled: boolean) =>
  useQuery({
    queryKey: ['models', 'sample', name, text],
    queryFn: ({ signal }) =>
      call(modelsApi.sample, { params: { name }, body: { text } }, { signal }),
    placeholderData: keepPreviousData,
    enabled,
    gcTime: 30_000,
  });

const counter = createCounter((asks, lists, signal) =>
  call(modelsApi.count, { body: { asks, ...(lists && { lists }) } }, { signal }),
);

export type Ask = Parameters<typeof counter>[0];

/** How many stored leads a predicate or rule holds for; counts asked for at once are one call. */
export const useCount = (ask: Ask | null, lists: Readonly<Record<string, unknown>> | undefined) =>
  useQuery({
    queryKey: ['models', 'count', JSON.stringify([ask, lists ?? {}])],
    queryFn: ({ signal }) => counter(ask ?? { predicate: {} }, lists, signal),
    placeholderData: keepPreviousData,
    enabled: ask !== null,
    staleTime: 60_000,
    gcTime: 60_000,
  });

export const useCurve = (decay: unknown, points: number, within: string | undefined) =>
  useQuery({
    queryKey: ['models', 'curve', decay, points, within],
    queryFn: ({ signal }) =>
      call(
        modelsApi.curve,
        {
          body: {
            points,
            ...(decay !== undefined && { decay: decay as Record<string, unknown> }),
            ...(within !== undefined && { within }),
          },
        },
        { signal },
      ),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const useQuestions = () =>
  useQuery({
    queryKey: ['models', 'questions'],
    queryFn: ({ signal }) => call(modelsApi.questions, {}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
