import { execFile, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { directoryStore, openRecording } from '../../recordings-store/index.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import {
  decodeOpus,
  endedCall,
  makePlaces,
  type Places,
  pipelineFor,
  rawTones,
  reached,
  readAll,
  recordingRow,
  spoolFile,
  until,
} from './fixtures.ts';

const dyingWorker = fileURLToPath(new URL('./dying-worker.ts', import.meta.url));

const POINTS = [
  'collect:done',
  'verify:done',
  'encode:before-rename',
  'encode:after-rename',
  'encode:done',
  'encrypt:after-put',
  'encrypt:done',
  'register:before-save',
  'register:before-clear',
];

async function dieAt(point: string, db: TestDatabase, places: Places): Promise<void> {
  const argument = JSON.stringify({ url: db.url, schema: db.schema, places, dieAt: point });
  const child = spawn(process.execPath, [dyingWorker, argument], { stdio: 'ignore' });
  const signal = await new Promise((resolve) => child.once('exit', (_code, killedBy) => resolve(killedBy)));
  expect(signal, point).to.equal('SIGKILL');
}

async function storedFiles(places: Places): Promise<string[]> {
  const all = await readdir(places.storeDir, { recursive: true, withFileTypes: true });
  return all.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** The life of one recording whose worker dies at `point`. */
async function surviveDeathAt(point: string): Promise<void> {
  const db = await testDatabase();
  const places = await makePlaces();
  const pipeline = pipelineFor(db.sql, places);
  try {
    const call = await endedCall(db.sql, { talkMs: 3_000 });
    const raw = rawTones({ seconds: 3 });
    await spoolFile(places, `${call.recordingId}.raw`, raw, call.endedRealMs);
    await dieAt(point, db, places);
    const killedAt = Date.now();
    const dead = await recordingRow(db.sql, call.recordingId);
    const registeredBefore = dead?.state === 'registered';
    if (!registeredBefore)
      expect((await readFile(join(places.spoolDir, `${call.recordingId}.raw`))).equals(raw), point).to.equal(true);

    await pipeline.start();
    if (!registeredBefore) {
      await until(
        `${point}: taken up again`,
        8_000,
        async () => (await recordingRow(db.sql, call.recordingId))?.attempts === 2,
      );
      expect(Date.now() - killedAt, point).to.be.below(5_000);
    }
    const row = await reached(db.sql, call.recordingId, 'registered');
    const store = directoryStore(places.storeDir);
    const recording = await openRecording({ sql: db.sql, store, masterKeyFile: places.masterKeyFile }, row.id);
    const opus = await readAll(recording.read(0, recording.totalBytes));
    await recording.close();
    expect(decodeOpus(opus).length / 4, point).to.be.closeTo(24_000, 2);
    // After a death between registering and clearing, the sweep clears what is older than ten seconds.
    await until(`${point}: empty spool`, 16_000, async () => (await readdir(places.spoolDir)).length === 0);
    expect(await storedFiles(places), point).to.have.length(1);
  } finally {
    await pipeline.stop();
    await db.close();
    await places.remove();
  }
}

describe('recording pipeline under kill -9', () => {
  let db: TestDatabase;
  let places: Places;

  beforeEach(async () => {
    db = await testDatabase();
    places = await makePlaces();
  });
  afterEach(async () => {
    await db.close();
    await places.remove();
  });

  it('goes on within five seconds after a death between any two steps, with one whole result', async function () {
    this.timeout(60_000);
    // Three at a time: most of it is waiting for the dead worker's lease.
    for (let from = 0; from < POINTS.length; from += 3)
      await Promise.all(POINTS.slice(from, from + 3).map(surviveDeathAt));
  });

  it('repeats an encoding whose ffmpeg was killed', async () => {
    const call = await endedCall(db.sql, { talkMs: 120_000 });
    await spoolFile(places, `${call.recordingId}.raw`, rawTones({ seconds: 120 }), call.endedRealMs);
    const pipeline = pipelineFor(db.sql, places);
    try {
      await pipeline.start();
      await until('our ffmpeg', 8_000, async () => {
        const pid = await childNamed('ffmpeg');
        return pid !== undefined && process.kill(pid, 'SIGKILL');
      });
      const row = await reached(db.sql, call.recordingId, 'registered');
      expect(row.recorded_ms).to.equal(120_000);
      expect(row.attempts).to.be.above(1);
    } finally {
      await pipeline.stop();
    }
  });

  it('lets a worker that slept through its lease neither write nor destroy anything', async () => {
    const call = await endedCall(db.sql, { talkMs: 2_000 });
    await spoolFile(places, `${call.recordingId}.raw`, rawTones({ seconds: 2 }), call.endedRealMs);
    let wakeUp = () => {};
    const slept = new Promise<void>((resolve) => {
      wakeUp = resolve;
    });
    const store = directoryStore(places.storeDir);
    // The sleeper has sealed its file and is then frozen before it can tell the database.
    const sleeper = pipelineFor(db.sql, places, {
      store: {
        ...store,
        async put(path, content) {
          const stored = await store.put(path, content);
          await db.owner`update recording set lease_until = now() - interval '1 second', attempts = attempts + 1`;
          await db.owner`update recording set lease_until = null`;
          await slept;
          return stored;
        },
      },
    });
    const other = pipelineFor(db.sql, places);
    try {
      await sleeper.start();
      await until('the sleeper to sleep', 5_000, async () => (await storedFiles(places).catch(() => [])).length === 1);
      void sleeper.stop();
      await other.start();
      const row = await reached(db.sql, call.recordingId, 'registered');
      wakeUp();
      await sleeper.stop();
      expect(await recordingRow(db.sql, call.recordingId)).to.deep.equal(row);
      expect(await storedFiles(places)).to.include(row.path.split('/').at(-1));
      const recording = await openRecording({ sql: db.sql, store, masterKeyFile: places.masterKeyFile }, row.id);
      await readAll(recording.read(0, recording.totalBytes));
      await recording.close();
    } finally {
      wakeUp();
      await other.stop();
    }
  });
});

/** A living child of this very process. */
async function childNamed(name: string): Promise<number | undefined> {
  const listing = await new Promise<string>((resolve, reject) => {
    execFile('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)], (error, out) =>
      error && out === '' ? reject(error) : resolve(out),
    );
  });
  const line = listing.split('\n').find((text) => text.trim().endsWith(name));
  return line === undefined ? undefined : Number(line.trim().split(/\s+/)[0]);
}
