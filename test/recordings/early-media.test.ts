import { readdir } from 'node:fs/promises';
import { expect } from 'chai';
import {
  directoryStore,
  openRecording,
  type RecordingPipeline,
  reconcileLedger,
} from '../../recordings-store/index.ts';
import { listenTo } from '../../recordings-store/network-sound.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import {
  decodeOpus,
  endedCall,
  type FakeCall,
  makePlaces,
  type Places,
  pipelineFor,
  rawTones,
  reached,
  readAll,
  recordingRow,
  silentLogger,
  spoolFile,
  until,
} from './fixtures.ts';

/** The exchange's ringing: 400 Hz wavered by 16 Hz, one second on, two off; and its busy tone, half a second each. */
function exchangeTone(seconds: number, onSec: number, offSec: number, waver: number, hertz = 400, fromSec = 0): Buffer {
  const raw = Buffer.alloc(seconds * 8000 * 4);
  for (let frame = Math.round(fromSec * 8000); frame < seconds * 8000; frame += 1) {
    const at = frame / 8000 - fromSec;
    if (at % (onSec + offSec) >= onSec) continue;
    const level = waver === 0 ? 1 : (1 + 0.85 * Math.cos(2 * Math.PI * waver * at)) / 1.85;
    raw.writeInt16LE(Math.round(9_000 * level * Math.sin(2 * Math.PI * hertz * at)), frame * 4);
  }
  return raw;
}

describe('what the network says instead of an answer', () => {
  let db: TestDatabase;
  let places: Places;
  let pipeline: RecordingPipeline;
  beforeEach(async () => {
    db = await testDatabase();
    places = await makePlaces();
    pipeline = pipelineFor(db.sql, places);
  });
  afterEach(async () => {
    await pipeline.stop();
    await db.close();
    await places.remove();
  });

  async function unanswered(raw: Buffer, kept = true): Promise<FakeCall> {
    const call = await endedCall(db.sql, {
      talkMs: 30_000,
      answered: false,
      lineResult: 'unallocated',
      endedAgoMs: 20_000,
    });
    const name = `${call.recordingId}.ring.raw`;
    if (kept) await db.sql`update call set early_media_spool = ${name} where id = ${call.callId}`;
    await spoolFile(places, name, raw, call.endedRealMs);
    return call;
  }

  it('is kept from its first sound, for 15 seconds, sealed like every recording, and leaves the spool', async () => {
    const call = await unanswered(rawTones({ seconds: 26, leftHz: 700, leftOn: [[3, 24]], rightOn: [] }));
    await pipeline.start();
    const row = await reached(db.sql, call.recordingId, 'registered');
    expect(row.recorded_ms).to.equal(15_000);
    expect(row.flags).to.deep.equal(['early_media']);
    const { storeDir, masterKeyFile } = places;
    const recording = await openRecording(
      { sql: db.sql, store: directoryStore(storeDir), masterKeyFile },
      call.recordingId,
    );
    const sound = decodeOpus(await readAll(recording.read(0, recording.totalBytes)));
    await recording.close();
    expect(listenTo(sound)).to.deep.equal({ fromFrame: 0, onlyTone: false });
    expect(await readdir(places.spoolDir)).to.deep.equal([]);
    const report = await reconcileLedger({ sql: db.sql, ...places, logger: silentLogger });
    expect(report).to.deep.include({ answered: 0, missing: [], earlyMedia: { expected: 1, settled: 1 } });
  });

  it('is not kept when it is silence, or nothing but the tone of the exchange', async () => {
    const calls = [
      await unanswered(rawTones({ seconds: 10, leftOn: [], rightHz: 700 })),
      await unanswered(exchangeTone(20, 1, 2, 16)),
      await unanswered(exchangeTone(10, 0.5, 0.5, 0)),
    ];
    await pipeline.start();
    for (const { recordingId } of calls) {
      const row = await reached(db.sql, recordingId, 'purged');
      expect(row.path).to.equal(null);
    }
    expect(
      (await Promise.all(calls.map(({ recordingId }) => recordingRow(db.sql, recordingId)))).map((row) => row?.flags),
    ).to.deep.equal([['silent'], ['only_tone'], ['only_tone']]);
    expect(await readdir(places.spoolDir)).to.deep.equal([]);
  });

  it('is told from the tone of the exchange wherever that begins, and however far the exchange is off its 400 Hz', () => {
    for (let fromMs = 0; fromMs < 200; fromMs += 7)
      for (const hertz of [385, 400, 415]) {
        const tones = [
          exchangeTone(8, 1, 2, 16, hertz, fromMs / 1_000),
          exchangeTone(4, 0.5, 0.5, 0, hertz, fromMs / 1_000),
        ];
        for (const tone of tones) expect(listenTo(tone).onlyTone, `${hertz} Hz from ${fromMs} ms`).to.equal(true);
      }
    const words = rawTones({ seconds: 8, leftHz: 700, leftOn: [[6.1, 6.6]], rightOn: [] });
    const both = exchangeTone(8, 1, 2, 16, 400, 0.13).map((byte, index) => byte | (words[index] ?? 0));
    expect(listenTo(Buffer.from(both)).onlyTone, 'a word after two rings').to.equal(false);
    for (const hertz of [320, 480, 620])
      expect(listenTo(exchangeTone(4, 0.5, 0.5, 0, hertz, 0.07)).onlyTone, `${hertz} Hz`).to.equal(false);
  });

  it('of all other unanswered calls is dropped as before, without a row', async () => {
    const call = await unanswered(rawTones({ seconds: 5 }), false);
    await pipeline.start();
    await until('an empty spool', 15_000, async () => (await readdir(places.spoolDir)).length === 0);
    expect(await recordingRow(db.sql, call.recordingId)).to.equal(undefined);
  });
});
