import type { Pacer, PacingInit } from '../../pacing/types.ts';
import { bareDecision, createPoolView, spreadOverLines } from './pool-view.ts';

/** A power dialler: at every moment `ratio` calls ring for each agent who is free, rounded down. */
export function powerRatio(init: PacingInit, ratio: number): Pacer {
  const view = createPoolView();
  const spread = spreadOverLines(init);
  return {
    name: `ratio ${ratio}`,
    step(_now, events) {
      view.take(events);
      const free = Math.max(0, view.idle() - view.waiting());
      return bareDecision(spread(Math.max(0, Math.floor(ratio * free) - view.ringing())), view);
    },
    memory: () => ({}),
  };
}
