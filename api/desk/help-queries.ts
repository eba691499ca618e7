import type { HelpRequest } from '../../core/contracts/realtime.ts';
import type { Queryable } from '../../core/platform/postgres.ts';

/**
 * Calls for help that the supervisor `me` (staff_account) may hear of: within the scope, and of protected persons only by special right.
 * Aliases: `h` the wish, `q` the call.
 */
export const helpFor = (db: Queryable) => db`
  from call_party h join call q on q.id = h.call_id join staff_account w on w.id = h.asked_by left join subject u on u.id = q.subject_id
    left join person p on p.id = q.person_id left join campaign g on g.id = q.campaign_id
  where h.purpose = 'help' and h.state = 'dialling' and q.ended_at is null and h.asked_by <> me.id and me.role = 'supervisor'
    and (me.subject_scope is null or q.subject_id is null or q.subject_id = any(me.subject_scope))
    and (me.centre_scope is null or u.centre_id is null or u.centre_id = any(me.centre_scope))
    and (me.privileged or not (coalesce(p.shielded, q.person_id is not null) or coalesce(g.privileged, false)))`;

/** Nobody speaks with the citizen of the wish `h`: its agent did not come back, and whoever comes has the call. */
export const isLost = (db: Queryable) => db`
  exists (select 1 from call_party t where t.call_id = h.call_id and t.purpose = 'take_over' and t.state in ('dialling', 'consulting'))`;

/** A citizen without anybody before an agent who wants advice; else longest first. */
export async function selectHelpAsked(db: Queryable, staffId: string): Promise<HelpRequest[]> {
  const rows = await db<(Omit<HelpRequest, 'since'> & { since: Date })[]>`
    select asked.* from staff_account me cross join lateral (select h.call_id as "callId", w.display_name as "agentName",
      w.seat_no::text as seat, u.short_name as "subjectName", ${isLost(db)} as lost, h.created_at as since ${helpFor(db)}) asked
    where me.id = ${staffId} order by asked.lost desc, asked.since`;
  return rows.map((row) => ({ ...row, since: row.since.toISOString() }));
}
