import type { TransactionSql } from '../../core/platform/postgres.ts';
import type { Encoding, Layout } from '../../core/rules/formats/layout.ts';
import type { ProgressSink, SourceFile } from './import-job.ts';
import type { RejectedRows } from './keep-rejected.ts';

/** What the stage of one file works with. */
export interface StageContext {
  tx: TransactionSql;
  runId: string;
  fileId: number;
  file: SourceFile;
  /** How many files of this kind the hand-over has. */
  filesOfKind: number;
  layout: Layout;
  /** The day the data stand for, where it is known. */
  dataDate: string | null;
  progress: ProgressSink;
  rejected: RejectedRows;
  onEncoding(encoding: Encoding | null): void;
}
