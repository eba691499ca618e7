import type { Pacer, PacingEvent, PacingId, PacingInit } from '../../pacing/types.ts';
import { bareDecision, createPoolView } from './pool-view.ts';

/** One call for each free agent, on a line that agent takes; lines by turns. */
export function progressive(init: PacingInit): Pacer {
  const view = createPoolView();
  const free = new Set<PacingId>();
  /** Rings, or waits at the ear. */
  const alive = new Map<PacingId, string>();
  let turn = 0;
  const linesOf = (agent: PacingId) => init.skills?.[Number(agent)] ?? init.lines.map(({ id }) => id);
  const take = (event: PacingEvent) => {
    if (event.e === 'agent_ready') free.add(event.agent);
    if (event.e === 'agent_off' || event.e === 'connected') free.delete(event.agent);
    if (event.e === 'dialled' || event.e === 'inbound') alive.set(event.call, event.line);
    else if ('call' in event && event.e !== 'answered') alive.delete(event.call);
  };
  /** Every free agent claims a call that rings or waits on a line of theirs, the least versatile first; who finds none wants one. */
  const wanted = () => {
    const unclaimed = new Map<string, number>();
    for (const line of alive.values()) unclaimed.set(line, (unclaimed.get(line) ?? 0) + 1);
    const wishes = new Map<string, number>();
    for (const agent of [...free].sort((a, b) => linesOf(a).length - linesOf(b).length)) {
      const lines = linesOf(agent);
      const claimed = lines.find((line) => (unclaimed.get(line) ?? 0) > 0);
      const line = claimed ?? lines[turn % Math.max(1, lines.length)];
      if (claimed) unclaimed.set(claimed, (unclaimed.get(claimed) ?? 0) - 1);
      else if (line !== undefined) {
        turn += 1;
        wishes.set(line, (wishes.get(line) ?? 0) + 1);
      }
    }
    return wishes;
  };
  return {
    name: 'progressive',
    step(_now, events) {
      view.take(events);
      events.forEach(take);
      return bareDecision(
        [...wanted()].map(([line, n]) => ({ line, n })),
        view,
      );
    },
    memory: () => ({}),
  };
}
