import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first file of that name in PATH. npm's own folders are left out: they hold wrappers of packages, not the system's programs. */
export function findInPath(name: string, path = process.env['PATH'] ?? ''): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder !== '' && !folder.includes('node_modules'))
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function ffmpegOfPackage(): string | undefined {
  try {
    const path: unknown = createRequire(import.meta.url)('ffmpeg-static');
    return typeof path === 'string' && isExecutable(path) ? path : undefined;
  } catch {
    return undefined; // optional dependency: its download is not possible everywhere
  }
}

/** FFMPEG_BIN, then the npm package, then the system's, then the private root's. */
export function findFfmpeg(privateBin: string | undefined): string | undefined {
  const inRoot = privateBin ? join(privateBin, 'ffmpeg') : undefined;
  return (
    process.env['FFMPEG_BIN'] ||
    ffmpegOfPackage() ||
    findInPath('ffmpeg') ||
    (inRoot && isExecutable(inRoot) ? inRoot : undefined)
  );
}
