import { delimiter, join } from 'node:path';
import { type AsteriskInstall, asteriskPaths, libraryDirs, loaderOf } from './install.ts';

export interface ProgramCommand {
  command: string;
  args: string[];
  env: Record<string, string>;
}

/** How to start this Asterisk in the foreground with the given configuration; it ends on SIGTERM. */
export function asteriskCommand(install: AsteriskInstall, confDir: string): ProgramCommand {
  return run(install, ['-C', join(confDir, 'asterisk.conf'), '-f', '-n']);
}

/** How to run one console command in an Asterisk that is up (`asterisk -rx`); loopback is not involved, only its socket. */
export function asteriskConsoleCommand(install: AsteriskInstall, confDir: string, line: string): ProgramCommand {
  return run(install, ['-C', join(confDir, 'asterisk.conf'), '-n', '-rx', line]);
}

function run(install: AsteriskInstall, args: string[]): ProgramCommand {
  // Asterisk's %s is right only when the C library and the dialplan agree on the zone; UTC makes the carrier's instants true.
  const env = { PATH: '/usr/bin:/bin', TZ: 'UTC', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
  const { program } = asteriskPaths(install);
  if (install.kind === 'system') return { command: program, args, env };
  const path = libraryDirs(install.root).join(delimiter);
  return { command: loaderOf(install.root), args: ['--library-path', path, program, ...args], env };
}
