import type { AgentLegs } from '../agents/agent-legs.ts';
import type { Presence } from './pool-book.ts';
import type { PoolAgentRow } from './queries.ts';

/** Free means proven: the row says so, and so does the leg this process holds. */
export function presenceOf(agents: readonly PoolAgentRow[], legs: AgentLegs): Map<string, Presence> {
  return new Map(agents.map((agent) => [agent.agentId, onePresence(agent, legs)]));
}

function onePresence(agent: PoolAgentRow, legs: AgentLegs): Presence {
  if (agent.state === 'available') {
    const proven = legs.directory.ofAgent(agent.agentId)?.proven === true;
    return proven && agent.intent === 'ready' && agent.legUp && agent.mediaProven ? 'free' : 'off';
  }
  // Work of another kind (a case in preview, a progressive dial) is none the pool may count the end of.
  const ofPool = agent.callMode === 'predictive' || agent.callDirection === 'inbound';
  return ofPool && (agent.state === 'talking' || agent.state === 'wrap_up') ? 'in_call' : 'off';
}
