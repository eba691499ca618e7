import type { FileKind } from '../../core/rules/formats/layout.ts';
import type { RejectReason } from '../../core/rules/formats/reject-reasons.ts';

/** A file found for a run, before anything of it was read. */
export interface SourceFile {
  kind: FileKind;
  name: string;
  path: string;
  /** From `{subject}` in the layout's file name. */
  subject: string | null;
}

export interface RejectedRow {
  lineNo: number;
  reason: RejectReason;
  field: string | null;
  raw: Buffer;
}

/** What one file's stage did. `rows` = accepted + rejected; accepted = changed + unchanged. */
export interface StageCounts {
  rows: number;
  accepted: number;
  rejected: number;
  changed: number;
  unchanged: number;
  figures: Record<string, number>;
}

/** Told about every batch; throws when the run was cancelled or its lease was lost. */
export interface ProgressSink {
  rows(done: number): void;
  stage(name: string): void;
  assertAlive(): void;
}
