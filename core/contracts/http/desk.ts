import type { DebtTotals } from '../../rules/money/debt-totals.ts';
import type { DatedSuspension } from '../../rules/money/suspended-days.ts';
import type { Charge } from '../../rules/money/todays-charge.ts';
import type { CampaignMode, LineResult, PhoneType, TalkResult, WhoAnswered } from '../calls.ts';

/**
 * The agent's desk. All under `/api/desk`, permission `desk`; every POST waits for telephony's answer (≤ 5 s).
 *
 * POST /login        {device?} → DeskLogin  a SIP identity for this session (the secret is shown this once); `sip`: a drill's telephone
 * GET  /snapshot     → AgentSnapshot        the same as Socket.IO sends
 * GET  /campaigns    → DeskCampaign[]       running campaigns of my subjects
 * POST /ready        {campaignId|null}      null: every running campaign of my lines
 * POST /break        {reason}
 * POST /dial         {targetId, phoneId|null}
 * POST /skip         {targetId, reason}
 * POST /hang-up      {callId}
 * POST /hold         {callId, on}
 * POST /dtmf         {callId, digits}
 * GET  /case/:targetId              → CaseView      refused (403) unless this target is mine now
 * GET  /case/:targetId/debt?on=     → DebtView      refused (403, code `identity/required`) in a live call until a passed check exists
 * POST /identity     {callId, nameResult, factors:[{factor,result}]} → {passed}
 * POST /result       SaveResult → 204               saves the contact record, ends wrap-up, brings the next
 */
export interface DeskLogin {
  loginId: string;
  sipUri: string;
  sipUser: string;
  sipSecret: string;
  realm: string;
  /** Path on this origin: `/sip`. */
  webSocketPath: string;
  /** What the browser calls once: `sip:leg@…`. */
  legUri: string;
}

export interface DeskCampaign {
  id: string;
  name: string;
  mode: CampaignMode;
  subject: SubjectView;
  waiting: number;
  done: number;
  total: number;
}

export interface SubjectView {
  id: string;
  name: string;
  shortName: string;
  colour: string;
  callerId: string;
}

/** What an agent may see before the identity check: no amount, no period, no tax name of another subject. */
export interface CaseView {
  targetId: number;
  campaign: { id: string; name: string; mode: CampaignMode; ringTimeoutSec: number };
  subject: SubjectView;
  person: {
    id: number;
    addresseeNo: string;
    kind: 'individual' | 'corporate';
    name: string;
    kana: string;
    birthDate: string | null;
    /** Whole years on the product's today; null for corporations. */
    age: number | null;
    language: string | null;
    postalCode: string | null;
    address: string | null;
    relationship: string | null;
    shielded: boolean;
    /** Red flags, in words (支援措置, 分納中, 苦情対応中 ...), debt facts excluded. */
    flags: string[];
  };
  household: { id: number; name: string; kana: string; age: number | null; relationship: string | null }[];
  phones: {
    id: number;
    type: PhoneType;
    digits: string | null;
    raw: string;
    usable: boolean;
    unusableReason: string | null;
    /** The number the rules dial first. */
    preferred: boolean;
    /** Why it is never dialled automatically, e.g. 勤務先. */
    manualOnlyReason: string | null;
    lastResult: LineResult | null;
  }[];
  /** By the city's setting: null when the agent may see nothing before the call. */
  before: { stage: string; unpaidPeriods: number } | null;
  attempts: number;
  history: HistoryItem[];
  script: { name: string; body: string } | null;
}

export interface HistoryItem {
  id: string;
  at: string;
  channel: string;
  direction: 'outbound' | 'inbound';
  subjectName: string | null;
  whoAnswered: WhoAnswered | null;
  lineResult: LineResult | null;
  talkResult: TalkResult | null;
  note: string;
  staffName: string | null;
  recordingId: string | null;
}

/** What is open, behind the identity check: 本税 as of the city's data, charges as of a day. Payments may have crossed with either. */
export interface DebtView {
  /** The day (`YYYY-MM-DD`) the newest hand-over stands for; an ISO instant, that of the import, when its files do not say. */
  asOf: string;
  /** `YYYY-MM-DD`: charges are those of a payment on this day, today unless `?on=` asked for a later one. */
  chargesOn: string;
  /** 本税. */
  totalUnpaid: number;
  totals: DebtTotals;
  /** 猶予 and 執行停止 in force on `chargesOn`, as far as their days are known. */
  suspensions: DatedSuspension[];
  items: {
    id: number;
    subjectId: string;
    subjectName: string;
    levyYear: number;
    taxableYear: number;
    noticeNo: string;
    periodNo: string;
    dueDate: string;
    principal: number;
    /** 督促手数料 still owed. */
    demandFee: number;
    /** 延滞金 for a payment on `chargesOn`; without a figure it says why. */
    charge: Charge;
    /** 延滞金(確定) of the core system; null where the city does not announce charges. */
    fixedCharge: number | null;
    collected: number;
    paid: number;
    unpaid: number;
    disposition: string | null;
    demandIssuedOn: string | null;
  }[];
}

export type { IdentityFactor } from '../../rules/vocabulary.ts';

export interface SaveResult {
  callId: string;
  whoAnswered: WhoAnswered;
  /** What telephony found; the agent may correct it (a machine it took for a person, 欠番 heard as announcement). */
  lineResult: LineResult;
  talkResult: TalkResult | null;
  callbackAt: string | null;
  note: string;
}
