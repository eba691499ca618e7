import { expect } from 'chai';
import { BLOCKING_PROBLEMS, type DeviceProblem, judgeDevice } from '../../core/rules/device-problem.ts';
import { Stopwatch } from '../support/stopwatch.ts';
import { type Agent, eventually, NOTHING_LEFT, TelephonyWorld } from '../support/telephony-world.ts';

describe('the page of a desk', () => {
  let world: TelephonyWorld;
  afterEach(async () => {
    await world.close();
  });

  const tell = (agent: Agent, problem: DeviceProblem | null, loginId = agent.loginId) =>
    world.command(agent, 'device_state', { loginId, problem });

  /** On a screen that has spoken. */
  async function onScreen(): Promise<Agent> {
    world.device = 'webrtc';
    const agent = await world.addAgent();
    await world.seat(agent);
    await tell(agent, null);
    return agent;
  }

  it('is unseen until it speaks: its agent cannot be ready, and is told what to do', async () => {
    world = await TelephonyWorld.create('preview');
    world.device = 'webrtc';
    await world.startController();
    const agent = await world.addAgent();
    await world.seat(agent);
    expect(await world.agentRow(agent)).to.include({ device_problem: 'unseen', device_seen_at: null });
    const refused = await world.command(agent, 'agent_ready', { campaignId: world.campaignId });
    expect(refused.state).to.equal('refused');
    expect(refused.result).to.include({ code: 'agent/device', message: judgeDevice('unseen').sentence });
    await tell(agent, null);
    expect((await world.agentRow(agent))['device_seen_at']).to.be.instanceOf(Date);
    await world.ready(agent);
    await world.untilAgent(agent, 'reserved');
  });

  it('a telephone without a page is asked for none', async () => {
    world = await TelephonyWorld.create('preview');
    await world.startController();
    const agent = await world.addAgent();
    await world.seat(agent);
    await world.ready(agent);
    expect(await world.untilAgent(agent, 'reserved')).to.include({ device_problem: null, device_seen_at: null });
  });

  it('seconds without a word do not take the case from the screen, and bring nobody to it', async () => {
    world = await TelephonyWorld.create('preview');
    await world.startController();
    const agent = await onScreen();
    await world.ready(agent);
    const { target_id: targetId } = await world.untilAgent(agent, 'reserved');
    await tell(agent, 'unseen');
    expect(await world.agentRow(agent)).to.include({
      state: 'reserved',
      target_id: targetId,
      device_problem: 'unseen',
    });
    await tell(agent, null);
    expect(await world.agentRow(agent)).to.include({ state: 'reserved', target_id: targetId, notice: null });
  });

  for (const problem of BLOCKING_PROBLEMS.filter((one) => one !== 'unseen'))
    it(`${problem}: no citizen is brought to the agent, the case in hand goes back, and well again work goes on at once`, async () => {
      world = await TelephonyWorld.create('preview');
      await world.startController();
      const agent = await onScreen();
      await world.ready(agent);
      await world.untilAgent(agent, 'reserved');
      await tell(agent, problem);
      const row = await world.agentRow(agent);
      expect(row).to.include({ state: 'break', intent: 'ready', target_id: null });
      expect(row['notice']).to.equal(judgeDevice(problem).sentence);
      expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
      await tell(agent, null);
      await world.untilAgent(agent, 'reserved');
      expect((await world.agentRow(agent))['notice']).to.equal(null);
    });

  it('a citizen who is on the line is not brought to a screen that hears nothing, and is the moment it does', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 0 });
    await world.patience(2, { inboundWaitSec: 20 });
    await world.startController();
    const other = await world.poolAgent();
    const agent = await onScreen();
    await world.readyForPool(agent);
    await world.untilAgent(agent, 'available');
    await tell(agent, 'ended');
    world.fake.addChannel('in-1', 'carrier', '0901234567', ['inbound', '0220001100']);
    await world.untilAgent(other.agent, 'talking');
    world.fake.addChannel('in-2', 'carrier', '0901234568', ['inbound', '0220001100']);
    await eventually('the second waits', async () =>
      (await world.calls()).some((call) => call['channel_id'] === 'in-2' && call['queued_real_ms'] !== null),
    );
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await world.agentRow(agent)).to.include({ state: 'break', call_id: null });
    await tell(agent, null);
    await world.untilAgent(agent, 'talking');
  });

  it('digital silence only warns', async () => {
    world = await TelephonyWorld.create('preview', { targets: 0 });
    await world.startController();
    const agent = await onScreen();
    await world.ready(agent);
    await world.untilAgent(agent, 'available');
    await tell(agent, 'silent');
    expect(await world.agentRow(agent)).to.include({ state: 'available', device_problem: 'silent' });
  });

  it('of a log-in that is over nothing is believed', async () => {
    world = await TelephonyWorld.create('preview', { targets: 0 });
    await world.startController();
    const agent = await onScreen();
    expect((await tell(agent, 'muted', '0190a000-0000-7000-8000-000000000000')).state).to.equal('done');
    expect((await world.agentRow(agent))['device_problem']).to.equal(null);
  });

  it('while the api is gone nobody is routable 3 s after its last sign of life; its word later counts again', async function () {
    this.timeout(15_000);
    world = await TelephonyWorld.create('preview', { targets: 0 });
    await world.startController();
    const agent = await onScreen();
    const telephone = await (async () => {
      world.device = 'sip';
      return world.poolAgent();
    })();
    await world.ready(agent);
    await world.untilAgent(agent, 'available');
    await world.db.owner`insert into process_heartbeat (process, node, pid) values ('api', 'pbx1', 1)`;
    const lastSign = new Stopwatch();
    await world.untilAgent(agent, 'break');
    expect(lastSign.passedMs).to.be.at.least(2_000);
    expect(lastSign.tookMs).to.be.at.most(3_000);
    expect((await world.agentRow(agent))['device_problem']).to.equal('unseen');
    expect((await world.agentRow(telephone.agent))['state']).to.equal('available');
    await world.db.owner`update process_heartbeat set at = now() where process = 'api'`;
    await tell(agent, null);
    await world.untilAgent(agent, 'available');
  });

  it('a controller that comes later knows what the page said last', async () => {
    world = await TelephonyWorld.create('preview', { targets: 0 });
    const first = await world.startController();
    const agent = await onScreen();
    await world.ready(agent);
    await tell(agent, 'socket');
    await first.kill();
    await world.startController();
    await eventually('adopted', async () => (await world.agentRow(agent))['media_proven_at'] !== null);
    expect(await world.agentRow(agent)).to.include({ state: 'break', device_problem: 'socket' });
    await tell(agent, null);
    await world.untilAgent(agent, 'available');
  });
});
