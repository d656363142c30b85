import { keepPreviousData, useQuery } from '@tanstack/react-query';
import {
  type MappedAccount,
  type MappingLanguage,
  mappingsApi,
} from '../../api/contract/mappings.js';
import { call } from './call.js';
import { fieldsInWords, mappedInWords, useInWords } from './in-words.js';

export interface Place {
  readonly account: number;
  readonly object: string;
}

export type TriedOn =
  | { readonly id: string }
  | { readonly values: Readonly<Record<string, string | null>> };

const LONG_MS = 10 * 60_000;

export const useMappedAccounts = () =>
  useQuery({
    queryKey: ['mappings', 'accounts'],
    queryFn: ({ signal }) => call(mappingsApi.list, {}, { signal }),
    select: useInWords(['said'], mappedInWords<{ items: MappedAccount[] }>),
  });

export const useMappingLanguage = () =>
  useQuery({
    queryKey: ['mappings', 'language'],
    queryFn: ({ signal }) => call(mappingsApi.language, {}, { signal }),
    select: useInWords(['fields'], fieldsInWords<MappingLanguage>),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const workbenchKey = ({ account, object }: Place) =>
  ['mappings', 'workbench', account, object] as const;

export const useWorkbench = (place: Place) =>
  useQuery({
    queryKey: workbenchKey(place),
    queryFn: ({ signal }) => call(mappingsApi.workbench, { params: { ...place } }, { signal }),
    staleTime: LONG_MS,
    refetchOnWindowFocus: false,
  });

export const readWorkbench = (place: Place) =>
  call(mappingsApi.workbench, { params: { ...place }, query: { fresh: 'true' } });

/** What the text makes of a record; the former result stays until the new one is there. */
export const useTried = (place: Place, text: string, record: TriedOn | null) =>
  useQuery({
    queryKey: ['mappings', 'tried', place.account, place.object, record, text],
    queryFn: ({ signal }) =>
      call(
        mappingsApi.try,
        {
          params: { ...place },
          body: {
            text,
            record:
              record && 'values' in record
                ? { values: { ...record.values } }
                : { id: record?.id ?? '' },
          },
        },
        { signal },
      ),
    enabled: record !== null && text !== '',
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    retry: false,
  });

export const useTriedTransforms = (raw: string | null) =>
  useQuery({
    queryKey: ['mappings', 'transforms', raw],
    queryFn: ({ signal }) => call(mappingsApi.transforms, { body: { raw: raw ?? '' } }, { signal }),
    enabled: raw !== null && raw !== '',
    staleTime: LONG_MS,
    gcTime: 60_000,
  });

export const useSuggestions = (place: Place, text: string, enabled: boolean) =>
  useQuery({
    queryKey: ['mappings', 'suggestions', place.account, place.object, text],
    queryFn: ({ signal }) =>
      call(mappingsApi.suggestions, { params: { ...place }, body: { text } }, { signal }),
    enabled: enabled && text !== '',
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    retry: false,
  });
