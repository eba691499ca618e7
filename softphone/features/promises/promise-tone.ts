import type { PromiseRow } from '../../../core/contracts/http/promises.ts';

export function promiseTone({ state, due }: Pick<PromiseRow, 'state' | 'due'>): 'good' | 'bad' | 'warn' | undefined {
  if (state === 'kept') return 'good';
  if (due === 'broken') return state === 'part' ? 'warn' : 'bad';
  return due === 'overdue' ? 'warn' : undefined;
}
