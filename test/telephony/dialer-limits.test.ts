import { expect } from 'chai';
import { seedCampaign } from './dialer-population.ts';
import { at, DialerStage } from './dialer-stage.ts';

describe('caps and leases', () => {
  const stage = new DialerStage();
  const { person, reserve, reserved, planned, play, progress, sweep } = stage;
  /** Owes a tax and a private claim, which no call about the one may settle too; a number for each. */
  const twoClaims = () =>
    person({
      owes: ['tax', 'lunch'],
      numbers: [{ digits: '09033330001' }, { digits: '09033330002', source: 'lunch' }],
    });
  const twoCampaigns = async (id: number) =>
    [
      await seedCampaign(stage.sql, 'tax', { persons: [id] }),
      await seedCampaign(stage.sql, 'lunch', { persons: [id] }),
    ] as const;

  describe('caps', () => {
    it('count a person over all campaigns: two attempts a day, then tomorrow', async () => {
      const [tax, lunch] = await twoCampaigns(await twoClaims());
      await play(tax, { lineResult: 'no_answer' });
      stage.now = at('13:00');
      expect(await reserve(lunch)).to.include({ code: 'nothing_due' });
      stage.now = at('17:00');
      await play(lunch, { lineResult: 'no_answer' });
      const answer = await reserve(tax);
      expect(answer).to.include({ kind: 'nothing', code: 'nothing_due' });
      const [row] = await stage.sql`select reason_code, next_at from target_progress tp join campaign_target ct
        on ct.id = tp.target_id where ct.campaign_id = ${tax}`;
      expect(row?.['reason_code']).to.equal('cap_day');
      expect(row?.['next_at'].toISOString()).to.equal(at('00:00', '2026-11-25').toISOString());
    });

    it('allow one conversation a day, and the callback that the citizen asked for', async () => {
      const [tax, lunch] = await twoCampaigns(await twoClaims());
      const human = { lineResult: 'answered_human', whoAnswered: 'principal', talkResult: 'callback' };
      await play(tax, { ...human, callbackAt: at('14:30') });
      stage.now = at('14:29');
      expect(await reserve(lunch)).to.include({ code: 'nothing_due' });
      expect(await reserve(tax)).to.include({ code: 'nothing_due' });
      stage.now = at('14:30');
      expect((await reserve(tax)).kind).to.equal('reserved');
    });

    it('end the campaign after six attempts, or as many as the city says', async () => {
      await stage.sql`insert into setting (key, value) values ('dialling', ${stage.sql.json({ maxAttemptsPerCampaign: 2 })})`;
      const id = await person({});
      const campaign = await seedCampaign(stage.sql, 'tax', { persons: [id] });
      for (const [time, day] of [
        ['10:00', '2026-11-24'],
        ['17:30', '2026-11-25'],
      ] as const) {
        stage.now = at(time, day);
        await play(campaign, { lineResult: 'no_answer' });
      }
      stage.now = at('10:00', '2026-11-28');
      expect(await reserve(campaign)).to.include({ code: 'nothing_due' });
      const [row] = await stage.sql`select state, reason_code from target_progress`;
      expect(row).to.include({ state: 'done', reason_code: 'cap_campaign' });
    });

    it('stop every campaign after a wish not to be called', async () => {
      const [tax, lunch] = await twoCampaigns(await twoClaims());
      await play(tax, { lineResult: 'answered_human', whoAnswered: 'principal', talkResult: 'do_not_call' });
      stage.now = at('10:00', '2026-12-10');
      expect(await reserve(lunch)).to.include({ code: 'nothing_due' });
    });

    it('call corporations in business hours only', async () => {
      const id = await person({ kind: 'corporate' });
      const campaign = await seedCampaign(stage.sql, 'tax', { persons: [id] });
      stage.now = at('18:00');
      expect(await reserve(campaign)).to.include({ code: 'nothing_due' });
      stage.now = at('09:00', '2026-11-25');
      expect((await reserve(campaign)).kind).to.equal('reserved');
    });
  });

  describe('leases', () => {
    const expire = () => stage.sql`update target_progress set lease_until = now() - interval '1 second'`;

    it('come back when nobody renews them, once, with their owner', async () => {
      await person({});
      const { targetId } = await reserved(await seedCampaign(stage.sql, 'tax'));
      expect(await sweep()).to.deep.equal([]);
      await expire();
      await stage.sql.begin((tx) => stage.dialer.renew(tx, [{ targetId, agentId: stage.agent }]));
      expect(await sweep()).to.deep.equal([]);
      await expire();
      expect(await sweep()).to.deep.equal([{ targetId, agentId: stage.agent }]);
      expect(await sweep()).to.deep.equal([]);
      expect(await progress(targetId)).to.include({ state: 'queued', lease_agent_id: null, attempts: 0 });
    });

    it('of a call still open are left alone; of an ended call go on by its result', async () => {
      await person({});
      const campaign = await seedCampaign(stage.sql, 'tax');
      const plan = await planned(campaign);
      await stage.sql`insert into call (id, node, direction, target_id, campaign_id, person_id, agent_id, state, created_at, dialled_at)
        values ('00000000-0000-7000-8000-00000000000a', 'node1', 'outbound', ${plan.targetId}, ${campaign}, ${plan.personId},
          ${stage.agent}, 'ringing', ${stage.now}, ${stage.now})`;
      await expire();
      expect(await sweep()).to.deep.equal([]);
      await stage.sql`update call set state = 'ended', ended_at = ${stage.now}, line_result = 'no_answer'`;
      expect(await sweep()).to.deep.equal([{ targetId: plan.targetId, agentId: stage.agent }]);
      expect(await progress(plan.targetId)).to.include({ state: 'waiting', reason_code: 'no_answer', attempts: 1 });
    });

    it('of a conversation go on by what was saved when its agent leaves without another word', async () => {
      await person({});
      const campaign = await seedCampaign(stage.sql, 'tax');
      const plan = await planned(campaign);
      const callId = '00000000-0000-7000-8000-00000000000b';
      await stage.sql`insert into call (id, node, direction, target_id, campaign_id, person_id, agent_id, state, created_at, dialled_at,
          answered_at, ended_at, line_result)
        values (${callId}, 'node1', 'outbound', ${plan.targetId}, ${campaign}, ${plan.personId}, ${stage.agent}, 'ended', ${stage.now},
          ${stage.now}, ${stage.now}, ${stage.now}, 'answered_human')`;
      const end = { targetId: plan.targetId, agentId: stage.agent, callId, answered: true, cutBy: null };
      await stage.sql.begin((tx) => stage.dialer.callEnded(tx, { ...end, lineResult: 'answered_human', wrapUp: true }));
      await stage.sql`insert into contact_record (id, person_id, call_id, campaign_id, staff_id, subject_id, at, channel, direction,
          who_answered, line_result, talk_result)
        values ('00000000-0000-7000-8000-00000000000c', ${plan.personId}, ${callId}, ${campaign}, ${stage.agent}, 'tax', ${stage.now},
          'call', 'outbound', 'principal', 'answered_human', 'promise')`;
      await stage.sql.begin((tx) => stage.dialer.release(tx, plan.targetId, stage.agent, 'agent_logout'));
      expect(await progress(plan.targetId)).to.include({
        state: 'done',
        reason_code: 'promise',
        attempts: 1,
        lease_agent_id: null,
      });
    });

    it('taken into a call that never came to be cost no attempt', async () => {
      await person({});
      const { targetId } = await planned(await seedCampaign(stage.sql, 'tax'));
      await expire();
      expect(await sweep()).to.deep.equal([{ targetId, agentId: stage.agent }]);
      expect(await progress(targetId)).to.include({ state: 'queued', attempts: 0 });
    });

    it('go back with a reason: a skip pauses, a log-out does not', async () => {
      await person({});
      const campaign = await seedCampaign(stage.sql, 'tax');
      const { targetId } = await reserved(campaign);
      await stage.sql.begin((tx) => stage.dialer.release(tx, targetId, stage.agent, 'agent_logout'));
      expect((await reserved(campaign)).targetId).to.equal(targetId);
      await stage.sql.begin((tx) => stage.dialer.release(tx, targetId, stage.agent, 'skipped'));
      expect(await reserve(campaign)).to.include({ code: 'nothing_due' });
      stage.now = at('10:30');
      expect((await reserved(campaign)).targetId).to.equal(targetId);
    });

    it('of somebody who was called to a citizen on the line: its reason is kept, and it is anybody’s at once', async () => {
      await person({});
      const campaign = await seedCampaign(stage.sql, 'tax');
      const { targetId } = await reserved(campaign);
      await stage.sql.begin((tx) => stage.dialer.release(tx, targetId, stage.agent, 'called_away'));
      expect(await progress(targetId)).to.include({
        state: 'waiting',
        reason_code: 'called_away',
        attempts: 0,
        lease_agent_id: null,
      });
      expect((await reserved(campaign)).targetId).to.equal(targetId);
    });
  });
});
