import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import type { ComplaintNotice, HandOverRow } from '../../core/contracts/http/hand-overs.ts';
import { selectPersonsOfSubject } from '../../core/reach/fact-queries.ts';
import { personFacts } from '../../core/reach/person-facts.ts';
import { numberStatus } from '../../core/rules/phone-choice.ts';
import { stoppedBy } from '../../core/rules/stop-policy.ts';
import { holdComplaints } from '../../recordings-store/queries.ts';
import { type ApiUnderTest, apiUnderTest, type Browser, START, until } from './api-under-test.ts';
import { answerCommands, LUNCH, seedPerson, seedSubjects, setAgent, TAX } from './city-fixture.ts';
import { seedInbound, seedOutbound } from './inbound-support.ts';

const NOW = new Date(START);
const LINE = { subjectId: TAX, debtClass: 'tax' as const, sharingGroup: 'tax' };

describe('api: what callers nobody knows want of the city', () => {
  let api: ApiUnderTest;
  let agent: Browser;
  let supervisor: Browser;
  let officer: Browser;
  let telephony: { stop(): Promise<void> };
  let asked: Record<string, unknown>[] = [];
  const open: Socket[] = [];
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    agent = await api.as('agent');
    supervisor = await api.as('supervisor');
    officer = await api.as('officer');
    const { sql } = api.db;
    telephony = answerCommands(sql, async ({ kind, payload }) => {
      asked.push({ kind, ...payload });
      if (kind !== 'call_back') return { state: 'done', result: {} };
      const at = '2026-11-20T01:00:00Z';
      const { id: personId } = await seedPerson(sql);
      return {
        state: 'done',
        result: { callId: await seedOutbound(sql, { personId, subjectId: TAX, digits: '0312', at }) },
      };
    });
  });
  afterEach(() => {
    asked = [];
    for (const socket of open.splice(0)) socket.disconnect();
  });
  after(async () => {
    await telephony.stop();
    await api.close();
  });

  let last = 312_350_000;
  const fresh = () => {
    last += 1;
    return `0${last}`;
  };

  /** A conversation that is over, with somebody nobody found. */
  async function conversation(caller: string, subjectId: string | null = TAX, personId: number | null = null) {
    const { sql } = api.db;
    const callId = await seedInbound(sql, { subjectId, caller, agentId: agent.staffId, personId });
    await sql`update call set state = 'ended', ended_at = now(), line_result = 'answered_human' where id = ${callId}`;
    await setAgent(sql, agent.staffId, { state: 'wrap_up', callId });
    return callId;
  }
  const save = (callId: string, entry: object) =>
    agent.post('/api/desk/result', {
      callId,
      whoAnswered: 'third_party',
      lineResult: 'answered_human',
      talkResult: null,
      callbackAt: null,
      note: '',
      ...entry,
    });
  const complaint = { talkResult: 'complaint', reason: 'complaint', note: '何度も電話が来る', speakerName: 'サトウ' };
  const stop = { talkResult: 'do_not_call', note: 'もうかけないでほしい' };

  async function raised(caller: string, entry: object, subjectId: string | null = TAX): Promise<[string, string]> {
    const callId = await conversation(caller, subjectId);
    expect((await save(callId, entry)).status).to.equal(204);
    const [row] = await api.db.sql<{ id: string }[]>`select id from hand_over where call_id = ${callId}`;
    return [row?.id ?? '', callId];
  }
  const board = async (who: Browser, view = 'open'): Promise<HandOverRow[]> =>
    (await who.get(`/api/hand-overs?view=${view}`)).body.rows;
  const one = async (who: Browser, id: string) => (await who.get(`/api/hand-overs/${id}`)).body;
  const identify = (who: Browser, id: string, personId: number) =>
    who.post(`/api/hand-overs/${id}/person`, { personId });
  const stored = async (id: string) => (await api.db.sql`select * from hand_over where id = ${id}`)[0];
  const decide = (approvalId: unknown, decision: 'approve' | 'return') =>
    officer.post(`/api/approvals/${approvalId}/decide`, { decision, answer: '確認しました' });

  /** What the gate knows of a person: the stop of the person, and of the first number. */
  async function gate(personId: number) {
    const { persons, held } = await selectPersonsOfSubject(api.db.sql, [personId], TAX, NOW);
    const [row] = persons;
    if (!row) throw new Error('no such person');
    const [phone] = personFacts(row, { subject: LINE, lines: new Map() }, held).phones;
    return {
      person: stoppedBy(row.stopFlags, 'call', '2026-11-20')?.kind ?? null,
      number: phone ? numberStatus(phone, NOW, 30) : null,
    };
  }

  it('tells the supervisor of the line of a complaint at once, with the number and the call, and nobody else', async () => {
    const told: ComplaintNotice[] = [];
    const elsewhere: ComplaintNotice[] = [];
    for (const [who, list] of [
      [supervisor, told],
      [await api.as('supervisor', { subjectScope: [LUNCH] }), elsewhere],
    ] as const) {
      const socket = io(`${api.url}/hand-overs`, {
        transports: ['websocket'],
        forceNew: true,
        extraHeaders: { cookie: who.cookie, origin: api.url },
      });
      open.push(socket);
      socket.on('complaints', (list_: ComplaintNotice[]) => list.push(...list_));
      await until('connected', () => socket.connected);
    }
    const caller = fresh();
    const started = performance.now();
    const [id, callId] = await raised(caller, complaint);
    const notice = await until('told', () => told.find((row) => row.id === id));
    expect(performance.now() - started).to.be.below(3_000);
    expect(notice).to.include({ unknown: true, subjectName: '市税' });
    expect(JSON.stringify(notice)).to.not.include(caller);
    await until('written down', async () => ((await stored(id))?.['supervisor_told_at'] ? true : undefined));
    const row = (await board(supervisor)).find((each) => each.id === id);
    expect(row).to.deep.include({ person: null, kind: 'complaint', mark: 'today', stopped: true });
    expect(row?.caller).to.deep.include({ number: caller, name: 'サトウ', callId, masked: false });
    expect(elsewhere).to.deep.equal([]);
    const other = await api.as('supervisor', { subjectScope: [LUNCH] });
    expect((await other.get(`/api/hand-overs/${id}`)).status).to.equal(404);
    expect((await board(agent, 'mine')).some((each) => each.id === id)).to.equal(true);
  });

  it('stands in the report of the day, keeps its recording, is answered and closed as any other', async () => {
    const { sql } = api.db;
    const caller = fresh();
    const [id, callId] = await raised(caller, complaint);
    await sql`insert into recording (id, call_id, state, started_at) values (gen_random_uuid(), ${callId}, 'registered', ${NOW})`;
    expect(await holdComplaints(sql)).to.be.greaterThan(0);
    const [held] = await sql`select hold, hold_reason from recording where call_id = ${callId}`;
    expect(held).to.deep.equal({ hold: true, hold_reason: 'complaint' });
    const { complaints } = (await supervisor.get('/api/hand-overs/report?on=2026-11-20')).body;
    const line = complaints.find((row: HandOverRow) => row.id === id);
    expect(line).to.deep.include({ person: null, body: complaint.note });
    expect(line.caller.number).to.equal(caller);
    // The recording is for who may play one.
    expect(line.caller.recordingId).to.be.a('string');
    expect((await one(agent, id)).caller.recordingId).to.equal(null);
    expect((await officer.post(`/api/hand-overs/${id}/take`)).status).to.equal(204);
    expect((await officer.post(`/api/hand-overs/${id}/answer`, { answer: '課で対応します' })).status).to.equal(204);
    const work = (await agent.get('/api/desk-work')).body;
    expect(work.replies.find((row: { id: string }) => row.id === id)).to.deep.include({
      person: null,
      answer: '課で対応します',
    });
    expect((await officer.post(`/api/hand-overs/${id}/close`, { resume: true })).status).to.equal(204);
    expect((await one(officer, id)).stopped).to.equal(false);
  });

  it('stops the number, for whomever the city has it, until the city lets it go on', async () => {
    const person = await seedPerson(api.db.sql);
    expect(await gate(person.id)).to.deep.equal({ person: null, number: 'unknown' });
    const [id] = await raised(person.digits, stop);
    expect(await gate(person.id)).to.deep.equal({ person: null, number: 'refused' });
    const { phones } = (await officer.get(`/api/persons/${person.id}`)).body;
    expect(phones[0].words[0], 'read on the case as well').to.include({ status: 'refused' });
    const view = await one(officer, id);
    expect(view).to.include({ kind: 'do_not_call', stopped: true });
    // Said again, it is the same one.
    const again = await conversation(person.digits);
    expect((await save(again, { ...stop, whoAnswered: 'wrong_person' })).status).to.equal(204);
    expect(await api.db.sql`select 1 from hand_over where call_id = ${again}`).to.have.length(0);
    expect((await one(officer, id)).events.map(({ act }: { act: string }) => act)).to.deep.equal([
      'raised',
      'repeated',
    ]);
    expect((await decide(view.approvalId, 'return')).status).to.equal(204);
    expect(await gate(person.id)).to.deep.equal({ person: null, number: 'unknown' });
  });

  it('becomes the person’s once somebody says who it was: record, recording, stop, and the next call from the number', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const caller = fresh();
    const [id, callId] = await raised(caller, { ...complaint, whoAnswered: 'household', causeKind: 'letter' });
    expect((await identify(agent, id, person.id)).status, 'an agent').to.equal(403);
    expect((await identify(supervisor, id, person.id)).status).to.equal(204);
    expect((await identify(supervisor, id, person.id)).body.code).to.equal('hand-over/known');
    expect(await gate(person.id)).to.deep.equal({ person: 'complaint', number: 'unknown' });
    const view = await one(supervisor, id);
    expect(view).to.deep.include({ caller: null, stopped: true });
    expect(view.person.id).to.equal(person.id);
    expect(view.events.at(-1)).to.include({ act: 'identified' });
    const [record] = await sql`select * from contact_record where call_id = ${callId}`;
    expect(record).to.include({
      person_id: person.id,
      staff_id: agent.staffId,
      talk_result: 'complaint',
      cause_kind: 'letter',
      note: complaint.note,
    });
    expect((await stored(id))?.['contact_record_id']).to.equal(record?.['id']);
    const card = (await officer.get(`/api/persons/${person.id}`)).body;
    const kinds = card.history.map((item: { channel: string; what: string | null }) => [item.channel, item.what]);
    expect(kinds).to.deep.include(['call', '原因 文書']);
    expect(kinds.map(([channel]: string[]) => channel)).to.include('complaint');
    const next = await seedInbound(sql, { subjectId: TAX, caller, agentId: agent.staffId });
    const pop = (await agent.get(`/api/inbound/calls/${next}`)).body;
    expect(pop.earlier).to.deep.equal([]);
    expect(pop.candidates.map(({ personId }: { personId: number }) => personId)).to.deep.equal([person.id]);
    await sql`update call set ended_at = now() where id = ${next}`;
    const [audit] =
      await sql`select person_id, detail from audit_log where action = 'hand_over.act' order by id desc limit 1`;
    expect(audit).to.deep.include({ person_id: person.id });
    expect(audit?.['detail']).to.include({ what: 'identify' });
    // Contact goes on when the city says so, for the person as well.
    await officer.post(`/api/hand-overs/${id}/answer`, { answer: '了解' });
    await officer.post(`/api/hand-overs/${id}/close`, { resume: true });
    expect(await gate(person.id)).to.deep.equal({ person: null, number: 'unknown' });
  });

  it('a person who asked for no calls before has asked once more; nobody outside the scope, protected or invented is named', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const known = await conversation(person.digits, TAX, person.id);
    expect((await save(known, { ...stop, whoAnswered: 'principal' })).status).to.equal(204);
    const [id] = await raised(fresh(), stop);
    const shielded = await seedPerson(sql, { shielded: true });
    expect((await identify(supervisor, id, shielded.id)).body.code).to.equal('person/shielded');
    expect((await identify(supervisor, id, 999_999)).status).to.equal(404);
    expect((await identify(supervisor, id, person.id)).status).to.equal(204);
    expect(await stored(id)).to.include({ state: 'withdrawn', person_id: person.id });
    const waiting = await sql`select 1 from approval_request where ref_id = ${id} and state = 'waiting'`;
    expect(waiting).to.have.length(0);
    const stops = await sql`select 1 from stop_flag where person_id = ${person.id} and to_on is null`;
    expect(stops).to.have.length(1);
    const [living] = await sql<{ id: string }[]>`
      select id from hand_over where person_id = ${person.id} and state <> 'withdrawn'`;
    const acts = (await one(supervisor, living?.id ?? '')).events.map(({ act }: { act: string }) => act);
    expect(acts).to.deep.equal(['raised', 'repeated']);
  });

  it('tells of a number that leads to a protected person to named staff alone', async () => {
    const shielded = await seedPerson(api.db.sql, { shielded: true });
    const [id] = await raised(shielded.digits, complaint);
    const view = await one(supervisor, id);
    expect(view.caller).to.deep.include({ masked: true, number: null, name: null });
    expect(JSON.stringify(view)).to.not.include(complaint.note);
    expect((await identify(supervisor, id, shielded.id)).status).to.equal(403);
    const named = await api.as('supervisor', { privileged: true });
    expect((await one(named, id)).caller.number).to.equal(shielded.digits);
  });

  it('its recording is found by its result, and is the person’s, with their protection, once they are known', async () => {
    const { sql } = api.db;
    const shielded = await seedPerson(sql, { shielded: true });
    const [id, callId] = await raised(fresh(), complaint);
    await sql`insert into recording (id, call_id, state, started_at) values (gen_random_uuid(), ${callId}, 'registered', ${NOW})`;
    const named = await api.as('manager', { privileged: true });
    const found = async (who: Browser, query: string) =>
      (await who.get(`/api/recordings?${query}`)).body.find((row: { callId: string }) => row.callId === callId);
    expect(await found(supervisor, 'talk=complaint')).to.include({ talkResult: 'complaint' });
    expect((await identify(named, id, shielded.id)).status).to.equal(204);
    expect(await found(named, `person=${shielded.id}`)).to.include({ talkResult: 'complaint' });
    const row = await found(supervisor, 'talk=complaint');
    expect(row).to.include({ personMasked: true });
    const audio = await supervisor.get(`/api/recordings/${row.id}/audio`);
    expect(audio.status).to.be.oneOf([403, 404]);
  });

  it('a call of no line is for who sees every line', async () => {
    const [id] = await raised(fresh(), complaint, null);
    expect((await one(supervisor, id)).subject).to.equal(null);
    const limited = await api.as('supervisor', { subjectScope: [TAX] });
    expect((await limited.get(`/api/hand-overs/${id}`)).status).to.equal(404);
  });

  it('hands over what else the city must know, and keeps day and place of a payment', async () => {
    const { sql } = api.db;
    const [id, callId] = await raised(fresh(), {
      whoAnswered: 'household',
      talkResult: 'status_change',
      reason: 'death',
      note: '母が亡くなった。氏名は聞けず',
    });
    expect(await stored(id)).to.include({ kind: 'hand_over', reason: 'death', call_id: callId, person_id: null });
    const paid = await conversation(fresh());
    const said = { talkResult: 'claims_paid', claimsPaid: { on: '2026-11-18', where: 'bank' } };
    expect((await save(paid, { ...said, whoAnswered: 'household', causeKind: 'sms' })).status).to.equal(204);
    const [kept] = await sql`select claims_paid_on, claims_paid_where, cause_kind from unknown_caller_record
      where call_id = ${paid}`;
    expect(kept).to.deep.equal({ claims_paid_on: '2026-11-18', claims_paid_where: 'bank', cause_kind: 'sms' });
  });

  describe('call backs', () => {
    const at = '2026-11-21T01:00:00.000Z';
    const wish = { talkResult: 'callback', callbackAt: at, note: '明日10時に' };
    const tasks = async () => (await agent.get('/api/tasks')).body.tasks;

    it('is a task at the time they asked for, and nobody’s next one before', async () => {
      const caller = fresh();
      const callId = await conversation(caller);
      expect((await save(callId, wish)).status).to.equal(204);
      const [task] = (await tasks()).filter(({ number }: { number: string }) => number === caller);
      expect(task).to.include({ kind: 'asked_call_back', notBefore: at, late: false, person: null, state: 'open' });
      expect((await agent.post('/api/tasks/take-next')).body).to.equal(null);
      expect((await agent.post(`/api/tasks/${task.id}/take`)).status, 'by hand at any time').to.equal(200);
      expect((await agent.post(`/api/tasks/${task.id}/call-back`)).status).to.equal(200);
      expect(asked.at(-1)).to.include({ kind: 'call_back', inboundCallId: callId, personId: null, subjectId: TAX });
      expect((await agent.post(`/api/tasks/${task.id}/done`, { outcome: 'reached' })).status).to.equal(204);
      const due = fresh();
      const soon = await conversation(due);
      await save(soon, wish);
      await api.db.sql`update desk_task set not_before = ${NOW}, due_at = ${NOW} where call_id = ${soon}`;
      expect((await agent.post('/api/tasks/take-next')).body).to.include({ number: due });
    });

    it('is kept of somebody known as well, whose own call belongs to no campaign; a correction takes it back', async () => {
      const { sql } = api.db;
      const person = await seedPerson(sql);
      const callId = await conversation(person.digits, TAX, person.id);
      expect((await save(callId, { ...wish, whoAnswered: 'household' })).status).to.equal(204);
      const row = async () =>
        (await sql`select kind, state, person_id, number, outcome from desk_task where call_id = ${callId}`)[0];
      expect(await row()).to.deep.equal({
        kind: 'asked_call_back',
        state: 'open',
        person_id: person.id,
        number: person.digits,
        outcome: null,
      });
      await setAgent(sql, agent.staffId, { state: 'break', callId: null });
      const [record] = await sql`select id from contact_record where call_id = ${callId}`;
      const entry = { whoAnswered: 'household', lineResult: 'answered_human', talkResult: 'message_left' };
      const corrected = await agent.post(`/api/contacts/${record?.['id']}/correct`, {
        reason: '取り違え',
        entry: { ...entry, callbackAt: null, note: '' },
      });
      expect(corrected.status).to.equal(200);
      expect(await row()).to.include({ state: 'done', outcome: 'corrected' });
    });
  });

  it('refuses what cannot be kept of a hidden number, and says what to do instead', async () => {
    const callId = await conversation('');
    const words = async (entry: object) => (await save(callId, entry)).body;
    expect((await words(stop)).title).to.include('苦情(W)');
    const later = await words({ talkResult: 'callback', callbackAt: '2026-11-21T01:00:00Z' });
    expect(later.title).to.include('引継(4)');
    expect((await words({ whoAnswered: 'household', talkResult: 'reissue' })).title).to.include('どなたの件か');
    expect((await save(callId, complaint)).status).to.equal(204);
    const [row] = await api.db.sql<{ id: string }[]>`select id from hand_over where call_id = ${callId}`;
    const view = await one(supervisor, row?.id ?? '');
    expect(view).to.deep.include({ stopped: false, person: null });
    expect(view.caller.number).to.equal(null);
  });

  it('a stranger with somebody’s number stops that number for them', async () => {
    const person = await seedPerson(api.db.sql);
    const callId = await conversation(person.digits, TAX, person.id);
    const entry = { whoAnswered: 'wrong_person', talkResult: null, phoneStatus: 'foreign' };
    expect((await save(callId, entry)).status).to.equal(204);
    expect(await gate(person.id)).to.deep.equal({ person: null, number: 'wrong' });
  });
});
