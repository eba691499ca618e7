import { expect } from 'chai';
import { simulatedClock } from '../../core/platform/clock.ts';
import { eventually, NOTHING_LEFT, TelephonyWorld } from '../support/telephony-world.ts';

describe('a citizen calls back', () => {
  let world: TelephonyWorld;
  afterEach(async () => {
    await world.close();
  });

  const callIn = (id: string, called = '0220001100') =>
    world.fake.addChannel(id, 'carrier', '0901234567', ['inbound', called]);
  const inboundCall = (id: string) =>
    eventually(`row of ${id}`, async () => (await world.calls()).find((call) => call['channel_id'] === id));

  it('with nobody on duty: answered, recorded, told in words, and leaves a row with the subject it called', async () => {
    world = await TelephonyWorld.create('preview');
    await world.startController();
    await eventually('ready', () => world.fake.bridges.has('hold-pbx1'));
    const channel = callIn('in-1');
    const call = await world.untilCall('ended');
    expect(call).to.include({
      direction: 'inbound',
      channel_id: 'in-1',
      subject_id: '10',
      trunk_id: 'sim',
      dialled_number: '0220001100',
      caller_id: '0901234567',
      line_result: 'answered_human',
      ended_by: 'system',
      agent_id: null,
    });
    const recorder = world.fake.recorders.find((one) => one.channelId === channel.id);
    expect(recorder?.file).to.include(`${call['recording_id']}.raw`);
    expect(call['call_spool']).to.equal(`${call['recording_id']}.raw`);
    expect(world.fake.channels.size).to.equal(0);
    expect(world.fake.played.at(-1)).to.include('inbound-unavailable');
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('hangs up by itself before the message is over', async () => {
    world = await TelephonyWorld.create('preview');
    await world.startController();
    await eventually('ready', () => world.fake.bridges.has('hold-pbx1'));
    const channel = callIn('in-2');
    await eventually('recorded', () => world.fake.recorders.length > 0);
    world.fake.destroy(channel, 16, undefined);
    const call = await world.untilCall('ended');
    expect(call).to.include({ ended_by: 'citizen', line_result: 'answered_human' });
  });

  it('an agent of the line is free: connected at once, the desk knows line and direction, wrap-up needs no target', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 0 });
    await world.addLine('20', { mode: 'preview', targets: 0 });
    await world.startController();
    const wrongLine = await world.poolAgent(['10']);
    const { agent, leg } = await world.poolAgent(['20']);
    callIn('in-3', '0220001120');
    const row = await world.untilAgent(agent, 'talking');
    const call = await inboundCall('in-3');
    expect(row).to.include({ call_id: call['id'], target_id: null, line_subject_id: '20' });
    await eventually('joined', () => leg.bridgeId === call['bridge_id']);
    expect(world.fake.played).to.deep.equal([]);
    expect((await world.agentRow(wrongLine.agent))['state']).to.equal('available');
    const callId = String(call['id']);
    expect((await world.command(agent, 'hang_up', { callId })).state).to.equal('done');
    await world.untilAgent(agent, 'wrap_up');
    expect((await world.command(agent, 'wrap_up_done', { callId })).state).to.equal('done');
    await world.untilAgent(agent, 'available');
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('outside the hours of the centre: told so, whoever is still there', async () => {
    world = await TelephonyWorld.create('preview', { targets: 0 });
    const evening = Date.parse('2026-11-24T19:30:00+09:00');
    world.clock = simulatedClock({ realAnchorMs: Date.now(), simulatedAnchorMs: evening, speed: 1 });
    await world.startController();
    const { agent } = await world.poolAgent();
    callIn('in-8');
    const call = await world.untilCall('ended');
    expect(call).to.include({ direction: 'inbound', agent_id: null, ended_by: 'system' });
    expect(world.fake.played).to.have.length(1);
    expect(world.fake.played[0]).to.include('inbound-closed');
    expect((await world.agentRow(agent))['state']).to.equal('available');
  });

  it('told of twice by the exchange, it is one call and goes on', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 0 });
    await world.startController();
    const { agent } = await world.poolAgent();
    world.fake.chaos = { ...world.fake.chaos, duplicateShare: 1 };
    const channel = callIn('in-7');
    await world.untilAgent(agent, 'talking');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(world.fake.channels.has(channel.id)).to.equal(true);
    expect(await world.calls()).to.have.length(1);
  });

  it('waits with music, and goes before a citizen whom we called and who answered earlier', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 2 });
    world.createPacer = (init) => world.ratio(init, 2);
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 50 });
    world.fake.behaviours.set(world.number(1), { kind: 'answer', afterMs: 700 });
    await world.startController();
    const { agent } = await world.poolAgent();
    const first = await world.untilAgent(agent, 'talking');
    await eventually(
      'the second waits',
      async () => (await world.calls()).filter((call) => call['answered_at'] !== null).length === 2,
    );
    callIn('in-4');
    const inbound = await eventually('queued', async () => {
      const call = await inboundCall('in-4');
      return call['queued_real_ms'] === null ? undefined : call;
    });
    await eventually('music', () => world.fake.bridges.get(String(inbound['bridge_id']))?.moh === 'hold');
    const callId = String(first['call_id']);
    await world.command(agent, 'hang_up', { callId });
    await world.untilAgent(agent, 'wrap_up');
    await world.saveResult(agent, callId);
    await world.command(agent, 'wrap_up_done', { callId });
    const next = await world.untilAgent(agent, 'talking');
    expect(next['call_id']).to.equal(inbound['id']);
    const abandoned = await eventually('abandoned', async () =>
      (await world.calls()).find((call) => call['abandoned']),
    );
    expect(abandoned['direction']).to.equal('outbound');
  });

  it('waited in vain: told in words after the limit of the city', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 1 });
    await world.patience(2, { inboundWaitSec: 0.4 });
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 50 });
    await world.startController();
    const { agent } = await world.poolAgent();
    await world.untilAgent(agent, 'talking');
    callIn('in-5');
    const call = await eventually('over', async () => {
      const row = await inboundCall('in-5');
      return row['ended_at'] === null ? undefined : row;
    });
    expect(call).to.include({ ended_by: 'system', agent_id: null, abandoned: false });
    expect(world.fake.played.at(-1)).to.include('inbound-unavailable');
  });

  it('is adopted while it waits, and goes on waiting', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 1 });
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 50, hangUpAfterMs: 2_500 });
    const first = await world.startController();
    const { agent } = await world.poolAgent();
    const talking = await world.untilAgent(agent, 'talking');
    callIn('in-6');
    await eventually('queued', async () => (await inboundCall('in-6'))['queued_real_ms'] !== null);
    await first.kill();
    await world.startController();
    await world.untilAgent(agent, 'wrap_up');
    await world.saveResult(agent, String(talking['call_id']));
    await world.command(agent, 'wrap_up_done', { callId: String(talking['call_id']) });
    const row = await world.untilAgent(agent, 'talking');
    expect(row['call_id']).to.equal((await inboundCall('in-6'))['id']);
  });

  it('on two channels the last one is never dialled away from a citizen who calls', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 4 });
    await world.db.owner`update trunk set channels = 2`;
    world.createPacer = (init) => world.ratio(init, 3);
    await world.startController();
    await world.poolAgent();
    await world.poolAgent();
    await eventually('one rings', () => world.fake.dials.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(world.fake.dials).to.have.length(1);
  });

  it('nor by hand: an agent who looks at a case is told to wait, and keeps it', async () => {
    world = await TelephonyWorld.create('preview', { targets: 3, ringTimeoutSec: 20 });
    await world.db.owner`update trunk set channels = 2`;
    await world.startController();
    const [first, second] = [await world.poolAgent(), await world.poolAgent()];
    const held = await world.untilAgent(first.agent, 'reserved');
    const other = await world.untilAgent(second.agent, 'reserved');
    const dial = (agent: typeof first.agent, row: Record<string, unknown>) =>
      world.command(agent, 'dial', { targetId: Number(row['target_id']), phoneId: null });
    const answers = await Promise.all([dial(first.agent, held), dial(second.agent, other)]);
    expect(answers.map(({ state }) => state).sort()).to.deep.equal(['done', 'refused']);
    expect(answers.find(({ state }) => state === 'refused')?.result.code).to.equal('call/no-free-trunk');
    await eventually('one rings', () => world.fake.dials.length === 1);
    const states = [await world.agentRow(first.agent), await world.agentRow(second.agent)].map((row) => row['state']);
    expect(states.sort()).to.deep.equal(['reserved', 'ringing']);
  });
});
