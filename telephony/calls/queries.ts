import type { CallDirection, CallState, CampaignMode, EndedBy, LineResult } from '../../core/contracts/calls.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { DialPlan } from '../dialer-port.ts';

export interface NewCall {
  id: string;
  node: string;
  direction: CallDirection;
  /** `manual`: by hand, without a campaign. */
  mode: CampaignMode | 'manual' | null;
  targetId: number | null;
  campaignId: string | null;
  personId: number | null;
  phoneId: number | null;
  subjectId: string | null;
  agentId: string | null;
  agentLoginId: string | null;
  dialledNumber: string | null;
  callerId: string | null;
  trunkId: string | null;
  attemptNo: number | null;
  channelId: string;
  bridgeId: string;
  recordingId: string;
  ringSpool: string | null;
  createdAt: Date;
  /** Of a dial: what the planner and *Why?* read later. */
  plan?: Pick<DialPlan, 'band' | 'why'> & Partial<Pick<DialPlan, 'numberType' | 'area' | 'score'>>;
}

/** @returns false when the channel has its row already: an event that came twice. */
export async function insertCall(db: Queryable, call: NewCall): Promise<boolean> {
  const rows =
    await db`insert into call (id, node, direction, mode, target_id, campaign_id, person_id, phone_id, subject_id, agent_id,
      agent_login_id, dialled_number, caller_id, trunk_id, attempt_no, state, channel_id, bridge_id, recording_id, ring_spool,
      created_at, band, number_type, area, score, why)
    values (${call.id}, ${call.node}, ${call.direction}, ${call.mode}, ${call.targetId}, ${call.campaignId},
      ${call.personId}, ${call.phoneId}, ${call.subjectId}, ${call.agentId}, ${call.agentLoginId}, ${call.dialledNumber},
      ${call.callerId}, ${call.trunkId}, ${call.attemptNo}, 'created', ${call.channelId}, ${call.bridgeId},
      ${call.recordingId}, ${call.ringSpool}, ${call.createdAt}, ${call.plan?.band ?? null}, ${call.plan?.numberType ?? null},
      ${call.plan?.area ?? null}, ${call.plan?.score ?? null}, ${call.plan ? db.json([...call.plan.why]) : null})
    on conflict (channel_id) do nothing returning id`;
  return rows.length > 0;
}

/** Where the call's history is kept: what happened, when (product clock), with details that name no person. */
export async function insertCallEvent(
  db: Queryable,
  callId: string,
  at: Date,
  kind: string,
  detail: Record<string, string | number | boolean | null> = {},
): Promise<void> {
  await db`insert into call_event (call_id, at, kind, detail) values (${callId}, ${at}, ${kind}, ${db.json(detail)})`;
}

export async function markDialling(db: Queryable, callId: string, at: Date): Promise<void> {
  await db`update call set state = 'dialling', dialled_at = ${at} where id = ${callId} and ended_at is null`;
}

export async function markRinging(db: Queryable, callId: string, at: Date, sipCallId: string | null): Promise<void> {
  await db`update call set state = case when state in ('created', 'dialling') then 'ringing' else state end,
      ringing_at = coalesce(ringing_at, ${at}), sip_call_id = coalesce(${sipCallId}, sip_call_id)
    where id = ${callId} and ended_at is null`;
}

export async function markAnswered(
  db: Queryable,
  callId: string,
  answer: { at: Date; realMs: number; sipCallId: string | null; bridged: boolean },
): Promise<void> {
  await db`update call set state = 'talking', answered_at = coalesce(answered_at, ${answer.at}),
      answered_real_ms = coalesce(answered_real_ms, ${answer.realMs}),
      bridged_at = coalesce(bridged_at, ${answer.bridged ? answer.at : null}),
      connected_real_ms = coalesce(connected_real_ms, ${answer.bridged ? answer.realMs : null}),
      sip_call_id = coalesce(sip_call_id, ${answer.sipCallId})
    where id = ${callId} and ended_at is null`;
}

export async function markCallRecorder(
  db: Queryable,
  callId: string,
  file: string,
  startedRealMs: number,
): Promise<void> {
  await db`update call set call_spool = ${file}, recorder_started_real_ms = ${startedRealMs} where id = ${callId}`;
}

