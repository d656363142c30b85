import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { z } from 'zod';
import { type DocumentKind, documentsApi } from '../../api/contract/documents.js';
import { leadsApi } from '../../api/contract/leads.js';
import {
  type Mover,
  type Preview,
  type PublishWish,
  previewsApi,
} from '../../api/contract/previews.js';
import { call, urlOf } from './call.js';
import { SHARED } from './models.js';
import { useKeyset } from './use-keyset.js';

const POLL_MS = 400;
const PROGRESS_MS = 1_000;

/** A wish with everything said. */
export type FullWish = Required<Preview['wish']>;

export const useDocuments = () =>
  useQuery({
    queryKey: ['documents', 'all'],
    queryFn: ({ signal }) => call(documentsApi.list, {}, { signal }),
    ...SHARED,
  });

/** As it is now; the editors hold their own. */
export const useDocumentNow = (kind: DocumentKind, name: string) =>
  useQuery({
    queryKey: ['documents', kind, name, 'now'],
    queryFn: ({ signal }) => call(documentsApi.read, { params: { kind, name } }, { signal }),
    staleTime: 0,
  });

/** The saved draft with what speaks against publishing it. */
export const useDraftCheck = (kind: DocumentKind, name: string, revision: number) =>
  useQuery({
    queryKey: ['documents', kind, name, 'check', revision],
    queryFn: ({ signal }) => call(documentsApi.draft, { params: { kind, name } }, { signal }),
    staleTime: 0,
  });

export const useVersions = (kind: DocumentKind, name: string) =>
  useKeyset(['documents', kind, name, 'versions'], (cursor, signal) =>
    call(documentsApi.versions, { params: { kind, name }, query: { cursor } }, { signal }),
  );

export const useVersionText = (kind: DocumentKind, name: string, version: number) =>
  useQuery({
    queryKey: ['documents', kind, name, 'version', version],
    queryFn: ({ signal }) =>
      call(documentsApi.version, { params: { kind, name, version } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const useDiff = (kind: DocumentKind, name: string, from: string, to: string) =>
  useQuery({
    queryKey: ['documents', kind, name, 'diff', from, to],
    queryFn: ({ signal }) =>
      call(
        documentsApi.diff,
        { params: { kind, name }, query: { from, to } as z.input<typeof documentsApi.diff.query> },
        { signal },
      ),
    staleTime: 0,
  });

export const useOwnerChoices = () =>
  useQuery({
    queryKey: ['leads', 'choices', undefined],
    queryFn: ({ signal }) => call(leadsApi.choices, { query: {} }, { signal }),
    staleTime: 60_000,
  });

export const useTeams = () =>
  useQuery({
    queryKey: ['teams'],
    queryFn: ({ signal }) => call(previewsApi.teams, {}, { signal }),
    staleTime: 60_000,
  });

export type Team = NonNullable<ReturnType<typeof useTeams>['data']>['items'][number];

export const usePublications = () =>
  useKeyset(['publications'], (cursor, signal) =>
    call(previewsApi.publications, { query: { cursor, limit: 20 } }, { signal }),
  );

/** With how far scoring again has come; asked anew until nothing waits. */
export const usePublication = (publication: number | null) =>
  useQuery({
    queryKey: ['publications', publication],
    queryFn: ({ signal }) =>
      call(previewsApi.publication, { params: { publication: publication ?? 0 } }, { signal }),
    enabled: publication !== null,
    refetchInterval: ({ state }) => {
      const waiting = state.data?.waiting;
      return waiting && waiting.leads + waiting.writes + waiting.tasks === 0 ? false : PROGRESS_MS;
    },
  });

const same = (a: PublishWish, b: FullWish): boolean =>
  (Object.keys(b) as (keyof FullWish)[]).every(
    (key) => JSON.stringify(a[key] ?? null) === JSON.stringify(b[key] ?? null),
  );

/**
 * The preview of a wish: the one that was made within the hour, else a new one, which those who may start.
 * `again` throws the former away.
 */
export function usePreview(wish: FullWish | null, mayStart: boolean) {
  const client = useQueryClient();
  const key = JSON.stringify(wish);
  const list = useQuery({
    queryKey: ['previews', 'list'],
    queryFn: ({ signal }) => call(previewsApi.list, {}, { signal }),
    staleTime: 0,
    gcTime: 0,
  });
  const start = useMutation({
    mutationFn: (body: FullWish) => call(previewsApi.start, { body }),
    onSuccess: (made) => client.setQueryData(['previews', made.id], made),
  });
  const started = start.variables && JSON.stringify(start.variables) === key ? start : null;
  const known = wish
    ? list.data?.items.findLast(
        (one) => same(one.wish, wish) && (one.state === 'running' || one.state === 'done'),
      )
    : undefined;
  const id = started?.data?.id ?? known?.id ?? null;
  const nobodyBegan = wish !== null && list.isSuccess && id === null && started === null;
  const { mutate } = start;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the wish
  useEffect(() => {
    if (mayStart && nobodyBegan && wish) mutate(wish);
  }, [mayStart, nobodyBegan, key, mutate]);
  const preview = useQuery({
    queryKey: ['previews', id],
    queryFn: ({ signal }) => call(previewsApi.read, { params: { preview: id ?? '' } }, { signal }),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? POLL_MS : false),
    staleTime: 0,
  });
  return {
    preview: preview.data,
    error: started?.error ?? preview.error ?? list.error,
    again: () => wish && mutate(wish),
    stop: async (one: string) => {
      await call(previewsApi.cancel, { params: { preview: one } });
      await client.invalidateQueries({ queryKey: ['previews', one] });
    },
  };
}

export type MoverQuery = Omit<z.input<typeof previewsApi.movers.query>, 'cursor' | 'limit'>;

export function useMovers(preview: string, query: MoverQuery) {
  return useKeyset<Mover>(['previews', preview, 'movers', query], (cursor, signal) =>
    call(
      previewsApi.movers,
      { params: { preview }, query: { ...query, cursor, limit: 25 } },
      { signal },
    ),
  );
}

export const moversUrl = (preview: string, query: MoverQuery, format: 'csv' | 'ndjson'): string =>
  urlOf(format === 'csv' ? previewsApi.exportCsv : previewsApi.exportLines, {
    params: { preview },
    query,
  });

/**
 * After any of these everything that shows documents is read anew. Nobody waits for that: what shows
 * the draft goes with the draft, and its own `onSuccess` would go unheard.
 */
function usePublishingChange<V, A>(change: (input: V) => Promise<A>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['documents'] });
      void client.invalidateQueries({ queryKey: ['publications'] });
    },
  });
}

export type PublishBody = z.input<typeof previewsApi.publish.body>;

export const usePublish = () =>
  usePublishingChange((body: PublishBody) => call(previewsApi.publish, { body }));

export const useRollBack = (kind: DocumentKind, name: string) =>
  usePublishingChange((body: { version: number | null; reason: string | null }) =>
    call(previewsApi.rollBack, { params: { kind, name }, body }),
  );

export const useCancelPublication = () =>
  usePublishingChange((publication: number) =>
    call(previewsApi.cancelPublication, { params: { publication } }),
  );

export const useDiscard = (kind: DocumentKind, name: string) =>
  usePublishingChange((revision: number) =>
    call(documentsApi.discard, { params: { kind, name }, query: { revision } }),
  );

export const useRestore = (kind: DocumentKind, name: string) =>
  usePublishingChange(() => call(documentsApi.restore, { params: { kind, name } }));
