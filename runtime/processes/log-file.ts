import { closeSync, copyFileSync, existsSync, openSync, renameSync, statSync, truncateSync } from 'node:fs';

const largestBytes = 20 * 1024 * 1024;
const kept = 4;

/** Opened for appending and handed to the process itself: its lines go on when the launcher is killed. */
export function openLogFile(path: string): { fd: number; close(): void } {
  const fd = openSync(path, 'a', 0o600);
  return { fd, close: () => closeSync(fd) };
}

/** Keeps logs bounded. The process holds the file open, so it is copied and cut rather than renamed. */
export function rotateLogFile(path: string): void {
  if (!existsSync(path) || statSync(path).size < largestBytes) return;
  for (let index = kept - 1; index >= 1; index--) {
    if (existsSync(`${path}.${index}`)) renameSync(`${path}.${index}`, `${path}.${index + 1}`);
  }
  copyFileSync(path, `${path}.1`);
  truncateSync(path, 0);
}
