import type { Condition } from '../../rules/extraction.ts';

/**
 * 依頼 → 抽出 → 承認 → 架電. All under `/api/lists`; a list of shielded persons (`privileged`) does not exist for whoever may not work with
 * them. What a contractor extracts lies inside the 依頼 by the query itself.
 */
export interface EntrustmentRow {
  id: string;
  name: string;
  subjectIds: string[];
  state: 'draft' | 'open' | 'closed';
  /** What the officer entrusted, in one sentence. */
  sentence: string;
  dueOn: string | null;
  goalPercent: number;
  persons: number;
  yen: number;
  privileged: boolean;
  openedAt: string | null;
  /** Persons of it on lists that were approved or are called. */
  listed: number;
}

export interface SampleRow {
  personId: number;
  addresseeNo: string;
  name: string;
  age: number | null;
  address: string | null;
  /** Yen, due before today, on the list's subjects. */
  yen: number;
  oldestDueOn: string | null;
  shielded: boolean;
  masked: boolean;
}

export interface ListCount {
  persons: number;
  yen: number;
  sample: SampleRow[];
  sentence: string;
  /** The day the newest amounts stand for. */
  asOf: string | null;
  tookMs: number;
}

export interface ExtractionRow {
  id: string;
  entrustmentId: string | null;
  name: string;
  condition: Condition;
  sentence: string;
  shared: boolean;
  mine: boolean;
  ownerName: string | null;
  privileged: boolean;
  /** Of the last count; null = never counted. */
  persons: number | null;
  yen: number | null;
  countedAt: string | null;
  /** Something was imported or counted long ago: the page counts again by itself. */
  stale: boolean;
  updatedAt: string;
}

export type CallListState = 'draft' | 'requested' | 'approved' | 'returned' | 'queued' | 'withdrawn';

export interface CallListRow {
  id: string;
  entrustmentId: string;
  name: string;
  subjectIds: string[];
  state: CallListState;
  sentence: string;
  persons: number;
  yen: number;
  /** sha256 of the sorted 宛名番号: what was approved is what is called. */
  hash: string | null;
  left: number;
  dueOn: string | null;
  privileged: boolean;
  /** The officer's words. */
  answer: string | null;
  requestedAt: string | null;
  approvedAt: string | null;
  queuedAt: string | null;
  shrunkAt: string | null;
}

/** POST /api/lists/call-lists/:id/print (permission `export_lists`, as /export, which answers with the CSV itself) */
export interface ListPrint {
  rows: SampleRow[];
  asOf: string | null;
  /** Persons of the list that are not among the rows. */
  more: number;
  printedAt: string;
}

export interface KeyFileRow {
  id: string;
  name: string;
  lines: number;
  found: number;
  createdAt: string;
  /** Lines that name nobody of the population, by reason. */
  missing: Partial<Record<KeyReason, number>>;
}

export type KeyReason = 'unknown' | 'ambiguous' | 'outside' | 'repeated' | 'empty' | 'too_long';

export interface KeyLine {
  lineNo: number;
  key: string;
  reason: KeyReason;
}

/** Words to choose among while a condition is written. */
export interface ListChoices {
  agents: { id: string; name: string }[];
  labels: string[];
  dispositions: string[];
  languages: string[];
}
