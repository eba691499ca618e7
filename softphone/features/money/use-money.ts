import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { MoneySettings } from '../../../core/contracts/http/money.ts';
import { get, put } from '../../client/http.ts';

const KEY = ['money'];

export interface MoneySave {
  /** @returns whether it was saved; a refusal stands in `problem`. */
  save(what: 'engine' | 'rates' | 'rule' | 'announcement' | 'demand-fee', body: object): Promise<boolean>;
  problem: unknown;
  saved: boolean;
}

export function useMoney() {
  const client = useQueryClient();
  const query = useQuery({ queryKey: KEY, queryFn: ({ signal }) => get<MoneySettings>('/api/money', signal) });
  return { query, take: (settings: MoneySettings) => client.setQueryData(KEY, settings) };
}

/** Each panel tells what became of its own saving. */
export function useMoneySave(take: (settings: MoneySettings) => void): MoneySave {
  const [state, setState] = useState<{ problem: unknown; saved: boolean }>({ problem: null, saved: false });
  return {
    ...state,
    async save(what, body) {
      try {
        take(await put<MoneySettings>(`/api/money/${what}`, body));
        setState({ problem: null, saved: true });
        return true;
      } catch (problem) {
        setState({ problem, saved: false });
        return false;
      }
    },
  };
}
