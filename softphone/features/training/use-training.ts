import { useQuery } from '@tanstack/react-query';
import type { TrainingState } from '../../../core/contracts/http/training.ts';
import { get } from '../../client/http.ts';

/** Do I practise? A supervisor may have ordered it since. */
export function useTraining(): TrainingState | undefined {
  return useQuery({
    queryKey: ['training'],
    queryFn: ({ signal }) => get<TrainingState>('/api/training', signal),
    refetchInterval: 5_000,
  }).data;
}
