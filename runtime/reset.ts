import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { readLock } from './instance/data-lock.ts';
import { readInstallation } from './instance/installation.ts';
import { removeMemoryFolder } from './instance/memory-folder.ts';
import { endProcesses } from './processes/end-processes.ts';
import { readPidsFile } from './processes/pids-file.ts';
import { reportAndExit } from './report-fault.ts';
import { SetupFault } from './setup-fault.ts';

/** `npm run reset`: removes one data folder and its raw sound in memory, after asking. The master key is asked about apart. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, yes: { type: 'boolean' }, 'delete-key': { type: 'boolean' } },
  });
  const dataDir = resolve(values.data ?? './data');
  const installation = existsSync(dataDir) ? readInstallation(dataDir) : undefined;
  if (!installation) {
    process.stdout.write(`${dataDir} に取次のデータはありません。 (Nothing to remove.)\n`);
    return;
  }
  const holder = readLock(join(dataDir, 'lock'));
  if (holder) {
    throw new SetupFault(
      `動いています (${holder.holder}、プロセス番号 ${holder.pid})。先に Ctrl-C で止めてください。 (Running: stop it first.)`,
    );
  }
  const sure =
    values.yes || (await ask(`${dataDir} のデータをすべて消します。録音も名簿も戻せません。よろしいですか。`));
  if (!sure) throw new SetupFault('何も消していません。 (Nothing was removed.)');
  await endProcesses(readPidsFile(join(dataDir, 'pids.json')), 3_000);
  rmSync(dataDir, { recursive: true, force: true });
  removeMemoryFolder(installation.instanceId);
  process.stdout.write(`${dataDir} を消しました。 (Removed.)\n`);

  const key = installation.masterKeyFile;
  if (!existsSync(key)) return;
  // Backups elsewhere open with this key only, so "yes" to the data is no "yes" to the key.
  const keyToo =
    values['delete-key'] ||
    (!values.yes && (await ask(`録音の鍵 ${key} も消しますか。バックアップの録音も開けなくなります。`)));
  if (keyToo) rmSync(key, { force: true });
  process.stdout.write(
    keyToo ? '録音の鍵を消しました。 (Key removed.)\n' : `録音の鍵は残しました: ${key} (Key kept.)\n`,
  );
}

async function ask(question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new SetupFault(
      '確認できないため何も消していません。--yes を付けてください。 (No terminal to ask: give --yes.)',
    );
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`${question} [yes/no] `);
    return ['yes', 'y', 'はい'].includes(answer.trim().toLowerCase());
  } finally {
    terminal.close();
  }
}

main().then(() => process.exit(0), reportAndExit);
