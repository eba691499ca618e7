import type { Pacer, PacingInit } from '../../pacing/types.ts';
import { bareDecision, createPoolView, spreadOverLines } from './pool-view.ts';

export interface AdaptiveSettings {
  /** Highest calls per agent. */
  maxLevel: number;
  /** Level gained in a review without too many drops. */
  stepUp: number;
  reviewSec: number;
}

/** As open diallers ship: up to three calls an agent, looked at every quarter of a minute. */
const AS_SHIPPED: AdaptiveSettings = { maxLevel: 3, stepUp: 0.1, reviewSec: 15 };

/**
 * The method of open diallers, called adaptive with a hard limit: calls per agent rise slowly while today's share of dropped calls lies
 * below the cap and fall to one at once when it does not. Agents who talk count, those in wrap-up do not; machines count as answers.
 */
export function adaptiveRatio(init: PacingInit, settings: AdaptiveSettings = AS_SHIPPED): Pacer {
  const view = createPoolView();
  const spread = spreadOverLines(init);
  const cap = Math.min(...init.lines.map((line) => line.cap));
  let level = 1;
  let reviewAt = 0;
  let answered = 0;
  let dropped = 0;
  return {
    name: `adaptive up to ${settings.maxLevel}`,
    step(now, events) {
      view.take(events);
      for (const event of events) {
        if (event.e === 'answered') answered += 1;
        if (event.e === 'dropped') dropped += 1;
      }
      if (view.loggedIn() === 0) {
        answered = 0;
        dropped = 0;
        level = 1;
      }
      if (now >= reviewAt) {
        reviewAt = now + settings.reviewSec;
        const overCap = answered > 0 && dropped / answered > cap;
        level = overCap ? 1 : Math.min(settings.maxLevel, level + settings.stepUp);
      }
      const atWork = view.idle() + view.talking();
      return bareDecision(spread(Math.max(0, Math.floor(level * atWork) - view.alive())), view);
    },
    memory: () => ({}),
  };
}
