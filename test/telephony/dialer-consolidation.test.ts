import { expect } from 'chai';
import { seedAgent, seedCampaign, seedLogin } from './dialer-population.ts';
import { at, DialerStage } from './dialer-stage.ts';

const WEDNESDAY = '2026-11-25';

describe('one person, one call for all subjects that may be told together', () => {
  const stage = new DialerStage();
  const { person, reserve, reserved, play, progress } = stage;
  const human = { lineResult: 'answered_human', whoAnswered: 'principal' };
  // Both lines have somebody, unless a test sends them home.
  beforeEach(async () => {
    await stage.sql`delete from agent_state`;
    await seedLogin(stage.sql, stage.agent, 'available', stage.now);
  });
  const targetOf = async (campaign: string) => {
    const [row] = await stage.sql<{ id: number }[]>`select id from campaign_target where campaign_id = ${campaign}`;
    return row?.id ?? 0;
  };
  /** Owes both; the older debt is the health insurance's. */
  const both = async () => {
    const id = await person({ owes: ['tax', 'health'] });
    await stage.sql`update arrears_item set due_date = '2025-06-30' where person_id = ${id} and subject_id = 'health'`;
    const tax = await seedCampaign(stage.sql, 'tax', { persons: [id] });
    const health = await seedCampaign(stage.sql, 'health', { persons: [id] });
    return { id, tax, health };
  };

  it('calls through the leading subject; the other says who leads and by which rule', async () => {
    const { tax, health } = await both();
    expect(await reserve(tax)).to.include({ code: 'nothing_due' });
    const row = await progress(await targetOf(tax));
    expect(row).to.include({ state: 'waiting', reason_code: 'led_by', led_by_target_id: await targetOf(health) });
    expect(row['reason']).to.equal('「health」の架電でまとめて連絡します。');
    expect(row['rule']).to.deep.equal({ rule: 'leading_subject', value: 'health oldest_due 2025-06-30' });
    expect(await reserved(null)).to.include({ campaignId: health });
  });

  it('follows the order that the city set', async () => {
    await stage.sql`insert into setting (key, value)
      values ('leading_subject', ${stage.sql.json({ rules: ['city_order'], cityOrder: ['tax', 'health'] })})`;
    const { tax, health } = await both();
    expect(await reserve(health)).to.include({ code: 'nothing_due' });
    expect(await reserved(null)).to.include({ campaignId: tax });
  });

  it('credits the others with a conversation, and not with a telephone nobody answered', async () => {
    const { tax, health } = await both();
    await reserve(tax);
    await play(health, { lineResult: 'no_answer' });
    expect(await progress(await targetOf(tax))).to.include({ state: 'waiting', reason_code: 'led_by' });
    stage.now = at('17:00');
    await play(health, { ...human, talkResult: 'promise' });
    expect(await progress(await targetOf(tax))).to.include({
      state: 'done',
      reason_code: 'credited',
      last_talk_result: 'promise',
      led_by_target_id: await targetOf(health),
    });
  });

  it('lets the next subject take over at once when the leader is paid, or at its own cap', async () => {
    const paid = await both();
    await reserve(paid.tax);
    await stage.sql`update arrears_item set paid = principal where subject_id = 'health'`;
    stage.restart();
    await stage.sweep();
    expect(await reserved(paid.tax)).to.include({ personId: paid.id });
    const capped = await both();
    await stage.sql`insert into setting (key, value) values ('dialling', ${stage.sql.json({ maxAttemptsPerCampaign: 1 })})`;
    await reserve(capped.tax);
    await play(capped.health, { lineResult: 'no_answer' });
    stage.now = at('17:00', WEDNESDAY);
    expect(await reserve(capped.health)).to.include({ code: 'nothing_due' });
    expect(await progress(await targetOf(capped.health))).to.include({ state: 'done', reason_code: 'cap_campaign' });
    expect(await reserved(capped.tax)).to.include({ personId: capped.id });
  });

  it("lets the next subject take over when the leader's line stays closed for hours", async () => {
    const { id, tax } = await both();
    await stage.sql`update calling_window set closes = '12:00' where subject_id = 'health'`;
    expect(await reserve(tax)).to.include({ code: 'nothing_due' });
    for (const time of ['10:31', '11:02', '11:33']) {
      stage.now = at(time);
      await stage.sweep();
    }
    expect((await progress(await targetOf(tax)))['next_at']).to.deep.equal(at('12:00'));
    stage.now = at('12:00');
    await stage.sweep();
    expect(await reserved(tax)).to.include({ personId: id });
    await stage.sql`update calling_window set closes = '20:00' where subject_id = 'health'`;
  });

  it('lets the next subject take over half an hour after the last agent of the leading line went, and says so', async () => {
    const { id, tax, health } = await both();
    await stage.sql`update staff_account set skills = '{tax}' where id = ${stage.agent}`;
    const nurse = await seedAgent(stage.sql, false, ['health']);
    await seedLogin(stage.sql, nurse, 'available', stage.now);
    expect(await reserve(tax)).to.include({ code: 'nothing_due' });
    await seedLogin(stage.sql, nurse, 'offline', at('10:20'));
    stage.now = at('10:31');
    await stage.sweep();
    expect(await progress(await targetOf(tax))).to.include({ reason_code: 'led_by' });
    stage.now = at('10:51');
    await stage.sweep();
    const freed = await progress(await targetOf(tax));
    expect(freed).to.include({ state: 'queued', reason_code: 'leader_unstaffed' });
    expect(freed['reason']).to.equal('「health」を担当する従事者がいないため、この科目から架電します。');
    expect(freed['rule']).to.deep.equal({ rule: 'leader_unstaffed', value: 'health 2026-11-24 10:20 から(上限30分)' });
    const why = await stage.dialer.explain(stage.sql, await targetOf(tax));
    expect(why?.parts.find(({ part }) => part === 'leading')).to.include({ ok: true, rule: 'leader_unstaffed' });
    const plan = await play(tax, { lineResult: 'no_answer' });
    expect(plan).to.include({ personId: id });
    // What the leader did for the case before stays tried.
    expect(await progress(await targetOf(tax))).to.include({ led_by_target_id: await targetOf(health) });
    expect(plan.why).to.deep.include({ rule: 'leader_unstaffed', value: 'health 2026-11-24 10:20 から(上限30分)' });
    // Back at work: the line leads again, and the call that the other made counts.
    await seedLogin(stage.sql, nurse, 'available', stage.now);
    expect(await reserve(health, nurse)).to.include({ code: 'nothing_due' });
    stage.now = at('17:00');
    expect(await reserve(tax)).to.include({ code: 'nothing_due' });
    expect(await reserved(health, nurse)).to.include({ personId: id });
  });

  it('does not wait for a campaign that was paused meanwhile', async () => {
    const { id, tax, health } = await both();
    await reserve(tax);
    await stage.sql`update campaign set state = 'paused' where id = ${health}`;
    stage.now = at('10:31');
    await stage.sweep();
    expect(await reserved(tax)).to.include({ personId: id });
  });

  it('never lets a private claim know of a tax case, nor wait for it', async () => {
    const id = await person({ owes: ['tax', 'odd'], numbers: [{ digits: '09044440001' }] });
    await stage.sql`update phone_number set source_subject_id = 'odd'`;
    await stage.sql`update arrears_item set due_date = '2020-06-30' where subject_id = 'tax'`;
    await seedCampaign(stage.sql, 'tax', { persons: [id] });
    const odd = await seedCampaign(stage.sql, 'odd', { persons: [id] });
    expect((await reserved(odd)).personId).to.equal(id);
  });

  it('serves a shielded person in the privileged queue, whoever would lead outside it', async () => {
    const { id, health } = await both();
    await stage.sql`update person set shielded = true where id = ${id}`;
    const queue = await seedCampaign(stage.sql, 'tax', { persons: [id], privileged: true });
    expect(await reserve(health)).to.include({ code: 'nothing_due' });
    const named = await seedAgent(stage.sql, true);
    expect(await reserved(null, named)).to.include({ campaignId: queue, personId: id });
  });

  it('calls a household once a band, over all its members and numbers', async () => {
    const [wife, husband] = [await person({}), await person({})];
    await stage.sql`insert into household (household_no) values (${`h${wife}`})`;
    await stage.sql`update person set household_id = (select max(id) from household) where id in (${wife}, ${husband})`;
    const campaign = await seedCampaign(stage.sql, 'tax', { persons: [wife, husband] });
    await play(campaign, { lineResult: 'no_answer' });
    expect(await reserve(campaign)).to.include({ code: 'nothing_due' });
    stage.now = at('17:00');
    expect((await reserve(campaign)).kind).to.equal('reserved');
  });
});

describe('after three bands in vain', () => {
  const stage = new DialerStage();
  const { person, reserve, play, progress } = stage;

  for (const [type, digits, channel] of [
    ['mobile', '09055550001', 'sms'],
    ['home', '0220005555', 'letter'],
  ] as const) {
    it(`the next channel is ${channel}, and nobody calls`, async () => {
      const id = await person({ numbers: [{ digits, type }] });
      const campaign = await seedCampaign(stage.sql, 'tax', { persons: [id] });
      let targetId = 0;
      for (const [time, day] of [
        ['10:00', '2026-11-24'],
        ['17:30', '2026-11-24'],
        ['10:00', '2026-11-28'],
      ] as const) {
        stage.now = at(time, day);
        ({ targetId } = await play(campaign, { lineResult: 'no_answer' }));
      }
      expect(await progress(targetId)).to.include({
        state: 'waiting',
        next_channel: channel,
        reason_code: 'bands_exhausted',
      });
      stage.now = at('10:00', '2026-12-15');
      expect(await reserve(campaign)).to.include({ code: 'nothing_due' });
    });
  }
});
