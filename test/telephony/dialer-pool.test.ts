import { expect } from 'chai';
import { seedAgent, seedCampaign } from './dialer-population.ts';
import { at, DialerStage } from './dialer-stage.ts';

describe('the dialer and the pool', () => {
  const stage = new DialerStage();
  const { person, reserve, reserved, take, taken, playForPool, play, progress, sweep, approve } = stage;
  const predictive = (persons: number[], subject = 'tax') =>
    seedCampaign(stage.sql, subject, { mode: 'predictive', persons });

  it('takes nobody without the approval of the city: the campaign is preview until then', async () => {
    const campaign = await predictive([await person({})]);
    expect(await take()).to.include({ kind: 'nothing', code: 'not_approved' });
    expect(await reserved(campaign)).to.include({ mode: 'preview' });
    await approve('tax');
    expect(await take('health')).to.include({ kind: 'nothing', code: 'no_campaign' });
  });

  it('takes a target past the whole gate, counted, leased to nobody but the pool', async () => {
    const id = await person({});
    await approve('tax');
    await predictive([id]);
    const plan = await taken();
    expect(plan).to.include({ mode: 'predictive', personId: id, attemptNo: 1, band: 'weekday_day', mayCut: true });
    expect(await progress(plan.targetId)).to.include({
      state: 'in_call',
      lease_pool: true,
      lease_agent_id: null,
      attempts: 1,
    });
    expect(await take()).to.include({ code: 'nothing_due' });
    stage.now = at('21:00');
    expect(await take()).to.include({ code: 'hard_guard' });
  });

  it('leaves the queue of the shielded to named agents', async () => {
    const id = await person({});
    await approve('tax');
    await seedCampaign(stage.sql, 'tax', { mode: 'predictive', privileged: true, persons: [id] });
    expect(await take()).to.include({ code: 'no_campaign' });
    expect(await reserve(null)).to.include({ code: 'no_line' });
    const named = await seedAgent(stage.sql, true);
    expect(await reserved(null, named)).to.include({ personId: id, mode: 'preview' });
  });

  it('hands an answered target to the agent, who keeps it until the result is saved', async () => {
    await approve('tax');
    await predictive([await person({})]);
    const plan = await taken();
    await stage.sql.begin((tx) => stage.dialer.handToAgent(tx, plan.targetId, stage.agent));
    expect(await progress(plan.targetId)).to.include({
      lease_pool: false,
      lease_agent_id: stage.agent,
      state: 'in_call',
    });
  });

  it('gives a call nobody had to the redial rule; after an abandoned one a person looks first', async () => {
    await approve('tax');
    const campaign = await predictive([await person({})]);
    const { targetId } = await playForPool({ lineResult: 'abandoned' });
    expect(await progress(targetId)).to.include({ state: 'waiting', next_mode: 'preview', lease_pool: false });
    stage.now = at('17:00', '2026-11-25');
    expect(await take()).to.include({ code: 'nothing_due' });
    expect(await reserved(null)).to.include({ targetId, campaignId: campaign, mode: 'preview' });
  });

  it('never cuts the same person twice running', async () => {
    await approve('tax');
    await predictive([await person({})]);
    const { targetId } = await playForPool({ lineResult: 'cancelled', cutBy: 'pacing' });
    expect(await progress(targetId)).to.include({ cut_in_row: 1 });
    stage.now = at('18:00');
    expect((await playForPool({ lineResult: 'no_answer' })).mayCut).to.equal(false);
    expect(await progress(targetId)).to.include({ cut_in_row: 0 });
  });

  it('is called once more in a moment when nobody was rung: the person has lost nothing', async () => {
    await approve('tax');
    await predictive([await person({})]);
    const { targetId, phoneId } = await playForPool({ lineResult: 'cancelled', dialled: false });
    expect(await progress(targetId)).to.include({ state: 'waiting', attempts: 0, next_band: null, cut_in_row: 0 });
    stage.now = new Date(stage.now.getTime() + 31_000);
    expect(await taken()).to.include({ targetId, phoneId, attemptNo: 1 });
  });

  it('comes back by itself when the controller dies with it in hand', async () => {
    await approve('tax');
    await predictive([await person({})]);
    const { targetId } = await taken();
    await stage.sql`update target_progress set lease_until = now() - interval '1 second'`;
    expect(await sweep()).to.deep.equal([]);
    expect(await progress(targetId)).to.include({ state: 'queued', lease_pool: false, attempts: 0 });
    expect((await taken()).targetId).to.equal(targetId);
  });

  describe('an agent of the pool', () => {
    it('gets only lines of the skills and the scope', async () => {
      await seedCampaign(stage.sql, 'tax', { persons: [await person({})] });
      await stage.sql`update staff_account set skills = array['health'] where id = ${stage.agent}`;
      expect(await reserve(null)).to.include({ code: 'no_line' });
      await stage.sql`update staff_account set skills = array['health', 'tax'], subject_scope = array['health'] where id = ${stage.agent}`;
      expect(await reserve(null)).to.include({ code: 'no_line' });
      await stage.sql`update staff_account set skills = array['health', 'tax'], subject_scope = null where id = ${stage.agent}`;
      expect((await reserve(null)).kind).to.equal('reserved');
    });

    it('gets the own promised callback first, then others, then campaigns by priority', async () => {
      const [mine, others, first, second] = [await person({}), await person({}), await person({}), await person({})];
      const low = await seedCampaign(stage.sql, 'tax', { persons: [mine, others, second] });
      const high = await seedCampaign(stage.sql, 'tax', { persons: [first] });
      await stage.sql`update campaign set priority = 10 where id = ${high}`;
      const stranger = await seedAgent(stage.sql);
      for (const [who, owner] of [
        [others, null],
        [mine, stage.agent],
      ] as const)
        await stage.sql`insert into target_progress (target_id, state, reason_code, next_at, owner_agent_id, owner_until)
          select id, 'waiting', 'callback', ${at('09:30')}, ${owner}, ${at('10:15')} from campaign_target
          where campaign_id = ${low} and person_id = ${who}`;
      const order: number[] = [];
      for (let n = 0; n < 4; n += 1) order.push((await reserved(null, n === 0 ? stage.agent : stranger)).personId);
      expect(order).to.deep.equal([mine, others, first, second]);
    });

    it('leaves a promise to its owner until its time is over, then it is everybody’s', async () => {
      const campaign = await seedCampaign(stage.sql, 'tax', { persons: [await person({})] });
      await stage.sql`insert into target_progress (target_id, state, reason_code, next_at, owner_agent_id, owner_until)
        select id, 'waiting', 'callback', ${at('10:00')}, ${stage.agent}, ${at('10:15')} from campaign_target where campaign_id = ${campaign}`;
      const stranger = await seedAgent(stage.sql);
      expect(await reserve(null, stranger)).to.include({ code: 'nothing_due' });
      stage.now = at('10:15');
      expect((await reserve(null, stranger)).kind).to.equal('reserved');
    });

    it('stays on a line for as many calls as wished', async () => {
      await seedCampaign(stage.sql, 'tax', { persons: [await person({})] });
      const other = await seedCampaign(stage.sql, 'health', { persons: [await person({ owes: ['health'] })] });
      await stage.sql`update campaign set priority = 999 where id = ${other}`;
      await stage.sql`update staff_account set stay_calls = 3 where id = ${stage.agent}`;
      await stage.sql`insert into agent_state (agent_id, node, state, since, line_subject_id, line_calls)
        values (${stage.agent}, 'node1', 'available', now(), 'health', 2)`;
      expect(await reserved(null)).to.include({ campaignId: other });
    });
  });

  describe('withdraws from hands and network', () => {
    const withdrawn = () => stage.sql.begin((tx) => stage.dialer.withdrawHeld(tx));

    it('who paid, was stopped or shielded since, with the words for the agent', async () => {
      for (const [code, change] of [
        ['settled', (id: number) => stage.sql`update arrears_item set paid = principal where person_id = ${id}`],
        [
          'stopped',
          (id: number) =>
            stage.sql`insert into stop_flag (person_id, kind, from_on, source) values (${id}, 'lawyer', '2026-11-24', 'm')`,
        ],
        ['shielded', (id: number) => stage.sql`update person set shielded = true where id = ${id}`],
      ] as const) {
        const id = await person({});
        const { targetId } = await reserved(await seedCampaign(stage.sql, 'tax', { persons: [id] }));
        expect(await withdrawn()).to.deep.equal([]);
        await change(id);
        const [gone] = await withdrawn();
        expect(gone).to.include({ targetId, agentId: stage.agent, callId: null, code });
        expect(await progress(targetId)).to.include({ state: 'withdrawn', lease_agent_id: null });
        expect(await withdrawn()).to.deep.equal([]);
      }
    });

    it('a telephone that rings for the pool, and nobody who is talking', async () => {
      await approve('tax');
      const ids = [await person({}), await person({})];
      await predictive(ids);
      const [ringing, talking] = [await taken(), await taken()];
      for (const [index, plan] of [ringing, talking].entries())
        await stage.sql`insert into call (id, node, direction, target_id, person_id, state, created_at, dialled_at, answered_at)
          values (${`00000000-0000-7000-8000-00000000000${index}`}, 'node1', 'outbound', ${plan.targetId}, ${plan.personId}, 'ringing',
            ${stage.now}, ${stage.now}, ${plan === talking ? stage.now : null})`;
      await stage.sql`update arrears_item set paid = principal`;
      const gone = await withdrawn();
      expect(gone.map(({ targetId, agentId }) => ({ targetId, agentId }))).to.deep.equal([
        { targetId: ringing.targetId, agentId: null },
      ]);
      expect(gone[0]?.callId).to.match(/0$/);
      expect(await progress(talking.targetId)).to.include({ state: 'in_call' });
    });

    it('nobody who paid a part', async () => {
      const id = await person({});
      await reserved(await seedCampaign(stage.sql, 'tax', { persons: [id] }));
      await stage.sql`update arrears_item set paid = 1000 where person_id = ${id}`;
      expect(await withdrawn()).to.deep.equal([]);
      expect(
        (await play(await seedCampaign(stage.sql, 'tax', { persons: [await person({})] }), { lineResult: 'busy' }))
          .kind,
      ).to.equal('plan');
    });
  });
});
