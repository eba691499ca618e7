import { expect } from 'chai';
import { Stopwatch } from '../support/stopwatch.ts';
import { eventually, TelephonyWorld } from '../support/telephony-world.ts';

describe('Asterisk itself dies', () => {
  let world: TelephonyWorld;
  afterEach(async () => {
    await world.close();
  });

  async function talking() {
    world = await TelephonyWorld.create('progressive', { targets: 2 });
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 20 });
    const running = await world.startController();
    const agent = await world.addAgent();
    await world.seat(agent);
    await world.ready(agent);
    const call = await world.untilCall('talking');
    await world.untilAgent(agent, 'talking');
    return { agent, call, running };
  }

  it('calls are closed as lost, agents are told, and everything is made again', async () => {
    const { agent } = await talking();
    const before = Date.now();
    const watch = new Stopwatch();
    world.fake.crash();
    const told = await eventually('agent told', async () => {
      const row = await world.agentRow(agent);
      return typeof row['notice'] === 'string' && row['state'] === 'wrap_up' && row['leg_up'] === false
        ? row
        : undefined;
    });
    expect(watch.tookMs).to.be.below(3_000);
    expect(told).to.include({ leg_up: false, leg_channel_id: null });
    const [ended] = await world.calls();
    expect(ended).to.include({ ended_by: 'pbx_lost', line_result: 'answered_human', state: 'ended' });
    expect(Number(ended?.['ended_real_ms'])).to.be.within(before - 5, before + 1_000);
    const [incident] = await world.sql`select kind from incident`;
    expect(incident?.['kind']).to.equal('pbx_lost');
    world.fake.restart();
    await eventually('SIP identity again', () => world.fake.identities.has(`endpoint/${agent.sipUser}`));
    await eventually('holding bridge again', () => world.fake.bridges.has('hold-pbx1'));
    await world.seat(agent);
    await world.saveResult(agent, String(ended?.['id']));
    await world.command(agent, 'wrap_up_done', { callId: String(ended?.['id']) });
    await eventually('the next call', () => world.fake.dials.length === 2);
  });

  it('a restart so short that nobody noticed is noticed by its start time', async () => {
    const { agent, call } = await talking();
    world.limits = { ...world.limits, pbxLostAfterMs: 60_000 };
    world.fake.crash();
    world.fake.restart();
    await world.untilAgent(agent, 'wrap_up');
    const [ended] = await world.calls();
    expect(ended).to.include({ id: call['id'], ended_by: 'pbx_lost' });
  });

  it('a link that was only cut ends nothing', async () => {
    const { agent, call, running } = await talking();
    for (const listener of world.fake.linkListeners) listener('down');
    for (const listener of world.fake.linkListeners) listener('up');
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await world.agentRow(agent))['state']).to.equal('talking');
    expect(running.controller.calls.get(String(call['id']))).to.not.equal(undefined);
  });
});