export async function markHeld(db: Queryable, callId: string, on: boolean): Promise<void> {
  await db`update call set state = ${on ? 'held' : 'talking'} where id = ${callId} and state in ('talking', 'held')`;
}

export interface CallEnd {
  at: Date;
  realMs: number;
  lineResult: LineResult;
  sipCode: number | null;
  q850: number | null;
  endedBy: EndedBy;
  /** Also given when the row knows it already. */
  answered: { at: Date; realMs: number } | null;
  /** Null: it was never dialled. */
  fullRing: boolean | null;
  cutBy: string | null;
  /** Answered by a person, no agent within the limit. */
  abandoned: boolean;
  /** Nobody answered, but the network said something that is to be heard. */
  earlyMediaSpool: string | null;
}

/** @returns false when the row was closed before: whoever closed it also told the agent and the dialer. */
export async function closeCall(db: Queryable, callId: string, end: CallEnd): Promise<boolean> {
  const rows = await db`update call set state = 'ended', ended_at = ${end.at},
      ended_real_ms = ${end.realMs}, line_result = ${end.lineResult}, sip_code = ${end.sipCode},
      q850_cause = ${end.q850}, ended_by = ${end.endedBy}, excluded_from_count = ${end.lineResult === 'trunk_error'},
      answered_at = coalesce(answered_at, ${end.answered?.at ?? null}),
      answered_real_ms = coalesce(answered_real_ms, ${end.answered?.realMs ?? null}),
      early_media_spool = ${end.earlyMediaSpool}, full_ring = ${end.fullRing}, cut_by = ${end.cutBy}, abandoned = abandoned or ${end.abandoned}
    where id = ${callId} and ended_at is null returning id`;
  return rows.length > 0;
}

export interface OpenCall {
  id: string;
  direction: CallDirection;
  mode: CampaignMode | null;
  state: CallState;
  targetId: number | null;
  agentId: string | null;
  subjectId: string | null;
  channelId: string;
  bridgeId: string;
  recordingId: string;
  dialledNumber: string | null;
  callerId: string | null;
  trunkEndpoint: string | null;
  ringTimeoutSec: number | null;
  dialledAt: Date | null;
  ringingAt: Date | null;
  answeredRealMs: number | null;
  ringSpool: string | null;
  callSpool: string | null;
  connectedRealMs: number | null;
  queuedRealMs: number | null;
  abandoned: boolean;
  /** A telephone outside has the citizen: `agentId` is who passed the call on. */
  passedOn: boolean;
}

export async function openCalls(db: Queryable, node: string): Promise<OpenCall[]> {
  return db<
    OpenCall[]
  >`select c.id, c.direction, nullif(c.mode, 'manual') as mode, c.state, c.target_id as "targetId", c.agent_id as "agentId", c.subject_id as "subjectId",
      c.channel_id as "channelId", c.bridge_id as "bridgeId", c.recording_id as "recordingId",
      c.dialled_number as "dialledNumber", c.caller_id as "callerId", t.endpoint as "trunkEndpoint",
      p.ring_timeout_sec as "ringTimeoutSec", c.dialled_at as "dialledAt", c.ringing_at as "ringingAt", c.answered_real_ms as "answeredRealMs",
      c.ring_spool as "ringSpool", c.call_spool as "callSpool",
      c.connected_real_ms as "connectedRealMs", c.queued_real_ms as "queuedRealMs", c.abandoned,
      exists (select 1 from call_party j where j.call_id = c.id and j.purpose = 'transfer' and j.state = 'joined'
        and j.staff_id is null) as "passedOn"
    from call c left join trunk t on t.id = c.trunk_id left join campaign p on p.id = c.campaign_id
    where c.node = ${node} and c.ended_at is null order by c.created_at`;
}

/** The agent's leg has joined a citizen who was on the line before it. */
export async function markConnected(db: Queryable, callId: string, at: Date, realMs: number): Promise<void> {
  await db`update call set bridged_at = coalesce(bridged_at, ${at}), connected_real_ms = coalesce(connected_real_ms, ${realMs})
    where id = ${callId}`;
}

