import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { PromiseBoard, PromiseView } from '../../../core/contracts/http/promises.ts';
import { get, queryString } from '../../client/http.ts';

export function usePromises(view: PromiseView, mine: boolean): UseQueryResult<PromiseBoard> {
  return useQuery({
    queryKey: ['promises', view, mine],
    queryFn: ({ signal }) =>
      get<PromiseBoard>(`/api/promises${queryString({ view, mine: mine ? '1' : null })}`, signal),
    refetchInterval: 15_000,
  });
}
