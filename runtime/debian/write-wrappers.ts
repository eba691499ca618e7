import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DebianMachine } from './machine.ts';

/** Programs of the private root that the product runs, by the name of their wrapper. */
const programs: Record<string, string> = {
  asterisk: 'usr/sbin/asterisk',
  ffmpeg: 'usr/bin/ffmpeg',
  ffprobe: 'usr/bin/ffprobe',
  open_jtalk: 'usr/bin/open_jtalk',
};
/** Folders below the library folder in which Debian puts libraries that others find by an alternatives link. */
const extraLibraryDirs = ['', '/pulseaudio', '/blas', '/lapack'];

/**
 * Writes `<folder>/bin/<name>`: runs the program through the private root's own loader and libraries. Paths are taken from the
 * wrapper's own place, so the whole folder can be copied to another machine.
 */
export function writeWrappers(directory: string, { triplet, loader }: DebianMachine): void {
  const bin = join(directory, 'bin');
  mkdirSync(bin, { recursive: true });
  const libraries = extraLibraryDirs
    .map((extra) => `usr/lib/${triplet}${extra}`)
    .filter((path) => existsSync(join(directory, 'root', path)))
    .map((path) => `$root/${path}`)
    .join(':');
  for (const [name, path] of Object.entries(programs)) {
    const script = `#!/bin/sh
root="$(dirname "$(dirname "$(readlink -f "$0")")")/root"
exec "$root/usr/lib/${triplet}/${loader}" --library-path "${libraries}" "$root/${path}" "$@"
`;
    writeFileSync(join(bin, name), script, { mode: 0o755 });
  }
}
