import type { Pacer, PacingInit } from '../../pacing/types.ts';
import { bareDecision, createPoolView, spreadOverLines } from './pool-view.ts';

/** A power dialler: at every moment `ratio` calls ring for each agent who is free, rounded down. 1 = progressive. */
export function powerRatio(init: PacingInit, ratio: number): Pacer {
  const view = createPoolView();
  const spread = spreadOverLines(init);
  return {
    name: ratio === 1 ? 'progressive' : `ratio ${ratio}`,
    step(_now, events) {
      view.take(events);
      const free = Math.max(0, view.idle() - view.waiting());
      return bareDecision(spread(Math.max(0, Math.floor(ratio * free) - view.ringing())), view);
    },
    memory: () => ({}),
  };
}

/** One call for each free agent: nobody who answers ever finds nobody, but for two who answer in the same moment an agent leaves. */
export const progressive = (init: PacingInit): Pacer => powerRatio(init, 1);
