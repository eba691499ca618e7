import type { LineResult, TalkResult, WhoAnswered } from '../../core/contracts/calls.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';
import type { TimelineKind } from '../../core/rules/timeline.ts';

/** One entry as its source knows it, before anybody's rights are looked at. */
export interface TimelineRow {
  /** Unique in the whole time line: the source's name is part of it. */
  id: string;
  at: Date;
  kind: TimelineKind;
  direction: 'outbound' | 'inbound';
  subjectId: string | null;
  subjectName: string | null;
  source: SharingScope | null;
  whoAnswered: WhoAnswered | null;
  lineResult: LineResult | null;
  talkResult: TalkResult | null;
  /** Japanese, what is to be read where no result tells it. May be said to nobody, but tells no sum, no period and no reason. */
  what: string | null;
  /** Japanese, what is only for who may see the debt: days, sums, reasons. */
  facts: string | null;
  tone: 'good' | 'warn' | 'bad' | null;
  /** As somebody wrote it. */
  note: string;
  staffName: string | null;
  recordingId: string | null;
  /** What this entry took the place of, newest first. */
  earlier: EarlierRow[];
}

export interface EarlierRow {
  id: string;
  at: Date;
  whoAnswered: WhoAnswered | null;
  lineResult: LineResult | null;
  talkResult: TalkResult | null;
  note: string;
  staffName: string | null;
}

/**
 * A feature that has something to say on the case's time line exports its source and stands in sources.ts. It reads only tables, newest
 * first, at most `limit` entries, and leaves who may see what to `readTimeline`.
 */
export interface TimelineSource {
  name: string;
  select(db: Queryable, personId: number, limit: number): Promise<TimelineRow[]>;
}

/** What most entries that are no talk have nothing to say about. */
export const NO_TALK = {
  whoAnswered: null,
  lineResult: null,
  talkResult: null,
  recordingId: null,
  earlier: [],
} as const;
