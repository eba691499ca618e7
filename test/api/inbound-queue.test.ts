import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import type { WaitingCall } from '../../core/contracts/http/inbound.ts';
import { Stopwatch } from '../support/stopwatch.ts';
import { type ApiUnderTest, apiUnderTest, type Browser, until } from './api-under-test.ts';
import { answerCommands, LUNCH, seedPerson, seedSubjects, setAgent, TAX } from './city-fixture.ts';
import { addEvent, seedInbound } from './inbound-support.ts';

describe('api: who waits, and callers nobody knows', () => {
  let api: ApiUnderTest;
  let agent: Browser;
  let telephony: { stop(): Promise<void> };
  const open: Socket[] = [];
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    agent = await api.as('agent');
    telephony = answerCommands(api.db.sql, async () => ({ state: 'done', result: {} }));
  });
  afterEach(async () => {
    for (const socket of open.splice(0)) socket.disconnect();
    await api.db.sql`update call set ended_at = now() where ended_at is null`;
  });
  after(async () => {
    await telephony.stop();
    await api.close();
  });

  function watch(cookie: string): { told: WaitingCall[][]; errors: string[] } {
    const socket = io(`${api.url}/inbound`, {
      transports: ['websocket'],
      forceNew: true,
      extraHeaders: { cookie, origin: api.url },
    });
    open.push(socket);
    const seen = { told: [] as WaitingCall[][], errors: [] as string[] };
    socket.on('waiting', (calls: WaitingCall[]) => seen.told.push(calls));
    socket.on('connect_error', (error) => seen.errors.push(error.message));
    return seen;
  }
  const waiting = async (browser = agent) => (await browser.get('/api/inbound/waiting')).body as WaitingCall[];
  const enter = async (subjectId: string, caller: string, at: string) => {
    const id = await seedInbound(api.db.sql, { subjectId, caller, at });
    return id;
  };

  it('tells place and line, longest first; who speaks on a machine or kept the place waits no more', async () => {
    const { sql } = api.db;
    const second = await enter(TAX, '07000000002', '2026-11-20T00:51:00Z');
    const first = await enter(TAX, '07000000001', '2026-11-20T00:50:00Z');
    const other = await enter(LUNCH, '07000000003', '2026-11-20T00:52:00Z');
    const places = async () => (await waiting()).map(({ callId, place }) => [callId, place]);
    expect(await places()).to.deep.equal([
      [first, 1],
      [second, 2],
      [other, 1],
    ]);
    expect(JSON.stringify(await waiting()), 'names no number').not.to.include('0700000000');
    await addEvent(sql, first, 'keep_place', { place: 1 });
    await addEvent(sql, other, 'waited_in_vain');
    expect(await places()).to.deep.equal([[second, 1]]);
  });

  it('is told over the socket when it moves, to each their own lines and to nobody without a desk', async () => {
    const { sql } = api.db;
    const limited = await api.as('supervisor', { subjectScope: [LUNCH] });
    const mine = watch(agent.cookie);
    const theirs = watch(limited.cookie);
    const stranger = watch((await api.as('reviewer')).cookie);
    await until('an empty queue', () => mine.told.find((calls) => calls.length === 0));
    const sent = new Stopwatch();
    const callId = await enter(TAX, '07000000004', '2026-11-20T00:53:00Z');
    await sql`update call set queued_real_ms = queued_real_ms where id = ${callId}`;
    await until('told', () => mine.told.find((calls) => calls.some((call) => call.callId === callId)));
    expect(sent.tookMs, 'not by the poll').to.be.below(1_500);
    await setAgent(sql, agent.staffId, { state: 'talking', callId });
    await sql`update call set agent_id = ${agent.staffId} where id = ${callId}`;
    await until('taken', () => (mine.told.at(-1)?.length === 0 ? true : undefined));
    expect(theirs.told.flat()).to.deep.equal([]);
    expect(stranger.errors).to.include('permission/denied');
    expect(stranger.told).to.deep.equal([]);
  });

  const wrapUp = async (callId: string) => {
    await api.db
      .sql`update call set state = 'ended', ended_at = now(), line_result = 'answered_human' where id = ${callId}`;
    await setAgent(api.db.sql, agent.staffId, { state: 'wrap_up', callId });
  };
  const save = (callId: string, more: object = {}) =>
    agent.post('/api/desk/result', {
      callId,
      whoAnswered: 'third_party',
      lineResult: 'answered_human',
      talkResult: 'complaint',
      reason: 'complaint',
      callbackAt: null,
      note: '電話が多い。12,800円とのこと',
      ...more,
    });

  it('keeps what a caller nobody knew said, once, and shows it with the next call of the number on that line', async () => {
    const { sql } = api.db;
    const caller = '0312340009';
    const callId = await seedInbound(sql, { subjectId: TAX, caller, agentId: agent.staffId });
    await wrapUp(callId);
    expect((await save(callId)).status).to.equal(204);
    expect((await save(callId, { note: 'twice' })).status).to.equal(204);
    const rows = await sql`select number, direction, inbound_class, talk_result, note from unknown_caller_record`;
    expect(rows.map((row) => ({ ...row }))).to.deep.equal([
      {
        number: caller,
        direction: 'inbound',
        inbound_class: 'complaint',
        talk_result: 'complaint',
        note: '電話が多い。12,800円とのこと',
      },
    ]);
    const next = await seedInbound(sql, { subjectId: TAX, caller, agentId: agent.staffId });
    const { body, text } = await agent.get(`/api/inbound/calls/${next}`);
    expect(body.earlier).to.have.length(1);
    expect(body.earlier[0]).to.include({ inboundClass: 'complaint' });
    expect(text, 'no figure before any check').not.to.include('12,800');
    const elsewhere = await seedInbound(sql, { subjectId: LUNCH, caller, agentId: agent.staffId });
    expect((await agent.get(`/api/inbound/calls/${elsewhere}`)).body.earlier).to.deep.equal([]);
  });

  it('refuses what would be raised for nobody, and says what to do first', async () => {
    const callId = await seedInbound(api.db.sql, { subjectId: TAX, caller: '0312340010', agentId: agent.staffId });
    await wrapUp(callId);
    const asked = await save(callId, { whoAnswered: 'household', talkResult: 'reissue', reason: null });
    expect(asked.body).to.include({ code: 'result/impossible' });
    expect(asked.body.title).to.include('どなたの件か');
    const labelled = await save(callId, { labels: [{ colour: 'red', text: '対応注意' }] });
    expect(labelled.body).to.include({ code: 'result/impossible' });
    expect(await api.db.sql`select 1 from unknown_caller_record where call_id = ${callId}`).to.have.length(0);
  });

  it('writes one view of the pop down, however often the desk asks until the two are joined', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const callId = await seedInbound(sql, { subjectId: TAX, caller: person.digits, agentId: agent.staffId });
    for (let asked = 0; asked < 3; asked += 1) await agent.get(`/api/inbound/calls/${callId}`);
    const views = await sql`select 1 from audit_log where action = 'list' and call_id = ${callId}`;
    expect(views).to.have.length(1);
  });
});
