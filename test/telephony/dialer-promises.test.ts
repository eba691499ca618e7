import { expect } from 'chai';
import { judgeOpen } from '../../api/promises/judge-promises.ts';
import { savePromise, withdrawPromises } from '../../api/promises/save-promise.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { seedCampaign } from './dialer-population.ts';
import { at, DialerStage } from './dialer-stage.ts';

/** Tuesday 24 November; promised for Friday, seven days of grace: 4 December is the last day nobody calls. */
describe('a promise and the dialler', () => {
  const stage = new DialerStage();
  const { person, reserve, reserved, play, progress } = stage;
  beforeEach(async () => {
    for (const table of ['promise_reminder', 'promise_event', 'promise_item', 'promise'])
      await stage.owner`delete from ${stage.owner(table)}`;
  });
  afterEach(async () => {
    for (const table of ['promise_reminder', 'promise_event', 'promise_item', 'promise'])
      await stage.owner`delete from ${stage.owner(table)}`;
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

  describe('of a corrected record', () => {
    const talked = { lineResult: 'answered_human', whoAnswered: 'principal', talkResult: 'promise' } as const;
    const correct = async (callId: string, personId: number, talk: string | null) => {
      const [was] = await stage.sql<{ id: string }[]>`select id from contact_record where call_id = ${callId}`;
      await stage.sql`insert into contact_record (id, person_id, call_id, staff_id, at, channel, direction, line_result, who_answered,
          talk_result, supersedes_id, created_at)
        select gen_random_uuid(), ${personId}, ${callId}, staff_id, at, channel, direction, line_result, who_answered, ${talk}, id,
          clock_timestamp() + interval '1 second' from contact_record where id = ${was?.id ?? null}`;
      await stage.sql.begin((tx) =>
        withdrawPromises(tx as TransactionSql, {
          contactRecordId: was?.id ?? '',
          staffId: stage.agent,
          now: stage.now,
        }),
      );
    };
    const promisedIn = async (
      campaign: string,
      personId: number,
      more: Partial<Parameters<typeof savePromise>[1]> = {},
    ) => {
      const { targetId } = await play(campaign, talked);
      const [call] = await stage.sql<{ callId: string; recordId: string }[]>`
        select k.id as "callId", r.id as "recordId" from call k join contact_record r on r.call_id = k.id
        where k.target_id = ${targetId} order by k.created_at desc limit 1`;
      await promise(personId, { callId: call?.callId ?? null, contactRecordId: call?.recordId ?? null, ...more });
      return { targetId, callId: call?.callId ?? '' };
    };

    it('is called again by what the record says now, and once', async () => {
      const id = await person();
      const campaign = await seedCampaign(stage.sql, 'tax');
      const { targetId, callId } = await promisedIn(campaign, id);
      await follow();
      expect(await progress(targetId)).to.include({ state: 'done', reason_code: 'promise' });
      await correct(callId, id, 'claims_paid');
      await follow();
      expect(await progress(targetId)).to.include({ state: 'waiting', reason_code: 'claims_paid' });
      const { next_at: nextAt } = await progress(targetId);
      await follow();
      expect((await progress(targetId)).next_at).to.deep.equal(nextAt);
    });

    it('stays closed where the record now hands it to the city', async () => {
      const id = await person();
      const campaign = await seedCampaign(stage.sql, 'tax');
      const { targetId, callId } = await promisedIn(campaign, id);
      await correct(callId, id, 'hardship');
      await follow();
      expect(await progress(targetId)).to.include({
        state: 'done',
        reason_code: 'hardship',
        next_channel: 'hand_over',
      });
    });

    it('leaves at rest whom an earlier promise speaks for again', async () => {
      const id = await person();
      const campaign = await seedCampaign(stage.sql, 'tax');
      const earlier = await promise(id, { promisedOn: '2026-12-10', now: at('09:00') });
      await stage.sql`update campaign set state = 'running' where id = ${campaign}`;
      const [target] = await stage.sql<
        { id: number }[]
      >`select id from campaign_target where campaign_id = ${campaign}`;
      const later = await promise(id, { promisedOn: '2026-11-25', contactRecordId: await looseRecord(id) });
      await stage.sql`insert into target_progress (target_id, state, reason_code, last_talk_result) values (${target?.id ?? 0}, 'done', 'promise', 'promise')`;
      const [row] = await stage.sql<
        { record: string }[]
      >`select contact_record_id as record from promise where id = ${later}`;
      await stage.sql.begin((tx) =>
        withdrawPromises(tx as TransactionSql, {
          contactRecordId: row?.record ?? '',
          staffId: stage.agent,
          now: stage.now,
        }),
      );
      await follow();
      const [again] = await stage.sql`select state, replaced_by from promise where id = ${earlier}`;
      expect(again).to.deep.equal({ state: 'open', replaced_by: null });
      expect(await progress(target?.id ?? 0)).to.include({ state: 'done', reason_code: 'promise' });
    });

    const looseRecord = async (personId: number) => {
      const [row] = await stage.sql<{ id: string }[]>`
        insert into contact_record (id, person_id, staff_id, at, channel, direction, talk_result)
        values (gen_random_uuid(), ${personId}, ${stage.agent}, ${at('09:30')}, 'call', 'inbound', 'promise') returning id`;
      return row?.id ?? '';
    };
  });
});
