import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { SetupFault } from '../setup-fault.ts';

const leastFreeBytes = 2 * 1024 ** 3;

/** Makes the data folder when it is missing. Only its owner may look inside. */
export function prepareDataFolder(dataDir: string): void {
  try {
    makeFolder(dataDir);
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    throw new SetupFault(
      `${dataDir} に書き込めません。--data で別のフォルダーを指定してください。 (Not writable: give another --data.)`,
    );
  }
}

/** One level after the other: the recursive call of Node never returns on file systems that answer ENOENT for their own root (/proc). */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

export function assertDiskSpace(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < leastFreeBytes) {
    throw new SetupFault(
      `${folder} の空きが 2 GB 未満です。空けるか別のディスクを指定してください。 (Less than 2 GB free at ${folder}: free some space.)`,
    );
  }
}

/** The spool holds raw sound: it must be in memory, or unencrypted voices would reach a disk. */
export function assertMemoryFolder(folder: string): void {
  const tmpfsMagic = 0x01021994;
  if (existsSync(folder) && statfsSync(folder).type === tmpfsMagic) return;
  throw new SetupFault(
    `${folder} がメモリー上にありません。tmpfs を用意してください。 (${folder} must be a tmpfs: raw sound may not touch a disk.)`,
  );
}

export function assertWebPortFree(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => reject(describe(error, host, port)));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve()));
  });
}

function describe(error: NodeJS.ErrnoException, host: string, port: number): SetupFault {
  if (error.code === 'EADDRINUSE')
    return new SetupFault(
      `ポート ${port} は使用中です。--port で別の番号を指定してください。 (Port ${port} is in use: give another --port.)`,
    );
  if (error.code === 'EACCES')
    return new SetupFault(
      `ポート ${port} は許可されていません。1024 以上を指定してください。 (Port ${port} is not allowed: use 1024 or above.)`,
    );
  return new SetupFault(
    `${host} で待ち受けできません。--host を確かめてください。 (Cannot listen on ${host}: check --host.)`,
  );
}
