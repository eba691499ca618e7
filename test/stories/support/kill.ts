import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningSystem } from './system.ts';

export type ProcessName = 'telephony' | 'api' | 'worker' | 'pbx';

export function pidOf(system: RunningSystem, name: ProcessName): number | undefined {
  const pids = JSON.parse(readFileSync(join(system.dataDir, 'pids.json'), 'utf8')) as Record<string, { pid: number }>;
  return pids[name]?.pid;
}

/** `kill -9` of one process of this installation, by the id the launcher wrote down. Returns when. */
export function killHard(system: RunningSystem, name: ProcessName): { pid: number; atMs: number } {
  const pid = pidOf(system, name);
  if (!pid) throw new Error(`${name} has no pid`);
  process.kill(pid, 'SIGKILL');
  return { pid, atMs: Date.now() };
}

/** Milliseconds until the launcher has started it again (its pid is another). */
export async function untilRestarted(
  system: RunningSystem,
  name: ProcessName,
  oldPid: number,
  timeoutMs = 20_000,
): Promise<number> {
  const startedMs = Date.now();
  while (Date.now() - startedMs < timeoutMs) {
    const pid = pidOf(system, name);
    if (pid && pid !== oldPid) return Date.now() - startedMs;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${name} was not started again within ${timeoutMs} ms`);
}
