import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Retention, retentionApi } from '../../api/contract/retention.js';
import { type Answer, call } from './call.js';

const RETENTION = ['retention'] as const;

export type RetentionView = Answer<typeof retentionApi.get>;

export const useRetention = (): UseQueryResult<RetentionView> =>
  useQuery({
    queryKey: RETENTION,
    queryFn: ({ signal }) => call(retentionApi.get, {}, { signal }),
  });

export const useSetRetention = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Retention) => call(retentionApi.set, { body }),
    onSuccess: (view) => client.setQueryData(RETENTION, view),
  });
};
