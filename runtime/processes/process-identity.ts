import { readFileSync } from 'node:fs';

/** A process for ever: a pid alone is reused by the kernel, together with boot and start tick it is not. */
export interface ProcessIdentity {
  pid: number;
  /** Field 22 of /proc/PID/stat: clock ticks since boot. */
  startTick: string;
  bootId: string;
}

function readBootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** Start tick and state letter out of the text of /proc/PID/stat. The name in brackets may hold spaces and brackets. */
export function parseStat(stat: string): { state: string; startTick: string } {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startTick: fields[19] ?? '' };
}

/** undefined when no such process lives; a zombie has ended already and only waits to be collected. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  try {
    const { state, startTick } = parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return state === 'Z' || state === 'X' ? undefined : { pid, startTick, bootId: readBootId() };
  } catch {
    return undefined; // no such process
  }
}

export function isAlive(identity: ProcessIdentity): boolean {
  const now = identifyProcess(identity.pid);
  return now !== undefined && now.startTick === identity.startTick && now.bootId === identity.bootId;
}
