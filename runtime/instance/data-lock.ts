import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { identifyProcess, isAlive, type ProcessIdentity } from '../processes/process-identity.ts';
import { SetupFault } from '../setup-fault.ts';

const lockSchema = z.object({
  pid: z.number().int(),
  startTick: z.string(),
  bootId: z.string(),
  /** What holds it, in words for the second one: an address or "import". */
  holder: z.string(),
});
export type LockContent = z.infer<typeof lockSchema>;

export type LockJudgement = { state: 'held'; by: LockContent } | { state: 'stale' };

/** A lock counts while the very process that took it lives; an unreadable one was cut off by a crash. */
export function judgeLock(text: string, alive: (identity: ProcessIdentity) => boolean): LockJudgement {
  try {
    const by = lockSchema.parse(JSON.parse(text));
    return alive(by) ? { state: 'held', by } : { state: 'stale' };
  } catch {
    return { state: 'stale' };
  }
}

/** Who holds the lock of a data folder, or undefined. */
export function readLock(path: string): LockContent | undefined {
  try {
    const judgement = judgeLock(readFileSync(path, 'utf8'), isAlive);
    return judgement.state === 'held' ? judgement.by : undefined;
  } catch {
    return undefined; // no file
  }
}

/**
 * Takes the lock for this process, or says who has it.
 * @returns the function that gives it back.
 */
export function takeLock(path: string, holder: string): () => void {
  const self = identifyProcess(process.pid);
  if (!self)
    throw new SetupFault('/proc が読めません。Linux で実行してください。 (/proc is not readable; run this on Linux.)');
  const content = JSON.stringify({ ...self, holder });
  for (let attempt = 0; attempt < 20; attempt++) {
    const prepared = `${path}.${process.pid}.new`;
    writeFileSync(prepared, content, { mode: 0o600 });
    try {
      linkSync(prepared, path); // fails when it exists; the content is whole from the first moment
      return () => {
        if (readLock(path)?.pid === process.pid) rmSync(path, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      unlinkSync(prepared);
    }
    const by = readLock(path);
    if (by) throw new LockHeldFault(by);
    setAsideStaleLock(path);
  }
  throw new SetupFault(`${path} を作れません。もう一度実行してください。 (Could not take the lock; run again.)`);
}

/** Moves the stale lock away; gives it back when another starter was quicker and the moved one is alive. */
function setAsideStaleLock(path: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    if (readLock(aside)) linkSync(aside, path);
  } catch {
    return; // another starter moved it first: the next attempt looks again
  } finally {
    rmSync(aside, { force: true });
  }
}

export class LockHeldFault extends SetupFault {
  readonly by: LockContent;
  constructor(by: LockContent) {
    super(
      `すでに動いています: ${by.holder}(プロセス番号 ${by.pid})。そちらを使うか、止めてから実行してください。` +
        ` (Already running on this data folder: ${by.holder}, pid ${by.pid}.)`,
    );
    this.by = by;
  }
}
