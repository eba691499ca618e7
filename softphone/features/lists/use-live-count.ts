import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ListCount } from '../../../core/contracts/http/lists.ts';
import type { Condition } from '../../../core/rules/extraction.ts';
import { conditionProblems } from '../../../core/rules/extraction-problems.ts';
import { post } from '../../client/http.ts';
import type { BuilderGround } from './use-ground.ts';

/** A pause in typing; shorter ones would count what nobody meant. */
const QUIET_MS = 220;

/** Counts while the condition is written. What cannot be counted yet is not asked; the last figures stay until the next. */
export function useLiveCount(condition: Condition, { entrustmentId, subjectIds, privileged }: BuilderGround) {
  const asked = JSON.stringify({
    entrustmentId,
    subjectIds: entrustmentId === null ? subjectIds : [],
    privileged,
    condition,
  });
  const [quiet] = useDebouncedValue(asked, QUIET_MS);
  const problems = conditionProblems(condition);
  const ready = problems.length === 0 && (entrustmentId !== null || subjectIds.length > 0);
  const count = useQuery({
    queryKey: ['lists', 'count', quiet],
    queryFn: () => post<ListCount>('/api/lists/count', JSON.parse(quiet) as object),
    enabled: ready && quiet === asked,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false,
  });
  return { count, problems, busy: ready && (quiet !== asked || count.isFetching) };
}
