import { readFileSync } from 'node:fs';
import { round } from '../spread.ts';

export interface MemoryPoint {
  calls: number;
  mb: Record<string, number>;
}

/** Resident memory of one process, MB; undefined when it is gone. */
export function residentMb(pid: number): number | undefined {
  try {
    const kb = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kb === undefined ? undefined : round(Number(kb) / 1_024);
  } catch {
    return undefined;
  }
}

/** MB for each 100 calls, by least squares over all points from `fromCalls` on: what came before is warming up. */
export function slopes(points: readonly MemoryPoint[], fromCalls: number): Record<string, number> {
  const late = points.filter(({ calls }) => calls >= fromCalls);
  const names = Object.keys(late[0]?.mb ?? {});
  return Object.fromEntries(
    names.map((name) => [name, round(100 * slope(late.map(({ calls, mb }) => [calls, mb[name] ?? 0])), 2)]),
  );
}

function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
}
