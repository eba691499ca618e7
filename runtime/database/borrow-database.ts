import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type InstanceConfig, parseInstanceConfig } from '../../core/platform/config.ts';
import { startEmbeddedPostgres } from '../embedded-postgres.ts';
import { choosePorts } from '../instance/choose-ports.ts';
import { LockHeldFault, readLock, takeLock } from '../instance/data-lock.ts';
import { ensureInstallation } from '../instance/installation.ts';
import { assertDiskSpace, prepareDataFolder } from '../instance/preflight.ts';
import { PidsFile } from '../processes/pids-file.ts';
import { startWatchdog } from '../processes/start-watchdog.ts';
import { readyFilePath } from '../product/ready-file.ts';
import { SetupFault } from '../setup-fault.ts';
import { UndoList } from '../undo-list.ts';
import { clusterOptions } from './cluster-options.ts';
import { externalDatabase } from './external-database.ts';
import { updateSchema } from './update-schema.ts';

export interface BorrowedDatabase {
  /** Connection string of the product's role. */
  url: string;
  giveBack(note: (text: string) => void): Promise<void>;
}

const startingWithinMs = 5 * 60_000;
/** As long as an import waits for another one inside a running system. */
const otherCommandWithinMs = 30 * 60_000;

interface Waiting {
  note(text: string): void;
  signal: AbortSignal;
}

/**
 * The database of a data folder for a command: the running system's when there is one, else started for the time of the command,
 * with everything a new folder needs.
 */
export async function borrowDatabase(dataDir: string, purpose: string, waiting: Waiting): Promise<BorrowedDatabase> {
  const external = externalDatabase(process.env);
  if (external) {
    await updateSchema(external);
    return { url: external.url, giveBack: async () => undefined };
  }
  prepareDataFolder(dataDir);
  const running = await runningDatabase(dataDir);
  if (running) return { url: running.url, giveBack: async () => undefined };
  const undo = new UndoList();
  try {
    undo.add(await takeLockInTurn(join(dataDir, 'lock'), purpose, waiting));
    assertDiskSpace(dataDir);
    const { installation } = ensureInstallation(dataDir);
    const ports = await choosePorts(dataDir, installation);
    const pidsFile = join(dataDir, 'pids.json');
    const pids = new PidsFile(pidsFile);
    undo.add(startWatchdog(pidsFile, readyFilePath(dataDir), pids));
    const cluster = await startEmbeddedPostgres(clusterOptions(dataDir, installation, ports));
    pids.record('postgres', cluster.pid);
    undo.add(async () => {
      await cluster.stop();
      pids.forget('postgres');
    });
    await updateSchema({ ownerUrl: cluster.ownerUrl, url: cluster.appUrl });
    return { url: cluster.appUrl, giveBack: (note) => undo.run(note) };
  } catch (error) {
    await undo.run(() => undefined);
    throw error;
  }
}

/** One import after the other, also when the first one is just ending because its npm was killed. */
async function takeLockInTurn(path: string, purpose: string, { note, signal }: Waiting): Promise<() => void> {
  const deadline = Date.now() + otherCommandWithinMs;
  for (let told = false; ; told = true) {
    try {
      return takeLock(path, purpose);
    } catch (error) {
      const isInTurn = error instanceof LockHeldFault && error.by.holder === purpose;
      if (!isInTurn || signal.aborted || Date.now() > deadline) throw error;
      if (!told)
        note(`ほかの取込 (プロセス番号 ${error.by.pid}) が終わるのを待っています。 Waiting for another import.`);
    }
    await sleep(200);
  }
}

/** Waits for a system that is just coming up. */
async function runningDatabase(dataDir: string): Promise<InstanceConfig['database'] | undefined> {
  for (const deadline = Date.now() + startingWithinMs; Date.now() < deadline; ) {
    const holder = readLock(join(dataDir, 'lock'));
    // A command holds it, not a system: takeLock tells who.
    if (!holder?.holder.startsWith('http')) return undefined;
    if (existsSync(readyFilePath(dataDir)))
      return parseInstanceConfig(readFileSync(join(dataDir, 'instance.json'), 'utf8')).database;
    await sleep(200);
  }
  throw new SetupFault(
    '起動中のシステムが準備できません。起動画面を確かめてください。 (The system does not become ready.)',
  );
}
