import { DomainError, messageOf } from '../../core/platform/errors.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { Sql, TransactionSql } from '../../core/platform/postgres.ts';
import type { Encoding, FileKind } from '../../core/rules/formats/layout.ts';
import { applyCityProfile } from './city-profile.ts';
import { assertNotOlder, findDataDate } from './data-date.ts';
import { type FileFacts, fileFacts } from './find-files.ts';
import type { SourceFile, StageCounts } from './import-job.ts';
import { withImportLock } from './import-lock.ts';
import { RejectedRows } from './keep-rejected.ts';
import { asFormat, type CityLayout } from './layout.ts';
import { type ImportProgress, RunLostError, RunProgress } from './progress.ts';
import { completeFile, finishRun, openFile, returnRun } from './queries.ts';
import { type ImportReport, selectReport } from './report.ts';
import { stageArrears } from './stage-arrears.ts';
import type { StageContext } from './stage-context.ts';
import { stagePayments } from './stage-payment.ts';
import { stagePersons } from './stage-person.ts';

export interface ImportDeps {
  sql: Sql;
  logger: Logger;
  onProgress?: (progress: ImportProgress) => void;
  /** How long to wait for another import. */
  lockWaitMs?: number;
  /** A failure that is nobody's fault goes back to the queue instead of ending the run. */
  mayRetry?: boolean;
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

/** One statement of a merge may go over a million rows. */
const STATEMENT_LIMIT = '15min';

/**
 * Carries out a claimed run: one transaction a file, persons before arrears before payments. A run that died half-way
 * starts again behind the last file that was complete.
 */
export async function runImport(deps: ImportDeps, run: ImportRun): Promise<ImportReport> {
  try {
    const report = await withImportLock(deps.sql, deps.lockWaitMs ?? 30 * 60_000, () => importFiles(deps, run));
    await finishRun(deps.sql, run.id, { state: 'done', error: null, report });
    return report;
  } catch (error) {
    if (error instanceof RunLostError)
      throw new DomainError('import/cancelled', 409, '取込は中止されました。途中のファイルは取り込まれていません。');
    const message = messageOf(error);
    if (error instanceof DomainError) {
      const state = error.status === 409 ? 'refused' : 'failed';
      await finishRun(deps.sql, run.id, { state, error: message, report: null });
    } else if (deps.mayRetry) await returnRun(deps.sql, run.id, message);
    else await finishRun(deps.sql, run.id, { state: 'failed', error: message, report: null });
    throw error;
  }
}

async function importFiles(deps: ImportDeps, run: ImportRun): Promise<ImportReport> {
  const { sql, logger } = deps;
  const layout = asFormat(run.layout);
  const files: (SourceFile & FileFacts)[] = [];
  for (const file of run.files) files.push({ ...file, ...(await fileFacts(file.path)) });
  const dataDate = await findDataDate(sql, files, layout, run.dataDate);
  await assertNotOlder(sql, run.id, [...new Set(files.map(({ kind }) => kind))], dataDate);
  await sql.begin((tx) => applyCityProfile(tx as TransactionSql, run.layout));

  const rowsTotal = files.reduce((sum, { lines }) => sum + lines, 0);
  let backend: number | null = null;
  const progress = new RunProgress(sql, run.id, rowsTotal, {
    onProgress: (current) => deps.onProgress?.(current),
    // A merge may be one long statement: end it in the server.
    onLost: () => {
      if (backend !== null) void sql`select pg_cancel_backend(${backend})`.catch(() => undefined);
    },
    logger,
  });
  let encoding: Encoding = layout.encoding;
  try {
    for (const file of files) {
      progress.stage(file.kind);
      const { id, completed } = await openFile(sql, run.id, file, { sha256: file.sha256, dataDate });
      if (completed) {
        progress.rows(file.lines);
        continue;
      }
      await sql.begin(async (transaction) => {
        const tx = transaction as TransactionSql;
        backend = await prepare(tx);
        const rejected = new RejectedRows(sql, id);
        const counts = await STAGES[file.kind]({
          tx,
          runId: run.id,
          fileId: id,
          file,
          layout,
          dataDate,
          progress,
          rejected,
          onEncoding: (found) => {
            if (found !== null) encoding = found;
          },
        });
        progress.assertAlive();
        await completeFile(tx, id, counts);
      });
      backend = null;
      logger.info({ runId: run.id, kind: file.kind, file: file.name }, 'file imported');
    }
  } catch (error) {
    progress.assertAlive();
    throw error;
  } finally {
    progress.stop();
  }
  await sql`analyze person, phone_number, household, arrears_item, payment_entry`.catch((error: unknown) =>
    logger.debug({ err: messageOf(error) }, 'statistics are left to autovacuum'),
  );
  return selectReport(sql, run.id, { layout: run.layout, encoding });
}

/** Limits of this transaction; answers its backend, so that a cancellation can end the statement it is in. */
async function prepare(tx: TransactionSql): Promise<number> {
  await tx`select set_config('statement_timeout', ${STATEMENT_LIMIT}, true), set_config('lock_timeout', '60s', true),
    set_config('work_mem', '128MB', true), set_config('temp_buffers', '64MB', true),
    set_config('synchronous_commit', 'on', true)`;
  const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return row?.pid ?? 0;
}
