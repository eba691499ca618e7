import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { judgeLock, LockHeldFault, readLock, takeLock } from '../../runtime/instance/data-lock.ts';
import { identifyProcess, parseStat } from '../../runtime/processes/process-identity.ts';

describe('lock of a data folder', () => {
  let folder: string;
  const path = () => join(folder, 'lock');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'toritsugi-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const lockOf = (pid: number, startTick: string) =>
    JSON.stringify({ pid, startTick, bootId: identifyProcess(process.pid)?.bootId, holder: 'http://127.0.0.1:8080' });

  it('is held by the very process that took it and told to the second', () => {
    const release = takeLock(path(), 'http://127.0.0.1:8080');
    expect(() => takeLock(path(), 'second')).to.throw(LockHeldFault, 'http://127.0.0.1:8080');
    expect(() => takeLock(path(), 'second')).to.throw(LockHeldFault, String(process.pid));
    release();
    expect(existsSync(path())).to.equal(false);
  });

  it('counts a reused pid, an ended process and half a file as stale', async () => {
    const child = spawn('true');
    await once(child, 'exit');
    const tick = identifyProcess(process.pid)?.startTick ?? '';
    for (const text of [lockOf(process.pid, '1'), lockOf(child.pid ?? 0, tick), '{"pid": 12', '']) {
      writeFileSync(path(), text);
      expect(readLock(path())).to.equal(undefined);
      takeLock(path(), 'next')();
    }
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('does not give back a lock that somebody else took meanwhile', () => {
    const release = takeLock(path(), 'first');
    writeFileSync(path(), lockOf(1, identifyProcess(1)?.startTick ?? ''));
    release();
    expect(readFileSync(path(), 'utf8')).to.contain('"pid":1,');
  });

  it('judges by the process alone', () => {
    const text = lockOf(42, '7');
    expect(judgeLock(text, () => true).state).to.equal('held');
    expect(judgeLock(text, () => false).state).to.equal('stale');
  });

  it('reads names with brackets and blanks in /proc', () => {
    const stat = `7 (a) b (c) S 1 ${Array.from({ length: 17 }, (_, i) => i).join(' ')} 987654 0`;
    expect(parseStat(stat)).to.deep.equal({ state: 'S', startTick: '987654' });
  });
});
