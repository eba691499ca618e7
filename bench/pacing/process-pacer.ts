import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pacer, PacingDecision, PacingInit } from '../../core/rules/pacing/types.ts';
import { bareDecision, createPoolView } from '../../core/rules/pacing-simulation/reference-pacers/pool-view.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** One JSON line out, one in, waiting in place: the simulator asks synchronously, so the pipes are read that way. */
function openConversation() {
  const folder = mkdtempSync(join(tmpdir(), 'toritsugi-pacing-'));
  const [question, answer] = [join(folder, 'question'), join(folder, 'answer')];
  execFileSync('mkfifo', [question, answer]);
  const theirs = [openSync(question, 'r+'), openSync(answer, 'r+')] as const;
  const writeTo = openSync(question, 'w');
  const readFrom = openSync(answer, 'r');
  const child = spawn('npm', ['run', '-s', 'pacing'], { cwd: root, stdio: [theirs[0], theirs[1], 'inherit'] });
  child.unref();
  // With our copies closed, a program that died is an end of file and not a wait without end.
  for (const fd of theirs) closeSync(fd);
  const buffer = Buffer.alloc(1 << 20);
  let rest = '';
  return {
    ask(message: object): Record<string, unknown> {
      writeSync(writeTo, `${JSON.stringify(message)}\n`);
      while (!rest.includes('\n')) {
        const bytes = readSync(readFrom, buffer);
        if (bytes === 0) throw new Error('npm run -s pacing ended in the middle');
        rest += buffer.toString('utf8', 0, bytes);
      }
      const line = rest.slice(0, rest.indexOf('\n'));
      rest = rest.slice(line.length + 1);
      const parsed = JSON.parse(line) as Record<string, unknown>;
      if (parsed['error'] !== undefined) throw new Error(`npm run -s pacing: ${String(parsed['error'])}`);
      return parsed;
    },
    close() {
      writeSync(writeTo, '{"t":"end"}\n');
      closeSync(writeTo);
      closeSync(readFrom);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The pacing protocol's first line, in its own spelling (docs/pacing.md). */
export const initMessage = (init: PacingInit) => ({
  t: 'init',
  v: 2,
  agents: init.agents,
  trunks: init.trunks,
  reserve: init.reserve,
  cps: init.cps,
  patience_s: init.patienceSec,
  ring_timeout_s: init.ringTimeoutSec,
  min_ring_s: init.minRingSec,
  tick_s: init.tickSec,
  amd: init.amd,
  ready_signal_s: init.readySignalSec,
  lines: init.lines,
  ...(init.skills ? { skills: init.skills } : {}),
});

/** The pacer behind the pipe of `npm run -s pacing`, as anybody outside meets it. */
export function processPacer(init: PacingInit): Pacer & { close(): void } {
  const conversation = openConversation();
  const { name } = conversation.ask(initMessage(init));
  const nobody = createPoolView();
  return {
    name: String(name),
    step(now, events) {
      const { dial, cancel } = conversation.ask({ t: 'step', now, ev: events }) as unknown as PacingDecision;
      return { ...bareDecision(dial, nobody), cancel };
    },
    memory: () => ({}),
    close: () => conversation.close(),
  };
}
