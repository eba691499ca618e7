import { PAUSE_REASONS } from '../../core/rules/recording-pause.ts';
import type { PartyAsk } from '../parties/live-party.ts';
import { agentOf, askAnyCall, askCall, Refusal, type Verb } from './verb.ts';

/** The call's own agent. Who may be a target is decided by the flow, in the transaction that writes the row. */
export const transferStart: Verb<'transfer_start'> = (tools, command) => {
  const { to, blind } = command.payload;
  return own(tools, command, { do: 'start', to, blind, purpose: 'transfer', staffId: agentOf(command) });
};

export const addParty: Verb<'add_party'> = (tools, command) => {
  const { to } = command.payload;
  return own(tools, command, { do: 'start', to, blind: false, purpose: 'three_way', staffId: agentOf(command) });
};

export const transferComplete: Verb<'transfer_complete'> = (tools, command) => {
  const { as, partyId } = command.payload;
  return own(tools, command, { do: 'complete', as, partyId });
};

export const transferCancel: Verb<'transfer_cancel'> = (tools, command) => own(tools, command, { do: 'cancel' });

export const dropParty: Verb<'drop_party'> = (tools, command) =>
  own(tools, command, { do: 'drop', partyId: command.payload.partyId });

export const callSupervisor: Verb<'call_supervisor'> = (tools, command) =>
  own(tools, command, { do: 'help', on: command.payload.on, staffId: agentOf(command) });

/** By whoever is not the call's agent. */
export const joinHelp: Verb<'join_help'> = (tools, command) =>
  askAnyCall(tools, command, (call, reply) =>
    call.mailbox.post({ kind: 'party', ask: { do: 'join_help', staffId: agentOf(command) }, reply }),
  );

export const leaveCall: Verb<'leave_call'> = (tools, command) =>
  askAnyCall(tools, command, (call, reply) =>
    call.mailbox.post({ kind: 'party', ask: { do: 'leave', staffId: agentOf(command) }, reply }),
  );

export const transferAnswer: Verb<'transfer_answer'> = (tools, command) =>
  askAnyCall(tools, command, (call, reply) => {
    const { accept } = command.payload;
    call.mailbox.post({ kind: 'party', ask: { do: 'answer', accept, staffId: agentOf(command) }, reply });
  });

export const pauseRecording: Verb<'pause_recording'> = async (tools, command) => {
  const { on, reason } = command.payload;
  if (on && !PAUSE_REASONS.some((known) => known === reason))
    throw new Refusal('recording/pause-reason', '録音を止める理由を選んでください。');
  const staffId = agentOf(command);
  return askCall(tools, command, (call, reply) =>
    call.mailbox.post({ kind: 'pause_recording', on, reason, staffId, reply }),
  );
};

function own(
  tools: Parameters<typeof askCall>[0],
  command: Parameters<typeof askCall>[1],
  ask: PartyAsk,
): ReturnType<typeof askCall> {
  return askCall(tools, command, (call, reply) => call.mailbox.post({ kind: 'party', ask, reply }));
}
