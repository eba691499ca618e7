import { rmSync } from 'node:fs';
import { endProcesses } from './end-processes.ts';
import { parseIdentities } from './pids-file.ts';

/**
 * Run as a process of its own: `watchdog.ts PIDS_FILE READY_FILE`, with standard input held open by the launcher. When that
 * closes without the word "bye", the launcher was killed: everything in the last list it sent is ended.
 */
const [pidsFile = '', readyFile = ''] = process.argv.slice(2);
const graceMs = 2_500;
let said = '';
let lastLine = '';

process.stdin.setEncoding('utf8');
process.stdin.on('data', (text: string) => {
  said += text;
  // Only the last whole line counts, and the beginning of the next.
  const end = said.lastIndexOf('\n');
  if (end < 0) return;
  lastLine = said.slice(said.lastIndexOf('\n', end - 1) + 1, end);
  said = said.slice(end + 1);
});
process.stdin.on('close', () => {
  if (lastLine === 'bye') process.exit(0);
  rmSync(readyFile, { force: true });
  const others = parseIdentities(lastLine).filter(({ pid }) => pid !== process.pid);
  endProcesses(others, graceMs).then(
    () => {
      rmSync(pidsFile, { force: true });
      process.exit(0);
    },
    () => process.exit(1),
  );
});
// Ctrl-C and a closed terminal are for the launcher to act on.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => undefined);
