import type { Pool, PoolLine } from './pool.ts';
import type { PacingMemory } from './types.ts';

const VERSION = 1;

interface LineMemory {
  belief: unknown;
  budget: number[];
  launchedLately: number;
  inboundPerSec: number;
}

/** What outlives a restart: beliefs and budgets. Not who rings or talks: the dialler tells that anew. */
export function savePool(pool: Pool): PacingMemory {
  const lines: Record<string, unknown> = { ...pool.otherLines };
  for (const line of pool.lines) {
    const { launchedLately, inboundPerSec } = line;
    lines[line.id] = { belief: line.belief.save(), budget: line.budget.save(), launchedLately, inboundPerSec };
  }
  return { version: VERSION, emptied: pool.emptied, handling: pool.handling.save(), lines };
}

/** Takes over what an earlier controller learnt; of another version or of nothing, nothing. */
export function restorePool(pool: Pool, memory: PacingMemory): void {
  if (memory['version'] !== VERSION) return;
  pool.emptied = memory['emptied'] === true;
  pool.handling.restore(memory['handling']);
  const others = { ...(memory['lines'] as Record<string, LineMemory>) };
  for (const line of pool.lines) {
    const saved = others[line.id];
    if (saved !== undefined) restoreLine(line, saved);
    delete others[line.id];
  }
  pool.otherLines = others;
}

function restoreLine(line: PoolLine, saved: LineMemory): void {
  line.belief.restore(saved.belief);
  line.budget.restore(saved.budget);
  line.launchedLately = saved.launchedLately;
  line.inboundPerSec = saved.inboundPerSec;
}
