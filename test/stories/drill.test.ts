import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { DrillReport } from '../../runtime/drill/measure/drill-report.ts';
import { CpuPressure } from './support/held-up.ts';
import { startingAlone } from './support/take-turns.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Run {
  code: number | null;
  out: string;
  err: string;
}

async function drill(args: readonly string[], onLine: (line: string, end: () => void) => void = () => undefined) {
  const { ended } = await startingAlone(async () => {
    const run = start(args, onLine);
    await Promise.race([run.atWork, run.ended]);
    return run;
  });
  return ended;
}

function start(args: readonly string[], onLine: (line: string, end: () => void) => void) {
  const child = spawn(process.execPath, ['runtime/bootstrap.mjs', 'drill', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: folder },
  });
  const run: Run = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    run.out += chunk.toString();
  });
  const atWork = new Promise<void>((resolve) => {
    child.stderr.on('data', (chunk: Buffer) => {
      run.err += chunk.toString();
      // The city stands; from here on it only lives.
      if (run.err.includes('log in')) resolve();
      onLine(chunk.toString(), () => child.kill('SIGINT'));
    });
  });
  const ended = new Promise<Run>((resolve) => child.once('close', (code) => resolve({ ...run, code })));
  return { atWork, ended };
}

/** Share of the time in which somebody waited for a processor: above it exchanges lose sound, and nobody can say whose fault that is. */
const TOO_BUSY_TO_JUDGE = 0.95;
const OF_A_BUSY_MACHINE = /lacks \d+ ms of sound|^left over: \d+ incidents?$/;

/** Where a drill makes its city: a folder of this story alone, so that whatever is left there is the drill's. */
let folder: string;
const leftThere = () => readdirSync(folder).filter((name) => name !== 'node-compile-cache');

describe('story: the acceptance drill', () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drill-'));
    // The database of a drill that root runs has a user of its own, who must be able to walk in.
    chmodSync(folder, 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('works a minute, records every answer, and leaves nothing behind', async function () {
    this.timeout(400_000);
    const pressure = new CpuPressure();
    const line = '--agents 2 --minutes 1 --mode progressive --lines 2 --answer-rate 0.8 --seed 3 --json';
    const { code, out, err } = await drill(line.split(' '));
    expect(code, err).to.equal(0);
    const lines = out.trim().split('\n');
    expect(lines).to.have.length(1);
    const report = JSON.parse(lines[0] ?? '') as DrillReport;
    const busy = pressure.share();
    const ofTheMachine = (problem: string) => busy > TOO_BUSY_TO_JUDGE && OF_A_BUSY_MACHINE.test(problem);
    expect(
      report.problems.filter((problem) => !ofTheMachine(problem)),
      `busy ${busy.toFixed(2)}, held up ${report.heldUpMs} ms`,
    ).to.deep.equal([]);
    expect(report.answered).to.be.greaterThan(0);
    const { incomplete, ...recordings } = report.recordings;
    expect(recordings).to.deep.equal({
      expected: report.answered,
      complete: report.answered - incomplete.length,
      missing: 0,
    });
    expect(report.leftovers).to.deep.equal({ channels: 0, bridges: 0, leases: 0 });
    if (busy <= TOO_BUSY_TO_JUDGE) {
      expect(incomplete).to.deep.equal([]);
      // The agent is in the bridge before the telephone rings.
      expect(report.abandoned).to.equal(0);
      expect(report.connected).to.equal(report.answered);
    }
    expect(report.occupancy).to.be.within(0.05, 1);
    expect(leftThere()).to.deep.equal([]);
  });

  it('clears up when it is stopped in the middle', async function () {
    this.timeout(400_000);
    const { code, out } = await drill(['--agents', '1', '--minutes', '5', '--mode', 'preview'], (text, end) => {
      if (text.includes('log in')) end();
    });
    expect(code).to.equal(130);
    expect(out).to.equal('');
    expect(leftThere()).to.deep.equal([]);
  });
});
