import type { Queryable } from '../../core/platform/postgres.ts';
import type { CallToShare, StaffTarget } from '../../core/rules/transfer-targets.ts';

export async function selectCallToShare(db: Queryable, callId: string): Promise<CallToShare | undefined> {
  const [row] = await db<{ subject_id: string | null; centre_id: string | null; shielded: boolean }[]>`
    select k.subject_id, s.centre_id, coalesce(p.shielded, k.person_id is not null) or coalesce(c.privileged, false) as shielded
    from call k left join subject s on s.id = k.subject_id left join person p on p.id = k.person_id
      left join campaign c on c.id = k.campaign_id
    where k.id = ${callId}`;
  if (!row) return undefined;
  const subject = row.subject_id === null ? null : { id: row.subject_id, centreId: row.centre_id };
  return { subject, shielded: row.shielded };
}

export interface ColleagueRow extends StaffTarget {
  id: string;
  name: string;
  seat: number | null;
  role: string;
}

/** Whoever is at a desk of the same exchange. */
export function selectColleagues(db: Queryable, agentId: string): Promise<ColleagueRow[]> {
  return db<ColleagueRow[]>`
    select s.id, s.display_name as name, s.seat_no as seat, s.role, s.privileged, s.skills, s.subject_scope as "subjectScope",
      s.centre_scope as "centreScope", a.state, a.intent = 'ready' and (a.pool or a.campaign_id is not null) as ready,
      a.leg_up and a.media_proven_at is not null as proven
    from agent_state me join agent_state a on a.node = me.node and a.agent_id <> me.agent_id and a.state <> 'offline'
        -- Who practises passes nothing on to who works, and the other way round.
        and a.training = me.training
      join staff_account s on s.id = a.agent_id and s.disabled_at is null
    where me.agent_id = ${agentId} order by s.seat_no nulls last, s.display_name, s.id limit 200`;
}

export interface LineRow {
  id: string;
  name: string;
  colour: string;
  centre_id: string | null;
}

export function selectLines(db: Queryable): Promise<LineRow[]> {
  return db<LineRow[]>`select id, name, colour, centre_id from subject where active order by id`;
}

export interface ExtensionRow {
  id: number;
  label: string;
  number: string;
  kind: 'city' | 'interpreter';
  subjectId: string | null;
  language: string | null;
  active: boolean;
}

export function selectExtensions(db: Queryable): Promise<ExtensionRow[]> {
  return db<ExtensionRow[]>`
    select id, label, number, kind, subject_id as "subjectId", language, active from city_extension where active
    order by kind, label, id limit 200`;
}

/** The agent's row names the call, and it is somebody else's: they joined it. */
export async function selectJoinedCall(db: Queryable, agentId: string, callId: string): Promise<boolean> {
  const rows = await db`select 1 from agent_state a join call k on k.id = a.call_id
    where a.agent_id = ${agentId} and k.id = ${callId} and k.agent_id is distinct from a.agent_id and k.ended_at is null`;
  return rows.length > 0;
}

/** As the citizen asked for in the call, else as the register says of the person. */
export async function selectSpokenLanguage(db: Queryable, callId: string): Promise<string | null> {
  const [row] = await db<{ language: string | null }[]>`
    select coalesce(k.language, p.language) as language from call k left join person p on p.id = k.person_id where k.id = ${callId}`;
  return row?.language ?? null;
}
