import type { ContactWay } from '../../rules/contact-preference.ts';
import type { ContactRoleKind } from '../../rules/contact-role.ts';
import type { IdentityPolicy, IdentitySubject } from '../../rules/identity.ts';
import type { LabelColour } from '../../rules/label-colours.ts';
import type { DebtTotals } from '../../rules/money/debt-totals.ts';
import type { DatedSuspension } from '../../rules/money/suspended-days.ts';
import type { Charge } from '../../rules/money/todays-charge.ts';
import type { PhoneWordStatus } from '../../rules/phone-word.ts';
import type { ResultEntry } from '../../rules/result-entry/entry.ts';
import type { ScriptBlock } from '../../rules/script-blocks.ts';
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
 * GET  /calls/:callId/script        → CallScript    of my call, also without a case
 * POST /identity     {callId, speaker, nameResult, factors:[{factor,result,said?}]} → {passed, message}   results asked, matched, failed
 * POST /result       SaveResult → 204               record, promise, hand-over, stop, number and labels in one; ends wrap-up, brings the next
 * GET  /draft/:callId               → {draft: DeskDraft|null}   what was typed so far in my call, wherever it was typed
 * PUT  /draft        DeskDraft → {kept}             false: a newer page keeps it
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
  /** What it calls to hear itself: `sip:echo@…`, for some seconds. */
  echoUri: string;
}

export interface DeskCampaign {
  id: string;
  name: string;
  mode: CampaignMode;
  subject: SubjectView;
  /** Invented citizens: the desk is in training, and shows it. */
  training: boolean;
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
  phones: CasePhone[];
  /** By the city's setting: null when the agent may see nothing before the call. */
  before: { stage: string; unpaidPeriods: number } | null;
  attempts: number;
  /** Who besides the person may be spoken to, in force today. */
  roles: ContactRoleView[];
  preference: ContactPreferenceView | null;
  /** 付箋 that count today. */
  labels: { id: number; colour: LabelColour; text: string }[];
  /** What the check of the live call goes by; null where the person is masked. */
  identityRules: { policy: IdentityPolicy; subject: IdentitySubject } | null;
  history: HistoryItem[];
  script: ScriptView | null;
}

export interface CasePhone {
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
  /** Whose file it came from. */
  sourceName: string | null;
  /** What people noted about it, newest first. */
  words: PhoneWordView[];
}

export interface PhoneWordView {
  at: string;
  status: PhoneWordStatus;
  byName: string | null;
}

export interface ContactRoleView {
  id: number;
  role: ContactRoleKind;
  name: string;
  relation: string | null;
  digits: string | null;
  /** Paper or notification it rests on. */
  basis: string;
  validFrom: string;
  validTo: string | null;
  /** Today, by its days and by nobody having ended it. */
  inForce: boolean;
}

export interface ContactPreferenceView {
  ways: ContactWay[];
  note: string;
  at: string;
  byName: string | null;
}

/** Of a call without a case in hand: a citizen who called. */
export interface CallScript {
  script: ScriptView | null;
  identityRules: CaseView['identityRules'];
}

/** The script of the case: blocks with their branches, merged for this person as far as the check allows. */
export interface ScriptView {
  name: string;
  /** ISO 639-1 of the text beside the Japanese; null = Japanese only. */
  language: string | null;
  blocks: ScriptBlock[];
  /** All blocks as one text. */
  body: string;
}

/** One entry of the time line over all channels, newest first. */
export interface HistoryItem {
  id: string;
  at: string;
  /** core/rules/timeline.ts TimelineKind */
  channel: string;
  direction: 'outbound' | 'inbound';
  subjectName: string | null;
  whoAnswered: WhoAnswered | null;
  lineResult: LineResult | null;
  talkResult: TalkResult | null;
  /** Japanese, where no result tells it: the state of a promise, of a message, of a hand-over. */
  what: string | null;
  /** Japanese: days, sums and reasons; null until the viewer may see the debt. */
  facts: string | null;
  tone: 'good' | 'warn' | 'bad' | null;
  note: string;
  staffName: string | null;
  recordingId: string | null;
  /** What this entry corrected, newest first. */
  earlier: {
    id: string;
    at: string;
    whoAnswered: WhoAnswered | null;
    lineResult: LineResult | null;
    talkResult: TalkResult | null;
    note: string;
    staffName: string | null;
  }[];
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

export interface SaveResult extends ResultEntry {
  callId: string;
}

/** What is typed so far, as the page left it. */
export interface DeskDraft {
  callId: string;
  /** Counts up with each change of the page; a page that opens later begins above every earlier one. */
  seq: number;
  draft: Record<string, unknown>;
}
