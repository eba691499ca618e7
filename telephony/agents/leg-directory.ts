/** What this process knows of one agent's leg. Rebuilt from Asterisk after every connect. */
export interface Leg {
  agentId: string;
  loginId: string;
  sipUser: string;
  channelId: string;
  upAtMs: number;
  /** Packets have come from it. */
  heard: boolean;
  /** They have, both ways, and the agent's row says so. */
  proven: boolean;
  /** When the agent's row was told last that they still do; epoch ms, 0 = not by us. */
  provenToldAtMs: number;
  /** The agent's row knows of it. */
  written: boolean;
  /** Last packet counters, for the next comparison. */
  counts: { rx: number; tx: number } | undefined;
  /** When these were read, epoch ms. */
  countedAtMs: number;
  /** When the last packet came, as near as the counters tell. */
  lastGrowthAtMs: number;
  nextProofAtMs: number;
}

/** Legs by agent and by channel: the newest leg of an agent wins. */
export class LegDirectory {
  readonly #byAgent = new Map<string, Leg>();
  readonly #byChannel = new Map<string, Leg>();

  /** @returns the leg it replaces, which is to be hung up. */
  put(leg: Leg): Leg | undefined {
    const old = this.#byAgent.get(leg.agentId);
    if (old) this.#byChannel.delete(old.channelId);
    this.#byAgent.set(leg.agentId, leg);
    this.#byChannel.set(leg.channelId, leg);
    return old && old.channelId !== leg.channelId ? old : undefined;
  }

  /** @returns the leg when it was the agent's current one. */
  removeChannel(channelId: string): Leg | undefined {
    const leg = this.#byChannel.get(channelId);
    if (!leg) return undefined;
    this.#byChannel.delete(channelId);
    if (this.#byAgent.get(leg.agentId) === leg) this.#byAgent.delete(leg.agentId);
    return leg;
  }

  ofAgent(agentId: string): Leg | undefined {
    return this.#byAgent.get(agentId);
  }
  ofChannel(channelId: string): Leg | undefined {
    return this.#byChannel.get(channelId);
  }
  all(): Leg[] {
    return [...this.#byAgent.values()];
  }
}
