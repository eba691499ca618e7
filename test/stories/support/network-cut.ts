import { readdirSync, readFileSync } from 'node:fs';

/** Chromium keeps every socket, also those of its telephone, in one process of its own. */
const NETWORK_PROCESS = /utility-sub-type=network\.mojom\.NetworkService/;
const TAB_PROCESS = /--type=renderer/;

/**
 * The browser's cable is pulled: its network process stands still, so nothing goes out and nothing comes in, while the page goes on.
 * @returns plugs it in again
 */
export function cutNetwork(browserPid: number): () => void {
  return standStill(browserPid, NETWORK_PROCESS);
}

/**
 * The browser's tabs are put to sleep: their processes stand still, timers, workers and all, while the network goes on.
 * @returns wakes them
 */
export function sleepTabs(browserPid: number): () => void {
  return standStill(browserPid, TAB_PROCESS);
}

function standStill(browserPid: number, which: RegExp): () => void {
  const pids = descendants(browserPid).filter((one) => which.test(commandOf(one)));
  if (pids.length === 0) throw new Error(`this browser has no process like ${which}`);
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  return () => {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  };
}

function descendants(of: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(Number(name));
    if (parent !== undefined) parents.set(Number(name), parent);
  }
  const found = [of];
  for (let index = 0; index < found.length; index += 1)
    for (const [pid, parent] of parents) if (parent === found[index]) found.push(pid);
  return found.slice(1);
}

/** Processes come and go while they are listed. */
const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
const parentOf = (pid: number): number | undefined => {
  const parent = /^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1];
  return parent === undefined ? undefined : Number(parent);
};
const commandOf = (pid: number): string => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
