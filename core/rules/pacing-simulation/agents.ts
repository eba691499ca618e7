import { lognormal } from './distribution.ts';
import { createRandom } from './random.ts';
import type { Scenario } from './scenario.ts';
import type { AgentTime } from './tally.ts';

export interface SimulatedAgent {
  readonly id: number;
  state: 'off' | 'idle' | 'connecting' | 'talking' | 'wrap';
  since: number;
  /** Shift over: off as soon as the call in hand is done. */
  leaving: boolean;
  readonly pace: number;
  takes(line: string): boolean;
}

export function agentsOfDay(scenario: Scenario, seed: number, day: number): SimulatedAgent[] {
  return Array.from({ length: scenario.agents }, (_, id) => {
    const lines = scenario.skills?.[id];
    return {
      id,
      state: 'off' as const,
      since: 0,
      leaving: false,
      pace: scenario.paceCv > 0 ? lognormal(1, scenario.paceCv, createRandom(seed, day, 3_000 + id)) : 1,
      takes: (line: string) => lines === undefined || lines.includes(line),
    };
  });
}

/** Moves an agent on and books the time spent in the state that ends. */
export function moveAgent(agent: SimulatedAgent, state: SimulatedAgent['state'], now: number, time: AgentTime): void {
  const spent = now - agent.since;
  if (agent.state !== 'off') time.loggedInSec += spent;
  if (agent.state === 'talking') time.talkSec += spent;
  if (agent.state === 'wrap') time.wrapSec += spent;
  agent.state = state;
  agent.since = now;
}

/** The one who has waited longest of those who take the line. */
export function longestIdle(agents: readonly SimulatedAgent[], line: string): SimulatedAgent | undefined {
  let found: SimulatedAgent | undefined;
  for (const agent of agents) {
    if (agent.state === 'idle' && agent.takes(line) && (!found || agent.since < found.since)) found = agent;
  }
  return found;
}