export async function markAbandoned(db: Queryable, callId: string): Promise<void> {
  await db`update call set abandoned = true where id = ${callId} and ended_at is null`;
}

export async function markLanguage(db: Queryable, callId: string, language: string): Promise<void> {
  await db`update call set language = ${language} where id = ${callId}`;
}

/** The number of a citizen's own call, or of our answer to one: the only calls that are called back; undefined of any other. */
export async function selectCallerOf(db: Queryable, callId: string): Promise<string | null | undefined> {
  const [row] = await db<{ callerId: string | null }[]>`
    select case when direction = 'inbound' then caller_id else dialled_number end as "callerId" from call
    where id = ${callId} and (direction = 'inbound' or mode = 'manual')`;
  return row?.callerId;
}

/** Who a citizen is who called, by the agent's word, also while the agent still writes the result. @returns false when it is not this agent's call */
export async function identifyCaller(
  db: Queryable,
  callId: string,
  agentId: string,
  personId: number | null,
): Promise<boolean> {
  const rows = await db`
    update call k set person_id = ${personId} from agent_state a
    where k.id = ${callId} and k.target_id is null and k.agent_id = ${agentId} and a.agent_id = k.agent_id and a.call_id = k.id
    returning k.id`;
  return rows.length === 1;
}

export async function markQueued(db: Queryable, callId: string, realMs: number): Promise<void> {
  await db`update call set queued_real_ms = coalesce(queued_real_ms, ${realMs}) where id = ${callId}`;
}

/** An agent takes over a call that had none (null: gives it back before the two were joined). */
export async function assignCall(
  db: Queryable,
  callId: string,
  agent: { id: string; loginId: string | null } | null,
): Promise<void> {
  await db`update call set agent_id = ${agent?.id ?? null}, agent_login_id = ${agent?.loginId ?? null}
    where id = ${callId} and ended_at is null`;
}

export async function callEndState(
  db: Queryable,
  callId: string,
): Promise<{ ended: boolean; answered: boolean; agentId: string | null } | undefined> {
  const [row] = await db<{ ended: boolean; answered: boolean; agentId: string | null }[]>`
    select ended_at is not null as ended, answered_at is not null as answered, agent_id as "agentId" from call where id = ${callId}`;
  return row;
}

export async function enabledTrunks(
  db: Queryable,
  node: string,
): Promise<{ id: string; name: string; kind: string; endpoint: string }[]> {
  return db`select id, name, kind, endpoint from trunk where enabled and node = ${node} order by id`;
}

export async function hasContactRecord(db: Queryable, callId: string): Promise<boolean> {
  return (await db`select 1 from contact_record where call_id = ${callId} limit 1`).length > 0;
}

/** A person or a machine, by the agent's word; and whom it reached. Undefined when nobody answered. */
export async function markAnsweredBy(
  db: Queryable,
  callId: string,
): Promise<{ lineResult: string | null; whoAnswered: string | null } | undefined> {
  const [row] = await db<{ lineResult: string | null; whoAnswered: string | null }[]>`
    update call k set answered_by = case when coalesce(r.line_result, k.line_result) in ('answered_machine', 'fax') then 'machine'
        else 'person' end
    from (select 1) one left join lateral (select line_result, who_answered from contact_record where call_id = ${callId}
      order by created_at desc limit 1) r on true
    where k.id = ${callId} and k.answered_at is not null
    returning coalesce(r.line_result, k.line_result) as "lineResult", r.who_answered as "whoAnswered"`;
  return row;
}

export async function raiseIncident(
  db: Queryable,
  callId: string | null,
  kind: string,
  detail: Record<string, string | number | null>,
): Promise<void> {
  await db`insert into incident (call_id, kind, detail) values (${callId}, ${kind}, ${db.json(detail)})
    on conflict (call_id, kind) do nothing`;
}

/** The language of a call: as asked for in it, else as the register says of the person; null = Japanese or unknown. */
export async function selectSpokenTo(db: Queryable, callId: string): Promise<string | null> {
  const [row] = await db<{ language: string | null }[]>`
    select coalesce(k.language, p.language) as language from call k left join person p on p.id = k.person_id where k.id = ${callId}`;
  return row?.language ?? null;
}
