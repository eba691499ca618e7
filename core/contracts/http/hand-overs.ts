import type { HandOverKind, HandOverReason, HandOverState, InstalmentWish } from '../../rules/hand-over.ts';
import type { DeadlineMark } from '../../rules/hand-over-deadline.ts';

/**
 * 引継: what conversations leave for the city. Raised with the result of a call (`raiseHandOver`, `requestDoNotCall`), never here.
 *
 * GET  /api/hand-overs?view=            → HandOverBoard    (permission `view_hand_overs`: one's own; `follow_hand_overs`: the lines')
 * GET  /api/hand-overs/:id              → HandOverCase     (the same)
 * GET  /api/persons/:id/hand-overs      → HandOverRow[]    (permission `follow_hand_overs`: of the lines)
 * POST /api/hand-overs/:id/read         the answer was read by whoever raised it
 * POST /api/hand-overs/:id/remark       {body} what the centre did meanwhile (permission `follow_hand_overs`)
 * POST /api/hand-overs/:id/person       {personId} who the caller nobody knew was (permission `follow_hand_overs`); 409 `hand-over/known`
 * POST /api/hand-overs/:id/take         (permission `answer_hand_overs`: the city)
 * POST /api/hand-overs/:id/answer       {answer} (permission `answer_hand_overs`); a decision is taken at /api/approvals/:id/decide
 * POST /api/hand-overs/:id/close        {resume, reason} (permission `answer_hand_overs`)
 * POST /api/hand-overs/:id/resume       {reason} ends a stop that was confirmed before (permission `answer_hand_overs`)
 * GET  /api/hand-overs/report?on=       → ComplaintReport  (permission `follow_hand_overs`)
 * POST /api/hand-overs/report           {on} → ComplaintReport; writes down that it went to the city
 * GET  /api/hand-overs/settings         → HandOverSettings; PUT (permission `answer_hand_overs`)
 */
export type HandOverView = 'open' | 'mine' | 'done';

export interface HandOverBoard {
  /** Product clock. */
  now: string;
  rows: HandOverRow[];
  more: boolean;
}

export interface HandOverRow {
  id: string;
  kind: HandOverKind;
  /** `core/rules/hand-over.ts` reasonName. */
  reason: string;
  subject: { id: string; shortName: string; colour: string } | null;
  /** Masked for a shielded person and a viewer without the right; null = nobody knows yet who called. */
  person: { id: number; name: string; masked: boolean } | null;
  /** Of a caller nobody knows: what there is instead of a person. */
  caller: UnknownCaller | null;
  state: HandOverState;
  dueAt: string;
  /** Of what is still open; null afterwards. */
  mark: DeadlineMark | null;
  raisedBy: string;
  raisedAt: string;
  takenBy: string | null;
  answeredBy: string | null;
  answeredAt: string | null;
  outcome: 'approved' | 'returned' | null;
  /** I raised it, it was answered, and I have not said that I read it. */
  unread: boolean;
  mine: boolean;
  /** The stop it put (苦情対応中, 架電禁止) is in force. */
  stopped: boolean;
  /** The open question of an instalment request or a do-not-call. */
  approvalId: string | null;
}

export interface UnknownCaller {
  /** National digits; null = withheld, or masked. */
  number: string | null;
  /** As they said it. */
  name: string | null;
  callId: string;
  at: string;
  recordingId: string | null;
  /** The number leads to a shielded person, and the viewer is not named staff: nothing of it is told. */
  masked: boolean;
}

export interface HandOverCase extends HandOverRow {
  body: string;
  /** Yen; null for a viewer who may not see amounts. */
  wishes: InstalmentWish[] | null;
  answer: string | null;
  /** First time a supervisor's screen was told of a complaint. */
  supervisorToldAt: string | null;
  events: { at: string; act: string; by: string | null; body: string }[];
}

export interface ComplaintReport {
  /** `YYYY-MM-DD` */
  on: string;
  printedAt: string;
  city: string;
  section: string;
  complaints: HandOverCase[];
}

export interface HandOverSettings {
  today: string;
  versions: {
    validFrom: string;
    byReason: Record<HandOverReason, number>;
    instalmentRequest: number;
    doNotCall: number;
  }[];
}

/** Namespace `/hand-overs`, to everybody who may view them. */
export interface HandOverCounts {
  /** Of my lines, for who follows them. */
  open: number;
  /** For the city: what waits for an answer and is no decision among the approvals. */
  toAnswer: number;
  late: number;
  /** Answers to what I raised that I have not read. */
  unread: number;
}

/** A complaint nobody of the city has taken yet; never the citizen's name. */
export interface ComplaintNotice {
  id: string;
  reason: string;
  subjectName: string | null;
  /** Nobody knows yet who called. */
  unknown: boolean;
  raisedBy: string;
  raisedAt: string;
}
