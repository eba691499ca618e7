import { expect } from 'chai';
import { Stopwatch } from '../support/stopwatch.ts';
import { eventually, NOTHING_LEFT, TelephonyWorld } from '../support/telephony-world.ts';

describe('a call of the pool, against an Asterisk that behaves', () => {
  let world: TelephonyWorld;
  afterEach(async () => {
    await world.close();
  });

  it('is dialled without an agent, joined to one at the answer, and then a call like any other', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 1 });
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 120 });
    const watch = new Stopwatch();
    await world.startController();
    const { agent, leg } = await world.poolAgent();
    const ringing = await eventually('ringing', async () =>
      (await world.calls()).find((call) => call['dialled_at'] !== null),
    );
    expect(ringing).to.include({
      mode: 'predictive',
      agent_id: null,
      subject_id: '10',
      band: 'weekday_day',
      area: '022',
    });
    expect((await world.agentRow(agent))['state']).to.equal('available');
    // Recorded while it rings, and mixed with nobody.
    const ringingChannel = world.fake.channels.get(String(ringing['channel_id']));
    expect(ringingChannel?.bridgeId).to.equal(undefined);
    expect(world.fake.recorders.filter(({ stoppedAtMs }) => stoppedAtMs === undefined)).to.have.length(1);
    const row = await world.untilAgent(agent, 'talking');
    const call = await eventually('connected', async () =>
      (await world.calls()).find((one) => one['connected_real_ms'] !== null),
    );
    expect(row).to.include({ call_id: call['id'], target_id: call['target_id'], line_subject_id: '10', line_calls: 1 });
    expect(call).to.include({ agent_id: agent.id, agent_login_id: agent.loginId, state: 'talking', abandoned: false });
    expect(leg.bridgeId).to.equal(call['bridge_id']);
    expect(world.fake.channels.get(String(call['channel_id']))?.bridgeId).to.equal(call['bridge_id']);
    const waitedMs = Number(call['connected_real_ms']) - Number(call['answered_real_ms']);
    expect(waitedMs).to.be.at.least(0);
    expect(waitedMs - watch.heldUpMs).to.be.at.most(500);
    const [lease] = await world.sql`select lease_agent_id, lease_pool from target_progress`;
    expect(lease).to.deep.equal({ lease_agent_id: agent.id, lease_pool: false });
    const callId = String(call['id']);
    expect((await world.command(agent, 'hang_up', { callId })).state).to.equal('done');
    await world.untilAgent(agent, 'wrap_up');
    const [ended] = await world.calls();
    expect(ended).to.include({ line_result: 'answered_human', ended_by: 'agent', full_ring: true, abandoned: false });
    await world.saveResult(agent, callId);
    expect((await world.command(agent, 'wrap_up_done', { callId })).state).to.equal('done');
    await world.untilAgent(agent, 'available');
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('the join at the answer fails: the agent is brought all the same, and both are in the bridge', async () => {
    for (const failures of [1, 3]) {
      world = await TelephonyWorld.create('predictive', { targets: 1 });
      world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 60 });
      world.fake.refusesToJoin = failures;
      await world.startController();
      const { agent, leg } = await world.poolAgent();
      const call = await eventually('connected', async () =>
        (await world.calls()).find((one) => one['connected_real_ms'] !== null),
      );
      expect(call).to.include({ agent_id: agent.id, abandoned: false });
      expect(leg.bridgeId).to.equal(call['bridge_id']);
      expect(world.fake.channels.get(String(call['channel_id']))?.bridgeId).to.equal(call['bridge_id']);
      await world.command(agent, 'hang_up', { callId: String(call['id']) });
      await world.untilAgent(agent, 'wrap_up');
      if (failures === 1) await world.close();
    }
  });

  it('answered with nobody free within two seconds: told in words, counted, recorded, and kept to the end', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 2 });
    world.createPacer = (init) => world.ratio(init, 2);
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 60 });
    world.fake.behaviours.set(world.number(1), { kind: 'answer', afterMs: 90 });
    await world.patience(0.3);
    const watch = new Stopwatch();
    await world.startController();
    const { agent } = await world.poolAgent();
    await world.untilAgent(agent, 'talking');
    const abandoned = await eventually('abandoned', async () =>
      (await world.calls()).find((call) => call['line_result'] === 'abandoned'),
    );
    expect(abandoned).to.include({ abandoned: true, agent_id: null, ended_by: 'system', full_ring: true });
    const waited = Number(abandoned['ended_real_ms']) - Number(abandoned['answered_real_ms']);
    expect(waited).to.be.at.least(250);
    expect(waited - watch.heldUpMs).to.be.at.most(1_500);
    expect(world.fake.recorders.some((one) => one.file.endsWith(`${abandoned['recording_id']}.raw`))).to.equal(true);
    expect(world.fake.played.some((media) => media.includes('/pbx/courtesy'))).to.equal(true);
    expect(world.fake.dials).to.have.length(2);
    expect((await world.calls()).filter((call) => call['abandoned'])).to.have.length(1);
  });

  it('hung up by the citizen while nobody is there yet: nobody was heard, so it counts', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 2 });
    world.createPacer = (init) => world.ratio(init, 2);
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 60 });
    // Long after the other one has taken the agent, and long before the patience ends.
    world.fake.behaviours.set(world.number(1), { kind: 'answer', afterMs: 1_000, hangUpAfterMs: 100 });
    await world.startController();
    const { agent } = await world.poolAgent();
    await world.untilAgent(agent, 'talking');
    const call = await eventually('ended', async () =>
      (await world.calls()).find((one) => one['ended_at'] !== null && one['answered_at'] !== null),
    );
    expect(call).to.include({ line_result: 'abandoned', abandoned: true, ended_by: 'citizen', agent_id: null });
  });

  it('takes the next agent when the first one is lost between answer and talk', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 1, ringTimeoutSec: 30 });
    await world.startController();
    const first = await world.poolAgent();
    const citizen = await eventually('ringing', () => world.fake.channels.get(world.fake.dials[0]?.channelId ?? ''));
    const second = await world.poolAgent();
    // Gone in Asterisk, and the event of it comes late.
    world.fake.channels.delete(first.leg.id);
    world.fake.setState(citizen, 'Up');
    const row = await world.untilAgent(second.agent, 'talking');
    const [call] = await world.calls();
    expect(row['call_id']).to.equal(call?.['id']);
    expect(call).to.include({ agent_id: second.agent.id, abandoned: false });
    expect((await world.agentRow(first.agent))['call_id']).to.equal(null);
  });

  it('goes only to whom the skills allow, the longest idle first, and stays on a line', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 0 });
    await world.addLine('20', { mode: 'predictive', targets: 2 });
    world.createPacer = (init) => world.ratio(init, 1);
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 60 });
    world.fake.behaviours.set(world.number(1), { kind: 'answer', afterMs: 600 });
    await world.startController();
    const other = await world.poolAgent(['10']);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(world.fake.dials).to.have.length(0);
    const stays = await world.addAgent(undefined, ['20', '10'], 3);
    const leg = await world.seat(stays);
    await world.db.owner`update agent_state set line_subject_id = '10', line_calls = 1 where agent_id = ${stays.id}`;
    const free = await world.poolAgent(['20']);
    await world.readyForPool(stays);
    // `free` waits for less long than `other`, who may not, and would lose to nobody but the one who stays elsewhere.
    await world.untilAgent(free.agent, 'talking');
    await world.untilAgent(stays, 'talking');
    expect((await world.agentRow(other.agent))['state']).to.equal('available');
    expect((await world.agentRow(stays))['line_calls']).to.equal(1);
    expect(leg.bridgeId).to.not.equal('hold-pbx1');
    expect(world.fake.dials.map(({ callerId }) => callerId)).to.deep.equal(['0220001120', '0220001120']);
  });
});
