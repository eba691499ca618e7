import type { Pacer, PacingId, PacingInit } from '../../pacing/types.ts';
import { bareDecision, createPoolView, spreadOverLines } from './pool-view.ts';

/** How long a case is read before the dial key, in the study that the workload comes from. */
export const REVIEW_SEC = 18;

/** Each free agent reads the next case for `reviewSec`, dials it, waits for what becomes of it, and reads the next. */
export function preview(init: PacingInit, reviewSec = REVIEW_SEC): Pacer {
  const view = createPoolView();
  const spread = spreadOverLines(init);
  const dialAt = new Map<PacingId, number>();
  const someoneWaiting = () => [...dialAt].find(([, at]) => at === Number.POSITIVE_INFINITY)?.[0];
  /** The longest idle agent gets whoever answers: whose call it was takes over the reading. */
  const handOver = (agent: PacingId) => {
    const reading = dialAt.get(agent);
    dialAt.delete(agent);
    const waiting = someoneWaiting();
    if (waiting !== undefined && reading !== undefined && reading !== Number.POSITIVE_INFINITY) {
      dialAt.set(waiting, reading);
    }
  };
  return {
    name: `preview ${reviewSec} s`,
    step(now, events) {
      view.take(events);
      for (const event of events) {
        if (event.e === 'connected') handOver(event.agent);
        if (event.e === 'agent_off') dialAt.delete(event.agent);
        if (event.e === 'agent_ready') dialAt.set(event.agent, now + reviewSec);
        if (event.e === 'failed' || event.e === 'no_answer') {
          const waiting = someoneWaiting();
          if (waiting !== undefined) dialAt.set(waiting, now + reviewSec);
        }
      }
      // A wish the trunks did not allow is wished for again: only what was placed ends the reading.
      const due = [...dialAt.keys()].filter((agent) => (dialAt.get(agent) ?? 0) <= now);
      const placed = events.filter(({ e }) => e === 'dialled').length;
      for (const agent of due.splice(0, placed)) dialAt.set(agent, Number.POSITIVE_INFINITY);
      return bareDecision(spread(due.length), view);
    },
    memory: () => ({}),
  };
}
