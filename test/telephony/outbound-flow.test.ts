import { expect } from 'chai';
import { eventually, NOTHING_LEFT, TelephonyWorld } from '../support/telephony-world.ts';

describe('an outbound call, against an Asterisk that behaves', () => {
  let world: TelephonyWorld;
  afterEach(async () => {
    await world.close();
  });

  async function seatedAgent(mode: 'preview' | 'progressive', targets = 1) {
    world = await TelephonyWorld.create(mode, { targets });
    await world.startController();
    const agent = await world.addAgent();
    const leg = await world.seat(agent);
    return { agent, leg };
  }

  it('preview: reserved, dialled, answered, talked, hung up, written up, next', async () => {
    const { agent, leg } = await seatedAgent('preview', 2);
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 40 });
    await world.ready(agent);
    const reserved = await world.untilAgent(agent, 'reserved');
    const dialled = await world.command(agent, 'dial', { targetId: Number(reserved['target_id']), phoneId: null });
    expect(dialled.state).to.equal('done');
    await world.untilAgent(agent, 'talking');
    const call = await world.untilCall('talking');
    const citizen = world.fake.channels.get(String(call['channel_id']));
    expect(citizen?.bridgeId).to.equal(call['bridge_id']);
    expect(leg.bridgeId).to.equal(call['bridge_id']);
    expect(world.fake.dials).to.deep.equal([
      { channelId: call['channel_id'], number: world.number(0), callerId: '0220001100' },
    ]);
    await eventually('call recorder alone', () => {
      const running = citizen?.recorders.filter((recorder) => recorder.stoppedAtMs === undefined) ?? [];
      return running.length === 1 && running[0]?.file.endsWith(`${call['recording_id']}.raw`);
    });
    const callId = String(call['id']);
    expect((await world.command(agent, 'hang_up', { callId })).state).to.equal('done');
    await world.untilAgent(agent, 'wrap_up');
    const [ended] = await world.calls();
    expect(ended).to.include({ line_result: 'answered_human', ended_by: 'agent', state: 'ended' });
    expect(ended?.['sip_call_id']).to.equal(`sip-${call['channel_id']}`);
    expect(Number(ended?.['ended_real_ms'])).to.be.greaterThan(Number(ended?.['answered_real_ms']));
    expect(leg.bridgeId).to.equal('hold-pbx1');
    const early = await world.command(agent, 'wrap_up_done', { callId });
    expect(early.result.code).to.equal('contact/not-saved');
    await world.saveResult(agent, callId);
    expect((await world.command(agent, 'wrap_up_done', { callId })).state).to.equal('done');
    const next = await world.untilAgent(agent, 'reserved');
    expect(next['target_id']).to.not.equal(reserved['target_id']);
    await world.command(agent, 'agent_break', { reason: 'lunch' });
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('a call recorder that began late: the ring recorder goes on to the hang-up, and nothing is left', async () => {
    const { agent } = await seatedAgent('progressive', 1);
    world.limits.recorderLateMs = -1;
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 40, hangUpAfterMs: 600 });
    await world.ready(agent);
    await world.untilAgent(agent, 'talking');
    const call = await world.untilCall('talking');
    await world.untilAgent(agent, 'wrap_up');
    const ofCall = world.fake.recorders.filter(({ channelId }) => channelId === call['channel_id']);
    expect(ofCall.map(({ file }) => file.split('/').at(-1))).to.have.members([
      `${call['recording_id']}.ring.raw`,
      `${call['recording_id']}.raw`,
    ]);
    const [row] = await world.calls();
    const lastsTo = ofCall.map(({ stoppedAtMs }) => Number(row?.['ended_real_ms']) - (stoppedAtMs ?? 0));
    for (const beforeEndMs of lastsTo) expect(beforeEndMs).to.be.lessThan(100);
  });

  it('progressive: dials by itself, and goes straight on when nobody answers', async () => {
    const { agent } = await seatedAgent('progressive', 4);
    world.fake.behaviours.set(world.number(0), { kind: 'busy' });
    world.fake.behaviours.set(world.number(1), { kind: 'refuse', sipCode: 404, cause: 1 });
    world.fake.behaviours.set(world.number(2), { kind: 'ring' });
    world.fake.behaviours.set(world.number(3), { kind: 'answer', afterMs: 30, hangUpAfterMs: 100 });
    await world.ready(agent);
    await world.untilAgent(agent, 'wrap_up');
    const calls = await world.calls();
    expect(calls.map((call) => call['line_result'])).to.deep.equal([
      'busy',
      'unallocated',
      'no_answer',
      'answered_human',
    ]);
    expect(calls.map((call) => call['ended_by'])).to.deep.equal(['citizen', 'citizen', 'system', 'citizen']);
    expect(calls.map((call) => call['sip_code'])).to.deep.equal([486, 404, null, null]);
    await world.saveResult(agent, String(calls[3]?.['id']));
    await world.command(agent, 'wrap_up_done', { callId: String(calls[3]?.['id']) });
    const idle = await world.untilAgent(agent, 'available');
    await eventually('the reason is on the screen', async () => (await world.agentRow(agent))['notice'] !== null);
    expect(idle['call_id']).to.equal(null);
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('never rings a telephone outside the guard, whatever the gate said a moment ago', async () => {
    world = await TelephonyWorld.create('preview', { targets: 1, ringTimeoutSec: 25 });
    const at = new Date('2026-11-20T20:59:40+09:00');
    world.clock = { simulated: true, speed: 1, now: () => at };
    await world.startController();
    const agent = await world.addAgent();
    await world.seat(agent);
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 40 });
    await world.ready(agent);
    const reserved = await world.untilAgent(agent, 'reserved');
    // This dialer is scripted and always says yes.
    await world.command(agent, 'dial', { targetId: Number(reserved['target_id']), phoneId: null });
    await eventually('the call is closed', async () => (await world.calls())[0]?.['state'] === 'ended');
    expect(world.fake.dials).to.deep.equal([]);
    expect((await world.calls())[0]).to.include({ dialled_at: null, answered_at: null, ended_by: 'system' });
    await world.command(agent, 'agent_break', { reason: 'night' });
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('the agent hangs up while it rings: cancelled, nothing counted as refused by the citizen', async () => {
    const { agent } = await seatedAgent('progressive');
    world.fake.behaviours.set(world.number(0), { kind: 'ring' });
    await world.ready(agent);
    const call = await world.untilCall('ringing');
    await world.command(agent, 'hang_up', { callId: String(call['id']) });
    const ended = await world.untilCall('ended');
    expect(ended).to.include({ line_result: 'cancelled', ended_by: 'agent', answered_at: null });
    await world.untilAgent(agent, 'available');
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('hold gives the citizen music and takes the agent out; DTMF reaches the channel', async () => {
    const { agent, leg } = await seatedAgent('progressive');
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 20 });
    await world.ready(agent);
    const call = await world.untilCall('talking');
    const callId = String(call['id']);
    expect((await world.command(agent, 'hold', { callId, on: true })).state).to.equal('done');
    expect(leg.bridgeId).to.equal('hold-pbx1');
    expect(world.fake.bridges.get(String(call['bridge_id']))?.moh).to.equal('hold');
    expect((await world.agentRow(agent))['held']).to.equal(true);
    expect((await world.command(agent, 'hold', { callId, on: false })).state).to.equal('done');
    expect(leg.bridgeId).to.equal(call['bridge_id']);
    expect(world.fake.bridges.get(String(call['bridge_id']))?.moh).to.equal(undefined);
    await world.command(agent, 'dtmf', { callId, digits: '12#' });
    expect(world.fake.channels.get(String(call['channel_id']))?.variables.get('dtmf')).to.equal('12#');
    expect((await world.command(agent, 'dtmf', { callId, digits: '1\r\nAction: x' })).result.code).to.equal(
      'call/bad-dtmf',
    );
    await world.command(agent, 'hang_up', { callId });
    await world.untilAgent(agent, 'wrap_up');
  });

  it('a command nobody took in time is expired and never carried out', async () => {
    world = await TelephonyWorld.create('preview');
    const agent = await world.addAgent();
    await world.db.owner`insert into command (kind, agent_id, payload, expires_at)
      values ('agent_ready', ${agent.id}, ${world.db.owner.json({ campaignId: world.campaignId })}, now() - interval '1 second')`;
    await world.startController();
    await world.seat(agent);
    const [row] = await world.sql`select state from command`;
    expect(row?.['state']).to.equal('expired');
    expect((await world.agentRow(agent))['intent']).to.equal('break');
  });

  it('an agent without proven media is not ready and nothing is dialled', async () => {
    world = await TelephonyWorld.create('progressive');
    await world.startController();
    const agent = await world.addAgent();
    const leg = await eventually('SIP identity', () => world.fake.agentCalls(agent.sipUser));
    leg.sending = false;
    await eventually('leg up', async () => (await world.agentRow(agent))['leg_up'] === true);
    const answer = await world.command(agent, 'agent_ready', { campaignId: world.campaignId });
    expect(answer).to.deep.include({ state: 'refused' });
    expect(answer.result.code).to.equal('agent/no-media');
    expect(await world.calls()).to.deep.equal([]);
  });
});
