import { useQuery } from '@tanstack/react-query';
import type { ListChoices } from '../../../core/contracts/http/lists.ts';
import { get } from '../../client/http.ts';
import { type Subject, useSubjects } from '../../ui/use-subjects.ts';

/** What a condition is written about: a 依頼, or the subjects of one that is being made. */
export interface BuilderGround {
  entrustmentId: string | null;
  subjectIds: readonly string[];
  privileged: boolean;
  subjects: readonly Subject[];
  choices: ListChoices;
}

const NONE: ListChoices = { agents: [], labels: [], dispositions: [], languages: [] };

export function useGround(of: Pick<BuilderGround, 'entrustmentId' | 'subjectIds' | 'privileged'>): BuilderGround {
  const subjects = useSubjects();
  const { data } = useQuery({
    queryKey: ['lists', 'choices'],
    queryFn: ({ signal }) => get<ListChoices>('/api/lists/choices', signal),
    staleTime: 60_000,
  });
  return { ...of, subjects, choices: data ?? NONE };
}
