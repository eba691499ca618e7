import { rm } from 'node:fs/promises';
import { isDomainError, messageOf } from '../../core/platform/errors.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { findFiles } from './find-files.ts';
import { asFormat } from './layout.ts';
import { loadLayout } from './load-layout.ts';
import { LEASE_SEC } from './progress.ts';
import { claimRun, finishRun, isUnfinished, selectClaimableRun } from './queries.ts';
import { runImport } from './run-import.ts';

/** A run whose worker died three times would kill the fourth as well. */
const MAX_ATTEMPTS = 3;

export interface ImportWorkerDeps {
  sql: Sql;
  logger: Logger;
  /** Aborted when the worker shuts down: the run goes back to the queue, the file in hand is rolled back. */
  signal?: AbortSignal;
}

/**
 * Takes the oldest waiting upload, or one whose worker died, and carries it out. False when there is none. Never throws
 * for a run that fails: that is written in the run, for people.
 */
export async function claimAndRunImport({ sql, logger, signal }: ImportWorkerDeps): Promise<boolean> {
  const next = await selectClaimableRun(sql);
  if (!next || signal?.aborted || !(await claimRun(sql, next.id, LEASE_SEC))) return false;
  if (next.attempts >= MAX_ATTEMPTS) {
    const error = `取込の処理が ${MAX_ATTEMPTS} 回途中で止まりました。管理者に連絡してください。`;
    await finishRun(sql, next.id, { state: 'failed', error, report: null });
    return true;
  }
  try {
    const layout = await loadLayout(sql, next.layout);
    const files = await findFiles(next.uploadPath, asFormat(layout));
    const mayRetry = next.attempts + 1 < MAX_ATTEMPTS;
    await runImport(
      { sql, logger, mayRetry, ...(signal ? { signal } : {}) },
      { id: next.id, layout, files, dataDate: next.dataDate },
    );
  } catch (error) {
    logger.warn({ runId: next.id, err: messageOf(error) }, 'import run did not end well');
    // Faults before the run itself began (layout gone, files gone); elsewhere the run has ended already.
    if (isDomainError(error)) await finishRun(sql, next.id, { state: 'failed', error: error.message, report: null });
  }
  if (!(await isUnfinished(sql, next.id))) await discardUpload(next.uploadPath, logger);
  return true;
}

/** Uploaded files are persons' data: gone as soon as they are in the database (rejected rows are kept there). */
async function discardUpload(path: string, logger: Logger): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch((error: unknown) =>
    logger.warn({ err: messageOf(error) }, 'an upload could not be removed'),
  );
}
