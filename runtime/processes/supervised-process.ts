import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupFault } from '../setup-fault.ts';
import { signalGroup } from './end-processes.ts';
import { openLogFile, rotateLogFile } from './log-file.ts';
import type { PidsFile } from './pids-file.ts';

export interface ProcessSpec {
  name: string;
  /** Asked before every start, because a restart may need another answer (a stale pid file removed). */
  command: () => Promise<{ command: string; args: string[]; env?: Record<string, string> }>;
  /** Resolves when the process with this pid serves. Rejects on `signal`: it ended, or the time is up. */
  ready: (signal: AbortSignal, pid: number) => Promise<void>;
  readyWithinMs: number;
  /** PostgreSQL's fast shutdown is SIGINT; for all others SIGTERM. */
  stopSignal?: NodeJS.Signals;
}

export interface SupervisorContext {
  logDir: string;
  pids: PidsFile;
  note: (text: string) => void;
}

/** A process that lived this long begins again without delay. */
const healthyMs = 10_000;
const slowestRestartMs = 10_000;
const stopWithinMs = 8_000;

/** One process that is kept running until it is stopped: started again at once when it dies, later and later when it dies at once. */
export class SupervisedProcess {
  readonly name: string;
  readonly #spec: ProcessSpec;
  readonly #context: SupervisorContext;
  #child: ChildProcess | undefined;
  #stopping = false;
  #failures = 0;
  #startedAt = 0;
  #closed: Promise<void> = Promise.resolve();
  constructor(spec: ProcessSpec, context: SupervisorContext) {
    this.name = spec.name;
    this.#spec = spec;
    this.#context = context;
  }

  get logFile(): string {
    return join(this.#context.logDir, `${this.name}.log`);
  }

  /** First start: a process that cannot come up is a fault to tell, not one to repeat. */
  async start(): Promise<void> {
    await this.#launch(true);
  }

  async #launch(first: boolean): Promise<void> {
    rotateLogFile(this.logFile);
    const { command, args, env } = await this.#spec.command();
    if (this.#stopping) return;
    const log = openLogFile(this.logFile);
    // Leader of its own group: Ctrl-C in the terminal reaches only the launcher, which stops all in order.
    const child = spawn(command, args, {
      stdio: ['ignore', log.fd, log.fd],
      detached: true,
      env: env ?? process.env,
    });
    log.close();
    this.#child = child;
    this.#startedAt = performance.now();
    if (child.pid) this.#context.pids.record(this.name, child.pid);
    const gone = new AbortController();
    let servedBefore = !first;
    this.#closed = new Promise((resolve) => {
      const onEnd = () => {
        resolve();
        if (this.#child !== child) return;
        this.#child = undefined;
        this.#context.pids.forget(this.name);
        gone.abort(new Error('ended'));
        if (servedBefore) void this.#restart();
      };
      child.once('exit', onEnd);
      child.once('error', onEnd);
    });
    try {
      const limit = AbortSignal.timeout(this.#spec.readyWithinMs);
      await this.#spec.ready(AbortSignal.any([gone.signal, limit]), child.pid ?? 0);
      servedBefore = true;
    } catch {
      // A restarted one that ended again is on its way already; a slow one goes on coming up.
      if (this.#stopping || !first) return;
      throw new SetupFault(
        `${this.name} が起動しません。${this.logFile} の最後の行を確かめてください。 (${this.name} does not come up: see the end of its log.)`,
      );
    }
  }

  async #restart(): Promise<void> {
    if (this.#stopping) return;
    this.#failures = performance.now() - this.#startedAt > healthyMs ? 0 : this.#failures + 1;
    const waitMs = this.#failures === 0 ? 0 : Math.min(100 * 2 ** (this.#failures - 1), slowestRestartMs);
    this.#context.note(`${this.name} が終了したため再起動します。 (${this.name} ended; restarting.)`);
    await sleep(waitMs);
    if (!this.#stopping) await this.#launch(false).catch((error: Error) => this.#context.note(error.message));
  }

  /** Asks it to end, waits, then ends it by force with all it started. Harmless when it does not run. */
  async stop(hurry: AbortSignal): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (!child?.pid) return;
    const { pid } = child;
    try {
      process.kill(pid, this.#spec.stopSignal ?? 'SIGTERM');
    } catch {
      // ended in this very moment
    }
    const enough = AbortSignal.any([hurry, AbortSignal.timeout(stopWithinMs)]);
    await Promise.race([
      this.#closed,
      sleep(stopWithinMs + 1000, undefined, { signal: enough }).catch(() => undefined),
    ]);
    // Also after an orderly end: whatever it started and forgot belongs to its group.
    signalGroup(pid, 'SIGKILL');
    await Promise.race([this.#closed, sleep(1000)]);
  }
}
