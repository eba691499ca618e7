import type { PartyKind, PartyPurpose, PartyState } from '../../core/contracts/calls.ts';
import type { PartyTarget } from '../../core/contracts/commands.ts';

/** What the agent of a call, or whoever joins it, asks of its flow. */
export type PartyAsk =
  | { do: 'start'; to: PartyTarget; purpose: 'transfer' | 'three_way'; blind: boolean; staffId: string }
  | { do: 'complete'; as: 'transfer' | 'three_way'; partyId: string | null }
  | { do: 'answer'; accept: boolean; staffId: string }
  | { do: 'cancel' }
  | { do: 'drop'; partyId: string }
  | { do: 'help'; on: boolean; staffId: string }
  | { do: 'join_help'; staffId: string }
  | { do: 'leave'; staffId: string };

/** `call_party.outcome`: why somebody is not (or no longer) in the call. */
export type PartyOutcome =
  | 'no_answer'
  /** A colleague who was asked said no. */
  | 'declined'
  | 'cancelled'
  | 'dropped'
  | 'hung_up'
  | 'leg_lost'
  | 'failed'
  /** Passed the call on themselves. */
  | 'passed_on'
  | 'call_over';

/** The memory of a row of `call_party` that is not over. Rebuilt from it. */
export interface LiveParty {
  id: string;
  kind: PartyKind;
  purpose: PartyPurpose;
  state: Extract<PartyState, 'dialling' | 'consulting' | 'joined'>;
  label: string;
  /** Staff on their own leg; null for a telephone, and until somebody is found. */
  staffId: string | null;
  /** Of a telephone. */
  channelId: string | null;
  /** Passed on to a line: whoever is free next. */
  subjectId: string | null;
  blind: boolean;
  /** The INVITE is out: never a second one. */
  dialled: boolean;
  /** Not joined by then (epoch ms): given up. */
  deadlineMs: number | undefined;
}

/** What is asked of a call here: who else is in it or on the way. */
interface WithParties {
  readonly parties: readonly LiveParty[];
}

/** The one transfer of a call that is not decided yet. */
export function openTransfer({ parties }: WithParties): LiveParty | undefined {
  return parties.find(({ purpose, state }) => purpose === 'transfer' && state !== 'joined');
}

export function helpAsked({ parties }: WithParties): LiveParty | undefined {
  return parties.find(({ purpose, state }) => purpose === 'help' && state === 'dialling');
}

/** A colleague is asked and has not said yes or no. */
export const isOffered = ({ staffId, state }: LiveParty): boolean => staffId !== null && state === 'dialling';

/** The agent talks with somebody while the citizen hears music. */
export function consulting({ parties }: WithParties): LiveParty | undefined {
  return parties.find(({ state, purpose }) => state === 'consulting' && purpose !== 'take_over');
}

export const isTelephone = (party: LiveParty): boolean => party.channelId !== null;
