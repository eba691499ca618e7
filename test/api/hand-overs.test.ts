import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import { raiseHandOver } from '../../api/hand-overs/raise-hand-over.ts';
import { requestDoNotCall } from '../../api/hand-overs/request-do-not-call.ts';
import type { ComplaintNotice, HandOverCounts, HandOverRow } from '../../core/contracts/http/hand-overs.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { MASK_TEXT } from '../../core/rules/shield.ts';
import { type ApiUnderTest, apiUnderTest, type Browser, START, until } from './api-under-test.ts';
import { INSURANCE, LUNCH, seedCampaign, seedPerson, seedSubjects, startCall, TAX } from './city-fixture.ts';

const NOW = new Date(START);
const TOLD_MS = 3_000;

describe('api: hand-overs', () => {
  let api: ApiUnderTest;
  let agent: Browser;
  let supervisor: Browser;
  let officer: Browser;
  const open: Socket[] = [];
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    agent = await api.as('agent');
    supervisor = await api.as('supervisor');
    officer = await api.as('officer');
  });
  afterEach(() => {
    for (const socket of open.splice(0)) socket.disconnect();
  });
  after(() => api.close());

  type Raised = Parameters<typeof raiseHandOver>[1];
  const raise = (personId: number, more: Partial<Raised> = {}) =>
    api.db.sql.begin((tx) =>
      raiseHandOver(tx as TransactionSql, {
        kind: 'hand_over',
        personId,
        contactRecordId: null,
        callId: null,
        subjectId: TAX,
        reason: 'hardship',
        body: '失業して12,345円も払えない',
        wishes: null,
        staffId: agent.staffId,
        now: NOW,
        ...more,
      }),
    );
  const complaint = (personId: number, more: Partial<Raised> = {}) =>
    raise(personId, { kind: 'complaint', reason: 'complaint', body: '何度もかけてくる', ...more });
  const rows = async (who: Browser, view: string): Promise<HandOverRow[]> =>
    (await who.get(`/api/hand-overs?view=${view}`)).body.rows;
  const one = async (who: Browser, id: string) => (await who.get(`/api/hand-overs/${id}`)).body;
  const has = (list: HandOverRow[], id: string) => list.some((row) => row.id === id);

  it('orders what waits by deadline, for those who follow the lines; an agent sees their own', async () => {
    const person = await seedPerson(api.db.sql);
    const later = await raise(person.id, { reason: 'disputes' });
    const sooner = await raise(person.id);
    const today = await complaint(person.id);
    const list = await rows(officer, 'open');
    expect(list.map(({ id }) => id)).to.deep.equal([today, sooner, later]);
    expect(list.map(({ mark }) => mark)).to.deep.equal(['today', 'later', 'later']);
    expect(list[0]).to.include({ kind: 'complaint', stopped: true, state: 'waiting', raisedBy: 'agent 1' });
    const other = await api.as('agent');
    expect(has(await rows(other, 'mine'), sooner)).to.equal(false);
    expect(has(await rows(agent, 'mine'), sooner)).to.equal(true);
    expect((await agent.get('/api/hand-overs?view=open')).status).to.equal(403);
    expect((await other.get(`/api/hand-overs/${sooner}`)).status).to.equal(404);
  });

  it('stands on the page of its person, open ones first; nothing of a shielded one, nothing before the check of a live call', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const { staffId } = await api.as('agent');
    const first = await raise(person.id, { staffId });
    await officer.post(`/api/hand-overs/${first}/answer`, { answer: '説明済み' });
    const open = await raise(person.id, { staffId, reason: 'disputes' });
    const ofPerson = async (id: number) => (await supervisor.get(`/api/persons/${id}/hand-overs`)).body;
    const list: HandOverRow[] = await ofPerson(person.id);
    expect(list.map(({ id, state }) => `${id} ${state}`)).to.deep.equal([`${open} waiting`, `${first} answered`]);
    expect((await agent.get(`/api/persons/${person.id}/hand-overs`)).status).to.equal(403);
    const hidden = await seedPerson(sql, { shielded: true });
    await raise(hidden.id, { staffId });
    expect(await ofPerson(hidden.id)).to.deep.equal([]);
    const campaign = await seedCampaign(sql, TAX, [person.id]);
    const target = { id: campaign.targets[0] ?? 0, personId: person.id };
    await startCall(sql, supervisor.staffId, { id: campaign.id, subjectId: TAX }, target);
    expect(await ofPerson(person.id)).to.include({ code: 'identity/required' });
    await sql`update call set state = 'ended', ended_at = now() where person_id = ${person.id}`;
  });

  it('goes from the officer’s hand back to who asked, with its history', async () => {
    const person = await seedPerson(api.db.sql);
    const id = await raise(person.id);
    expect((await officer.post(`/api/hand-overs/${id}/close`, { resume: false })).body.code).to.equal(
      'hand-over/not-answered',
    );
    expect((await officer.post(`/api/hand-overs/${id}/take`)).status).to.equal(204);
    expect((await supervisor.post(`/api/hand-overs/${id}/remark`, { body: '窓口の日を伝えた' })).status).to.equal(204);
    expect((await agent.post(`/api/hand-overs/${id}/read`)).status).to.equal(404);
    expect((await officer.post(`/api/hand-overs/${id}/answer`, { answer: '分納の相談へ' })).status).to.equal(204);
    const mine = (await rows(agent, 'mine'))[0];
    expect(mine).to.include({ id, state: 'answered', unread: true, answeredBy: 'officer 3' });
    expect((await one(agent, id)).answer).to.equal('分納の相談へ');
    // Said once more: unread again.
    expect((await agent.post(`/api/hand-overs/${id}/read`)).status).to.equal(204);
    expect((await rows(agent, 'mine')).find((row) => row.id === id)?.unread).to.equal(false);
    await officer.post(`/api/hand-overs/${id}/answer`, { answer: '相談は12月1日' });
    expect((await rows(agent, 'mine'))[0]).to.include({ id, unread: true });
    await agent.post(`/api/hand-overs/${id}/read`);
    expect((await officer.post(`/api/hand-overs/${id}/close`, { resume: true })).status).to.equal(204);
    expect((await officer.post(`/api/hand-overs/${id}/answer`, { answer: '遅い' })).body.code).to.equal(
      'hand-over/not-open',
    );
    const { events } = await one(officer, id);
    expect(events.map(({ act }: { act: string }) => act)).to.deep.equal([
      'raised',
      'taken',
      'remark',
      'answered',
      'read',
      'answered',
      'read',
      'closed',
      'resumed',
    ]);
    const audits = await api.db
      .sql`select detail from audit_log where action = 'hand_over.act' and person_id = ${person.id}
      order by id`;
    expect(audits.map(({ detail }) => detail.what)).to.deep.equal(['take', 'remark', 'answer', 'answer', 'close']);
  });

  it('an instalment request is decided, not answered, and only by the city', async () => {
    const person = await seedPerson(api.db.sql);
    const wishes = [
      { on: '2026-11-30', amount: 10_000 },
      { on: '2026-12-28', amount: 20_000 },
    ];
    const id = await raise(person.id, { kind: 'instalment_request', reason: 'instalment', wishes });
    expect((await officer.post(`/api/hand-overs/${id}/answer`, { answer: 'はい' })).body.code).to.equal(
      'hand-over/decide-instead',
    );
    const view = await one(officer, id);
    expect(view.wishes).to.deep.equal(wishes);
    // Sums are for who may see them; who typed them may read them again.
    expect((await one(supervisor, id)).wishes).to.equal(null);
    expect((await one(agent, id)).wishes).to.deep.equal(wishes);
    const decision = { decision: 'return', answer: '12月は10日までにしてください' };
    for (const who of [agent, supervisor])
      expect((await who.post(`/api/approvals/${view.approvalId}/decide`, decision)).status).to.equal(403);
    expect((await officer.post(`/api/approvals/${view.approvalId}/decide`, decision)).status).to.equal(204);
    expect(await one(agent, id)).to.include({
      outcome: 'returned',
      answer: decision.answer,
      unread: true,
      approvalId: null,
    });
  });

  it('a complaint’s stop stays when it is closed without resuming, until the city ends it with a reason', async () => {
    const person = await seedPerson(api.db.sql);
    const id = await complaint(person.id);
    await officer.post(`/api/hand-overs/${id}/answer`, { answer: '課長がおわびした' });
    await officer.post(`/api/hand-overs/${id}/close`, { resume: false, reason: '当面は文書のみ' });
    expect(await one(officer, id)).to.include({ state: 'closed', stopped: true });
    const flags = async () => (await officer.get(`/api/persons/${person.id}`)).body.person.flags;
    expect(await flags()).to.include('苦情対応中');
    expect((await officer.post(`/api/hand-overs/${id}/resume`, { reason: '' })).status).to.equal(422);
    expect((await officer.post(`/api/hand-overs/${id}/resume`, { reason: '了解を得た' })).status).to.equal(204);
    expect((await officer.post(`/api/hand-overs/${id}/resume`, { reason: '再度' })).body.code).to.equal(
      'hand-over/not-stopped',
    );
    expect(await flags()).not.to.include('苦情対応中');
  });

  it('a do-not-call shows whether the city confirmed it', async () => {
    const person = await seedPerson(api.db.sql);
    const id = await api.db.sql.begin((tx) =>
      requestDoNotCall(tx as TransactionSql, {
        personId: person.id,
        contactRecordId: null,
        callId: null,
        subjectId: TAX,
        reason: '電話は困る',
        staffId: agent.staffId,
        now: NOW,
      }),
    );
    const flags = async () => (await officer.get(`/api/persons/${person.id}`)).body.person.flags;
    expect(await flags()).to.deep.equal(['架電禁止(市の確認待ち)']);
    const { approvalId } = await one(officer, id);
    await officer.post(`/api/approvals/${approvalId}/decide`, { decision: 'approve' });
    expect(await flags()).to.deep.equal(['架電禁止']);
  });

  it('shows nothing of a shielded person to who may not, and lets them answer nothing', async () => {
    const person = await seedPerson(api.db.sql, { shielded: true, name: '秘密 花子' });
    const id = await complaint(person.id, { body: '秘密 花子は緑町にいる' });
    const seen = await officer.get(`/api/hand-overs/${id}`);
    expect(seen.body).to.include({ body: MASK_TEXT });
    expect(seen.text + JSON.stringify(await rows(officer, 'open'))).not.to.match(/秘密|緑町/);
    expect((await supervisor.get('/api/hand-overs/report?on=2026-11-20')).text).not.to.match(/秘密|緑町/);
    for (const [path, body] of [
      ['take', {}],
      ['answer', { answer: 'x' }],
      ['remark', { body: 'x' }],
    ] as const)
      expect((await officer.post(`/api/hand-overs/${id}/${path}`, body)).body.code, path).to.equal('person/shielded');
    const plan = await raise(person.id, {
      kind: 'instalment_request',
      reason: 'instalment',
      wishes: [
        { on: '2026-11-30', amount: 1_000 },
        { on: '2026-12-28', amount: 1_000 },
      ],
    });
    const { approvalId } = await one(officer, plan);
    const decision = await officer.post(`/api/approvals/${approvalId}/decide`, { decision: 'approve' });
    expect(decision.body.code).to.equal('person/shielded');
    const trusted = await api.as('officer', { privileged: true });
    expect((await trusted.post(`/api/approvals/${approvalId}/decide`, { decision: 'approve' })).status).to.equal(204);
    expect((await one(trusted, id)).body).to.equal('秘密 花子は緑町にいる');
    expect((await trusted.post(`/api/hand-overs/${id}/take`)).status).to.equal(204);
  });

  it('stays within the lines, and keeps figures back while the person is on the line unproven', async () => {
    const person = await seedPerson(api.db.sql, { subjects: [TAX, LUNCH] });
    const id = await raise(person.id);
    const unbound = await raise(person.id, { subjectId: null });
    const lunch = await api.as('officer', { subjectScope: [LUNCH] });
    for (const what of [id, unbound]) {
      expect(has(await rows(lunch, 'open'), what)).to.equal(false);
      expect((await lunch.get(`/api/hand-overs/${what}`)).status).to.equal(404);
      expect((await lunch.post(`/api/hand-overs/${what}/answer`, { answer: 'x' })).status).to.equal(404);
    }
    const campaign = await seedCampaign(api.db.sql, TAX, [person.id]);
    const target = { id: campaign.targets[0] ?? 0, personId: person.id };
    await startCall(api.db.sql, agent.staffId, { id: campaign.id, subjectId: TAX }, target);
    expect((await one(agent, id)).body).not.to.include('12,345');
    expect((await one(officer, id)).body).to.include('12,345');
  });

  it('nothing of an invented citizen reaches the city or the floor', async () => {
    const person = await seedPerson(api.db.sql);
    await api.db.sql`update person set training = true where id = ${person.id}`;
    const id = await complaint(person.id);
    const plan = await raise(person.id, {
      kind: 'instalment_request',
      reason: 'instalment',
      wishes: [
        { on: '2026-11-30', amount: 1_000 },
        { on: '2026-12-28', amount: 1_000 },
      ],
    });
    expect(has(await rows(officer, 'open'), id)).to.equal(false);
    expect((await officer.get('/api/hand-overs/report?on=2026-11-20')).text).not.to.include(id);
    expect(await api.db.sql`select 1 from approval_request where ref_id = ${plan}`).to.have.length(0);
    expect(has(await rows(agent, 'mine'), id)).to.equal(true);
  });

  it('the day’s report names every complaint, and each remembers that it went to the city', async () => {
    const person = await seedPerson(api.db.sql);
    const id = await complaint(person.id, { subjectId: INSURANCE });
    const insurance = await api.as('manager', { subjectScope: [INSURANCE] });
    const report = await insurance.post('/api/hand-overs/report', { on: '2026-11-20' });
    expect(report.body).to.include({ on: '2026-11-20', city: 'みどり野市', section: '納付案内センター' });
    expect(report.body.complaints.map((row: HandOverRow) => row.id)).to.deep.equal([id]);
    const { events } = await one(officer, id);
    expect(events.at(-1)).to.include({ act: 'reported' });
    expect(events.at(-1).by).to.match(/^manager/);
    expect((await insurance.get('/api/hand-overs/report?on=2026-11-19')).body.complaints).to.deep.equal([]);
    const [audit] = await api.db.sql`select detail from audit_log where action = 'download' order by id desc limit 1`;
    expect(audit?.['detail']).to.include({ what: 'complaint_report', persons: 1 });
  });

  it('keeps the city’s days by the day they begin, and refuses the past', async () => {
    const { body } = await officer.get('/api/hand-overs/settings');
    const { validFrom: _, ...days } = body.versions[0];
    const value = { ...days, doNotCall: 1 };
    expect(
      (await officer.send('PUT', '/api/hand-overs/settings', { ...value, validFrom: '2026-11-19' })).body.code,
    ).to.equal('settings/past');
    const saved = await officer.send('PUT', '/api/hand-overs/settings', { ...value, validFrom: '2026-12-01' });
    expect(saved.body.versions[0]).to.include({ validFrom: '2026-12-01', doNotCall: 1 });
    expect(saved.body.versions).to.have.length(2);
  });

  describe('the room', () => {
    interface Heard {
      complaints: ComplaintNotice[];
      counts: HandOverCounts | null;
    }
    const listen = (who: Browser): Heard => {
      const heard: Heard = { complaints: [], counts: null };
      const socket = io(`${api.url}/hand-overs`, {
        transports: ['websocket'],
        forceNew: true,
        extraHeaders: { cookie: who.cookie, origin: api.config.web.publicUrl },
      });
      socket.on('complaints', (list: ComplaintNotice[]) => heard.complaints.splice(0, Infinity, ...list));
      socket.on('counts', (counts: HandOverCounts) => {
        heard.counts = counts;
      });
      open.push(socket);
      return heard;
    };

    it('tells the supervisors of the line at once, without the citizen’s name, and nobody else', async () => {
      const elsewhere = await api.as('supervisor', { subjectScope: [LUNCH] });
      const [near, far, own] = [listen(supervisor), listen(elsewhere), listen(agent)];
      await until('every room', () => [near, far, own].every(({ counts }) => counts !== null) || undefined);
      const person = await seedPerson(api.db.sql);
      const id = await complaint(person.id);
      const notice = await until('told', () => near.complaints.find((one) => one.id === id), TOLD_MS);
      expect(notice).to.include({ reason: '苦情', subjectName: '市税', raisedBy: 'agent 1' });
      expect(Object.values(notice).join()).not.to.include('試験');
      const [row] = await until('noted', async () => {
        const found = await api.db.sql`select supervisor_told_at as at from hand_over where id = ${id}`;
        return found[0]?.['at'] ? found : undefined;
      });
      expect(row?.['at']).to.be.instanceOf(Date);
      expect([far.complaints.length, own.complaints.length]).to.deep.equal([0, 0]);
      expect((await one(officer, id)).events.filter(({ act }: { act: string }) => act === 'told')).to.have.length(1);
      await officer.post(`/api/hand-overs/${id}/take`);
      await until('taken off', () => near.complaints.every((one) => one.id !== id) || undefined, TOLD_MS);
    });

    it('tells an agent of the answer to what they raised', async () => {
      const heard = listen(agent);
      await until('counts', () => heard.counts ?? undefined);
      const before = heard.counts?.unread ?? 0;
      expect(heard.counts).to.include({ open: 0, toAnswer: 0, late: 0 });
      const person = await seedPerson(api.db.sql);
      const id = await raise(person.id);
      await officer.post(`/api/hand-overs/${id}/answer`, { answer: '了解' });
      await until('answer', () => (heard.counts?.unread === before + 1 ? true : undefined), TOLD_MS);
    });
  });
});
