import type { DiallingHold } from '../../core/contracts/http/calendar.ts';
import type { Queryable } from '../../core/platform/postgres.ts';

interface HoldRow extends Omit<DiallingHold, 'raisedAt' | 'confirmedAt'> {
  raisedAt: Date;
  confirmedAt: Date | null;
}

/** Open ones first, then the last that were confirmed. */
export async function selectHolds(db: Queryable): Promise<HoldRow[]> {
  return db<HoldRow[]>`
    select h.id, h.kind, h.node, round((h.detail->>'jumpMs')::numeric / 1000)::int as "jumpSec", h.raised_at as "raisedAt",
      s.display_name as "confirmedBy", h.confirmed_at as "confirmedAt"
    from dialling_hold h left join staff_account s on s.id = h.confirmed_by
    order by (h.confirmed_at is null) desc, h.id desc limit 50`;
}

/** @returns the hold; undefined when it is not open (any more) */
export async function confirmHold(
  db: Queryable,
  id: number,
  by: { staffId: string },
): Promise<{ kind: string; node: string } | undefined> {
  const [row] = await db<{ kind: string; node: string }[]>`
    update dialling_hold set confirmed_by = ${by.staffId}, confirmed_at = now()
    where id = ${id} and confirmed_at is null returning kind, node`;
  return row;
}
