import type { ReplyRow } from '../../core/contracts/http/desk-work.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { callerSql, shieldedSql } from '../hand-overs/caller-sql.ts';
import { type TaskScope, visibleTasks } from '../tasks/queries.ts';

export interface ReplyFacts extends Omit<ReplyRow, 'person' | 'answeredAt'> {
  personId: number | null;
  name: string | null;
  shielded: boolean;
  answeredAt: Date;
}

/** Answers of the city to what this person raised, oldest first. */
export function selectReplies(db: Queryable, staffId: string, limit: number): Promise<ReplyFacts[]> {
  return db<ReplyFacts[]>`
    select h.id, h.kind, p.id as "personId", p.name_official as name, ${shieldedSql(db)} as shielded,
      case when s.id is null then null else jsonb_build_object('id', s.id, 'shortName', s.short_name, 'colour', s.colour) end as subject,
      coalesce(h.answer, '') as answer, h.answered_at as "answeredAt", by.display_name as "answeredBy"
    from hand_over h ${callerSql(db)} left join subject s on s.id = h.subject_id
      left join staff_account by on by.id = h.answered_by
    where h.raised_by = ${staffId} and p.training is not true and h.answered_at is not null and h.read_by_agent_at is null
      and h.state <> 'withdrawn'
    order by h.answered_at limit ${limit}`;
}

/** As many as the list shows to this viewer. */
export async function countTasks(db: Queryable, scope: TaskScope, now: Date): Promise<{ open: number; late: number }> {
  const [row] = await db<{ open: number; late: number }[]>`
    select count(*)::int as open, (count(*) filter (where t.due_at < ${now}))::int as late
    from desk_task t left join person p on p.id = t.person_id where t.state <> 'done' and ${visibleTasks(db, scope)}`;
  return row ?? { open: 0, late: 0 };
}

export interface NoticeFacts {
  id: string;
  body: string;
  subject: { id: string; shortName: string; colour: string } | null;
  toOn: string;
  by: string;
  at: Date;
}

export function selectNotices(db: Queryable, lines: readonly string[], today: string): Promise<NoticeFacts[]> {
  return db<NoticeFacts[]>`
    select n.id, n.body, n.to_on as "toOn", by.display_name as by, n.created_at as at,
      case when s.id is null then null else jsonb_build_object('id', s.id, 'shortName', s.short_name, 'colour', s.colour) end as subject
    from notice n join staff_account by on by.id = n.created_by left join subject s on s.id = n.subject_id
    where n.withdrawn_at is null and ${today}::date between n.from_on and n.to_on
      and (n.subject_id is null or n.subject_id = any(${[...lines]}::text[]))
    order by n.created_at desc limit 20`;
}

export async function insertNotice(
  db: Queryable,
  notice: {
    id: string;
    body: string;
    subjectId: string | null;
    fromOn: string;
    toOn: string;
    staffId: string;
    at: Date;
  },
): Promise<void> {
  await db`insert into notice (id, body, subject_id, from_on, to_on, created_by, created_at)
    values (${notice.id}, ${notice.body}, ${notice.subjectId}, ${notice.fromOn}, ${notice.toOn}, ${notice.staffId}, ${notice.at})`;
}

/** @returns false when it was taken down before, or belongs to another line */
export async function withdrawNotice(
  db: Queryable,
  id: string,
  by: { staffId: string; lines: readonly string[]; at: Date },
): Promise<boolean> {
  const rows = await db`
    update notice set withdrawn_by = ${by.staffId}, withdrawn_at = ${by.at}
    where id = ${id} and withdrawn_at is null and (subject_id is null or subject_id = any(${[...by.lines]}::text[])) returning id`;
  return rows.length === 1;
}
