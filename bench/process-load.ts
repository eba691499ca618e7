import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts a process' time in hundredths of a second, whatever the kernel's own tick. */
const TICKS_PER_SEC = 100;
const PAGES_PER_MB = 256;

interface Stat {
  parent: number;
  /** Own and waited-for children's, in seconds. */
  cpuSec: number;
  /** Memory that is nobody else's: what processes share (the database's buffers, libraries) would be counted once for each. */
  ownMb: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + (fields[index] ?? 0), 0);
    const [, resident = 0, shared = 0] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ').map(Number);
    return { parent: fields[1] ?? 0, cpuSec: ticks / TICKS_PER_SEC, ownMb: (resident - shared) / PAGES_PER_MB };
  } catch {
    return undefined; // gone; what it used is in its parent's sum
  }
}

type Usage = Pick<Stat, 'cpuSec' | 'ownMb'>;

/** CPU seconds and memory of each named process with everything it started (utime + stime, children included). */
export function loadOf(pids: Readonly<Record<string, number>>): Record<string, Usage> {
  const all = new Map<number, Stat>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = statOf(Number(name));
    if (stat) all.set(Number(name), stat);
  }
  const children = new Map<number, number[]>();
  for (const [pid, { parent }] of all) children.set(parent, [...(children.get(parent) ?? []), pid]);
  const sum = (pid: number): Usage => {
    const own = all.get(pid) ?? { cpuSec: 0, ownMb: 0 };
    return (children.get(pid) ?? [])
      .map(sum)
      .reduce((total, one) => ({ cpuSec: total.cpuSec + one.cpuSec, ownMb: total.ownMb + one.ownMb }), {
        cpuSec: own.cpuSec,
        ownMb: own.ownMb,
      });
  };
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, sum(pid)]));
}

/** This process alone, without what it started. */
function ownLoad(): Usage {
  const { user, system } = process.cpuUsage();
  return { cpuSec: (user + system) / 1e6, ownMb: statOf(process.pid)?.ownMb ?? 0 };
}

export interface LoadSeries {
  /** CPU seconds used between the first and the last sample. */
  cpuSec: Record<string, number>;
  /** Memory in MB: mean of the first and of the last quarter of the samples, and the most. */
  ownMb: Record<string, { first: number; last: number; most: number }>;
  seconds: number;
}

/** Samples until it is stopped. `self` is this process without its children: in a drill the agents and their telephones. */
export function watchLoad(pids: Readonly<Record<string, number>>, everyMs = 2_000): () => LoadSeries {
  const begun = performance.now();
  const look = () => ({ ...loadOf(pids), self: ownLoad() });
  const samples: Record<string, Usage>[] = [look()];
  const timer = setInterval(() => samples.push(look()), everyMs);
  return () => {
    clearInterval(timer);
    samples.push(look());
    const of = (name: string) => samples.map((sample) => sample[name] ?? { cpuSec: 0, ownMb: 0 });
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const quarter = Math.max(1, Math.floor(samples.length / 4));
    const names = [...Object.keys(pids), 'self'];
    return {
      seconds: (performance.now() - begun) / 1_000,
      cpuSec: Object.fromEntries(
        names.map((name) => [name, (of(name).at(-1)?.cpuSec ?? 0) - (of(name)[0]?.cpuSec ?? 0)]),
      ),
      ownMb: Object.fromEntries(
        names.map((name) => {
          const values = of(name).map(({ ownMb }) => ownMb);
          const [first, last] = [mean(values.slice(0, quarter)), mean(values.slice(-quarter))];
          return [name, { first, last, most: Math.max(...values) }];
        }),
      ),
    };
  };
}
