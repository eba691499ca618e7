import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bringUp } from './bring-up.ts';
import { takeLock } from './instance/data-lock.ts';
import { ensureInstallation } from './instance/installation.ts';
import { assertDiskSpace, assertWebPortFree, prepareDataFolder } from './instance/preflight.ts';
import { rememberClock } from './instance/simulated-day.ts';
import { endProcesses } from './processes/end-processes.ts';
import { PidsFile, readPidsFile } from './processes/pids-file.ts';
import { startWatchdog } from './processes/start-watchdog.ts';
import { Supervisor } from './processes/supervisor.ts';
import { readyFilePath, removeReadyFile, writeReadyFile } from './product/ready-file.ts';
import { runSelfTest } from './product/run-self-test.ts';
import { Progress } from './progress.ts';
import { reportAndExit } from './report-fault.ts';
import { parseStartOptions, type StartOptions, startHelp } from './start-options.ts';
import { listenForStop } from './stop-signals.ts';
import { UndoList } from './undo-list.ts';
import { welcomeText } from './welcome-text.ts';

async function main(): Promise<void> {
  const options = parseStartOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(startHelp);
    return;
  }
  await startSystem(options);
}

async function startSystem(options: StartOptions): Promise<void> {
  const progress = new Progress(process.stdout);
  const dataDir = resolve(options.dataDir);
  const undo = new UndoList();
  const stop = listenForStop();
  let supervisor: Supervisor | undefined;
  stop.onHurry(() => supervisor?.hurry());
  try {
    prepareDataFolder(dataDir);
    const scheme = options.tls ? 'https' : 'http';
    undo.add(takeLock(join(dataDir, 'lock'), `${scheme}://${options.host}:${options.port}`));
    await endLeftOvers(dataDir, progress);
    assertDiskSpace(dataDir);
    await assertWebPortFree(options.host, options.port);
    const { installation, created } = ensureInstallation(dataDir);
    progress.note(created ? `新しいデータフォルダー ${dataDir}` : `データフォルダー ${dataDir}`);
    mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 });

    const pids = new PidsFile(pidsPath(dataDir));
    undo.add(startWatchdog(pidsPath(dataDir), readyFilePath(dataDir), pids));
    const running = new Supervisor({ logDir: join(dataDir, 'logs'), pids, note: (text) => progress.note(text) });
    supervisor = running;
    undo.add(() => running.stop());
    const up = bringUp({
      options,
      dataDir,
      installation,
      supervisor: running,
      progress,
      signal: stop.signal,
      onStop: (action) => undo.add(action),
    });
    const { config, sql, logins } = await stop.race(up);
    undo.add(rememberClock(dataDir, config.clock));
    const selfTest = await stop.race(progress.step('自己診断  self-test', () => runSelfTest(config, sql, stop.signal)));
    undo.add(() => removeReadyFile(dataDir));
    const { result, sentences } = selfTest;
    writeReadyFile(dataDir, {
      url: config.web.publicUrl,
      logins,
      selfTest: result,
      pids: { launcher: process.pid, ...pids.pids() },
    });
    process.stdout.write(
      welcomeText({ url: config.web.publicUrl, logins, result, sentences, seconds: progress.elapsedSec() }),
    );
    await stop.requested;
  } finally {
    if (stop.signal.aborted) progress.note('終了しています。 Stopping …');
    await undo.run((text) => progress.note(text));
    if (stop.signal.aborted) progress.note('すべて終了しました。 All stopped.');
  }
}

const pidsPath = (dataDir: string) => join(dataDir, 'pids.json');

/** What a killed launcher and a killed watchdog left running. */
async function endLeftOvers(dataDir: string, progress: Progress): Promise<void> {
  removeReadyFile(dataDir);
  const ended = await endProcesses(readPidsFile(pidsPath(dataDir)), 3_000);
  if (ended > 0)
    progress.note(`前回の異常終了で残った ${ended} 個のプロセスを終了しました。 (Ended left-over processes.)`);
}

main().then(() => process.exit(0), reportAndExit);
