import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ListedLead, TimelineItem } from '../../api/contract/lead-shapes.js';
import { leadsApi } from '../../api/contract/leads.js';
import { viewsApi } from '../../api/contract/views.js';
import { type CallInput, call, urlOf } from './call.js';
import {
  entryInWords,
  leadInWords,
  sourcesInWords,
  useInWords,
  wouldInWords,
  writesInWords,
} from './in-words.js';
import { type Keyset, useKeyset } from './use-keyset.js';

export const LEADS = 'leads';
const VIEWS = ['leads', 'views'] as const;

type Filters = NonNullable<CallInput<typeof leadsApi.count>['query']>;
export type LeadQuery = Filters &
  Pick<NonNullable<CallInput<typeof leadsApi.list>['query']>, 'sort' | 'order'>;

export const useLeads = (query: LeadQuery): Keyset<ListedLead> =>
  useKeyset([LEADS, 'list', query], (cursor, signal) =>
    call(leadsApi.list, { query: { ...query, cursor } }, { signal }),
  );

export const useLeadCount = (query: LeadQuery) => {
  const { sort: _s, order: _o, ...filters } = query;
  return useQuery({
    queryKey: [LEADS, 'count', filters],
    queryFn: ({ signal }) => call(leadsApi.count, { query: filters }, { signal }),
    placeholderData: keepPreviousData,
  });
};

export const useChoices = (model: string | undefined) =>
  useQuery({
    queryKey: [LEADS, 'choices', model],
    queryFn: ({ signal }) => call(leadsApi.choices, { query: { model } }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

export const exportUrl = (query: LeadQuery, format: 'csv' | 'ndjson'): string =>
  urlOf(leadsApi.export, { query: { ...query, format } });

/** Of a lead's page, whatever moment it is of. */
export const leadPageKey = (lead: string) => [LEADS, 'page', lead] as const;

const readAt = (at: string): string | undefined => (at === '' ? undefined : at);

/** `at` is a past moment or one to come, empty for now. */
export const useLead = (lead: string, at: string) =>
  useQuery({
    queryKey: [...leadPageKey(lead), at],
    queryFn: ({ signal }) =>
      call(leadsApi.get, { params: { lead }, query: { at: readAt(at) } }, { signal }),
    select: useInWords(['said'], leadInWords),
    placeholderData: (before) => (before?.id === lead ? before : undefined),
    refetchInterval: (query) => (query.state.data?.waiting ? 2_000 : false),
  });

export const useTimeline = (
  lead: string,
  model: string | undefined,
  at: string,
): Keyset<TimelineItem> => {
  const inWords = useInWords(['said'], entryInWords);
  const timeline = useKeyset([LEADS, 'timeline', lead, model, at], (cursor, signal) =>
    call(
      leadsApi.timeline,
      { params: { lead }, query: { model, at: readAt(at), cursor, limit: '100' } },
      { signal },
    ),
  );
  return { ...timeline, rows: timeline.rows?.map(inWords) };
};

export const useLeadSources = (lead: string) =>
  useQuery({
    queryKey: [LEADS, 'sources', lead],
    queryFn: ({ signal }) => call(leadsApi.sources, { params: { lead } }, { signal }),
    select: useInWords(['said', 'fields'], sourcesInWords),
  });

export const useWouldChange = (lead: string, model: string | undefined) =>
  useQuery({
    queryKey: [LEADS, 'would', lead, model],
    queryFn: ({ signal }) =>
      call(leadsApi.wouldChange, { params: { lead }, query: { model } }, { signal }),
    select: useInWords(['phrase'], wouldInWords),
  });

export const useLeadWrites = (lead: string) =>
  useQuery({
    queryKey: [LEADS, 'writes', lead],
    queryFn: ({ signal }) => call(leadsApi.writes, { params: { lead } }, { signal }),
    select: useInWords(['said'], writesInWords),
  });

export const useDuplicates = (lead: string) =>
  useQuery({
    queryKey: [LEADS, 'duplicates', lead],
    queryFn: async ({ signal }) =>
      (await call(leadsApi.duplicates, { params: { lead } }, { signal })).items,
  });

/** Merging, keeping apart, taking apart: everything about leads is read again after each. */
export const useLeadActs = (lead: string) => {
  const client = useQueryClient();
  const onSuccess = (): Promise<void> => client.invalidateQueries({ queryKey: [LEADS] });
  const accept = useMutation({
    mutationFn: (other: string) => call(leadsApi.accept, { params: { lead, other }, body: {} }),
    onSuccess,
  });
  const dismiss = useMutation({
    mutationFn: (other: string) => call(leadsApi.dismiss, { params: { lead, other }, body: {} }),
    onSuccess,
  });
  const split = useMutation({
    mutationFn: (body: { records: string[]; reason: string }) =>
      call(leadsApi.split, { params: { lead }, body }),
    onSuccess,
  });
  return { accept, dismiss, split };
};

export const useViews = () =>
  useQuery({
    queryKey: VIEWS,
    queryFn: async ({ signal }) => (await call(viewsApi.list, {}, { signal })).items,
  });

export const useViewActs = () => {
  const client = useQueryClient();
  const onSuccess = (): Promise<void> => client.invalidateQueries({ queryKey: VIEWS });
  const save = useMutation({
    mutationFn: (body: { name: string; query: string }) => call(viewsApi.save, { body }),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (view: string) => call(viewsApi.remove, { params: { view } }),
    onSuccess,
  });
  const share = useMutation({
    mutationFn: ({ view, shared }: { view: string; shared: boolean }) =>
      call(viewsApi.share, { params: { view }, body: { shared } }),
    onSuccess,
  });
  return { save, remove, share };
};
