import type { HandOverKind } from '../../rules/hand-over.ts';
import type { CallbackBoard } from './callbacks.ts';
import type { PromiseRow, PromiseView } from './promises.ts';

/**
 * 本日の作業 (S-1): what waits for this person, on one page, before the first call and between calls.
 *
 * GET  /api/desk-work                     → TodaysWork  (permission `desk`)
 * GET  /api/desk-work/notices             → NoticeBoard (permission `post_notices`)
 * POST /api/desk-work/notices             {body, subjectId, toOn} (permission `post_notices`)
 * POST /api/desk-work/notices/:id/withdraw (permission `post_notices`)
 */
export interface TodaysWork {
  now: string;
  today: string;
  callbacks: CallbackBoard;
  promises: {
    mine: Record<PromiseView, number>;
    lines: Record<PromiseView, number>;
    /** Mine: broken first, then overdue, then due today. */
    rows: PromiseRow[];
  };
  /** What officers answered to my hand-overs, and I have not confirmed. */
  replies: ReplyRow[];
  /** Tasks nobody has done yet, of my lines: voicemail, abandoned callers, kept places. */
  tasks: { open: number; late: number };
  notices: NoticeRow[];
}

export interface ReplyRow {
  id: string;
  kind: HandOverKind;
  /** null = nobody knows yet who called. */
  person: { id: number; name: string; masked: boolean } | null;
  subject: { id: string; shortName: string; colour: string } | null;
  answer: string;
  answeredAt: string;
  answeredBy: string | null;
}

export interface NoticeRow {
  id: string;
  body: string;
  subject: { id: string; shortName: string; colour: string } | null;
  toOn: string;
  by: string;
  at: string;
}

export interface NoticeBoard {
  today: string;
  notices: NoticeRow[];
}
