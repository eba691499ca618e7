import type { Queryable } from '../../core/platform/postgres.ts';

export interface OwnCallbackRow {
  targetId: number;
  at: Date;
  ownUntil: Date;
  subjectId: string;
  shortName: string;
  colour: string;
}

/** Promised by this agent and still theirs. */
export async function selectOwnCallbacks(
  db: Queryable,
  agentId: string,
  now: Date,
  limit: number,
): Promise<OwnCallbackRow[]> {
  return db<OwnCallbackRow[]>`
    select tp.target_id as "targetId", tp.next_at as at, tp.owner_until as "ownUntil", s.id as "subjectId",
      s.short_name as "shortName", s.colour
    from target_progress tp join campaign c on c.id = tp.campaign_id and c.state = 'running' join subject s on s.id = c.subject_id
    where tp.owner_agent_id = ${agentId} and tp.state = 'waiting' and tp.reason_code = 'callback' and tp.owner_until > ${now} and not c.training
    order by tp.next_at limit ${limit}`;
}

export interface PoolCallbackRow {
  subjectId: string;
  centreId: string | null;
  due: number;
  laterToday: number;
}

/** Nobody's, or no longer anybody's own; by line. */
export async function countPoolCallbacks(
  db: Queryable,
  now: Date,
  endOfDay: Date,
  privileged: boolean,
): Promise<PoolCallbackRow[]> {
  return db<PoolCallbackRow[]>`
    select s.id as "subjectId", s.centre_id as "centreId", (count(*) filter (where tp.next_at <= ${now}))::int as due,
      (count(*) filter (where tp.next_at > ${now}))::int as "laterToday"
    from target_progress tp join campaign c on c.id = tp.campaign_id and c.state = 'running' join subject s on s.id = c.subject_id
    where tp.state = 'waiting' and tp.turn = 0 and tp.next_at < ${endOfDay}
      and (tp.owner_agent_id is null or tp.owner_until <= ${now}) and (not c.privileged or ${privileged}) and not c.training
    group by s.id, s.centre_id`;
}

export async function selectReach(
  db: Queryable,
  agentId: string,
): Promise<{ skills: string[] | null; subjectScope: string[] | null; centreScope: string[] | null } | undefined> {
  const [row] = await db<{ skills: string[] | null; subjectScope: string[] | null; centreScope: string[] | null }[]>`
    select skills, subject_scope as "subjectScope", centre_scope as "centreScope" from staff_account where id = ${agentId}`;
  return row;
}

export interface ReservationRow {
  targetId: number;
  at: Date;
  personId: number;
  name: string;
  shielded: boolean;
  subject: { id: string; shortName: string; colour: string };
  owner: string | null;
  askedBy: 'citizen' | 'centre';
}

/** Reserved calls of these lines, earliest first; of one owner, or (null) everybody's. */
export function selectReservations(
  db: Queryable,
  scope: { lines: readonly string[]; ownerId: string | null; privileged: boolean },
  now: Date,
  limit: number,
): Promise<ReservationRow[]> {
  return db<ReservationRow[]>`
    select tp.target_id as "targetId", tp.next_at as at, p.id as "personId", p.name_official as name, p.shielded,
      jsonb_build_object('id', s.id, 'shortName', s.short_name, 'colour', s.colour) as subject,
      case when tp.owner_until > ${now} then owner.display_name end as owner,
      case when tp.rule->>'askedBy' is null then 'citizen' else 'centre' end as "askedBy"
    from campaign c join target_progress tp on tp.campaign_id = c.id and tp.state = 'waiting' and tp.turn = 0
      join campaign_target ct on ct.id = tp.target_id join person p on p.id = ct.person_id join subject s on s.id = c.subject_id
      left join staff_account owner on owner.id = tp.owner_agent_id
    where c.state = 'running' and not c.training and c.subject_id = any(${[...scope.lines]}::text[]) and (not c.privileged or ${scope.privileged})
      and (${scope.ownerId}::uuid is null or (tp.owner_agent_id = ${scope.ownerId}::uuid and tp.owner_until > ${now}))
    order by tp.next_at, tp.target_id limit ${limit}`;
}
