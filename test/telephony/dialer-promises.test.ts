import { expect } from 'chai';
import { judgeOpen } from '../../api/promises/judge-promises.ts';
import { savePromise } from '../../api/promises/save-promise.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { seedCampaign } from './dialer-population.ts';
import { at, DialerStage } from './dialer-stage.ts';

/** Tuesday 24 November; promised for Friday, seven days of grace: 4 December is the last day nobody calls. */
describe('a promise and the dialler', () => {
  const stage = new DialerStage();
  const { person, reserve, reserved, play, progress } = stage;
  beforeEach(async () => {
    for (const table of ['promise_reminder', 'promise_event', 'promise_item', 'promise'])
      await stage.sql`delete from ${stage.sql(table)}`;
  });
  afterEach(async () => {
    for (const table of ['promise_reminder', 'promise_event', 'promise_item', 'promise'])
      await stage.sql`delete from ${stage.sql(table)}`;
  });

  const promise = (personId: number, more: Partial<Parameters<typeof savePromise>[1]> = {}) =>
    stage.sql.begin((tx) =>
      savePromise(tx as TransactionSql, {
        personId,
        contactRecordId: null,
        callId: null,
        subjectId: 'tax',
        itemIds: [],
        promisedOn: '2026-11-27',
        amount: null,
        method: 'bank',
        reissue: false,
        madeBy: 'principal',
        staffId: stage.agent,
        now: stage.now,
        ...more,
      }),
    );
  const pay = (personId: number, yen: number) =>
    stage.sql`update arrears_item set paid = ${yen} where person_id = ${personId}`;
  const judge = () => judgeOpen(stage.sql, stage.now);
  const follow = () => stage.sql.begin((tx) => stage.dialer.followDebts(tx));
  const why = (targetId: number) => stage.dialer.explain(stage.sql, targetId);
  const target = async (campaign: string) =>
    (await stage.sql<{ id: number }[]>`select id from campaign_target where campaign_id = ${campaign}`)[0]?.id ?? 0;

  it('holds back every call about its periods until grace is over, and Why? says so', async () => {
    const id = await person();
    const campaign = await seedCampaign(stage.sql, 'tax');
    await promise(id);
    expect(await reserve(campaign)).to.include({ kind: 'nothing', code: 'nothing_due' });
    const targetId = await target(campaign);
    expect(await progress(targetId)).to.include({ state: 'waiting', reason_code: 'promise_open' });
    expect((await progress(targetId)).next_at).to.deep.equal(at('08:00', '2026-12-05'));
    expect((await why(targetId))?.because).to.include({ part: 'promise', code: 'promise_open', value: '2026-12-04' });
    stage.now = at('10:00', '2026-12-04');
    expect((await reserve(campaign)).kind).to.equal('nothing');
    stage.now = at('10:00', '2026-12-07');
    expect((await reserve(campaign)).kind).to.equal('reserved');
  });

  it('says nothing of a period that was not promised', async () => {
    const id = await person();
    const campaign = await seedCampaign(stage.sql, 'tax');
    await promise(id);
    await stage.sql`insert into arrears_item (subject_id, levy_year, taxable_year, notice_no, period_no, person_id, due_date, principal)
      values ('tax', 2025, 2025, ${`other${id}`}, '2', ${id}, '2026-08-31', 3000)`;
    expect((await reserve(campaign)).kind).to.equal('reserved');
  });

  it('broken opens calling again with a person to look first; kept closes', async () => {
    const id = await person();
    const campaign = await seedCampaign(stage.sql, 'tax');
    const { targetId } = await play(campaign, {
      lineResult: 'answered_human',
      whoAnswered: 'principal',
      talkResult: 'promise',
    });
    await promise(id);
    expect(await progress(targetId)).to.include({ state: 'done', reason_code: 'promise' });
    await follow();
    expect(await progress(targetId)).to.include({ state: 'done' });
    stage.now = at('10:00', '2026-12-07');
    await judge();
    await follow();
    expect(await progress(targetId)).to.include({
      state: 'waiting',
      reason_code: 'promise_broken',
      next_mode: 'preview',
    });
    const again = await reserved(campaign);
    expect(again).to.include({ targetId, mode: 'preview' });
  });

  it('a later conversation that ended in a promise keeps them at rest, though an older one was broken', async () => {
    const id = await person();
    const campaign = await seedCampaign(stage.sql, 'tax');
    const { targetId } = await play(campaign, {
      lineResult: 'answered_human',
      whoAnswered: 'principal',
      talkResult: 'promise',
    });
    await promise(id);
    stage.now = at('10:00', '2026-12-07');
    await judge();
    await follow();
    await play(campaign, { lineResult: 'answered_human', whoAnswered: 'principal', talkResult: 'promise' });
    await follow();
    expect(await progress(targetId)).to.include({ state: 'done', reason_code: 'promise' });
  });

  it('kept with a part of the debt closes who waited for it, and money taken back opens calling again', async () => {
    const id = await person();
    const campaign = await seedCampaign(stage.sql, 'tax');
    await promise(id, { amount: 2_000 });
    await reserve(campaign);
    const targetId = await target(campaign);
    await pay(id, 2_000);
    await judge();
    await follow();
    expect(await progress(targetId)).to.include({ state: 'done', reason_code: 'promise_kept' });
    await pay(id, 0);
    stage.now = at('10:00', '2026-12-07');
    await stage.sql`update promise set state = 'open'`;
    await judge();
    await follow();
    expect(await progress(targetId)).to.include({ state: 'waiting', reason_code: 'promise_broken' });
  });

  it('reminded of by telephone where a reminder was raised, once', async () => {
    const id = await person();
    const campaign = await seedCampaign(stage.sql, 'tax');
    const { targetId } = await play(campaign, {
      lineResult: 'answered_human',
      whoAnswered: 'principal',
      talkResult: 'promise',
    });
    const promiseId = await promise(id);
    stage.now = at('10:00', '2026-11-26');
    await stage.sql`insert into promise_reminder (promise_id, person_id, subject_id, channel, remind_on, created_at)
      values (${promiseId}, ${id}, 'tax', 'call', '2026-11-26', ${stage.now})`;
    await follow();
    expect(await progress(targetId)).to.include({ state: 'waiting', reason_code: 'promise_reminder' });
    await play(campaign, { lineResult: 'no_answer' });
    const [reminder] = await stage.sql`select state, done_at from promise_reminder`;
    expect(reminder).to.deep.include({ state: 'done', done_at: stage.now });
    stage.now = at('18:30', '2026-11-27');
    expect((await reserve(campaign)).kind).to.equal('nothing');
    expect(await progress(targetId)).to.include({ reason_code: 'promise_open' });
  });

  it('put back by hand only when nothing speaks against it; a callback from the list lifts no cap', async () => {
    const held = await person();
    const free = await person();
    const campaign = await seedCampaign(stage.sql, 'tax');
    await promise(held);
    const targets = await stage.sql<{ id: number }[]>`
      select id from campaign_target where campaign_id = ${campaign} order by person_id`;
    const ids = targets.map(({ id }) => id);
    const wish = (callback: { at: Date; agentId: string } | null) =>
      stage.sql.begin((tx) => stage.dialer.putBack(tx, { targetIds: ids, callback }));
    expect((await wish(null)).map(({ code }) => code)).to.deep.equal(['promise_open', 'put_back']);
    expect((await wish({ at: at('11:00'), agentId: stage.agent })).map(({ code }) => code)).to.deep.equal([
      'promise_open',
      'callback',
    ]);
    const reservedFor = await progress(ids[1] ?? 0);
    expect(reservedFor).to.include({
      state: 'waiting',
      reason_code: 'callback',
      owner_agent_id: stage.agent,
      next_mode: 'preview',
    });
    await stage.sql`insert into stop_flag (person_id, kind, from_on, source) values (${free}, 'no_call', '2026-11-01', 'test')`;
    expect((await wish(null)).map(({ code }) => code)).to.deep.equal(['promise_open', 'stopped']);
  });

  it('a callback reserved from the list lifts no cap; the citizen’s own wish does', async () => {
    await person();
    const campaign = await seedCampaign(stage.sql, 'tax');
    const { targetId } = await play(campaign, {
      lineResult: 'answered_human',
      whoAnswered: 'principal',
      talkResult: 'refuses',
    });
    stage.now = at('13:00');
    await stage.sql.begin((tx) =>
      stage.dialer.putBack(tx, { targetIds: [targetId], callback: { at: stage.now, agentId: stage.agent } }),
    );
    expect((await reserve(campaign)).kind).to.equal('nothing');
    const kept = await progress(targetId);
    expect(kept).to.include({ state: 'waiting', reason_code: 'callback' });
    expect(kept.rule).to.include({ rule: 'maxLiveContactsPerDay', askedBy: 'centre' });
    await stage.sql`update target_progress set rule = '{}', next_at = ${stage.now} where target_id = ${targetId}`;
    expect((await reserve(campaign)).kind).to.equal('reserved');
  });
});
