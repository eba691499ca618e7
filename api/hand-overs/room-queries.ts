import type { ComplaintNotice, HandOverCounts } from '../../core/contracts/http/hand-overs.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { reasonName } from '../../core/rules/hand-over.ts';
import type { HandOverReach } from './hand-over-reach.ts';

const ofLines = (db: Queryable, { subjectIds }: HandOverReach) =>
  subjectIds === null
    ? db`p.training is not true`
    : db`p.training is not true and h.subject_id = any(${[...subjectIds]}::text[])`;

export async function countHandOvers(
  db: Queryable,
  reach: HandOverReach,
  mayAnswer: boolean,
  now: Date,
): Promise<HandOverCounts> {
  const followed = reach.follows ? ofLines(db, reach) : db`false`;
  const [row] = await db<HandOverCounts[]>`
    select (select count(*)::int from hand_over h left join person p on p.id = h.person_id
        where h.state in ('waiting', 'in_work') and ${followed}) as open,
      (select count(*)::int from hand_over h left join person p on p.id = h.person_id where h.state in ('waiting', 'in_work')
        and ${mayAnswer} and h.kind in ('hand_over', 'complaint') and ${followed}) as "toAnswer",
      (select count(*)::int from hand_over h left join person p on p.id = h.person_id
        where h.state in ('waiting', 'in_work') and h.due_at <= ${now} and ${followed}) as late,
      (select count(*)::int from hand_over h where h.raised_by = ${reach.staffId} and h.read_by_agent_at is null
        and h.answered_at is not null) as unread`;
  return row ?? { open: 0, toAnswer: 0, late: 0, unread: 0 };
}

/** Complaints of the lines that the city has not taken yet, newest first. */
export async function complaintNotices(db: Queryable, reach: HandOverReach): Promise<ComplaintNotice[]> {
  const rows = await db<(Omit<ComplaintNotice, 'raisedAt'> & { raisedAt: Date })[]>`
    select h.id, h.reason, s.short_name as "subjectName", r.display_name as "raisedBy", h.raised_at as "raisedAt",
      h.person_id is null as unknown
    from hand_over h left join subject s on s.id = h.subject_id join staff_account r on r.id = h.raised_by
      left join person p on p.id = h.person_id
    where h.kind = 'complaint' and h.state = 'waiting' and ${ofLines(db, reach)}
    order by h.raised_at desc, h.id limit 20`;
  return rows.map((row) => ({ ...row, reason: reasonName(row.reason), raisedAt: row.raisedAt.toISOString() }));
}

/** Once for each complaint and person; the first of all is the complaint's own time. */
export async function noteTold(db: Queryable, ids: readonly string[], staffId: string, now: Date): Promise<void> {
  await db`
    insert into hand_over_event (hand_over_id, at, act, staff_id)
    select h.id, ${now}, 'told', ${staffId} from hand_over h where h.id = any(${[...ids]}::uuid[])
      and not exists (select 1 from hand_over_event e where e.hand_over_id = h.id and e.act = 'told' and e.staff_id = ${staffId})`;
  await db`
    update hand_over set supervisor_told_at = ${now} where id = any(${[...ids]}::uuid[]) and supervisor_told_at is null`;
}
