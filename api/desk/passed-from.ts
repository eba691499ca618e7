import type { Queryable } from '../../core/platform/postgres.ts';

/**
 * Whose call it was before, to whoever has it now; until somebody else writes there, with the note of the one before. Aliases: `k` the call,
 * `a` the row of the agent who looks.
 */
export const passedFrom = (db: Queryable) => db`
  case when k.agent_id = a.agent_id then (
    select jsonb_build_object('name', b.display_name, 'seat', b.seat_no::text,
      -- A supervisor comes the same way when the agent asks for advice and when the agent was lost.
      'how', case when exists (select 1 from call_party t where t.call_id = k.id and t.purpose = 'take_over' and t.asked_by = j.asked_by)
        then 'lost' when j.kind = 'supervisor' then 'help' else 'transfer' end,
      'line', case when j.purpose = 'transfer' then u.name end,
      'note', (select nullif(trim(d.draft->>'note'), '') from desk_draft d where d.call_id = k.id and d.agent_id <> a.agent_id))
    from call_party j join staff_account b on b.id = j.asked_by left join subject u on u.id = j.subject_id
    where j.call_id = k.id and j.staff_id = a.agent_id and j.purpose in ('transfer', 'take_over') and j.joined_at is not null
      and coalesce(j.outcome, 'call_over') = 'call_over'
    order by j.joined_at desc, j.id desc limit 1) end`;
