import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { isDomainError } from '../../core/platform/errors.ts';
import { directoryStore, openRecording, type RecordingPipeline } from '../../recordings-store/index.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import {
  endedCall,
  incidentsOf,
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

const SEGMENT = 64 * 1024 + 16;
const HEADER = 32;

describe('sealed recordings', () => {
  let db: TestDatabase;
  let places: Places;
  let pipeline: RecordingPipeline;

  beforeEach(async () => {
    db = await testDatabase();
    places = await makePlaces();
    pipeline = pipelineFor(db.sql, places);
    await pipeline.start();
  });
  afterEach(async () => {
    await pipeline.stop();
    await db.close();
    await places.remove();
  });

  const open = (id: string) =>
    openRecording({ sql: db.sql, store: directoryStore(places.storeDir), masterKeyFile: places.masterKeyFile }, id);

  async function readWhole(id: string): Promise<Buffer> {
    const recording = await open(id);
    try {
      return await readAll(recording.read(0, recording.totalBytes));
    } finally {
      await recording.close();
    }
  }

  async function codeOf(work: Promise<unknown>): Promise<string> {
    try {
      await work;
    } catch (error) {
      if (isDomainError(error)) return error.code;
      throw error;
    }
    return 'nothing refused';
  }

  /** 70 s of two tones: a little over four segments. */
  async function sealed(seconds = 70) {
    const call = await endedCall(db.sql, { talkMs: seconds * 1000 });
    const name = `${call.recordingId}.raw`;
    await spoolFile(places, name, rawTones({ seconds, leftHz: 300 + Math.random() * 900 }), call.endedRealMs);
    pipeline.poke();
    const row = await reached(db.sql, call.recordingId, 'registered');
    return { ...row, file: join(places.storeDir, row.path) };
  }

  it('refuses every kind of tampering with the file', async () => {
    const { id, file } = await sealed();
    const whole = await readFile(file);
    const plain = await readWhole(id);
    expect(whole.length).to.be.above(HEADER + 3 * SEGMENT);
    const piece = (index: number) => whole.subarray(HEADER + index * SEGMENT, HEADER + (index + 1) * SEGMENT);
    const rest = (from: number) => whole.subarray(HEADER + from * SEGMENT);
    const header = whole.subarray(0, HEADER);
    const flipped = (at: number) => {
      const copy = Buffer.from(whole);
      copy[at] = (copy[at] ?? 0) ^ 1;
      return copy;
    };
    const lastSegment = Math.floor((whole.length - HEADER - 1) / SEGMENT);
    const wrong: Record<string, Buffer> = {
      'bit in the magic': flipped(0),
      'bit in the id': flipped(9),
      'bit in the nonce prefix': flipped(25),
      'bit in the first segment': flipped(HEADER + 5),
      'bit in a tag': flipped(HEADER + SEGMENT - 1),
      'bit in the last byte': flipped(whole.length - 1),
      'two segments swapped': Buffer.concat([header, piece(1), piece(0), rest(2)]),
      'a segment twice': Buffer.concat([header, piece(0), piece(0), rest(2)]),
      'a segment cut out': Buffer.concat([header, piece(0), rest(2)]),
      'last segment cut off': whole.subarray(0, HEADER + lastSegment * SEGMENT),
      'one byte cut off': whole.subarray(0, -1),
      'one byte added': Buffer.concat([whole, Buffer.from([0])]),
      empty: Buffer.alloc(0),
    };
    for (const [name, content] of Object.entries(wrong)) {
      await writeFile(file, content);
      expect(await codeOf(readWhole(id)), name).to.equal('recording/tampered');
    }
    await writeFile(file, whole);
    expect((await readWhole(id)).equals(plain)).to.equal(true);
  });

  it('refuses a cut file even when the row was changed to fit', async () => {
    const { id, file } = await sealed();
    const whole = await readFile(file);
    await writeFile(file, whole.subarray(0, HEADER + 2 * SEGMENT));
    await db.owner`update recording set plain_bytes = ${2 * 65536} where id = ${id}`;
    expect(await codeOf(readWhole(id))).to.equal('recording/tampered');
  });

  it('refuses the wrapped key, or the whole file, of another recording', async () => {
    const one = await sealed(3);
    const two = await sealed(3);
    const keys = await db.sql<{ id: string; wrapped_key: Buffer }[]>`select id, wrapped_key from recording`;
    const keyOf = (id: string) => keys.find((row) => row.id === id)?.wrapped_key ?? Buffer.alloc(0);
    await db.owner`update recording set wrapped_key = ${keyOf(two.id)} where id = ${one.id}`;
    expect(await codeOf(readWhole(one.id))).to.equal('recording/tampered');
    // Key and file both moved: the wrapped key is bound to the id it was made for.
    await db.owner`
      update recording set path = ${two.path}, plain_bytes = ${two.plain_bytes} where id = ${one.id}`;
    expect(await codeOf(readWhole(one.id))).to.equal('recording/tampered');
  });

  it('says so when the file is gone', async () => {
    const { id, file } = await sealed(3);
    await rm(file);
    expect(await codeOf(readWhole(id))).to.equal('recording/file-missing');
  });

  it('gives any range exactly as it stands in the whole', async () => {
    const { id } = await sealed();
    const whole = await readWhole(id);
    const recording = await open(id);
    try {
      await fc.assert(
        fc.asyncProperty(fc.nat(whole.length), fc.nat(200_000), async (start, length) => {
          const part = await readAll(recording.read(start, Math.min(whole.length, start + length)));
          return part.equals(whole.subarray(start, start + length));
        }),
        { numRuns: 60 },
      );
      for (const [start, end] of [
        [0, 1],
        [65_535, 65_537],
        [65_536, 131_072],
        [whole.length - 1, whole.length],
      ] as const)
        expect((await readAll(recording.read(start, end))).equals(whole.subarray(start, end))).to.equal(true);
    } finally {
      await recording.close();
    }
  });

  it('runs on without its master key, plays nothing, says so, and goes on when the key returns', async () => {
    const old = await sealed(3);
    const hidden = `${places.masterKeyFile}.away`;
    await rename(places.masterKeyFile, hidden);
    const call = await endedCall(db.sql, { talkMs: 2_000 });
    await spoolFile(places, `${call.recordingId}.raw`, rawTones({ seconds: 2 }), call.endedRealMs);
    pipeline.poke();
    await reached(db.sql, call.recordingId, 'encoded');
    await until('the incident', 3_000, async () => (await incidentsOf(db.sql, null)).includes('master_key_missing'));
    expect(await codeOf(readWhole(old.id))).to.equal('recording/master-key-missing');
    expect(await pipeline.health()).to.include({ masterKey: 'missing', open: 1, waitingForKey: 1 });
    expect(await readFile(places.masterKeyFile).catch(() => 'none made')).to.equal('none made');

    // A key that is not ours is worse than none: what it sealed could never be played with the right one.
    await writeFile(places.masterKeyFile, randomBytes(32).toString('base64'));
    expect(await codeOf(readWhole(old.id))).to.equal('recording/master-key-wrong');
    await new Promise((resolve) => setTimeout(resolve, 2_200));
    expect((await recordingRow(db.sql, call.recordingId))?.state).to.equal('encoded');
    expect(await pipeline.health()).to.include({ masterKey: 'wrong' });
    await writeFile(places.masterKeyFile, 'not a key');
    expect(await codeOf(readWhole(old.id))).to.equal('recording/master-key-unreadable');

    await rename(hidden, places.masterKeyFile);
    await reached(db.sql, call.recordingId, 'registered', 5_000);
    expect((await readWhole(old.id)).length).to.be.above(0);
    expect((await pipeline.health()).masterKey).to.equal('ready');
    const open_ = await db.sql`select 1 from incident where resolved_at is null`;
    expect(open_).to.have.length(0);
  });
});
