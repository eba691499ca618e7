import { expect } from 'chai';
import { settleInbound } from '../../api/inbound/settle-inbound.ts';
import { type ApiUnderTest, apiUnderTest, type Browser, START } from './api-under-test.ts';
import { answerCommands, LUNCH, seedPerson, seedSubjects, TAX } from './city-fixture.ts';
import { addEvent, type InboundCall, seedInbound, seedOutbound } from './inbound-support.ts';

const NOW = new Date(START);

describe('api: tasks of callers nobody spoke with', () => {
  let api: ApiUnderTest;
  let agent: Browser;
  let telephony: { stop(): Promise<void> };
  let asked: Record<string, unknown>[] = [];
  let refuse: string | null = null;
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    agent = await api.as('agent');
    telephony = answerCommands(api.db.sql, async ({ kind, payload }) => {
      if (kind !== 'call_back') return { state: 'done', result: {} };
      asked.push(payload);
      if (refuse !== null) return { state: 'refused', result: { code: refuse, message: '今は発信できません。' } };
      return { state: 'done', result: { callId: payload['inboundCallId'] as string } };
    });
  });
  beforeEach(async () => {
    asked = [];
    refuse = null;
    await api.db.sql`delete from desk_task`;
  });
  after(async () => {
    await telephony.stop();
    await api.close();
  });

  let numbers = 0;
  const inVain = (more: Partial<InboundCall> = {}) =>
    seedInbound(api.db.sql, {
      subjectId: TAX,
      caller: `07011112${String(++numbers).padStart(3, '0')}`,
      endedAfterSec: 40,
      ...more,
    });
  const settle = async () => {
    while ((await settleInbound(api.db.sql, NOW)) > 0);
  };
  const list = async (browser = agent) => (await browser.get('/api/tasks')).body.tasks;

  it('raises one task a caller, exactly once, whatever the worker does twice', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql, { name: '折返 花子' });
    const callId = await inVain({ caller: person.digits });
    await inVain({ endedAfterSec: 3 });
    await inVain({ agentId: agent.staffId, endedAfterSec: 60 });
    await inVain({ caller: '' });
    await Promise.all([settle(), settle()]);
    await settle();
    const tasks = await list();
    expect(tasks).to.have.length(1);
    expect(tasks[0]).to.deep.include({
      kind: 'abandoned_inbound',
      number: person.digits,
      state: 'open',
      tries: 0,
      late: false,
    });
    expect(tasks[0].person).to.deep.equal({ id: person.id, name: '折返 花子' });
    const rows = await sql`select call_id from desk_task`;
    expect(rows.map((row) => row['call_id'])).to.deep.equal([callId]);
  });

  it('keeps places in the order of the queue and before everything else', async () => {
    const { sql } = api.db;
    await inVain({ at: '2026-11-20T00:10:00Z' });
    const second = await inVain({ at: '2026-11-20T00:40:00Z' });
    const first = await inVain({ at: '2026-11-20T00:30:00Z' });
    for (const id of [second, first]) await addEvent(sql, id, 'keep_place', { place: 1 });
    await settle();
    expect((await list()).map((task: { kind: string }) => task.kind)).to.deep.equal([
      'keep_my_place',
      'keep_my_place',
      'abandoned_inbound',
    ]);
    const next = await agent.post('/api/tasks/take-next');
    expect(next.body).to.deep.include({
      kind: 'keep_my_place',
      at: '2026-11-20T00:30:00.000Z',
      late: true,
      state: 'taken',
    });
    expect(next.body.owner).to.include({ mine: true });
  });

  it('gives the next one also what somebody took and left lying, and never what they are at', async () => {
    const { sql } = api.db;
    await inVain();
    await settle();
    expect((await agent.post('/api/tasks/take-next')).body).to.include({ state: 'taken' });
    const other = await api.as('agent');
    expect((await other.post('/api/tasks/take-next')).body, 'somebody is at it').to.equal(null);
    await sql`update desk_task set taken_at = ${new Date(NOW.getTime() - 21 * 60_000)}`;
    expect((await agent.post('/api/tasks/take-next')).body, 'one’s own is not the next').to.equal(null);
    expect((await other.post('/api/tasks/take-next')).body.owner).to.include({ mine: true });
  });

  it('merges who calls again, hears every message, and forgets who was spoken with meanwhile', async () => {
    const { sql } = api.db;
    const caller = '07099990001';
    await inVain({ caller, at: '2026-11-20T00:10:00Z' });
    await inVain({ caller, at: '2026-11-20T00:15:00Z' });
    await settle();
    expect(await list()).to.have.length(1);
    const message = await inVain({ caller, at: '2026-11-20T00:20:00Z' });
    await addEvent(sql, message, 'voicemail', { realMs: Date.parse('2026-11-20T00:20:10Z') });
    await settle();
    expect((await list()).map((task: { kind: string }) => task.kind)).to.deep.equal(['voicemail']);
    const vain = await inVain({ at: '2026-11-20T00:30:00Z' });
    await settle();
    const [task] = await sql`select number from desk_task where call_id = ${vain}`;
    const person = await seedPerson(sql);
    const digits = String(task?.['number']);
    await seedOutbound(sql, {
      personId: person.id,
      subjectId: TAX,
      digits,
      at: '2026-11-20T00:50:00Z',
      agentId: agent.staffId,
      spoken: true,
    });
    await settle();
    const [closed] = await sql`select state, outcome from desk_task where call_id = ${vain}`;
    expect(closed).to.deep.include({ state: 'done', outcome: 'spoke_meanwhile' });
  });

  it('is taken by one, called back by whoever took it, and done with an outcome', async () => {
    const { sql } = api.db;
    const other = await api.as('agent');
    const person = await seedPerson(sql);
    const callId = await inVain({ caller: person.digits });
    await settle();
    const [task] = await list();
    const at = `/api/tasks/${task.id}`;
    expect((await agent.post(`${at}/call-back`)).body.code).to.equal('task/not-yours');
    expect((await agent.post(`${at}/take`)).status).to.equal(200);
    expect((await other.post(`${at}/take`)).body.code).to.equal('task/taken');
    refuse = 'guard_hours';
    expect((await agent.post(`${at}/call-back`)).body.code, 'what the gate says').to.equal('guard_hours');
    refuse = null;
    const dialled = await agent.post(`${at}/call-back`);
    expect(dialled.status).to.equal(200);
    expect(asked.at(-1)).to.deep.equal({ inboundCallId: callId, personId: person.id, subjectId: TAX });
    expect((await list())[0]).to.include({ tries: 1, state: 'taken' });
    expect((await agent.post(`${at}/done`, { outcome: 'merged' })).status, 'not for people to say').to.equal(422);
    expect((await agent.post(`${at}/done`, { outcome: 'reached' })).status).to.equal(204);
    expect(await list()).to.deep.equal([]);
    const done = (await agent.get('/api/tasks?done=1')).body.tasks;
    expect(done.map((one: { outcome: string }) => one.outcome)).to.deep.equal(['reached']);
    const actions = await sql`select action from audit_log where action like 'task.%' order by id`;
    expect(actions.slice(-3).map((row) => row['action'])).to.deep.equal(['task.take', 'task.call', 'task.done']);
  });

  it('lets a task left lying be taken over, and given back', async () => {
    const other = await api.as('agent');
    await inVain();
    await settle();
    const [task] = await list();
    await agent.post(`/api/tasks/${task.id}/take`);
    await api.db.sql`update desk_task set taken_at = taken_at - interval '30 minutes'`;
    expect((await other.post(`/api/tasks/${task.id}/take`)).body.owner).to.include({ mine: true });
    expect((await other.post(`/api/tasks/${task.id}/release`)).status).to.equal(204);
    expect((await list())[0]).to.include({ state: 'open', owner: null });
  });

  it('shows nothing of other lines, and numbers of shielded persons to named staff alone', async () => {
    const { sql } = api.db;
    const shielded = await seedPerson(sql, { shielded: true });
    await inVain({ caller: shielded.digits });
    await inVain({ subjectId: LUNCH });
    await settle();
    expect(await list(await api.as('agent', { subjectScope: [TAX] }))).to.deep.equal([]);
    expect(await list(await api.as('agent', { privileged: true, subjectScope: [TAX] }))).to.have.length(1);
    expect(await list()).to.have.length(1);
  });

  it('plays a message to whoever took it and to nobody else', async () => {
    const { sql } = api.db;
    const callId = await inVain();
    await addEvent(sql, callId, 'voicemail', { realMs: Date.parse('2026-11-20T00:58:10Z') });
    await settle();
    const [task] = await list();
    expect(task).to.include({ kind: 'voicemail', audible: false, messageAtSec: 10 });
    expect((await agent.get(`/api/tasks/${task.id}/audio`)).body.code).to.equal('task/not-yours');
    await agent.post(`/api/tasks/${task.id}/take`);
    expect((await agent.get(`/api/tasks/${task.id}/audio`)).body.code, 'not stored yet').to.equal(
      'recording/not-found',
    );
  });

  it('measures the return rate by channel, the agent’s word before the proposal', async () => {
    const { sql } = api.db;
    const supervisor = await api.as('supervisor');
    const person = await seedPerson(sql);
    const span = 'from=2026-10-01&to=2026-10-31';
    const rate = async () => {
      const { channels } = (await supervisor.get(`/api/inbound/return-rate?${span}`)).body;
      return Object.fromEntries(
        channels.map((one: { channel: string; sent: number; returned: number }) => [
          one.channel,
          [one.sent, one.returned],
        ]),
      );
    };
    for (const day of [1, 2, 3, 4])
      await seedOutbound(sql, {
        personId: person.id,
        subjectId: TAX,
        digits: person.digits,
        at: `2026-10-0${day}T02:00:00Z`,
      });
    const first = await inVain({
      caller: person.digits,
      at: '2026-10-05T02:00:00Z',
      agentId: agent.staffId,
      endedAfterSec: 60,
    });
    await inVain({ caller: '0355556666', at: '2026-10-05T02:00:00Z' });
    await settle();
    expect(await rate()).to.deep.equal({ call: [4, 1], sms: [0, 0], letter: [0, 0], visit: [0, 0] });
    await sql`insert into contact_record (id, person_id, call_id, subject_id, at, channel, direction, cause_kind)
      values (gen_random_uuid(), ${person.id}, ${first}, ${TAX}, '2026-10-05T02:05:00Z', 'call', 'inbound', 'letter')`;
    expect(await rate()).to.deep.equal({ call: [4, 0], sms: [0, 0], letter: [0, 1], visit: [0, 0] });
  });

  it('a conversation that our side cut off is still to be had; one that ended by itself is not', async () => {
    const { sql } = api.db;
    const cut = await inVain({ agentId: agent.staffId, endedAfterSec: 90, at: '2026-11-20T00:55:00Z' });
    await addEvent(sql, cut, 'politely_ended', { goodbye: 'call-ended' });
    const ended = await inVain({ agentId: agent.staffId, endedAfterSec: 90, at: '2026-11-20T00:55:00Z' });
    await settle();
    const rows = await sql`select call_id, kind from desk_task where call_id in (${cut}, ${ended})`;
    expect([...rows]).to.deep.equal([{ call_id: cut, kind: 'abandoned_inbound' }]);
  });
});
