/**
 * What a contractor proposes and a city officer decides.
 *
 * GET  /api/approvals/inbox?decided=  → ApprovalRow[]   (permission `decide`) waiting ones by deadline; or the last decided ones
 * GET  /api/approvals/mine            → ApprovalRow[]   (permission `propose`) what I asked, answers unread first
 * POST /api/approvals/:id/decide      {decision, answer} (permission `decide`; never by the one who asked)
 * POST /api/approvals/:id/read        (permission `propose`) I have read the answer
 */
export interface ApprovalRow {
  id: string;
  kind: ApprovalKind;
  refId: string;
  subjectId: string | null;
  title: string;
  /** Figures the officer decides by: `ApprovalDetails` of its kind; older rows may lack fields. */
  detail: Record<string, unknown>;
  requestedBy: { id: string; name: string } | null;
  requestedAt: string;
  dueAt: string | null;
  /** Past its deadline on the product's clock and still waiting. */
  late: boolean;
  state: 'waiting' | 'approved' | 'returned' | 'withdrawn';
  decidedBy: string | null;
  decidedAt: string | null;
  answer: string | null;
  readAt: string | null;
  /** False for the one who asked: nobody decides their own question. */
  mayDecide: boolean;
}

export type ApprovalKind =
  | 'call_list'
  | 'calendar_month'
  | 'predictive'
  | 'promise_reminder'
  | 'sms_template'
  | 'sms_list'
  | 'instalment'
  | 'do_not_call';

/** What the inbox draws for each kind. Never a person's name, number or single amount. */
export interface ApprovalDetails {
  sms_template: {
    kindName: string;
    language: string | null;
    /** As written, with its fields. */
    body: string;
    /** As a telephone shows it, with the city's own values. */
    sample: string;
    characters: number;
    parts: number;
  };
  sms_list: {
    source: 'list' | 'after_attempts' | 'reminder';
    template: string;
    sample: string;
    /** Of the approved list; null = whoever is not reached, or has promised, from then on. */
    list: { name: string; persons: number; hash: string | null } | null;
    sentToday: number;
    perDay: number;
    sentThisYear: number;
    perYear: number;
  };
  call_list: {
    entrustment: string;
    persons: number;
    yen: number;
    /** sha256 of the sorted addressee numbers: what is approved is what is called. */
    hash: string;
    /** The condition as one Japanese sentence. */
    sentence: string;
    dueOn: string | null;
    goalPercent: number | null;
    subjects: { id: string; name: string; persons: number; yen: number }[];
  };
  calendar_month: {
    /** `YYYY-MM-01` */
    month: string;
    version: number;
    centre: string | null;
    /** Asked after the 25th of the month before. */
    afterDeadline: boolean;
    /** Every day of the month that differs from the rule or from the version in force. */
    days: {
      date: string;
      open: boolean;
      /** In words, e.g. 「休業」「9:00–17:00」「20:00まで延長」. */
      text: string;
      /** The same in the version in force; null when it is the same. */
      was: string | null;
    }[];
    interpreterDays: { language: string; days: number }[];
    /** What the manager wrote to the city. */
    note: string | null;
  };
  promise_reminder: {
    channel: 'sms' | 'call';
    /** Days before the promised date. */
    daysBefore: number;
  };
  /** `refId` is the hand-over: person, wishes and words are read there, as far as the reader may. */
  instalment: { reason: string; times: number };
  do_not_call: { reason: string };
  predictive: {
    capPercent: number;
    validFrom: string;
    validTo: string | null;
    /** What the subject's own calls of the last 30 days measured; null without calls. */
    measured: {
      calls: number;
      /** Share of calls answered by persons. */
      answerPercent: number;
      abandonedPercent: number;
      talkSec: number;
      /** Dial to answer. */
      ringSec: number;
    } | null;
    /** Simulated on those figures: what each cap buys. Empty when nothing was measured. */
    frontier: { capPercent: number; abandonedPercent: number; occupancyPercent: number; mode: string }[];
  };
}

/** Namespace `/approvals`, to everybody who may propose or decide. */
export interface ApprovalCounts {
  /** Waiting for a decision that I may take. */
  waiting: number;
  late: number;
  /** Answers to what I asked that I have not read. */
  unread: number;
}
