import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DeskTask, TaskList } from '../../../core/contracts/http/tasks.ts';
import type { SaidOutcome } from '../../../core/rules/inbound/desk-task.ts';
import { get, post } from '../../client/http.ts';
import { goTo } from '../../shell/route.ts';

export type TaskAct =
  | { type: 'next' }
  | { type: 'take' | 'release' | 'call_back'; id: string }
  | { type: 'done'; id: string; outcome: SaidOutcome };

/** Tasks of my lines in their turn, and what may be done with them. A call back goes on at the desk. */
export function useTasks() {
  const client = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const list = useQuery({
    queryKey: ['tasks'],
    queryFn: ({ signal }) => get<TaskList>('/api/tasks', signal),
    refetchInterval: 10_000,
  });
  const act = async (asked: TaskAct) => {
    setProblem(null);
    setBusy(true);
    try {
      await carryOut(asked);
      if (asked.type === 'call_back') goTo('desk');
    } catch (error) {
      setProblem(error);
    }
    setBusy(false);
    await client.invalidateQueries({ queryKey: ['tasks'] });
    await client.invalidateQueries({ queryKey: ['desk-work'] });
  };
  return { list, act, busy, problem };
}

async function carryOut(asked: TaskAct): Promise<void> {
  if (asked.type === 'next') await post<DeskTask | null>('/api/tasks/take-next');
  else if (asked.type === 'done') await post(`/api/tasks/${asked.id}/done`, { outcome: asked.outcome });
  else await post(`/api/tasks/${asked.id}/${asked.type.replace('_', '-')}`);
}
