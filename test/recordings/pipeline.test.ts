import { readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  directoryStore,
  openRecording,
  type RecordingPipeline,
  reconcileLedger,
} from '../../recordings-store/index.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { readRaw, rms, tonePower } from '../support/sound.ts';
import {
  decodeOpus,
  endedCall,
  ffmpeg,
  incidentsOf,
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

const decibel = (power: number) => 10 * Math.log10(Math.max(power, 1e-16));

describe('recording pipeline', () => {
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

  const open = (id: string) =>
    openRecording({ sql: db.sql, store: directoryStore(places.storeDir), masterKeyFile: places.masterKeyFile }, id);
  async function play(id: string): Promise<Buffer> {
    const recording = await open(id);
    try {
      return await readAll(recording.read(0, recording.totalBytes));
    } finally {
      await recording.close();
    }
  }

  it('seals an ended call, keeps the channels apart and removes the source last', async () => {
    const call = await endedCall(db.sql, { talkMs: 9_000 });
    const raw = rawTones({
      seconds: 9,
      leftOn: [
        [0, 3],
        [6, 9],
      ],
      rightOn: [[3, 9]],
    });
    await spoolFile(places, `${call.recordingId}.raw`, raw, call.endedRealMs);
    await spoolFile(places, `${call.recordingId}.ring.raw`, rawTones({ seconds: 2 }), call.endedRealMs - 9_000);
    await pipeline.start();
    const row = await reached(db.sql, call.recordingId, 'registered');
    expect(row).to.include({ recorded_ms: 9_000, talk_ms: 9_000 });
    expect(row.flags).to.deep.equal([]);
    expect(await incidentsOf(db.sql, call.callId)).to.deep.equal([]);
    await until('an empty spool', 2_000, async () => (await readdir(places.spoolDir)).length === 0);

    const sound = readRaw(decodeOpus(await play(call.recordingId)), 8000, 2);
    const [left = new Float64Array(), right = new Float64Array()] = sound.channels;
    expect(left.length).to.be.closeTo(9 * 8000, 2);
    const second = (from: number, to: number) => [from * 8000, to * 8000] as const;
    expect(decibel(tonePower(left, 8000, 440, ...second(0.5, 2.5)))).to.be.above(-15);
    expect(decibel(tonePower(right, 8000, 1000, ...second(3.5, 5.5)))).to.be.above(-15);
    // Silence stays silent while the other channel sounds, and a tone does not cross while both sound.
    expect(2 * decibel(rms(right, ...second(0.5, 2.5)))).to.be.below(-60);
    expect(2 * decibel(rms(left, ...second(3.5, 5.5)))).to.be.below(-60);
    expect(decibel(tonePower(right, 8000, 440, ...second(6.5, 8.5)))).to.be.below(-60);
    expect(decibel(tonePower(left, 8000, 1000, ...second(6.5, 8.5)))).to.be.below(-60);

    expect(row.peaks.perSecond).to.equal(10);
    expect(row.peaks.left).to.have.length(90);
    expect(row.peaks.left[5]).to.be.within(90, 95);
    expect(row.peaks.left[45]).to.equal(0);
    expect(row.peaks.right[5]).to.equal(0);
  });

  it('never lets the plain sound into the store', async () => {
    const call = await endedCall(db.sql, { talkMs: 2_000 });
    await spoolFile(places, `${call.recordingId}.raw`, rawTones({ seconds: 2 }), call.endedRealMs);
    await pipeline.start();
    const row = await reached(db.sql, call.recordingId, 'registered');
    const stored = await readFile(join(places.storeDir, row.path));
    expect(stored.includes('OggS')).to.equal(false);
    expect(stored.includes('OpusHead')).to.equal(false);
    expect(stored.length).to.equal(32 + row.plain_bytes + 16);
  });

  it('seals a call within five seconds of its hang-up', async () => {
    await pipeline.start();
    const call = await endedCall(db.sql, { talkMs: 3_000, endedAgoMs: 0 });
    await spoolFile(places, `${call.recordingId}.raw`, rawTones({ seconds: 3 }), call.endedRealMs);
    await reached(db.sql, call.recordingId, 'registered', 5_000);
    expect(Date.now() - call.endedRealMs).to.be.below(5_000);
  });

  it('waits until the exchange has closed the file', async () => {
    const call = await endedCall(db.sql, { talkMs: 3_000, endedAgoMs: 0 });
    const raw = rawTones({ seconds: 3 });
    await spoolFile(places, `${call.recordingId}.raw`, raw.subarray(0, 32_768), Date.now());
    await pipeline.start();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await spoolFile(places, `${call.recordingId}.raw`, raw, Date.now());
    const row = await reached(db.sql, call.recordingId, 'registered');
    expect(row.recorded_ms).to.equal(3_000);
    expect(row.flags).to.deep.equal([]);
  });

  it('records a difference above one second as an incident, measured here or at the far side', async () => {
    pipeline = pipelineFor(db.sql, places, { farSide: async (id) => (id === 'far' ? 6_400 : undefined) });
    const short = await endedCall(db.sql, { talkMs: 5_000 });
    const far = await endedCall(db.sql, { talkMs: 5_000, sipCallId: 'far' });
    await spoolFile(places, `${short.recordingId}.raw`, rawTones({ seconds: 3.9 }), short.endedRealMs);
    await spoolFile(places, `${far.recordingId}.raw`, rawTones({ seconds: 5 }), far.endedRealMs);
    await pipeline.start();
    const shortRow = await reached(db.sql, short.recordingId, 'registered');
    const farRow = await reached(db.sql, far.recordingId, 'registered');
    expect(shortRow.flags).to.deep.equal(['length_mismatch']);
    expect(farRow.flags).to.deep.equal(['length_mismatch']);
    expect(farRow.far_ms).to.equal(6_400);
    expect(await incidentsOf(db.sql, short.callId)).to.deep.equal(['recording_length']);
    expect(await incidentsOf(db.sql, far.callId)).to.deep.equal(['recording_length']);
  });

  it('lets 0.9 seconds pass', async () => {
    const call = await endedCall(db.sql, { talkMs: 5_000 });
    await spoolFile(places, `${call.recordingId}.raw`, rawTones({ seconds: 4.1 }), call.endedRealMs);
    await pipeline.start();
    expect((await reached(db.sql, call.recordingId, 'registered')).flags).to.deep.equal([]);
  });

  it('names an answered call without a file, and takes the file when it comes late', async () => {
    const call = await endedCall(db.sql, { talkMs: 5_000, endedAgoMs: 20_000, lineResult: 'answered_machine' });
    await pipeline.start();
    await reached(db.sql, call.recordingId, 'failed');
    expect(await incidentsOf(db.sql, call.callId)).to.deep.equal(['recording_missing']);
    const ledger = { sql: db.sql, ...places, logger: silentLogger };
    const before = await reconcileLedger(ledger);
    expect(before).to.include({ answered: 1, registered: 0 });
    expect(before.missing.map((row) => row.callId)).to.deep.equal([call.callId]);

    await spoolFile(places, `${call.recordingId}.raw`, rawTones({ seconds: 5 }), call.endedRealMs);
    expect((await reconcileLedger(ledger)).revived).to.equal(1);
    await reached(db.sql, call.recordingId, 'registered');
    expect((await reconcileLedger(ledger)).missing).to.deep.equal([]);
  });

  it('cuts the ring recorder at the answer when the call recorder never ran', async () => {
    const call = await endedCall(db.sql, { talkMs: 4_000 });
    // 6 s of ringing (nobody heard), then 4 s of talk on the left.
    const ring = rawTones({ seconds: 10, leftOn: [[6, 10]], rightOn: [[0, 6]] });
    await spoolFile(places, `${call.recordingId}.ring.raw`, ring, call.endedRealMs);
    await pipeline.start();
    const row = await reached(db.sql, call.recordingId, 'registered');
    expect(row.flags).to.deep.equal(['from_ring_recorder']);
    expect(row.recorded_ms).to.equal(4_000);
    const { channels } = readRaw(decodeOpus(await play(call.recordingId)), 8000, 2);
    const [left = new Float64Array(), right = new Float64Array()] = channels;
    expect(decibel(tonePower(left, 8000, 440))).to.be.above(-15);
    expect(2 * decibel(rms(right))).to.be.below(-60);
  });

  it('does not take ringing for talk: a ring recorder stopped at the answer is no recording', async () => {
    const call = await endedCall(db.sql, { talkMs: 8_000, endedAgoMs: 15_000 });
    await spoolFile(places, `${call.recordingId}.ring.raw`, rawTones({ seconds: 9 }), call.endedRealMs - 8_000);
    await pipeline.start();
    await reached(db.sql, call.recordingId, 'failed');
    expect(await incidentsOf(db.sql, call.callId)).to.deep.equal(['recording_missing']);
  });

  it('flags what a lost exchange left: trimmed to whole frames, with an incident', async () => {
    const call = await endedCall(db.sql, { talkMs: 6_000, endedBy: 'pbx_lost' });
    const raw = rawTones({ seconds: 5.5 });
    await spoolFile(places, `${call.recordingId}.raw`, raw.subarray(0, raw.length - 3), call.endedRealMs);
    await pipeline.start();
    const row = await reached(db.sql, call.recordingId, 'registered');
    expect(row.flags).to.deep.equal(['pbx_lost', 'repaired']);
    expect(await incidentsOf(db.sql, call.callId)).to.deep.equal(['pbx_lost']);
  });

  it('drops the ringing of unanswered calls and touches nothing of calls that go on', async () => {
    const unanswered = await endedCall(db.sql, { talkMs: 0, answered: false, endedAgoMs: 30_000 });
    const living = await endedCall(db.sql, { talkMs: 1_000 });
    await db.sql`update call set ended_at = null, ended_real_ms = null, state = 'talking' where id = ${living.callId}`;
    await spoolFile(places, `${unanswered.recordingId}.ring.raw`, rawTones({ seconds: 1 }), Date.now() - 20_000);
    await spoolFile(places, `${living.recordingId}.raw`, rawTones({ seconds: 1 }), Date.now() - 20_000);
    await pipeline.start();
    await until('the ringing gone', 5_000, async () => (await readdir(places.spoolDir)).length === 1);
    expect(await readdir(places.spoolDir)).to.deep.equal([`${living.recordingId}.raw`]);
    expect((await reconcileLedger({ sql: db.sql, ...places, logger: silentLogger })).answered).to.equal(0);
  });

  it('blames nobody while the spool itself is away', async () => {
    const call = await endedCall(db.sql, { talkMs: 2_000, endedAgoMs: 20_000 });
    await rename(places.spoolDir, `${places.spoolDir}.away`);
    await pipeline.start();
    await until('an error in the row', 5_000, async () => (await recordingRow(db.sql, call.recordingId))?.last_error);
    expect((await recordingRow(db.sql, call.recordingId))?.state).to.equal('waiting');
    expect(await incidentsOf(db.sql, call.callId)).to.deep.equal([]);
    await rename(`${places.spoolDir}.away`, places.spoolDir);
    await spoolFile(places, `${call.recordingId}.raw`, rawTones({ seconds: 2 }), call.endedRealMs);
    await reached(db.sql, call.recordingId, 'registered');
  });

  it('ends a long encoding when it is asked to stop, and does it again at the next start', async () => {
    pipeline = pipelineFor(db.sql, places, { stopWaitMs: 100 });
    const call = await endedCall(db.sql, { talkMs: 300_000 });
    await spoolFile(places, `${call.recordingId}.raw`, rawTones({ seconds: 300 }), call.endedRealMs);
    await pipeline.start();
    await until('the encoder', 5_000, async () =>
      (await readdir(places.spoolDir)).some((name) => name.endsWith('.part')),
    );
    const asked = Date.now();
    await pipeline.stop();
    expect(Date.now() - asked).to.be.below(2_000);
    expect(await recordingRow(db.sql, call.recordingId)).to.include({ state: 'verified', last_error: null });
    expect(await readdir(places.spoolDir)).to.deep.equal([`${call.recordingId}.raw`]);
    pipeline = pipelineFor(db.sql, places);
    await pipeline.start();
    await reached(db.sql, call.recordingId, 'registered', 18_000);
  });

  it('says what ffmpeg said, keeps the source and goes on when ffmpeg works again', async () => {
    pipeline = pipelineFor(db.sql, places, { ffmpeg: '/bin/false' });
    const call = await endedCall(db.sql, { talkMs: 2_000 });
    await spoolFile(places, `${call.recordingId}.raw`, rawTones({ seconds: 2 }), call.endedRealMs);
    await pipeline.start();
    await until('an error in the row', 5_000, async () => {
      const [row] = await db.sql`select last_error from recording where last_error is not null`;
      return row;
    });
    await pipeline.stop();
    expect(await readdir(places.spoolDir)).to.deep.equal([`${call.recordingId}.raw`]);
    pipeline = pipelineFor(db.sql, places, { ffmpeg });
    await pipeline.start();
    await reached(db.sql, call.recordingId, 'registered', 8_000);
  });

  it('keeps the recording of a complaint beyond its term, until the complaint turns out to be none', async () => {
    const { sql } = db;
    const [call, other] = [await endedCall(sql, { talkMs: 2_000 }), await endedCall(sql, { talkMs: 2_000 })];
    for (const one of [call, other])
      await spoolFile(places, one.recordingId, rawTones({ seconds: 2 }), one.endedRealMs);
    const [person] =
      await sql`insert into person (addressee_no, kind, name_official, name_search, name_kana, kana_search)
      values ('1', 'individual', 'x', 'x', 'x', 'x') returning id`;
    const [staff] = await sql`insert into staff_account (id, login, display_name, role, password_hash)
      values (gen_random_uuid(), 'a', 'a', 'agent', 'x') returning id`;
    await sql`insert into hand_over (id, kind, person_id, call_id, reason, body, due_at, raised_by, raised_at)
      values (gen_random_uuid(), 'complaint', ${person?.['id']}, ${call.callId}, 'complaint', 'x', now(), ${staff?.['id']}, now())`;
    const held = async () =>
      (await sql`select call_id as id, hold_reason from recording where hold order by call_id`).map((row) => row['id']);
    await pipeline.start();
    await until('held', 8_000, async () => (await held()).length === 1);
    expect(await held()).to.deep.equal([call.callId]);
    await pipeline.stop();
    await sql`update recording set hold = true where call_id = ${other.callId}`;
    await sql`update hand_over set state = 'withdrawn'`;
    pipeline = pipelineFor(sql, places);
    await pipeline.start();
    await until('let go', 8_000, async () => (await held())[0] !== call.callId && (await held()).length === 1);
    // What a person put on hold stays.
    expect(await held()).to.deep.equal([other.callId]);
  });
});
