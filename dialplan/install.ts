import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where an Asterisk program lives. `private`: a root made of unpacked Debian packages, run through its own loader so that
 * the machine's libraries are never touched. `system`: what the machine's package manager installed.
 */
export type AsteriskInstall = { kind: 'private'; root: string } | { kind: 'system' };

export interface AsteriskPaths {
  program: string;
  sbinDir: string;
  moduleDir: string;
  /** `documentation/` (option types are read from it) and `rest-api/` (what ARI says of itself) live here. */
  dataDir: string;
}

export class AsteriskMissingError extends Error {
  readonly code = 'dialplan/asterisk-missing';
}

export function asteriskPaths(install: AsteriskInstall): AsteriskPaths {
  const root = install.kind === 'private' ? install.root : '/';
  const libDir = libraryDirs(root).find((dir) => existsSync(join(dir, 'asterisk/modules')));
  const program = join(root, 'usr/sbin/asterisk');
  if (!libDir || !existsSync(program)) throw new AsteriskMissingError(`No Asterisk below ${root}.`);
  return {
    program,
    sbinDir: join(root, 'usr/sbin'),
    moduleDir: join(libDir, 'asterisk/modules'),
    dataDir: join(root, 'usr/share/asterisk'),
  };
}

/** Every folder of a root that holds shared libraries; Debian's packages spread over the multi-arch folder and plain ones. */
export function libraryDirs(root: string): string[] {
  const found: string[] = [];
  for (const base of ['usr/lib', 'lib', 'usr/lib64', 'lib64']) {
    const dir = join(root, base);
    if (!existsSync(dir)) continue;
    for (const name of readdirSync(dir)) {
      const path = join(dir, name);
      if (/-linux-gnu/.test(name) && statSync(path).isDirectory()) found.push(path);
    }
    found.push(dir);
  }
  return found;
}

/** The root's own dynamic loader. */
export function loaderOf(root: string): string {
  for (const dir of libraryDirs(root)) {
    const name = readdirSync(dir).find((entry) => /^ld-linux.*\.so\.\d+$/.test(entry));
    if (name) return join(dir, name);
  }
  throw new AsteriskMissingError(`No dynamic loader below ${root}.`);
}
