import { readdirSync, readFileSync } from 'node:fs';
import { type ProcessName, pidOf } from './kill.ts';
import type { RunningSystem } from './system.ts';

const EVERY_MS = 200;
/** So much of the time a product waits on any machine that does something else too: that excuses nothing. */
const ORDINARY = 0.1;
/** Who acts, one after the other, when something happens to a call. */
const IN_TURN: readonly ProcessName[] = ['pbx', 'telephony'];

interface Sample {
  atMs: number;
  /** By process and thread: how long it was ready to run so far and had no processor. */
  waitedMs: Map<string, number>;
}

/**
 * How long the machine kept the product from acting, by the kernel's own count. Next to nothing where it has time for the product; on one
 * that has not, a limit of seconds says nothing without it.
 */
export class HeldUp {
  readonly #system: RunningSystem;
  readonly #samples: Sample[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(system: RunningSystem) {
    this.#system = system;
    this.#look();
    this.#timer = setInterval(() => this.#look(), EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Milliseconds in that time: of each process the thread that waited longest, as they act one after the other. */
  between(fromMs: number, toMs: number): number {
    const first = this.#samples.findLast(({ atMs }) => atMs <= fromMs) ?? this.#samples[0];
    const last = this.#samples.find(({ atMs }) => atMs >= toMs) ?? this.#samples.at(-1);
    if (!first || !last) return 0;
    const waitedMs = IN_TURN.reduce((sum, name) => {
      const threads = [...last.waitedMs].filter(([thread]) => thread.startsWith(`${name}/`));
      // One that was not there before has waited since it began.
      return sum + Math.max(0, ...threads.map(([thread, ms]) => ms - (first.waitedMs.get(thread) ?? 0)));
    }, 0);
    return waitedMs > (toMs - fromMs) * ORDINARY ? waitedMs : 0;
  }

  #look(): void {
    const waitedMs = new Map<string, number>();
    for (const name of IN_TURN) {
      const pid = pidOf(this.#system, name);
      if (pid) for (const [thread, ms] of threadsOf(pid)) waitedMs.set(`${name}/${pid}/${thread}`, ms);
    }
    this.#samples.push({ atMs: Date.now(), waitedMs });
  }
}

/** A process may end while it is looked at, and a kernel need not count. */
function threadsOf(pid: number): [thread: string, waitedMs: number][] {
  try {
    return readdirSync(`/proc/${pid}/task`).map((thread) => {
      const [, waited = '0'] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      return [thread, Number(waited) / 1e6];
    });
  } catch {
    return [];
  }
}

/** How much of the time since then somebody on this machine waited for a processor, 0 to 1. */
export class CpuPressure {
  readonly #sinceMs = performance.now();
  readonly #waitedMs = pressureMs();

  share(): number {
    return (pressureMs() - this.#waitedMs) / Math.max(1, performance.now() - this.#sinceMs);
  }
}

/** Nothing where the kernel does not count it. */
function pressureMs(): number {
  try {
    return Number(/some .*total=(\d+)/.exec(readFileSync('/proc/pressure/cpu', 'utf8'))?.[1] ?? 0) / 1_000;
  } catch {
    return 0;
  }
}
