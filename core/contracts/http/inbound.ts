import type { CallerKnown } from '../../rules/inbound/caller-number.ts';
import type { InboundParameters } from '../../rules/inbound/inbound-parameters.ts';
import type { SentChannel } from '../../rules/inbound/propose-cause.ts';
import type { EvidenceKind } from '../../rules/inbound/rank-candidates.ts';
import type { InboundClass } from '../../rules/vocabulary.ts';
import type { CaseView, SubjectView } from './desk.ts';
import type { PersonCard } from './records.ts';

/**
 * Citizens who call. All under `/api/inbound`, permission `desk` unless told otherwise.
 *
 * GET  /waiting                     → WaitingCall[]    citizens on my lines whom nobody has yet; names nobody
 * GET  /calls/:callId               → InboundPop       who it may be, before the answer: my call, or one that waits on my lines
 * POST /calls/:callId/person        {personId|null, via} → 204  the caller is this person (null: nobody I found)
 * GET  /calls/:callId/case          → InboundCase      my call and its person; no amount
 * GET  /calls/:callId/debt?on=      → DebtView         refused (403 `identity/required`) until this very person passed the check in this call
 * GET  /settings                    → InboundSettings  (permission `view_dialling`)
 * PUT  /settings                    {validFrom, value} → InboundSettings  (permission `edit_dialling`)
 * GET  /return-rate?from=&to=       → ReturnRates      (permission `view_campaigns`)
 */
export interface WaitingCall {
  callId: string;
  subject: SubjectView | null;
  /** ISO, product clock: since when they are on the line. */
  since: string;
  /** 1 = next of this line. */
  place: number;
  /** Of everybody who has the number; null = Japanese or unknown. */
  language: string | null;
}

export interface InboundCandidate {
  personId: number;
  name: string;
  kana: string;
  shielded: boolean;
  /** Strongest first. */
  why: { kind: EvidenceKind; at: string | null }[];
}

/** Nothing of a debt, no birth date, no address: a number proves nobody. */
export interface InboundPop {
  callId: string;
  subject: SubjectView | null;
  known: CallerKnown;
  /** National digits; null = withheld, or none that can be called back. */
  number: string | null;
  language: string | null;
  /** The agent hears the citizen. False while the notice plays, or the citizen waits. */
  connected: boolean;
  candidates: InboundCandidate[];
  /** Whom the agent chose. */
  personId: number | null;
  /** The newest contact of ours to that number: what the call probably answers. */
  cause: { kind: SentChannel; id: string; at: string } | null;
  /** Calls with this number on this line in which nobody was found, newest first: what was noted, without figures. */
  earlier: EarlierCall[];
}

export interface EarlierCall {
  /** ISO, product clock. */
  at: string;
  by: string;
  inboundClass: InboundClass | null;
  note: string;
}

export interface InboundCase {
  callId: string;
  subject: SubjectView | null;
  card: PersonCard;
  /** 付箋 that count today. */
  labels: CaseView['labels'];
  /** A passed check of this person in this call: amounts may be asked for. */
  identityPassed: boolean;
}

export interface InboundSettings {
  today: string;
  versions: { validFrom: string; value: InboundParameters }[];
}

export interface ReturnRates {
  from: string;
  to: string;
  note: string;
  channels: { channel: SentChannel; name: string; sent: number; returned: number; percent: number | null }[];
}
