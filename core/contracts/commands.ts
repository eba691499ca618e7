import type { DeviceProblem } from '../rules/device-problem.ts';

/**
 * What the api asks of telephony, as rows of the table `command`. The api inserts and waits for `state` to leave
 * `waiting` (NOTIFY `command_finished` with polling behind it); telephony answers `done` with a result or `refused` with
 * `{code, message}`. A command nobody took by `expires_at` is `expired` and never carried out late.
 */
export interface CommandPayloads {
  /** The agent wants work: from this campaign, or (null) from every running campaign of the skills. Refused until the leg is up and media flows both ways. */
  agent_ready: { campaignId: string | null };
  /** No new work; a call in hand goes on. */
  agent_break: { reason: string };
  /** Preview: dial the leased target. `phoneId` null = the first number the rules allow. */
  dial: { targetId: number; phoneId: number | null };
  /** Preview: give the target back. */
  skip: { targetId: number; reason: string };
  hang_up: { callId: string };
  hold: { callId: string; on: boolean };
  dtmf: { callId: string; digits: string };
  /** To somebody else: at once (`blind`), or after a word with them while the citizen hears music. */
  transfer_start: { callId: string; to: PartyTarget; blind: boolean };
  /** The word was had: the call is theirs, or (`three_way`) all of us talk. `partyId`: somebody who talks with us already. */
  transfer_complete: { callId: string; as: 'transfer' | 'three_way'; partyId: string | null };
  /** By the colleague who is asked: yes, and for a transfer without a word the call is theirs; or no. */
  transfer_answer: { callId: string; accept: boolean };
  /** Back to the citizen. */
  transfer_cancel: { callId: string };
  /** An interpreter, an officer: joins the conversation as soon as they answer. */
  add_party: { callId: string; to: PartyTarget };
  drop_party: { callId: string; partyId: string };
  /** Asks every supervisor at a desk; `on` false takes it back. */
  call_supervisor: { callId: string; on: boolean };
  /** By a supervisor: into the conversation that asked for help. */
  join_help: { callId: string };
  /** By whoever joined somebody else's conversation: out of it again. */
  leave_call: { callId: string };
  /** Silence of equal length in the recording. Refused unless the city allows it. */
  pause_recording: { callId: string; on: boolean; reason: string };
  /** Who a citizen is who called: the agent's word, null takes it back. */
  identify_caller: { callId: string; personId: number | null };
  /** The number a citizen called from, at the agent's own hand; for the line. Result: `{callId}`. */
  call_back: { inboundCallId: string; personId: number | null; subjectId: string };
  /** The result is saved (contact_record exists): leave wrap-up, bring the next. */
  wrap_up_done: { callId: string };
  /** The session is over: leg down, SIP identity gone, leases back, within a second. */
  agent_logout: { loginId: string };
  /** What the page of this log-in says of itself, or that it says nothing; only on change. */
  device_state: { loginId: string; problem: DeviceProblem | null };
  /** Place one synthetic call and prove its sound. Result: SelfTestResult. */
  self_test: Record<string, never>;
  /**
   * These targets are wanted again: now, or reserved for an agent at a time, as far as the gate lets them. Result: `{targets: PutBack[]}`.
   */
  put_back: { targetIds: number[]; callback: { at: string; agentId: string | null } | null };
  /** *Why?* Result: WhyNow, WhyCampaign (core/contracts/why.ts). */
  explain: { targetId: number };
  explain_campaign: { campaignId: string };
}

/** Whom a call may be passed on to, or who may join it. Whether they may is decided by telephony (core/rules/transfer-targets.ts). */
export type PartyTarget =
  | { kind: 'agent'; staffId: string }
  /** Whoever of the line is free next. */
  | { kind: 'line'; subjectId: string }
  /** A row of the city's own list: sections, officers, interpreters. */
  | { kind: 'extension'; extensionId: number }
  /** National digits. */
  | { kind: 'outside'; number: string };

export type CommandKind = keyof CommandPayloads;

export interface Command<K extends CommandKind = CommandKind> {
  id: number;
  kind: K;
  agentId: string | null;
  payload: CommandPayloads[K];
}

export interface PutBack {
  targetId: number;
  ok: boolean;
  code: string;
  /** Japanese: what happened, or why nothing did. */
  message: string;
}

export interface SelfTestResult {
  callId: string;
  /** Far side's answer to first sound of the agent's tone at the far ear, in ms. */
  answerToAudioMs: number;
}
