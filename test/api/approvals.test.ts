import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import type { ApprovalEffect } from '../../api/approvals/approval.ts';
import { decide } from '../../api/approvals/decide.ts';
import { type ApprovalAsked, requestApproval } from '../../api/approvals/request-approval.ts';
import type { ApprovalCounts, ApprovalRow } from '../../core/contracts/http/approvals.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { seedCity } from '../telephony/dialer-population.ts';
import { type ApiUnderTest, apiUnderTest, type Browser, START, until } from './api-under-test.ts';

const HOUR_MS = 3_600_000;

describe('api: approvals', () => {
  let api: ApiUnderTest;
  let manager: Browser;
  let officer: Browser;
  let asks = 0;
  const open: Socket[] = [];
  before(async () => {
    api = await apiUnderTest();
    await seedCity(api.db.sql);
    manager = await api.as('manager');
    officer = await api.as('officer');
  });
  afterEach(() => {
    for (const socket of open.splice(0)) socket.disconnect();
  });
  after(() => api.close());

  const ask = (more: Partial<ApprovalAsked<'predictive'>> = {}) => {
    asks += 1;
    return requestApproval(api.db.sql, {
      kind: 'predictive',
      refId: `ask${asks}`,
      subjectId: 'tax',
      title: `予測発信 ${asks}`,
      detail: { capPercent: 1, validFrom: '2026-11-20', validTo: null, measured: null, frontier: [] },
      requestedBy: manager.staffId,
      now: new Date(START + asks),
      dueAt: new Date(START + 48 * HOUR_MS),
      ...more,
    });
  };
  const inbox = async (who = officer): Promise<ApprovalRow[]> => (await who.get('/api/approvals/inbox')).body;
  const mine = async (): Promise<ApprovalRow[]> => (await manager.get('/api/approvals/mine')).body;
  const decided = (id: string, body: object, who = officer) => who.post(`/api/approvals/${id}/decide`, body);
  const find = (rows: ApprovalRow[], id: string) => rows.find((row) => row.id === id);

  it('orders the inbox by deadline, marks what is late, and lets what has none wait at the end', async () => {
    const calm = await ask({ dueAt: null });
    const soon = await ask({ dueAt: new Date(START + HOUR_MS) });
    const late = await ask({ dueAt: new Date(START - HOUR_MS) });
    const rows = await inbox();
    const ids = rows.map(({ id }) => id);
    expect([ids.indexOf(late), ids.indexOf(soon), ids.indexOf(calm)]).to.deep.equal([0, 1, 2]);
    expect(rows.map((row) => row.late)).to.deep.equal([true, false, false]);
    expect(rows[0]).to.include({ state: 'waiting', mayDecide: true, subjectId: 'tax' });
  });

  it('approves with what the approval does, tells the one who asked, and marks the answer read once', async () => {
    const id = await ask();
    expect(find(await mine(), id)).to.include({ state: 'waiting', mayDecide: false });
    expect((await decided(id, { decision: 'approve', answer: ' 承知しました ' })).status).to.equal(204);
    const [row] = await api.db
      .sql`select subject_id, cap_percent::float as cap from predictive_approval where approval_id = ${id}`;
    expect(row).to.deep.equal({ subject_id: 'tax', cap: 1 });
    expect((await mine())[0]).to.include({ id, state: 'approved', answer: '承知しました', readAt: null });
    expect((await manager.post(`/api/approvals/${id}/read`)).status).to.equal(204);
    const readAt = find(await mine(), id)?.readAt;
    expect(readAt).to.be.a('string');
    expect((await manager.post(`/api/approvals/${id}/read`)).status).to.equal(204);
    expect(find(await mine(), id)?.readAt).to.equal(readAt);
    expect(find((await officer.get('/api/approvals/inbox?decided=true')).body, id)).to.include({ state: 'approved' });
    const [audit] = await api.db
      .sql`select detail, subject_id from audit_log where action = 'approval.decide' order by id desc`;
    expect(audit?.['detail']).to.include({ approval: id, kind: 'predictive', decision: 'approve' });
  });

  it('returns only with a reason, and nothing comes into force', async () => {
    const id = await ask();
    for (const answer of [null, '   ']) {
      const refused = await decided(id, { decision: 'return', answer });
      expect([refused.status, refused.body.code]).to.deep.equal([422, 'approval/no-answer']);
    }
    expect((await decided(id, { decision: 'return', answer: '上限の理由を書いてください' })).status).to.equal(204);
    expect(find(await mine(), id)).to.include({ state: 'returned', answer: '上限の理由を書いてください' });
    expect(await api.db.sql`select 1 from predictive_approval where approval_id = ${id}`).to.have.length(0);
  });

  it('is decided once: of two officers at the same moment one wins and the other hears who', async () => {
    const id = await ask();
    const other = await api.as('officer');
    const answers = await Promise.all([
      decided(id, { decision: 'approve' }),
      decided(id, { decision: 'return', answer: '保留' }, other),
    ]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([204, 409]);
    const lost = answers.find(({ status }) => status === 409);
    expect(lost?.body.code).to.equal('approval/decided');
    expect(lost?.body.title).to.match(/officer \d+さんがすでに(承認し|差し戻し)ました/);
    const state = find(await mine(), id)?.state;
    const inForce = await api.db.sql`select 1 from predictive_approval where approval_id = ${id}`;
    expect(inForce).to.have.length(state === 'approved' ? 1 : 0);
  });

  it('is never decided by the one who asked, nor by a contractor', async () => {
    const id = await ask({ requestedBy: officer.staffId });
    expect(find(await inbox(), id)).to.include({ mayDecide: false });
    expect((await decided(id, { decision: 'approve' })).body.code).to.equal('approval/own');
    expect((await decided(id, { decision: 'approve' }, manager)).body.code).to.equal('permission/denied');
    const other = await api.as('officer');
    expect((await decided(id, { decision: 'approve' }, other)).status).to.equal(204);
  });

  it('stays within the officer’s subjects', async () => {
    const id = await ask();
    const elsewhere = await api.as('officer', { subjectScope: ['lunch'] });
    expect(find(await inbox(elsewhere), id)).to.equal(undefined);
    expect((await decided(id, { decision: 'approve' }, elsewhere)).status).to.equal(404);
    expect((await manager.post(`/api/approvals/${id}/read`)).status).to.equal(404);
  });

  it('asked again, the older question is withdrawn and can no longer be decided', async () => {
    const first = await ask({ refId: 'same' });
    const second = await ask({ refId: 'same' });
    const refused = await decided(first, { decision: 'approve' });
    expect([refused.status, refused.body.detail.state]).to.deep.equal([409, 'withdrawn']);
    expect(find(await inbox(), second)).to.include({ state: 'waiting' });
  });

  it('decides nothing when the effect refuses', async () => {
    const id = await ask();
    const changed: ApprovalEffect = {
      kind: 'predictive',
      async approved(tx) {
        await tx`insert into predictive_approval (id, subject_id, valid_from, created_at) values (${id}, 'tax', '2026-11-20', now())`;
        throw new DomainError('approval/decided', 409, '変わりました');
      },
      returned: async () => undefined,
    };
    const who = { staffId: officer.staffId, subjectScope: null, centreScope: null, privileged: false };
    let code = '';
    await decide(api.db.sql, [changed], who, { id, decision: 'approve', answer: null, now: new Date(START) }).catch(
      (error: DomainError) => {
        code = error.code;
      },
    );
    expect(code).to.equal('approval/decided');
    expect(find(await inbox(), id)).to.include({ state: 'waiting' });
    expect(await api.db.sql`select 1 from predictive_approval where id = ${id}`).to.have.length(0);
  });

  it('tells officers and requesters their numbers as they move, and nobody else', async () => {
    const connect = (cookie: string) => {
      const socket = io(`${api.url}/approvals`, {
        transports: ['websocket'],
        forceNew: true,
        extraHeaders: { cookie, origin: api.url },
      });
      open.push(socket);
      const heard: { counts: ApprovalCounts[]; errors: string[] } = { counts: [], errors: [] };
      socket.on('counts', (counts: ApprovalCounts) => heard.counts.push(counts));
      socket.on('connect_error', (error) => heard.errors.push(error.message));
      return heard;
    };
    const [atOfficer, atManager] = [connect(officer.cookie), connect(manager.cookie)];
    const before = await until('first count', () => atOfficer.counts.at(-1));
    const unread = (await until('first count', () => atManager.counts.at(-1))).unread;
    expect(atManager.counts.at(-1)).to.include({ waiting: 0, late: 0 });
    const id = await ask();
    await until('one more', () => (atOfficer.counts.at(-1)?.waiting === before.waiting + 1 ? true : undefined));
    await decided(id, { decision: 'approve' });
    await until('one less', () => (atOfficer.counts.at(-1)?.waiting === before.waiting ? true : undefined));
    await until('an answer', () => (atManager.counts.at(-1)?.unread === unread + 1 ? true : undefined));
    const agent = connect((await api.as('agent')).cookie);
    await until('refusal', () => agent.errors[0]);
    expect(agent.counts).to.have.length(0);
  });
});
