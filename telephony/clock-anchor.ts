import { readFileSync } from 'node:fs';
import type { Queryable } from '../core/platform/postgres.ts';

/** What both clocks of a machine said at one moment, in milliseconds. The steady one is never set and counts from the boot. */
export interface ClockReading {
  wallMs: number;
  steadyMs: number;
}

export interface ClockAnchor extends ClockReading {
  bootId: string | null;
}

/** Which boot the steady clock counts from; null where the system does not tell. */
export function currentBootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export async function selectAnchor(db: Queryable, node: string): Promise<ClockAnchor | undefined> {
  const [row] = await db<ClockAnchor[]>`
    select boot_id as "bootId", wall_ms as "wallMs", steady_ms as "steadyMs" from clock_anchor where node = ${node}`;
  return row;
}

export async function saveAnchor(
  db: Queryable,
  node: string,
  { bootId, wallMs, steadyMs }: ClockAnchor,
): Promise<void> {
  await db`
    insert into clock_anchor (node, boot_id, wall_ms, steady_ms)
    values (${node}, ${bootId}, ${Math.round(wallMs)}, ${Math.round(steadyMs)})
    on conflict (node) do update set boot_id = excluded.boot_id, wall_ms = excluded.wall_ms, steady_ms = excluded.steady_ms,
      saved_at = now()`;
}
