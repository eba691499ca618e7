import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DebtView } from '../../../core/contracts/http/desk.ts';
import { get } from '../../client/http.ts';

export interface AskedDebt {
  /** Amounts are asked for by a button of their own: seeing them is an act by itself. */
  wanted: boolean;
  view: UseQueryResult<DebtView>;
  open(): void;
  /** Charges for a payment on another day; null = today. */
  onPayDay(day: string | null): void;
}

export function usePersonDebt(id: string): AskedDebt {
  const [wanted, setWanted] = useState(false);
  const [payDay, setPayDay] = useState<string | null>(null);
  const view = useQuery({
    queryKey: ['person', id, 'debt', payDay],
    queryFn: ({ signal }) => get<DebtView>(`/api/persons/${id}/debt${payDay === null ? '' : `?on=${payDay}`}`, signal),
    enabled: wanted,
    // Another day of payment: the table stands until its charges are there.
    placeholderData: (previous) => previous,
    retry: false,
  });
  return { wanted, view, open: () => setWanted(true), onPayDay: setPayDay };
}
