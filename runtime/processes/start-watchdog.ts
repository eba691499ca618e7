import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PidsFile } from './pids-file.ts';

const program = fileURLToPath(new URL('./watchdog.ts', import.meta.url));

/**
 * A small process that ends everything when the launcher is killed in a way it cannot catch. It is started again when it dies itself.
 * @returns the function that sends it home.
 */
export function startWatchdog(pidsFile: string, readyFile: string, pids: PidsFile): () => Promise<void> {
  let stopping = false;
  let current: ChildProcess | undefined;
  const start = () => {
    const child = spawn(process.execPath, [program, pidsFile, readyFile], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    child.stdin?.on('error', () => undefined); // it died with our pipe in hand; 'exit' follows
    child.once('exit', () => {
      pids.forget('watchdog');
      if (!stopping) setTimeout(start, 500).unref();
    });
    child.once('error', () => undefined); // cannot be started: 'exit' does not come, the next launcher start cleans by the pids file
    current = child;
    if (child.pid) pids.record('watchdog', child.pid);
    // By pipe and not by file alone: somebody may delete the data folder under a running system.
    pids.onChange((processes) => current?.stdin?.write(`${JSON.stringify(processes)}\n`));
  };
  start();
  return async () => {
    stopping = true;
    const child = current;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.stdin?.end('bye\n');
    const forced = setTimeout(() => child.kill('SIGKILL'), 1000);
    await gone;
    clearTimeout(forced);
  };
}
