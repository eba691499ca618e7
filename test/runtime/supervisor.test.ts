import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { endProcesses } from '../../runtime/processes/end-processes.ts';
import { PidsFile, readPidsFile } from '../../runtime/processes/pids-file.ts';
import { identifyProcess, isAlive } from '../../runtime/processes/process-identity.ts';
import { startWatchdog } from '../../runtime/processes/start-watchdog.ts';
import type { ProcessSpec } from '../../runtime/processes/supervised-process.ts';
import { Supervisor } from '../../runtime/processes/supervisor.ts';
import { SetupFault } from '../../runtime/setup-fault.ts';

describe('supervised processes', () => {
  let folder: string;
  let pids: PidsFile;
  let supervisor: Supervisor;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'toritsugi-supervisor-'));
    pids = new PidsFile(join(folder, 'pids.json'));
    supervisor = new Supervisor({ logDir: folder, pids, note: () => undefined });
  });
  afterEach(async () => {
    await supervisor.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const script = (name: string, code: string, ready?: ProcessSpec['ready']): ProcessSpec => ({
    name,
    command: async () => ({ command: process.execPath, args: ['-e', code] }),
    ready: ready ?? (async () => undefined),
    readyWithinMs: 5_000,
  });
  const pidOf = (name: string) => pids.pids()[name] ?? 0;
  const until = async (condition: () => boolean) => {
    for (let waited = 0; waited < 5_000 && !condition(); waited += 10) await sleep(10);
    expect(condition()).to.equal(true);
  };

  it('starts a killed one again within a second', async () => {
    await supervisor.start(script('a', 'setInterval(() => {}, 1000)'));
    const first = pidOf('a');
    const killedAt = performance.now();
    process.kill(first, 'SIGKILL');
    await until(() => pidOf('a') !== 0 && pidOf('a') !== first);
    expect(performance.now() - killedAt).to.be.below(1_000);
  });

  it('tells a fault for one that does not come up, and names its log', async () => {
    const never: ProcessSpec['ready'] = (signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const fault = await supervisor
      .start(script('bad', 'console.log("why"); process.exit(3)', never))
      .catch((error) => error);
    expect(fault).to.be.instanceOf(SetupFault);
    expect(fault.message).to.contain(join(folder, 'bad.log'));
    expect(readFileSync(join(folder, 'bad.log'), 'utf8')).to.contain('why');
  });

  it('stops in reverse and takes along what they started', async () => {
    const order = join(folder, 'order');
    const code = (name: string) =>
      `const sleeper = require('child_process').spawn('sleep', ['60']);
       process.on('SIGTERM', () => { require('fs').appendFileSync(${JSON.stringify(order)}, '${name}'); process.exit(0); });
       setInterval(() => {}, 1000); console.log('up', sleeper.pid);`;
    writeFileSync(order, '');
    for (const name of ['a', 'b', 'c']) {
      const log = join(folder, `${name}.log`);
      await supervisor.start(script(name, code(name), () => until(() => readFileSync(log, 'utf8').includes('up'))));
    }
    const sleepers = ['a', 'b', 'c'].map((name) => {
      const pid = Number(readFileSync(join(folder, `${name}.log`), 'utf8').split(' ')[1]);
      return identifyProcess(pid) ?? expect.fail('no sleeper');
    });
    await supervisor.stop();
    expect(readFileSync(order, 'utf8')).to.equal('cba');
    await until(() => !sleepers.some(isAlive));
    expect(readPidsFile(join(folder, 'pids.json'))).to.deep.equal([]);
  });

  it('forces one that does not listen, when hurried', async () => {
    const log = join(folder, 'deaf.log');
    const deaf = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up')";
    await supervisor.start(script('deaf', deaf, () => until(() => readFileSync(log, 'utf8').includes('up'))));
    const begin = performance.now();
    setTimeout(() => supervisor.hurry(), 100);
    await supervisor.stop();
    expect(performance.now() - begin).to.be.within(90, 3_000);
  });

  it('ends recorded processes, and leaves a reused pid alone', async () => {
    await supervisor.start(script('a', 'setInterval(() => {}, 1000)'));
    const identity = identifyProcess(pidOf('a'));
    if (!identity) throw new Error('not running');
    expect(await endProcesses([{ ...identity, startTick: '1' }], 100)).to.equal(0);
    expect(isAlive(identity)).to.equal(true);
    await supervisor.stop();
    expect(isAlive(identity)).to.equal(false);
  });

  it('has a watchdog that goes home when told so', async () => {
    const sendHome = startWatchdog(join(folder, 'pids.json'), join(folder, 'ready.json'), pids);
    const identity = identifyProcess(pidOf('watchdog'));
    if (!identity) throw new Error('not running');
    await sendHome();
    expect(isAlive(identity)).to.equal(false);
  });
});
