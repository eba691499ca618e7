import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SetupFault } from '../setup-fault.ts';

/**
 * PostgreSQL refuses to run as root. Dropping to another user would lock it out of a data folder below /root (mode 0700).
 * 1. A user namespace in which root is called "daemon": PostgreSQL sees an ordinary user, the kernel keeps root's file rights.
 * 2. Where namespaces are forbidden (some containers): user "nobody" who keeps just the right to walk and open files.
 */
interface Way {
  prefix: readonly string[];
  /** Who must own the files on the disk. */
  ownerUid: number;
}

const nobody = '65534';
const fileRights = '+dac_override,+dac_read_search,+fowner';
const ways: readonly Way[] = [
  { prefix: ['unshare', '--user', '--map-user=1', '--map-group=1'], ownerUid: 0 },
  {
    prefix: [
      'setpriv',
      `--reuid=${nobody}`,
      `--regid=${nobody}`,
      '--clear-groups',
      `--inh-caps=${fileRights}`,
      `--ambient-caps=${fileRights}`,
    ],
    ownerUid: 65534,
  },
];

/** What to put before a PostgreSQL command: nothing for an ordinary user. Gives the folder the owner that way needs. */
export function unprivilegedPrefix(directory: string): readonly string[] {
  if (process.getuid?.() !== 0) return [];
  for (const { prefix, ownerUid } of ways) {
    const [command = '', ...args] = prefix;
    if (spawnSync(command, [...args, 'true'], { timeout: 5000 }).status !== 0) continue;
    if (existsSync(directory)) giveTo(directory, ownerUid);
    return prefix;
  }
  throw new SetupFault(
    'root では PostgreSQL を動かせません。一般の利用者で実行するか DATABASE_URL を指定してください。' +
      ' (PostgreSQL cannot run as root here: run as an ordinary user or set DATABASE_URL.)',
  );
}

function giveTo(path: string, uid: number): void {
  const entry = lstatSync(path);
  if (entry.uid === uid) return; // the top tells for all: owner changes are made whole, top last
  if (entry.isDirectory()) for (const name of readdirSync(path)) giveTo(join(path, name), uid);
  chownSync(path, uid, uid);
}
