import { basename, resolve } from 'node:path';
import { DomainError, isDomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { findFiles } from './find-files.ts';
import { asFormat } from './layout.ts';
import { isLayoutFile, loadLayout } from './load-layout.ts';
import { type ImportProgress, LEASE_SEC } from './progress.ts';
import { cancelRun, claimRun, failAbandonedRuns, insertRun, upsertLayout } from './queries.ts';
import type { ImportReport } from './report.ts';
import { runImport } from './run-import.ts';

export interface ImportFolderOptions {
  sql: Sql;
  logger: Logger;
  folder: string;
  /** Name of a layout, or the path of a file; the latter is kept under its own name. */
  layout: string;
  /** `YYYY-MM-DD` the hand-over stands for, where the files do not say it. */
  date?: string;
  onProgress?: (progress: ImportProgress) => void;
  /** Aborted when the command is told to end: the file in hand is rolled back. */
  signal?: AbortSignal;
}

/**
 * What `npm run import` does: takes a folder in, here and now, through the same steps as an upload, and answers the report
 * whose keys are a contract.
 *
 * @throws DomainError with a Japanese sentence for people: no folder, no files, layout invalid, older file, other city.
 */
export async function importFolder(options: ImportFolderOptions): Promise<ImportReport> {
  const { sql, logger } = options;
  if (options.date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(options.date))
    throw new DomainError('import/date', 422, '日付は 2026-11-21 の形で指定してください。');
  const folder = resolve(options.folder);
  const layout = await loadLayout(sql, options.layout);
  const files = await findFiles(folder, asFormat(layout));
  if (isLayoutFile(options.layout)) await upsertLayout(sql, layout.name, layout);
  await failAbandonedRuns(sql);
  const id = newId();
  await insertRun(sql, {
    id,
    layout: layout.name,
    source: basename(folder),
    startedBy: null,
    uploadPath: null,
    dataDate: options.date ?? null,
  });
  await claimRun(sql, id, LEASE_SEC);
  const { onProgress, signal } = options;
  try {
    return await runImport(
      { sql, logger, ...(onProgress ? { onProgress } : {}), ...(signal ? { signal } : {}) },
      { id, layout, files, dataDate: options.date ?? null },
    );
  } catch (error) {
    // There is no upload that a later start could go on from.
    if (isDomainError(error) && error.code === 'import/stopped') await cancelRun(sql, id);
    throw error;
  }
}
