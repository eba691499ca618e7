import type { PoolDialler } from './pool-dialler.ts';

/** After a case of its own an agent of the pool waits so long for a citizen who answers, before the next case of its own. */
const WAIT_FOR_POOL_MS = 15_000;

/**
 * One pool, two kinds of work. A telephone that rings for the pool is never left without its agent for a case on a desk; beyond that the
 * two kinds take turns, so that neither starves while the other has a long list.
 */
export class Turns {
  readonly #pool: PoolDialler;
  /** Agents whose last work was a case of their own, and until when the pool has them now. */
  readonly #poolHas = new Map<string, number | undefined>();

  constructor(pool: PoolDialler) {
    this.#pool = pool;
  }

  mayWorkAgentFirst(agentId: string): boolean {
    const lines = this.#pool.liveLinesOf(agentId);
    const { citizens, free } = this.#pool.expecting(agentId);
    if (citizens > 0 && citizens >= free) return false;
    if (lines.length === 0 || !this.#poolHas.has(agentId)) return true;
    const until = this.#poolHas.get(agentId) ?? performance.now() + WAIT_FOR_POOL_MS;
    this.#poolHas.set(agentId, until);
    if (performance.now() < until) return false;
    this.#poolHas.delete(agentId);
    return true;
  }

  tookAgentFirst(agentId: string): void {
    this.#poolHas.set(agentId, undefined);
  }
}
