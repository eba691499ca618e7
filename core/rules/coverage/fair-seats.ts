import { type AgentReach, type Line, takesLine } from '../agent-lines.ts';

/** The part of the agents that a line gets when each of them gives the same time to every line they take that runs now. */
export function fairSeats(reach: readonly AgentReach[], running: readonly Line[], line: Line): number {
  return reach
    .filter((agent) => takesLine(agent, line))
    .reduce((seats, agent) => seats + 1 / Math.max(1, running.filter((other) => takesLine(agent, other)).length), 0);
}
