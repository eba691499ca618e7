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
      s.display_name as "confirmedBy", h.confirmed_at as "confirmedAt",
      h.detail->>'reason' as reason, r.display_name as "raisedBy"
    from dialling_hold h left join staff_account s on s.id = h.confirmed_by
      left join staff_account r on r.id = (h.detail->>'raisedBy')::uuid
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

/** Stops every node that ever dialled, and this one: a person who stops dialling means all of it. @returns the new holds; none = all were stopped */
export async function holdByHand(
  db: Queryable,
  node: string,
  by: { staffId: string },
  reason: string,
): Promise<number[]> {
  const rows = await db<{ id: number }[]>`
    insert into dialling_hold (kind, node, detail)
    select 'by_hand', n.node, ${db.json({ reason, raisedBy: by.staffId })}
    from (select ${node}::text as node union select node from process_heartbeat where process = 'telephony') n
    on conflict (node, kind) where confirmed_at is null do nothing returning id`;
  return rows.map(({ id }) => id);
}

/** Ends what was stopped by hand, on every node. A clock that jumped is another matter: it stays. */
export async function releaseByHand(db: Queryable, by: { staffId: string }): Promise<number[]> {
  const rows = await db<{ id: number }[]>`
    update dialling_hold set confirmed_by = ${by.staffId}, confirmed_at = now()
    where kind = 'by_hand' and confirmed_at is null returning id`;
  return rows.map(({ id }) => id);
}
