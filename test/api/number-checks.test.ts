import { expect } from 'chai';
import { newId } from '../../core/platform/ids.ts';
import { pipelineFor, rawTones, reached, spoolFile } from '../recordings/fixtures.ts';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import { INSURANCE, seedPerson, seedSubjects, TAX } from './city-fixture.ts';

describe('api: numbers heard before they are taken for dead', () => {
  let api: ApiUnderTest;
  let ear: Browser;
  const pipelines: { stop(): Promise<void> }[] = [];
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    ear = await api.as('supervisor');
  });
  after(async () => {
    for (const pipeline of pipelines) await pipeline.stop();
    await api.close();
  });

  /** An unanswered call whose announcement is kept; without the sound itself. */
  async function announced(options: { subject?: string; shielded?: boolean; at?: string } = {}) {
    const { sql } = api.db;
    const { subject = TAX, shielded = false, at = '2026-11-20T09:00:00+09:00' } = options;
    const person = await seedPerson(sql, { shielded, subjects: [subject] });
    const [phone] = await sql<{ id: number }[]>`select id from phone_number where person_id = ${person.id}`;
    const callId = newId();
    const recordingId = newId();
    await sql`insert into call (id, node, direction, person_id, phone_id, subject_id, dialled_number, number_type, state, created_at,
        dialled_at, ended_at, ended_real_ms, line_result, recording_id, ring_spool, early_media_spool)
      values (${callId}, 'n', 'outbound', ${person.id}, ${phone?.id ?? 0}, ${subject}, ${person.digits}, 'mobile', 'ended', ${at}, ${at},
        ${at}, ${Date.now() - 20_000}, 'unallocated', ${recordingId}, ${`${recordingId}.ring.raw`}, ${`${recordingId}.ring.raw`})`;
    await sql`insert into recording (id, call_id, state, started_at, kind, recorded_ms)
      values (${recordingId}, ${callId}, 'registered', ${at}, 'early_media', 6400)`;
    return { ...person, callId, recordingId, phoneId: phone?.id ?? 0 };
  }
  const listed = async (who: Browser = ear): Promise<string[]> =>
    (await who.get('/api/number-checks')).body.open.map((row: { callId: string }) => row.callId);

  it('lists number, line and guess, oldest first, and names nobody', async () => {
    const second = await announced();
    const first = await announced({ at: '2026-11-19T09:00:00+09:00' });
    const { body } = await ear.get('/api/number-checks');
    expect(body.waiting).to.equal(2);
    expect(body.open.map(({ callId }: { callId: string }) => callId)).to.deep.equal([first.callId, second.callId]);
    expect(body.open[0]).to.deep.equal({
      callId: first.callId,
      at: '2026-11-19T00:00:00.000Z',
      digits: first.digits,
      numberType: 'mobile',
      subject: { id: TAX, shortName: '市税', colour: '#1d4f7c' },
      guess: 'unallocated',
      seconds: 6.4,
    });
  });

  it('takes one verdict a number, from whoever is first; the own one may be taken back', async () => {
    const { callId } = await announced();
    const other = await api.as('agent');
    expect((await ear.post(`/api/number-checks/${callId}`, { verdict: 'unallocated' })).status).to.equal(204);
    expect(await listed()).to.not.include(callId);
    const refused = await other.post(`/api/number-checks/${callId}`, { verdict: 'ringing' });
    expect(refused).to.deep.include({ status: 409 });
    expect(refused.body.code).to.equal('number-check/decided');
    expect((await other.post(`/api/number-checks/${callId}`, { verdict: null })).status).to.equal(409);
    expect((await ear.post(`/api/number-checks/${callId}`, { verdict: null })).status).to.equal(204);
    expect(await listed()).to.include(callId);
    expect((await ear.post(`/api/number-checks/${callId}`, { verdict: 'nonsense' })).status).to.equal(422);
    const [row] = await api.db
      .sql`select person_id, detail from audit_log where action = 'number.check' order by id limit 1`;
    expect(row?.['detail']).to.deep.equal({ verdict: 'unallocated' });
  });

  it('asks once a number: the newest announcement, and none after a verdict on the same digits', async () => {
    const older = await announced({ at: '2026-11-18T09:00:00+09:00' });
    const newer = await announced({ at: '2026-11-19T10:00:00+09:00' });
    await api.db.sql`update call set dialled_number = ${older.digits} where id = ${newer.callId}`;
    expect(await listed())
      .to.include(newer.callId)
      .and.not.include(older.callId);
    await ear.post(`/api/number-checks/${newer.callId}`, { verdict: 'temp_out' });
    expect(await listed())
      .to.not.include(newer.callId)
      .and.not.include(older.callId);
  });

  it('keeps to the subjects of the account, and shows a shielded person’s number to named staff only', async () => {
    const insurance = await announced({ subject: INSURANCE });
    const shielded = await announced({ shielded: true });
    const narrow = await api.as('agent', { subjectScope: [TAX] });
    expect(await listed(narrow)).to.not.include(insurance.callId);
    expect((await narrow.post(`/api/number-checks/${insurance.callId}`, { verdict: 'other' })).status).to.equal(404);
    expect(await listed())
      .to.include(insurance.callId)
      .and.not.include(shielded.callId);
    expect((await ear.get(`/api/number-checks/${shielded.callId}/audio`)).status).to.equal(404);
    expect(await listed(await api.as('supervisor', { privileged: true }))).to.include(shielded.callId);
  });

  it('plays what was said, with one audit row', async () => {
    const { sql } = api.db;
    const { callId, recordingId } = await announced();
    await sql`delete from recording where id = ${recordingId}`;
    const { spoolDir } = api.config.asterisk;
    const { storeDir, masterKeyFile } = api.config.recordings;
    const raw = rawTones({ seconds: 4, leftHz: 700, rightOn: [] });
    const places = { root: spoolDir, spoolDir, storeDir, masterKeyFile, remove: async () => undefined };
    await spoolFile(places, `${recordingId}.ring.raw`, raw, Date.now() - 20_000);
    const pipeline = pipelineFor(sql, places);
    pipelines.push(pipeline);
    await pipeline.start();
    await reached(sql, recordingId, 'registered');
    const answer = await ear.get(`/api/number-checks/${callId}/audio`);
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-type')).to.equal('audio/ogg');
    expect(answer.text.slice(0, 4)).to.equal('OggS');
    const plays = await sql`select recording_id from audit_log where action = 'play' and call_id = ${callId}`;
    expect([...plays]).to.deep.equal([{ recording_id: recordingId }]);
  });
});

