import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PromiseNext, PromiseNextDone } from '../../../core/contracts/http/promises.ts';
import { post } from '../../client/http.ts';

/** Sends the next step once and keeps what became of each. */
export function useNextStep(): {
  busy: boolean;
  done: PromiseNextDone['results'] | null;
  problem: unknown;
  send(next: PromiseNext): Promise<boolean>;
} {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<PromiseNextDone['results'] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  return {
    busy,
    done,
    problem,
    async send(next) {
      if (busy) return false;
      setBusy(true);
      setProblem(null);
      setDone(null);
      try {
        setDone((await post<PromiseNextDone>('/api/promises/next', next)).results);
        return true;
      } catch (error) {
        setProblem(error);
        return false;
      } finally {
        setBusy(false);
        await Promise.all(
          ['promises', 'desk-work', 'callbacks'].map((key) => client.invalidateQueries({ queryKey: [key] })),
        );
      }
    },
  };
}
