import type { TaskKind } from './desk-task.ts';

export interface OpenTask {
  id: string;
  kind: TaskKind;
}

/**
 * Who calls three times is called back once. A message must be heard whatever else there is; a kept place stands for earlier calls in vain;
 * a further call in vain adds nothing to what is open already.
 *
 * @param open of the same number and line, nobody at them
 * @returns what of the open ones the new task stands for, and whether the new one is itself stood for
 */
export function mergeTasks(kind: TaskKind, open: readonly OpenTask[]): { closed: string[]; merged: boolean } {
  // Who asked to be called at a certain time and calls before it wants to be called sooner.
  if (kind === 'abandoned_inbound') return { closed: [], merged: open.some((task) => task.kind !== 'asked_call_back') };
  const inVain = open.filter((task) => task.kind === 'abandoned_inbound').map(({ id }) => id);
  const merged = kind === 'keep_my_place' && open.some((task) => task.kind === 'keep_my_place');
  return { closed: merged ? [] : inVain, merged };
}
