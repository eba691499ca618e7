import type { Queryable } from '../../core/platform/postgres.ts';
import type { LiveParty, PartyOutcome } from './live-party.ts';

/** Every change of a party is a change of what the agent sees: their sequence grows with it. */
export async function insertParty(
  db: Queryable,
  callId: string,
  party: Omit<LiveParty, 'deadlineMs' | 'dialled'> & { number: string | null; trunkId: string | null; askedBy: string },
  at: Date,
): Promise<void> {
  await db`insert into call_party (id, call_id, kind, staff_id, number, label, channel_id, subject_id, trunk_id, purpose, blind, state,
      asked_by, created_at, joined_at)
    values (${party.id}, ${callId}, ${party.kind}, ${party.staffId}, ${party.number}, ${party.label}, ${party.channelId},
      ${party.subjectId}, ${party.trunkId}, ${party.purpose}, ${party.blind}, ${party.state}, ${party.askedBy}, ${at},
      ${party.state === 'joined' ? at : null})`;
  await showAgain(db, callId);
}

/** When an offer that begins now goes back, by the database's clock. */
export async function offerEnds(db: Queryable, ms: number): Promise<Date> {
  const [row] = await db<{ until: Date }[]>`select clock_timestamp() + make_interval(secs => ${ms / 1_000}) as until`;
  if (!row) throw new Error('the database has no clock');
  return row.until;
}

export async function writeParty(
  db: Queryable,
  callId: string,
  party: Pick<LiveParty, 'id' | 'state' | 'staffId' | 'label' | 'purpose'>,
  at: Date,
): Promise<void> {
  await db`update call_party set state = ${party.state}, staff_id = ${party.staffId}, label = ${party.label}, purpose = ${party.purpose},
      joined_at = case when ${party.state} = 'joined' then coalesce(joined_at, ${at}) else joined_at end where id = ${party.id}`;
  await showAgain(db, callId);
}

export async function endParty(
  db: Queryable,
  callId: string,
  partyId: string,
  end: { state: 'left' | 'failed'; outcome: PartyOutcome; at: Date },
): Promise<void> {
  await db`update call_party set state = ${end.state}, outcome = ${end.outcome}, left_at = ${end.at}
    where id = ${partyId} and state in ('dialling', 'consulting', 'joined')`;
  await showAgain(db, callId);
}

/** Whoever has this staff member's row in the call as a party, no longer: they pass the call on. */
export async function endPartyOfStaff(
  db: Queryable,
  callId: string,
  staffId: string,
  outcome: PartyOutcome,
  at: Date,
): Promise<void> {
  await db`update call_party set state = 'left', outcome = ${outcome}, left_at = ${at}
    where call_id = ${callId} and staff_id = ${staffId} and state in ('dialling', 'consulting', 'joined')`;
}

export interface PartyRow extends Omit<LiveParty, 'deadlineMs' | 'dialled'> {
  callId: string;
}

/** Of calls that are open. Whoever took the call over is its agent, and no party of it any more. */
export function liveParties(db: Queryable, node: string): Promise<PartyRow[]> {
  return db<PartyRow[]>`
    select p.id, p.call_id as "callId", p.kind, p.purpose, p.state, p.label, p.staff_id as "staffId", p.channel_id as "channelId",
      p.subject_id as "subjectId", p.blind
    from call_party p join call c on c.id = p.call_id
    where c.node = ${node} and c.ended_at is null and p.state in ('dialling', 'consulting', 'joined')
      and (p.staff_id is null or p.staff_id is distinct from c.agent_id)
    order by p.created_at, p.id`;
}

/** Ends what is left of a call's parties. @returns the staff among them, in the order in which rows of agents are locked. */
export async function endParties(db: Queryable, callId: string, at: Date): Promise<string[]> {
  const rows = await db<{ staffId: string | null }[]>`
    update call_party set state = case when state = 'joined' then 'left' else 'failed' end, outcome = 'call_over', left_at = ${at}
    where call_id = ${callId} and state in ('dialling', 'consulting', 'joined') returning staff_id as "staffId"`;
  return rows.flatMap(({ staffId }) => (staffId === null ? [] : [staffId])).sort();
}

/** The desks of a call's agent, of who joined it, and (help was asked for, or came) of every supervisor look again. */
export async function showAgain(db: Queryable, callId: string): Promise<void> {
  await db`update agent_state set seq = seq + 1 where agent_id in (
    select agent_id from agent_state where call_id = ${callId}
      or (state <> 'offline' and exists (select 1 from call_party where call_id = ${callId} and purpose = 'help')
        and exists (select 1 from staff_account s where s.id = agent_state.agent_id and s.role = 'supervisor'))
    order by agent_id for update)`;
}
