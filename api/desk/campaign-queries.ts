import type { CampaignMode } from '../../core/contracts/calls.ts';
import type { DeskCampaign } from '../../core/contracts/http/desk.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { Caller } from '../http/caller.ts';

interface Row {
  id: string;
  name: string;
  mode: CampaignMode;
  subject_id: string;
  subject_name: string;
  short_name: string;
  colour: string;
  caller_id: string;
  training: boolean;
  waiting: number;
  done: number;
  total: number;
}

/** Running campaigns this agent may work on. The queue of shielded persons is for privileged staff only. */
export async function selectDeskCampaigns(
  db: Queryable,
  caller: Caller,
  campaignId: string | null,
): Promise<DeskCampaign[]> {
  const rows = await db<Row[]>`
    select c.id, c.name, c.mode, s.id as subject_id, s.name as subject_name, s.short_name, s.colour, s.caller_id, c.training,
      coalesce(n.waiting, 0) as waiting, coalesce(n.done, 0) as done, coalesce(n.total, 0) as total
    from campaign c join subject s on s.id = c.subject_id
    left join lateral (
      select count(*) filter (where p.state is null or p.state in ('queued', 'waiting')) as waiting,
        count(*) filter (where p.state in ('done', 'withdrawn')) as done, count(*) as total
      from campaign_target t left join target_progress p on p.target_id = t.id where t.campaign_id = c.id) n on true
    where c.state = 'running' and s.active
      -- Who practises is offered the practice and nothing else; who works, never.
      and c.training = exists (select 1 from training_order o where o.staff_id = ${caller.staffId})
      and (not c.privileged or ${caller.privileged})
      and (${caller.subjectScope === null} or s.id = any(${caller.subjectScope ?? []}::text[]))
      and (${caller.centreScope === null} or s.centre_id is null or s.centre_id = any(${caller.centreScope ?? []}::text[]))
      and (${campaignId === null} or c.id = ${campaignId}::uuid)
    order by s.id, c.name limit 200`;
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    mode: row.mode,
    subject: {
      id: row.subject_id,
      name: row.subject_name,
      shortName: row.short_name,
      colour: row.colour,
      callerId: row.caller_id,
    },
    training: row.training,
    waiting: row.waiting,
    done: row.done,
    total: row.total,
  }));
}
