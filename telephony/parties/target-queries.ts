import type { Role } from '../../core/contracts/calls.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { CallToShare, ExtensionTarget, StaffTarget } from '../../core/rules/transfer-targets.ts';

export interface CallFacts extends CallToShare {
  /** The line's own number: what a telephone that we call sees. Never the citizen's. */
  lineNumber: string | null;
  targetId: number | null;
  training: boolean;
}

export async function callToShare(db: Queryable, callId: string): Promise<CallFacts | undefined> {
  const [row] = await db<
    {
      subjectId: string | null;
      centreId: string | null;
      lineNumber: string | null;
      shielded: boolean;
      targetId: number | null;
      training: boolean;
    }[]
  >`select k.subject_id as "subjectId", s.centre_id as "centreId", s.caller_id as "lineNumber", k.target_id as "targetId",
      k.training, coalesce(p.shielded, k.person_id is not null) or coalesce(c.privileged, false) as shielded
    from call k left join subject s on s.id = k.subject_id left join person p on p.id = k.person_id
      left join campaign c on c.id = k.campaign_id
    where k.id = ${callId}`;
  if (!row) return undefined;
  const { subjectId, centreId, ...rest } = row;
  return { ...rest, subject: subjectId === null ? null : { id: subjectId, centreId } };
}

export interface StaffRow extends StaffTarget {
  id: string;
  name: string;
  role: Role;
}

/** Of this node, and known to be alive. The agent's row is locked: it is judged and taken in one transaction. */
export async function lockStaff(db: Queryable, node: string, staffId: string): Promise<StaffRow | undefined> {
  const [row] = await db<StaffRow[]>`
    select s.id, s.display_name as name, s.role, s.privileged, s.skills, s.subject_scope as "subjectScope",
      s.centre_scope as "centreScope", a.state, a.intent = 'ready' and (a.pool or a.campaign_id is not null) as ready,
      a.leg_up and a.media_proven_at is not null as proven
    from staff_account s join agent_state a on a.agent_id = s.id
    where s.id = ${staffId} and a.node = ${node} and s.disabled_at is null for update of a`;
  return row;
}

export async function staffName(db: Queryable, staffId: string): Promise<{ name: string; role: Role } | undefined> {
  const [row] = await db<{ name: string; role: Role }[]>`
    select display_name as name, role from staff_account where id = ${staffId}`;
  return row;
}

/** Logged in, with a leg: whom a call for help can reach. */
export async function supervisorsAtDesk(db: Queryable, node: string, except: string): Promise<StaffRow[]> {
  return db<StaffRow[]>`
    select s.id, s.display_name as name, s.role, s.privileged, s.skills, s.subject_scope as "subjectScope",
      s.centre_scope as "centreScope", 'break' as state, false as ready, a.leg_up and a.media_proven_at is not null as proven
    from staff_account s join agent_state a on a.agent_id = s.id
    where s.role = 'supervisor' and s.disabled_at is null and a.node = ${node} and a.state <> 'offline' and s.id <> ${except}`;
}

/** On any page, and not gone for long: a call for help stands on all of them. */
export async function supervisorsSignedIn(
  db: Queryable,
  except: string,
): Promise<Pick<StaffRow, 'privileged' | 'subjectScope' | 'centreScope'>[]> {
  return db<Pick<StaffRow, 'privileged' | 'subjectScope' | 'centreScope'>[]>`
    select s.privileged, s.subject_scope as "subjectScope", s.centre_scope as "centreScope" from staff_account s
    where s.role = 'supervisor' and s.disabled_at is null and s.id <> ${except} and exists (select 1 from staff_session o
      where o.staff_id = s.id and o.ended_at is null and o.expires_at > now() and o.last_seen_at > now() - interval '15 minutes')`;
}

export interface ExtensionRow extends ExtensionTarget {
  id: number;
  label: string;
}

export async function selectExtension(db: Queryable, id: number): Promise<ExtensionRow | undefined> {
  const [row] = await db<ExtensionRow[]>`
    select id, label, number, kind, subject_id as "subjectId", active from city_extension where id = ${id}`;
  return row;
}

export async function selectLine(db: Queryable, id: string): Promise<{ name: string; active: boolean } | undefined> {
  const [row] = await db<{ name: string; active: boolean }[]>`select name, active from subject where id = ${id}`;
  return row;
}

/** The node's trunks in their order, and which has a channel to spare. */
export async function trunksOf(
  db: Queryable,
  node: string,
): Promise<{ id: string; endpoint: string; kind: string; free: boolean }[]> {
  return db<{ id: string; endpoint: string; kind: string; free: boolean }[]>`
    select t.id, t.endpoint, t.kind, t.channels > (select count(*) from call c where c.trunk_id = t.id and c.ended_at is null)
      + (select count(*) from call_party p where p.trunk_id = t.id and p.state in ('dialling', 'consulting', 'joined')) as free
    from trunk t where t.enabled and t.node = ${node} order by t.id`;
}
