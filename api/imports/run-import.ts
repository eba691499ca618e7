import { DomainError, isDomainError, messageOf } from '../../core/platform/errors.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { Sql, TransactionSql } from '../../core/platform/postgres.ts';
import type { Encoding, FileKind } from '../../core/rules/formats/layout.ts';
import { assertFilesFit } from './assert-files-fit.ts';
import { applyCityProfile } from './city-profile.ts';
import { assertNotOlder, findDataDate } from './data-date.ts';
import { type FileFacts, fileFacts } from './find-files.ts';
import type { SourceFile, StageCounts } from './import-job.ts';
import { withImportLock } from './import-lock.ts';
import { RejectedRows } from './keep-rejected.ts';
import { asFormat, type CityLayout } from './layout.ts';
import { type ImportProgress, RunLostError, RunProgress, RunStoppedError } from './progress.ts';
import { completeFile, finishRun, openFile, returnRun } from './queries.ts';
import { type ImportReport, selectReport } from './report.ts';
import { stageArrears } from './stage-arrears.ts';
import type { StageContext } from './stage-context.ts';
import { stagePayments } from './stage-payment.ts';
import { stagePersons } from './stage-person.ts';
import { vacuumArrears } from './vacuum-arrears.ts';

export interface ImportDeps {
  sql: Sql;
  logger: Logger;
  onProgress?: (progress: ImportProgress) => void;
  /** How long to wait for another import. */
  lockWaitMs?: number;
  /** A failure that is nobody's fault goes back to the queue instead of ending the run. */
  mayRetry?: boolean;
  /** Aborted when the process shuts down: the file in hand is rolled back, the run goes back to the queue. */
  signal?: AbortSignal;
}

export interface ImportRun {
  id: string;
  layout: CityLayout;
  files: readonly SourceFile[];
  /** Given by hand; else found in the files. */
  dataDate: string | null;
}

const STAGES: Record<FileKind, (context: StageContext) => Promise<StageCounts>> = {
  person: stagePersons,
  arrears: stageArrears,
  payment: stagePayments,
};

const LOCK_WAIT_MS = 30 * 60_000;

/** One statement of a merge may go over a million rows. */
const STATEMENT_LIMIT = '15min';

/** Enough for the plans of a merge, at a tenth of the time; autovacuum looks closely at the tables that stay. */
const STATISTICS_TARGET = '10';

/**
 * Carries out a claimed run: one transaction a file, persons before arrears before payments. A run that died half-way
 * starts again behind the last file that was complete.
 */
export async function runImport(deps: ImportDeps, run: ImportRun): Promise<ImportReport> {
  const { sql } = deps;
  const work = new RunWork(deps, run);
  try {
    const report = await withImportLock(sql, deps.lockWaitMs ?? LOCK_WAIT_MS, () => work.importFiles());
    await work.progress.finish();
    await finishRun(sql, run.id, { state: 'done', error: null, report });
    return report;
  } catch (thrown) {
    work.progress.stop();
    const error = work.progress.endedBecause ?? thrown;
    if (error instanceof RunLostError)
      throw new DomainError('import/cancelled', 409, '取込は中止されました。途中のファイルは取り込まれていません。');
    if (error instanceof RunStoppedError) {
      await returnRun(sql, run.id, '停止したため、次の起動で続けます。', { countAttempt: false });
      throw new DomainError('import/stopped', 503, '停止したため、取込は次の起動で続けます。');
    }
    await endRun(deps, run.id, error);
    throw error;
  }
}

/** What is wrong with the files is final; what is wrong with the machine may be better the next time. */
async function endRun({ sql, mayRetry }: ImportDeps, runId: string, error: unknown): Promise<void> {
  const message = messageOf(error);
  if (isDomainError(error)) {
    const state = error.status === 409 ? 'refused' : 'failed';
    await finishRun(sql, runId, { state, error: message, report: null });
  } else if (mayRetry) await returnRun(sql, runId, message, { countAttempt: true });
  else await finishRun(sql, runId, { state: 'failed', error: message, report: null });
}

class RunWork {
  readonly progress: RunProgress;
  readonly #deps: ImportDeps;
  readonly #run: ImportRun;
  #backend: number | null = null;
  #encoding: Encoding;

  constructor(deps: ImportDeps, run: ImportRun) {
    this.#deps = deps;
    this.#run = run;
    this.#encoding = run.layout.encoding;
    this.progress = new RunProgress(deps.sql, run.id, {
      onProgress: (current) => deps.onProgress?.(current),
      onEnded: () => this.#endStatement(),
      logger: deps.logger,
      ...(deps.signal ? { signal: deps.signal } : {}),
    });
  }

  async importFiles(): Promise<ImportReport> {
    const { sql } = this.#deps;
    const { id, layout } = this.#run;
    const files: (SourceFile & FileFacts)[] = [];
    for (const file of this.#run.files) files.push({ ...file, ...(await fileFacts(file.path)) });
    await assertFilesFit(files, asFormat(layout));
    const dataDate = await findDataDate(sql, files, asFormat(layout), this.#run.dataDate);
    await assertNotOlder(sql, id, [...new Set(files.map(({ kind }) => kind))], dataDate);
    await sql.begin((tx) => applyCityProfile(tx as TransactionSql, layout));
    this.progress.total(files.reduce((sum, { lines }) => sum + lines, 0));
    for (const file of files) await this.#importFile(file, dataDate);
    const [report] = await Promise.all([
      selectReport(sql, id, { layout, encoding: this.#encoding }),
      vacuumArrears(this.#deps),
    ]);
    return report;
  }

  async #importFile(file: SourceFile & FileFacts, dataDate: string | null): Promise<void> {
    const { sql, logger } = this.#deps;
    const { progress } = this;
    progress.stage(file.kind);
    const opened = await openFile(sql, this.#run.id, file, { sha256: file.sha256, dataDate });
    if (opened.completed) {
      progress.rows(file.lines);
      return;
    }
    await sql.begin(async (transaction) => {
      const tx = transaction as TransactionSql;
      this.#backend = await prepare(tx);
      const counts = await STAGES[file.kind]({
        tx,
        runId: this.#run.id,
        fileId: opened.id,
        file,
        filesOfKind: this.#run.files.filter(({ kind }) => kind === file.kind).length,
        layout: asFormat(this.#run.layout),
        dataDate,
        progress,
        rejected: new RejectedRows(sql, opened.id),
        onEncoding: (found) => {
          this.#encoding = found ?? this.#encoding;
        },
      });
      progress.assertAlive();
      await completeFile(tx, opened.id, counts);
      this.#backend = null;
    });
    logger.info({ runId: this.#run.id, kind: file.kind, file: file.name }, 'file imported');
  }

  /** A merge may be one long statement, which only the server can end. */
  #endStatement(): void {
    const { sql, logger } = this.#deps;
    if (this.#backend === null) return;
    sql`select pg_cancel_backend(${this.#backend})`.catch((error: unknown) =>
      logger.warn({ err: messageOf(error) }, 'the statement of an ended import goes on to its end'),
    );
  }
}

/** Limits of this transaction; answers its backend, so that a cancellation can end the statement it is in. */
async function prepare(tx: TransactionSql): Promise<number> {
  await tx`select set_config('statement_timeout', ${STATEMENT_LIMIT}, true), set_config('lock_timeout', '60s', true),
    set_config('work_mem', '128MB', true), set_config('temp_buffers', '64MB', true),
    set_config('synchronous_commit', 'on', true), set_config('default_statistics_target', ${STATISTICS_TARGET}, true)`;
  const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return row?.pid ?? 0;
}
