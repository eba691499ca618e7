import type { PastCall } from './attempt-count.ts';
import type { CallingWindow } from './calling-window.ts';
import type { CityCalendar } from './city-calendar.ts';
import type { Party } from './consolidation.ts';
import type { DiallingParameters } from './dialling-parameters.ts';
import type { LeadingParameters } from './leading-subject.ts';
import type { DebtItem, Sibling } from './led-by.ts';
import type { Scope } from './permissions.ts';
import type { PhoneFacts } from './phone-choice.ts';
import type { SharingScope } from './sharing.ts';
import type { ReachChannel, StopFlag, StopPolicy } from './stop-policy.ts';

/** What is the same for every person of a campaign at one moment. */
export interface CampaignFacts {
  now: Date;
  channel: ReachChannel;
  campaignId: string;
  running: boolean;
  /** The queue that holds shielded persons. */
  privileged: boolean;
  /** Invented citizens: the simulator's lines are the only ones in `trunks`. */
  training?: boolean;
  subject: SharingScope & { active: boolean; centreId: string | null };
  windows: readonly CallingWindow[];
  /** Of the subject's centre, as approved. */
  calendar: CityCalendar;
  /** Something on this node waits for a person's word before anything is dialled. */
  hold: { kind: string } | null;
  /** Longest ringing, in seconds of the product clock: it must end before the guard does. */
  ringSec: number;
  clockSimulated: boolean;
  /** Every enabled trunk, and how many of its channels are free. */
  trunks: readonly { name: string; kind: string; freeChannels: number }[];
  agent: Scope & { privileged: boolean };
  parameters: DiallingParameters;
  stops: StopPolicy;
  leading: LeadingParameters;
  /** ISO 639-1: what the agent speaks (null = no agent yet), and what anybody on duty does. */
  languages?: { agent: readonly string[] | null; onDuty: readonly string[] };
}

export interface PersonFacts {
  targetId: number;
  party: Party;
  /** By the register; absent or null = Japanese. */
  language?: string | null;
  corporate: boolean;
  deceased: boolean;
  stopFlags: readonly StopFlag[];
  /** A conversation asked for a stop (or told of a lawyer, a death …) that the city has not decided on yet. */
  stopRequested: boolean;
  /** A later run of the approved list found that the person no longer meets its condition. */
  leftList: boolean;
  /** Periods of the campaign's own subject. */
  items: readonly DebtItem[];
  /** The person's targets in other running campaigns of the consolidation group. */
  siblings: readonly Sibling[];
  phones: readonly PhoneFacts[];
  /** Outbound calls in every campaign, newest first. */
  calls: readonly PastCall[];
  /** Today's calls to the rest of the household and to the same numbers for somebody else. */
  partyCalls: readonly PastCall[];
  /** When messages, letters and visits went out, of the last seven days. */
  messages: readonly Date[];
  /** The number the redial rule wants again; null = the order of the numbers decides. */
  preferredPhoneId: number | null;
  /** This call was promised for now: the citizen chose the time. */
  callbackDue: boolean;
  /** Over this channel the person is to be reminded of a promise, as the city approved: it does not hold that back. */
  reminderDue?: ReachChannel | null;
  /** Whom agents are dealing with now, this target left out. */
  held: readonly Party[];
}

/** Of these, what takes a person out whatever the hour. */
export type ReachFacts = Pick<PersonFacts, 'deceased' | 'stopFlags' | 'stopRequested' | 'leftList' | 'items'> & {
  party: Pick<Party, 'shielded'>;
};

/**
 * What a "no" means for the target: `campaign` nothing (it is not about this person), `later` look again at `again`,
 * `withdraw` it leaves and comes back only when the fact changes, `done` it is finished in this campaign.
 */
export type RefusalEffect = 'campaign' | 'later' | 'withdraw' | 'done';

export interface CallRefusal {
  ok: false;
  effect: RefusalEffect;
  code: string;
  /** Japanese; never tells of a shield, a debt or another person. */
  message: string;
  rule: string;
  value: string;
  again: Date | null;
  /** The target through which this person is called instead. */
  ledBy?: number;
}

/** Why it was dialled: rule and value, kept with the call for *Why?*. */
export interface CallReason {
  rule: string;
  value: string;
}

export type CallVerdict = { ok: true; phone: PhoneFacts; reasons: readonly CallReason[] } | CallRefusal;

/** How a rule says no. */
export const no = (
  effect: RefusalEffect,
  code: string,
  message: string,
  rule: string,
  value: string | number,
  again: Date | null = null,
): CallRefusal => ({ ok: false, effect, code, message, rule, value: String(value), again });
