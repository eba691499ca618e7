import { resolve } from 'node:path';
import { importFolder } from '../api/imports/import-folder.ts';
import type { ImportReport } from '../api/imports/report.ts';
import { isDomainError } from '../core/platform/errors.ts';
import { createLogger } from '../core/platform/logger.ts';
import { openPostgres } from '../core/platform/postgres.ts';
import { borrowDatabase } from './database/borrow-database.ts';
import { type ImportOptions, importHelp, parseImportOptions } from './import-options.ts';
import { Progress } from './progress.ts';
import { reportAndExit } from './report-fault.ts';
import { SetupFault } from './setup-fault.ts';
import { listenForStop, StopRequested } from './stop-signals.ts';

const tellEveryMs = 2_000;

/** `npm run import`: standard output carries the result and nothing else; progress goes to standard error. */
async function main(): Promise<void> {
  const options = parseImportOptions(process.argv.slice(2));
  if (!options) {
    process.stdout.write(importHelp);
    return;
  }
  const progress = new Progress(process.stderr);
  const stop = listenForStop();
  const database = await progress.step('データベース  database', () =>
    borrowDatabase(resolve(options.dataDir), 'npm run import', {
      note: (text) => progress.note(text),
      signal: stop.signal,
    }),
  );
  const sql = openPostgres(database.url, { applicationName: 'toritsugi import', maxConnections: 6, noDelay: true });
  try {
    const report = await stop.race(progress.step('取込  import', () => runImport(options, sql, progress, stop.signal)));
    process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : summary(report));
  } finally {
    await sql.end({ timeout: 2 });
    await database.giveBack((text) => progress.note(text));
  }
}

async function runImport(
  { folder, layout, date }: ImportOptions,
  sql: ReturnType<typeof openPostgres>,
  progress: Progress,
  signal: AbortSignal,
): Promise<ImportReport> {
  let toldAt = performance.now();
  try {
    return await importFolder({
      sql,
      // Standard output is the result's.
      logger: createLogger('import', 'silent'),
      folder,
      layout,
      signal,
      ...(date === undefined ? {} : { date }),
      onProgress: ({ stage, rowsDone, rowsTotal }) => {
        if (performance.now() - toldAt < tellEveryMs) return;
        toldAt = performance.now();
        progress.note(`${stage ?? ''} ${rowsDone.toLocaleString('en')} / ${rowsTotal?.toLocaleString('en') ?? '?'} 行`);
      },
    });
  } catch (error) {
    if (isDomainError(error)) throw new SetupFault(`${error.message} (${error.code})`);
    throw error;
  }
}

function summary(report: ImportReport): string {
  const rejected = Object.values(report.rejected).flatMap((reasons) => Object.entries(reasons ?? {}));
  return [
    `対象者 ${report.persons.toLocaleString('en')} 人、滞納 ${report.arrears.toLocaleString('en')} 件、` +
      `未納 ${report.unpaid_yen_after_payments.toLocaleString('en')} 円 (data of ${report.data_date ?? '?'})`,
    `取り込めなかった行 ${rejected.reduce((sum, [, count]) => sum + count, 0)} 件`,
    ...rejected.map(([reason, count]) => `  ${reason}: ${count}`),
    '',
  ].join('\n');
}

/** A stopped import is no success: whoever called it must not take the missing result for one. */
function reportStop(error: unknown): never {
  if (!(error instanceof StopRequested)) reportAndExit(error);
  process.stderr.write(
    '\n取込を止めました。途中のファイルは取り込まれていません。 (Stopped; the file in hand was rolled back.)\n',
  );
  process.exit(130);
}

main().then(() => process.exit(0), reportStop);
