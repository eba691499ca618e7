import { expect } from 'chai';
import { Stopwatch } from '../support/stopwatch.ts';
import { eventually, NOTHING_LEFT, TelephonyWorld } from '../support/telephony-world.ts';

describe("agents' legs", () => {
  let world: TelephonyWorld;
  afterEach(async () => {
    await world.close();
  });

  async function talking(legReturnMs?: number) {
    world = await TelephonyWorld.create('progressive');
    if (legReturnMs) world.limits = { ...world.limits, legReturnMs };
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 20 });
    const { controller } = await world.startController();
    const agent = await world.addAgent();
    const leg = await world.seat(agent);
    await world.ready(agent);
    const call = await world.untilCall('talking');
    await world.untilAgent(agent, 'talking');
    return { agent, leg, call, controller };
  }

  it('lost in a call and back: music for the citizen, then the same call with the same agent', async () => {
    const { agent, leg, call } = await talking(20_000);
    world.fake.destroy(leg, 16, undefined);
    const bridge = await eventually('music', () => {
      const found = world.fake.bridges.get(String(call['bridge_id']));
      return found?.moh === 'hold' ? found : undefined;
    });
    const told = await eventually('notice', async () => {
      const row = await world.agentRow(agent);
      return row['leg_up'] === false ? row : undefined;
    });
    expect(told['notice']).to.include('保留音');
    expect(told['state']).to.equal('talking');
    const back = world.fake.agentCalls(agent.sipUser);
    await eventually('joined again', () => back?.bridgeId === call['bridge_id'] && bridge.moh === undefined);
    await eventually('notice gone', async () => (await world.agentRow(agent))['notice'] === null);
    await world.command(agent, 'hang_up', { callId: String(call['id']) });
    await world.untilAgent(agent, 'wrap_up');
  });

  it('lost in a call for good: the citizen is told and the call ends', async () => {
    const { agent, leg, call } = await talking();
    world.fake.destroy(leg, 16, undefined);
    const ended = await world.untilCall('ended');
    expect(ended).to.include({ ended_by: 'system', line_result: 'answered_human' });
    const events = await world.sql`select kind from call_event where call_id = ${String(call['id'])} order by id`;
    expect(events.map((row) => row['kind'])).to.include('politely_ended');
    await world.untilAgent(agent, 'wrap_up');
  });

  it('a browser that sends no packets any more counts as lost, though SIP still says connected', async () => {
    const { leg, call } = await talking();
    leg.sending = false;
    await eventually('leg ended by us', () => !world.fake.channels.has(leg.id));
    await eventually('music', () => world.fake.bridges.get(String(call['bridge_id']))?.moh === 'hold');
  });

  it('lost while a citizen is being rung: the attempt is cancelled, nobody answers into the void', async () => {
    world = await TelephonyWorld.create('progressive');
    world.fake.behaviours.set(world.number(0), { kind: 'ring' });
    await world.startController();
    const agent = await world.addAgent();
    const leg = await world.seat(agent);
    await world.ready(agent);
    await world.untilCall('ringing');
    world.fake.destroy(leg, 16, undefined);
    const ended = await world.untilCall('ended');
    expect(ended).to.include({ line_result: 'cancelled', ended_by: 'system' });
    const row = await world.untilAgent(agent, 'break');
    expect(row['intent']).to.equal('ready');
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('the newest leg of a log-in wins', async () => {
    world = await TelephonyWorld.create('preview');
    await world.startController();
    const agent = await world.addAgent();
    const old = await world.seat(agent);
    const young = world.fake.agentCalls(agent.sipUser);
    await eventually('old leg gone', () => !world.fake.channels.has(old.id));
    await eventually('young leg proven', async () => {
      const row = await world.agentRow(agent);
      return row['leg_channel_id'] === young?.id && row['media_proven_at'] !== null;
    });
  });

  it('an ended log-in has neither leg nor SIP identity within a second, and its target goes back', async () => {
    world = await TelephonyWorld.create('preview');
    await world.startController();
    const agent = await world.addAgent();
    const leg = await world.seat(agent);
    await world.ready(agent);
    await world.untilAgent(agent, 'reserved');
    const watch = new Stopwatch();
    await world.db.owner`update agent_login set ended_at = now() where id = ${agent.loginId}`;
    await eventually('all gone', () => !world.fake.channels.has(leg.id) && world.fake.identities.size === 0);
    expect(watch.tookMs).to.be.below(1_000);
    const row = await world.untilAgent(agent, 'offline');
    expect(row).to.include({ login_id: null, target_id: null, leg_up: false });
    expect((await world.leftovers()).leases).to.equal(0);
    expect(world.fake.agentCalls(agent.sipUser)).to.equal(undefined);
  });

  it('an agent who logs out in mid-call is not waited for: the citizen is told, nothing stays open', async () => {
    // Longer than this test waits for anything.
    const { agent } = await talking(20_000);
    await world.db.owner`update agent_login set ended_at = now() where id = ${agent.loginId}`;
    await eventually('told', async () => {
      const rows = await world.db.owner`select 1 from call_event where kind = 'politely_ended'`;
      return rows.length > 0;
    });
    expect(await world.untilCall('ended')).to.include({ ended_by: 'system', line_result: 'answered_human' });
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('two legs of one log-in while nobody watched: the later one stays, the call with it, and the earlier one is hung up', async () => {
    world = await TelephonyWorld.create('progressive');
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 20 });
    const first = await world.startController();
    const agent = await world.addAgent();
    const leg = await world.seat(agent);
    await world.ready(agent);
    const call = await world.untilCall('talking');
    await world.untilAgent(agent, 'talking');
    await first.kill();
    const later = world.fake.agentCalls(agent.sipUser);
    if (!later) throw new Error('no identity');
    await eventually('entered', () => later.entered);
    world.fake.setState(later, 'Up');
    await world.startController();
    await eventually('the earlier one is gone', () => !world.fake.channels.has(leg.id));
    await eventually('the later one is in the call', () => later.bridgeId === call['bridge_id']);
    expect(await world.agentRow(agent)).to.include({ state: 'talking', leg_channel_id: later.id });
  });

  it('the leg of a log-in that ended while nobody watched is hung up', async () => {
    world = await TelephonyWorld.create('preview', { targets: 0 });
    const first = await world.startController();
    const agent = await world.addAgent();
    const leg = await world.seat(agent);
    await first.kill();
    await world.db.owner`update agent_login set ended_at = now() where id = ${agent.loginId}`;
    await world.startController();
    await eventually('hung up', () => !world.fake.channels.has(leg.id));
    await world.untilAgent(agent, 'offline');
  });

  it('a leg that came unwritten is written by the next comparison, and proved', async function () {
    this.timeout(20_000);
    world = await TelephonyWorld.create('preview', { targets: 0 });
    await world.startController();
    const agent = await world.addAgent();
    const leg = await world.seat(agent);
    await world.ready(agent);
    await world.untilAgent(agent, 'available');
    // As if the database had been away in that moment.
    await world.db.owner`update agent_state set leg_up = false, media_proven_at = null, state = 'break', seq = seq + 1
      where agent_id = ${agent.id}`;
    await eventually('known again', async () => (await world.agentRow(agent))['state'] === 'available', 12_000);
    expect(await world.agentRow(agent)).to.include({ leg_up: true, leg_channel_id: leg.id });
  });

  it('seq grows by one with every change and never otherwise', async () => {
    const { agent, call } = await talking();
    const before = Number((await world.agentRow(agent))['seq']);
    await world.command(agent, 'hold', { callId: String(call['id']), on: true });
    expect(Number((await world.agentRow(agent))['seq'])).to.equal(before + 1);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(Number((await world.agentRow(agent))['seq'])).to.equal(before + 1);
  });
});
