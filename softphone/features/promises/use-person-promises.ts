import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { PersonPromise } from '../../../core/contracts/http/promises.ts';
import { get } from '../../client/http.ts';

/** Asked again, because a payment is judged a moment after it is posted. */
export function usePersonPromises(personId: string, enabled: boolean): UseQueryResult<PersonPromise[]> {
  return useQuery({
    queryKey: ['person', personId, 'promises'],
    queryFn: ({ signal }) => get<PersonPromise[]>(`/api/persons/${personId}/promises`, signal),
    enabled,
    refetchInterval: 5_000,
    retry: false,
  });
}
