import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { SetupFault } from '../setup-fault.ts';

/** Outside the data folder and the database, so that a copy of both opens no recording. */
export function defaultMasterKeyFile(instanceId: string): string {
  const base = process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config');
  return join(base, 'toritsugi', `${instanceId}.key`);
}

/** The key's path. 32 random bytes are written there when nothing is there yet; a key brought along is left alone. */
export function createMasterKey(instanceId: string): string {
  const path = process.env['TORITSUGI_MASTER_KEY_FILE'] || defaultMasterKeyFile(instanceId);
  if (existsSync(path)) return path;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, `${randomBytes(32).toString('base64')}\n`, { mode: 0o400, flag: 'wx' });
    chmodSync(path, 0o400);
  } catch {
    throw new SetupFault(
      `録音の鍵を ${path} に作れません。TORITSUGI_MASTER_KEY_FILE で書き込める場所を指定してください。` +
        ' (Cannot write the master key there: set TORITSUGI_MASTER_KEY_FILE.)',
    );
  }
  return path;
}
