import type { SmsKind } from '../../rules/sms/merge-fields.ts';
import type { SmsState } from '../../rules/sms/sms-state.ts';

/**
 * GET  /api/sms/templates                 → SmsTemplateRow[]   (view_sms) newest version of each name first
 * POST /api/sms/templates                 SmsTemplateDraft     (manage_sms) a new version; 422 `sms/text` with all problems
 * POST /api/sms/templates/:id/request     (manage_sms) asks the city
 * POST /api/sms/templates/:id/retire      (manage_sms) nothing more goes out in it
 * GET  /api/sms/batches                   → SmsBatchRow[]      (view_sms)
 * POST /api/sms/batches                   SmsBatchAsked        (manage_sms) asks the city
 * POST /api/sms/batches/:id/pause|resume|cancel (manage_sms)
 * GET  /api/sms/messages?batchId&state    → SmsMessageRow[]    (view_sms)
 * POST /api/sms/messages                  SmsByHand            (send_sms) one person, past the gate now
 * POST /api/sms/messages/:id/resolve      {as}                 (manage_sms) an uncertain one
 * GET  /api/sms/hand                      → SmsHandView        (send_sms) what may be sent to this person now
 * GET  /api/persons/:id/sms               → SmsOfPerson[]      (view_person) the case's time line
 * POST /api/sms/opt-out                   {personId, targetId, callId, on} (send_sms; taking it back: decide)
 * GET  /api/sms/status                    → SmsStatus          (view_sms_counts)
 * PUT  /api/sms/limits                    SmsLimitsChange      (set_sms_limits)
 */
export interface SmsTemplateRow {
  id: string;
  name: string;
  version: number;
  kind: SmsKind;
  subjectId: string | null;
  language: string | null;
  body: string;
  state: 'draft' | 'requested' | 'approved' | 'returned' | 'retired';
  createdBy: string | null;
  createdAt: string;
  approvedAt: string | null;
  /** The officer's words. */
  answer: string | null;
}

export interface SmsTemplateDraft {
  name: string;
  kind: SmsKind;
  subjectId: string | null;
  language: string | null;
  body: string;
}

export interface SmsBatchAsked {
  name: string;
  templateId: string;
  subjectId: string;
  source: 'list' | 'after_attempts' | 'reminder';
  /** With source `list`: approved, or queued already. */
  callListId: string | null;
}

export interface SmsBatchRow {
  id: string;
  name: string;
  source: SmsBatchAsked['source'];
  subjectId: string;
  templateName: string;
  listName: string | null;
  state: 'draft' | 'requested' | 'approved' | 'sending' | 'paused' | 'done' | 'cancelled';
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  counts: Record<SmsState, number>;
  parts: number;
  /** When the next of those that wait may go; null = now, or nobody waits. */
  nextAt: string | null;
  /** The reason that most of them wait for, in words. */
  waitsFor: string | null;
}

export interface SmsMessageRow {
  id: string;
  personId: number;
  name: string;
  masked: boolean;
  numberTail: string | null;
  state: SmsState;
  /** Why it was not sent, waits or failed, in words. */
  reason: string | null;
  parts: number | null;
  createdAt: string;
  sentAt: string | null;
  doneAt: string | null;
}

export interface SmsByHand {
  personId: number;
  /** The target in hand, or the call of the citizen who called; without either the caller must be allowed to see persons. */
  targetId: number | null;
  callId: string | null;
  subjectId: string;
  templateId: string;
  phoneId: number | null;
}

export interface SmsHandView {
  may: boolean;
  /** Japanese: why not. */
  message: string | null;
  templates: { id: string; name: string; text: string; characters: number; parts: number }[];
  optedOut: boolean;
}

export interface SmsOfPerson {
  id: string;
  at: string;
  subjectName: string | null;
  templateName: string;
  state: SmsState;
  stateName: string;
  reason: string | null;
  numberTail: string | null;
  body: string | null;
  staffName: string | null;
  byHand: boolean;
}

export interface SmsStatus {
  sentToday: number;
  partsToday: number;
  perDay: number;
  sentThisYear: number;
  partsThisYear: number;
  perYear: number;
  maxCharacters: number;
  yenPerPart: number;
  keepDays: number;
  hours: string;
  waiting: number;
  uncertain: number;
  /** Null = nothing is configured, or the worker is away. */
  transport: { name: string; kind: string; ready: boolean } | null;
}

export interface SmsLimitsChange {
  perDay: number;
  perYear: number;
  maxCharacters: 660 | 670;
  yenPerPart: number;
  keepDays: number;
  hours: string;
}

/** GET /api/subject-sections (view_subjects), PUT /api/subject-sections/:id (edit_subjects): the fixed fields of every message. */
export interface SubjectSection {
  subjectId: string;
  /** Null = the city's own (setting `city`). */
  name: string | null;
  phone: string | null;
}
