import { useQuery } from '@tanstack/react-query';
import type { DebtClass } from '../../core/contracts/calls.ts';
import { get } from '../client/http.ts';

export interface Subject {
  id: string;
  name: string;
  shortName: string;
  colour: string;
  callerId: string;
  debtClass: DebtClass;
  sharingGroup: string;
  active: boolean;
}

export function useSubjects(): readonly Subject[] {
  const { data } = useQuery({
    queryKey: ['subjects'],
    queryFn: ({ signal }) => get<Subject[]>('/api/subjects', signal),
    staleTime: 60_000,
  });
  return data ?? [];
}
