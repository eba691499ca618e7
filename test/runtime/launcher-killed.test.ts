import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { readPidsFile } from '../../runtime/processes/pids-file.ts';
import { isAlive } from '../../runtime/processes/process-identity.ts';

/** A launcher in small: watchdog and two processes, one of which ignores SIGTERM. */
const launcher = (folder: string) => `
  import { PidsFile } from ${JSON.stringify(new URL('../../runtime/processes/pids-file.ts', import.meta.url).href)};
  import { startWatchdog } from ${JSON.stringify(new URL('../../runtime/processes/start-watchdog.ts', import.meta.url).href)};
  import { Supervisor } from ${JSON.stringify(new URL('../../runtime/processes/supervisor.ts', import.meta.url).href)};
  const pidsFile = ${JSON.stringify(join(folder, 'pids.json'))};
  const pids = new PidsFile(pidsFile);
  startWatchdog(pidsFile, ${JSON.stringify(join(folder, 'ready.json'))}, pids);
  const supervisor = new Supervisor({ logDir: ${JSON.stringify(folder)}, pids, note: () => {} });
  const spec = (name, code) => ({ name, command: async () => ({ command: process.execPath, args: ['-e', code] }),
    ready: async () => {}, readyWithinMs: 5000 });
  await supervisor.start(spec('a', 'setInterval(() => {}, 1000)'));
  await supervisor.start(spec('deaf', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"));
  setInterval(() => {}, 1000);
`;

describe('a launcher that is killed', () => {
  it('leaves no process within five seconds, even when its folder is gone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'toritsugi-killed-'));
    try {
      const child = spawn(process.execPath, ['--input-type=module', '-e', launcher(folder)], { stdio: 'ignore' });
      const recorded = () => readPidsFile(join(folder, 'pids.json'));
      for (let waited = 0; waited < 10_000 && recorded().length < 3; waited += 50) await sleep(50);
      const identities = recorded();
      expect(identities).to.have.length(3);
      await sleep(300);
      rmSync(folder, { recursive: true, force: true });
      child.kill('SIGKILL');
      const killedAt = performance.now();
      while (identities.some(isAlive) && performance.now() - killedAt < 8_000) await sleep(20);
      expect(identities.filter(isAlive)).to.deep.equal([]);
      expect(performance.now() - killedAt).to.be.below(5_000);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
