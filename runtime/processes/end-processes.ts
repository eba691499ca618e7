import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type ProcessIdentity } from './process-identity.ts';

/**
 * Ends processes that a launcher of ours recorded: SIGTERM, then SIGKILL after `graceMs`. Each leads a process group of its own, so
 * what it started ends with it. A pid that was reused by something else is left alone.
 * @returns how many were still alive at the beginning.
 */
export async function endProcesses(identities: readonly ProcessIdentity[], graceMs: number): Promise<number> {
  const alive = identities.filter(isAlive);
  for (const { pid } of alive) signalGroup(pid, 'SIGTERM');
  const deadline = Date.now() + graceMs;
  while (alive.some(isAlive) && Date.now() < deadline) await sleep(50);
  for (const identity of alive) if (isAlive(identity)) signalGroup(identity.pid, 'SIGKILL');
  const last = Date.now() + 2000;
  while (alive.some(isAlive) && Date.now() < last) await sleep(20);
  return alive.length;
}

/** Signals the group that `pid` leads. A group keeps its number while a member lives, so nobody else can be hit. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // the whole group is gone already
  }
}
