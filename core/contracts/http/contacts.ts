import type { EntryFacts, ResultEntry } from '../../rules/result-entry/entry.ts';
import type { LineResult, TalkResult, WhoAnswered } from '../../rules/vocabulary.ts';

/**
 * 交渉記録, one at a time. Nothing is overwritten: a correction is a new record that stands for the old one, which is kept.
 *
 * GET  /api/contacts/:id          → ContactDetail    of a record or of a call (permission `correct_records`: one's own of today; `correct_any_record`: of one's lines)
 * POST /api/contacts/:id/correct  CorrectContact → ContactCorrected
 */
export interface ContactDetail {
  /** The newest of its versions, whichever was asked for. */
  id: string;
  personId: number;
  personName: string;
  at: string;
  direction: 'outbound' | 'inbound';
  staffName: string | null;
  facts: EntryFacts;
  entry: ResultEntry;
  /** Newest first. */
  versions: ContactVersion[];
  /** Why it cannot be corrected now, in one sentence; null = it can. */
  fixed: string | null;
}

export interface ContactVersion {
  id: string;
  /** Of the first: when it was saved; of a correction: when it was corrected. */
  writtenAt: string;
  byName: string | null;
  /** Null for the first. */
  reason: string | null;
  whoAnswered: WhoAnswered | null;
  lineResult: LineResult | null;
  talkResult: TalkResult | null;
  note: string;
}

export interface CorrectContact {
  reason: string;
  entry: ResultEntry;
}

export interface ContactCorrected {
  id: string;
  /** What the dialler said to a call-back that the correction brought; null = it brought none. */
  callback: { ok: boolean; message: string } | null;
}
