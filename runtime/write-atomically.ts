import { renameSync, writeFileSync } from 'node:fs';

/** A reader sees the old file or the whole new one, never half of it. */
export function writeAtomically(path: string, content: string, mode = 0o600): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content, { mode });
  renameSync(temporary, path);
}
