import type { HandOverReason, InstalmentWish } from '../hand-over.ts';
import type { CauseKind } from '../inbound/propose-cause.ts';
import type { LabelColour } from '../label-colours.ts';
import type { PhoneWordStatus } from '../phone-word.ts';
import type { PromiseMethod } from '../promise.ts';
import type { InboundClass, LineResult, TalkResult, WhoAnswered } from '../vocabulary.ts';

/** Where somebody says they have paid. */
export const PAID_WHERE = ['convenience', 'bank', 'counter', 'smartphone', 'direct_debit', 'other'] as const;
export type PaidWhere = (typeof PAID_WHERE)[number];

export interface EntryPromise {
  /** `YYYY-MM-DD`; one promise, one date. */
  on: string;
  /** Yen; null = all that is owed of the periods. */
  amount: number | null;
  method: PromiseMethod;
  /** A new slip is needed. */
  reissue: boolean;
  /** Periods; none = every open one of the subject. */
  itemIds?: readonly number[] | undefined;
}

/** 付箋 put with the result. */
export interface EntryLabel {
  colour: LabelColour;
  text: string;
}

/** The result of one conversation or attempt, as it is judged, saved and corrected. What is left out was not said. */
export interface ResultEntry {
  whoAnswered: WhoAnswered;
  /** What telephony found; the agent may correct it (a machine it took for a person, 欠番 heard as announcement). */
  lineResult: LineResult;
  talkResult: TalkResult | null;
  /** ISO instant. */
  callbackAt: string | null;
  note: string;
  promise?: EntryPromise | null | undefined;
  claimsPaid?: { on: string | null; where: PaidWhere | null } | null | undefined;
  /** Of a matter for the city. */
  reason?: HandOverReason | null | undefined;
  /** More dates than one: a request that the city decides on. */
  wishes?: readonly InstalmentWish[] | null | undefined;
  phoneStatus?: PhoneWordStatus | null | undefined;
  labels?: readonly EntryLabel[] | undefined;
  inboundClass?: InboundClass | null | undefined;
  /** What made them call, as they say it; left out = as the product proposes. */
  causeKind?: CauseKind | null | undefined;
  /** Name of a representative or family member, as said. */
  speakerName?: string | null | undefined;
}

/** What is known of the call, whoever typed what. */
export interface EntryFacts {
  answered: boolean;
  inbound: boolean;
  identityPassed: boolean;
  /** The call was with a number that the city has of this person. */
  hasNumber: boolean;
  /** A citizen who was not found in the city's data: what they want is raised for the call, until somebody knows who it was. */
  unknownCaller?: boolean | undefined;
  /** They show no number that could be called, or stopped. */
  withheld?: boolean | undefined;
}

export const NOTE_LIMIT = 500;
export const LABEL_LIMIT = 40;
export const MOST_LABELS = 5;