describe('api: promised callbacks', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
  });
  after(() => api.close());

  it('reminds the one who promised, and counts what is anybody’s on the own lines', async () => {
    const { sql } = api.db;
    const agent = await api.as('agent', { subjectScope: [TAX] });
    const stranger = await api.as('agent');
    const promise = async (subject: string, at: string, owner: string | null) => {
      const { id: person } = await seedPerson(sql, { subjects: [subject] });
      const campaign = newId();
      await sql`insert into campaign (id, subject_id, name, mode, state) values (${campaign}, ${subject}, 'x', 'preview', 'running')`;
      await sql`insert into campaign_target (campaign_id, person_id, position) values (${campaign}, ${person}, 1)`;
      await sql`insert into target_progress (target_id, state, reason_code, next_at, owner_agent_id, owner_until)
        select id, 'waiting', 'callback', ${at}::timestamptz, ${owner}, ${at}::timestamptz + interval '15 minutes'
        from campaign_target where campaign_id = ${campaign}`;
    };
    // It is 10:00 on 20 November.
    await promise(TAX, '2026-11-20T09:50:00+09:00', agent.staffId);
    await promise(TAX, '2026-11-20T10:03:00+09:00', agent.staffId);
    await promise(TAX, '2026-11-21T14:00:00+09:00', agent.staffId);
    await promise(TAX, '2026-11-20T09:30:00+09:00', stranger.staffId); // its quarter of an hour is over
    await promise(TAX, '2026-11-20T15:00:00+09:00', null);
    await promise(INSURANCE, '2026-11-20T09:00:00+09:00', null); // no line of this agent
    const { status, body, text } = await agent.get('/api/callbacks');
    expect(status).to.equal(200);
    expect(body.mine.map(({ state }: { state: string }) => state)).to.deep.equal(['overdue', 'soon', 'later']);
    expect(body.mine[0].subject).to.deep.equal({ id: TAX, shortName: '市税', colour: '#1d4f7c' });
    expect(body.pool).to.deep.equal({ due: 1, laterToday: 1 });
    expect(text).to.not.match(/試験|090/);
  });
});
