import { expect } from 'chai';
import { approvalEffects } from '../../api/approvals/effects.ts';
import { followPromises } from '../../api/promises/follow-promises.ts';
import { judgeOpen } from '../../api/promises/judge-promises.ts';
import { selectWaitingSmsReminders } from '../../api/promises/reminder-queries.ts';
import { savePromise } from '../../api/promises/save-promise.ts';
import { newId } from '../../core/platform/ids.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { type ApiUnderTest, apiUnderTest, type Browser, START } from './api-under-test.ts';
import { answerCommands, LUNCH, seedCampaign, seedPerson, seedSubjects, TAX } from './city-fixture.ts';

const NOW = new Date(START);
const day = (date: string) => new Date(`${date}T10:00:00+09:00`);

describe('promises and today’s work', () => {
  let api: ApiUnderTest;
  let agent: Browser;
  let colleague: Browser;
  let supervisor: Browser;
  let manager: Browser;
  let officer: Browser;
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    agent = await api.as('agent', { displayName: '佐藤' });
    colleague = await api.as('agent', { subjectScope: [LUNCH] });
    supervisor = await api.as('supervisor');
    manager = await api.as('manager');
    officer = await api.as('officer');
  });
  after(() => api.close());
  beforeEach(async () => {
    for (const table of ['promise_stir', 'promise_reminder', 'promise_event', 'promise_item', 'promise'])
      await api.db.owner`delete from ${api.db.owner(table)}`;
  });

  const promise = (personId: number, more: Partial<Parameters<typeof savePromise>[1]> = {}) =>
    api.db.sql.begin((tx) =>
      savePromise(tx as TransactionSql, {
        personId,
        contactRecordId: null,
        callId: null,
        subjectId: TAX,
        itemIds: [],
        promisedOn: '2026-11-20',
        amount: null,
        method: 'convenience',
        reissue: true,
        madeBy: 'principal',
        staffId: agent.staffId,
        now: NOW,
        ...more,
      }),
    );
  const longAgo = { now: day('2026-11-01'), promisedOn: '2026-11-05' };

  it('stand where they belong, with amounts for those alone who may see them', async () => {
    const due = await seedPerson(api.db.sql, { name: '約束 太郎' });
    const late = await seedPerson(api.db.sql);
    const broken = await seedPerson(api.db.sql);
    const dueId = await promise(due.id);
    await promise(late.id, { now: day('2026-11-15'), promisedOn: '2026-11-18' });
    const brokenId = await promise(broken.id, longAgo);
    await judgeOpen(api.db.sql, NOW);
    const board = await agent.get('/api/promises?view=today&mine=1');
    expect(board.body.counts).to.deep.equal({ today: 1, overdue: 1, broken: 1, later: 0, kept: 0 });
    expect(board.body.rows).to.have.length(1);
    expect(board.body.rows[0]).to.deep.include({
      id: dueId,
      person: { id: due.id, name: '約束 太郎', masked: false },
      amount: null,
      keptAmount: null,
      mine: true,
      staffName: '佐藤',
      graceUntil: '2026-11-27',
      madeAt: NOW.toISOString(),
    });
    expect(board.text).to.not.include(String(due.amounts[0]));
    const seen = await manager.get('/api/promises?view=broken');
    expect(seen.body.rows[0]).to.include({ id: brokenId, amount: broken.amounts[0], keptAmount: 0, state: 'broken' });
    expect((await colleague.get('/api/promises?view=today')).body).to.deep.include({ rows: [] });
    const other = await api.as('agent');
    expect((await other.get('/api/promises?view=today')).body, 'somebody else’s').to.deep.include({ rows: [] });
    expect((await supervisor.get('/api/promises?view=today')).body.rows).to.have.length(1);
    expect((await supervisor.get('/api/promises?view=today&mine=1')).body.rows).to.deep.equal([]);
    await promise(broken.id, { promisedOn: '2026-12-01' });
    expect(
      (await manager.get('/api/promises?view=broken')).body.rows,
      'a newer promise stands in its place',
    ).to.deep.equal([]);
  });

  it('name no shielded person', async () => {
    const hidden = await seedPerson(api.db.sql, { shielded: true, name: '秘匿 花子' });
    const id = await promise(hidden.id);
    const board = await manager.get('/api/promises?view=today');
    expect(board.text).to.not.include('秘匿');
    expect(board.body.rows[0]).to.deep.include({
      amount: null,
      person: { id: hidden.id, name: '＊＊＊（支援措置）', masked: true },
    });
    expect((await supervisor.post('/api/promises/next', { action: 'call', ids: [id] })).status).to.equal(404);
    const privileged = await api.as('manager', { privileged: true });
    expect((await privileged.get('/api/promises?view=today')).text).to.include('秘匿 花子');
  });

  it('are put back by the dialler alone; each says what became of it', async () => {
    const called = await seedPerson(api.db.sql);
    const inNoCampaign = await seedPerson(api.db.sql);
    const { targets } = await seedCampaign(api.db.sql, TAX, [called.id]);
    const ids = [await promise(called.id, longAgo), await promise(inNoCampaign.id, longAgo)];
    const asked: unknown[] = [];
    const telephony = answerCommands(api.db.sql, async ({ kind, payload }) => {
      asked.push([kind, payload]);
      return {
        state: 'done',
        result: { targets: [{ targetId: targets[0] ?? 0, ok: true, code: 'put_back', message: '架電に戻しました。' }] },
      };
    });
    try {
      const answer = await supervisor.post('/api/promises/next', { action: 'call', ids });
      expect(
        answer.body.results.map(({ id, ok, code }: { id: string; ok: boolean; code: string }) => [id, ok, code]),
      ).to.have.deep.members([
        [ids[0], true, 'put_back'],
        [ids[1], false, 'no_target'],
      ]);
      expect(asked).to.deep.equal([['put_back', { targetIds: targets, callback: null }]]);
      const at = '2026-11-20T14:00:00+09:00';
      await agent.post('/api/promises/next', { action: 'callback', ids, at, owner: 'me' });
      expect(asked[1]).to.deep.equal(['put_back', { targetIds: targets, callback: { at, agentId: agent.staffId } }]);
      const wrong = { action: 'callback', ids, at: '2026-11-19T14:00:00+09:00', owner: 'me' };
      expect((await agent.post('/api/promises/next', wrong)).body.code).to.equal('promise/callback-time');
      const other = await api.as('agent');
      expect((await other.post('/api/promises/next', { action: 'call', ids })).body.code).to.equal('promise/not-found');
      expect((await officer.post('/api/promises/next', { action: 'call', ids })).body.code).to.equal(
        'promise/not-found',
      );
    } finally {
      await telephony.stop();
    }
    const audited = await api.db
      .sql`select 1 from audit_log where action = 'promise.next' and person_id = ${called.id}`;
    expect(audited).to.have.length(2);
  });

  it('and reservations are listed with whom they are for, an agent’s own to the agent', async () => {
    const mine = await seedPerson(api.db.sql, { name: '予約 三郎' });
    const others = await seedPerson(api.db.sql, { name: '共有 四郎' });
    const hidden = await seedPerson(api.db.sql, { shielded: true, name: '秘匿 五郎' });
    const { targets } = await seedCampaign(api.db.sql, TAX, [mine.id, others.id, hidden.id]);
    for (const [index, targetId] of targets.entries())
      await api.db
        .sql`insert into target_progress (target_id, state, next_at, reason_code, rule, owner_agent_id, owner_until)
        values (${targetId}, 'waiting', ${day('2026-11-20')}, 'callback', ${api.db.sql.json(index === 1 ? { askedBy: 'centre' } : {})},
          ${index === 0 ? agent.staffId : null}, ${index === 0 ? day('2026-11-21') : null})`;
    const own = await agent.get('/api/callbacks/reservations');
    expect(own.body.map(({ targetId, owner }: { targetId: number; owner: string }) => [targetId, owner])).to.deep.equal(
      [[targets[0], '佐藤']],
    );
    const all = await supervisor.get('/api/callbacks/reservations');
    expect(all.body.map(({ askedBy }: { askedBy: string }) => askedBy)).to.deep.equal(['citizen', 'centre', 'citizen']);
    expect(all.text).to.include('共有 四郎').and.not.include('秘匿');
  });

  it('tell their whole story to the case page', async () => {
    const person = await seedPerson(api.db.sql);
    await promise(person.id, longAgo);
    await judgeOpen(api.db.sql, NOW);
    const [story] = (await manager.get(`/api/persons/${person.id}/promises`)).body;
    expect(story).to.include({ state: 'broken', due: 'broken', promisedOn: '2026-11-05', graceUntil: '2026-11-12' });
    // Everything that was owed was promised: the picture of the promise needs a whole.
    expect(story).to.include({ amount: null, promised: person.amounts[0], keptAmount: 0 });
    expect(story.events.map(({ cause, state }: { cause: string; state: string }) => `${cause} ${state}`)).to.deep.equal(
      ['made open', 'day broken'],
    );
    expect((await supervisor.get(`/api/persons/${person.id}/promises`)).status).to.equal(403);
  });

  it('are reminded of only where the city said yes, once, and by nobody’s own decision', async () => {
    const person = await seedPerson(api.db.sql);
    const other = await seedPerson(api.db.sql, { subjects: [LUNCH] });
    const id = await promise(person.id, { promisedOn: '2026-11-27' });
    await promise(other.id, { promisedOn: '2026-11-27', subjectId: LUNCH });
    const raised = async (date: string) => (await followPromises(api.db.sql, day(date)))['raised'] ?? 0;
    expect(await raised('2026-11-25')).to.equal(0);
    const asked = await manager.post('/api/promises/reminders', { subjectId: TAX, channel: 'sms', daysBefore: 2 });
    expect(asked.status).to.equal(200);
    expect(await raised('2026-11-25')).to.equal(0);
    expect(approvalEffects().some(({ kind }) => kind === 'promise_reminder')).to.equal(true);
    const decided = await officer.post(`/api/approvals/${asked.body.id}/decide`, { decision: 'approve', answer: null });
    expect(decided.status, decided.text).to.be.lessThan(300);
    expect(
      (await manager.get('/api/promises/settings')).body.reminders.find(
        ({ subject }: { subject: { id: string } }) => subject.id === TAX,
      ).inForce,
    ).to.deep.equal({ channel: 'sms', daysBefore: 2, validFrom: '2026-11-20' });
    expect(await raised('2026-11-24')).to.equal(0);
    expect(await raised('2026-11-25')).to.equal(1);
    expect(await raised('2026-11-26')).to.equal(0);
    const waiting = await selectWaitingSmsReminders(api.db.sql, '2026-11-26', 10);
    expect([...waiting]).to.deep.equal([
      { promiseId: id, personId: person.id, subjectId: TAX, promisedOn: '2026-11-27' },
    ]);
    await followPromises(api.db.sql, day('2026-11-28'));
    expect((await api.db.sql`select state from promise_reminder`)[0]).to.deep.equal({ state: 'lapsed' });
    expect((await manager.post(`/api/promises/reminders/${TAX}/end`)).status).to.equal(204);
  });

  it('have days of grace by the city alone, from a day on', async () => {
    const change = { validFrom: '2026-12-01', graceDays: 10, maxDaysAhead: 45 };
    expect((await manager.send('PUT', '/api/promises/settings', change)).status).to.equal(403);
    expect(
      (await officer.send('PUT', '/api/promises/settings', { ...change, validFrom: '2026-11-19' })).body.code,
    ).to.equal('settings/past');
    const saved = await officer.send('PUT', '/api/promises/settings', change);
    expect(saved.body.versions[0]).to.deep.equal(change);
    expect(saved.body.versions[1]).to.include({ validFrom: '0001-01-01', graceDays: 7 });
  });

  it('are on the page of the day beside answers of the city and notices', async () => {
    const person = await seedPerson(api.db.sql, { name: '引継 次郎' });
    await promise(person.id, longAgo);
    await judgeOpen(api.db.sql, NOW);
    await api.db
      .sql`insert into hand_over (id, kind, person_id, subject_id, reason, body, state, due_at, raised_by, raised_at, answered_by,
        answered_at, answer)
      values (${newId()}, 'hand_over', ${person.id}, ${TAX}, 'hardship', '相談', 'answered', ${NOW}, ${agent.staffId}, ${NOW},
        ${officer.staffId}, ${NOW}, '分納を案内してください')`;
    const posted = await supervisor.post('/api/desk-work/notices', {
      body: '本日17時に締めます',
      subjectId: null,
      toOn: '2026-11-20',
    });
    expect(posted.status).to.equal(200);
    await manager.post('/api/desk-work/notices', { body: '給食費だけの連絡', subjectId: LUNCH, toOn: '2026-11-21' });
    const board = (await manager.get('/api/desk-work/notices')).body;
    expect(board.notices[0]).to.include({ body: '給食費だけの連絡', toOn: '2026-11-21' });
    expect(board.notices).to.have.length(2);
    const work = await agent.get('/api/desk-work');
    expect(work.status, work.text).to.equal(200);
    expect(work.body.promises.mine).to.include({ broken: 1 });
    expect(work.body.promises.rows[0].person.name).to.equal('引継 次郎');
    expect(work.body.replies[0]).to.include({ answer: '分納を案内してください', kind: 'hand_over' });
    expect(work.body.notices.map(({ body }: { body: string }) => body)).to.include('本日17時に締めます');
    expect((await colleague.get('/api/desk-work')).body).to.deep.include({ replies: [] });
    await supervisor.post(`/api/desk-work/notices/${posted.body.id}/withdraw`);
    const after = (await agent.get('/api/desk-work')).body.notices.map(({ body }: { body: string }) => body);
    expect(after).to.deep.equal(['給食費だけの連絡']);
    const tooLong = { body: 'x', subjectId: null, toOn: '2027-02-01' };
    expect((await supervisor.post('/api/desk-work/notices', tooLong)).body.code).to.equal('notice/period');
    expect((await supervisor.post(`/api/desk-work/notices/${newId()}/withdraw`)).body.code).to.equal(
      'notice/not-found',
    );
  });
});
