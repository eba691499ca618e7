import { expect } from 'chai';
import { FAIL_POINTS, type FailPoint } from '../../telephony/fail-point.ts';
import { Stopwatch } from '../support/stopwatch.ts';
import { type Agent, eventually, NOTHING_LEFT, TelephonyWorld } from '../support/telephony-world.ts';

/** Where the citizen was surely never rung: the attempt may be made again, with a new row. */
const BEFORE_THE_DIAL: readonly FailPoint[] = [
  'before-row',
  'after-row',
  'after-bridge',
  'after-create',
  'after-ring-recorder',
  'after-join',
];

describe('a controller that dies at any point', () => {
  let world: TelephonyWorld;
  afterEach(async () => {
    await world.close();
  });

  async function endOfStory(agent: Agent): Promise<void> {
    const row = await eventually(
      'wrap-up or idle',
      async () => {
        const now = await world.agentRow(agent);
        return now['state'] === 'wrap_up' || (now['state'] === 'available' && now['notice'] !== null) ? now : undefined;
      },
      12_000,
    );
    if (row['state'] !== 'wrap_up') return;
    await world.saveResult(agent, String(row['call_id']));
    await world.command(agent, 'wrap_up_done', { callId: String(row['call_id']) });
    await world.untilAgent(agent, 'available');
  }

  for (const point of FAIL_POINTS) {
    it(`${point}: never two dials, nothing left behind`, async () => {
      world = await TelephonyWorld.create('progressive');
      world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 60, hangUpAfterMs: 400 });
      const first = await world.startController(point);
      const agent = await world.addAgent();
      await world.seat(agent);
      // The command dies with the controller: at "before-row" it is not even answered.
      void world.command(agent, 'agent_ready', { campaignId: world.campaignId }).catch(() => undefined);
      await eventually('the crash', () => first.crashed());
      await first.kill();
      await world.startController();
      await endOfStory(agent);
      expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
      // Between writing "dialled" and dialling nobody can know: rather none than two.
      expect(world.fake.dials.map((dial) => dial.number)).to.deep.equal(
        point === 'before-dial' ? [] : [world.number(0)],
      );
      const calls = await world.calls();
      expect(calls.filter((call) => call['dialled_at'] !== null)).to.have.length(1);
      expect(calls).to.have.length(BEFORE_THE_DIAL.includes(point) && point !== 'before-row' ? 2 : 1);
    });
  }

  it('mid-call: the call goes on, its recorder never stops, and it is adopted within 2 s', async () => {
    world = await TelephonyWorld.create('progressive');
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 20 });
    const first = await world.startController();
    const agent = await world.addAgent();
    const leg = await world.seat(agent);
    await world.ready(agent);
    const call = await world.untilCall('talking');
    const recorder = await eventually('recorder', () =>
      world.fake.recorders.find((one) => one.file.endsWith(`${call['recording_id']}.raw`)),
    );
    await first.kill();
    expect(leg.bridgeId).to.equal(call['bridge_id']);
    const watch = new Stopwatch();
    const second = await world.startController();
    await eventually('adoption', () => second.controller.calls.get(String(call['id'])));
    expect(watch.tookMs).to.be.below(2_000);
    expect(recorder.stoppedAtMs).to.equal(undefined);
    expect(leg.bridgeId).to.equal(call['bridge_id']);
    expect((await world.command(agent, 'hang_up', { callId: String(call['id']) })).state).to.equal('done');
    await world.untilAgent(agent, 'wrap_up');
    const [ended] = await world.calls();
    expect(ended).to.include({ line_result: 'answered_human', ended_by: 'agent' });
    expect(recorder.stoppedAtMs).to.not.equal(undefined);
    expect(world.fake.recorders.filter((one) => one.channelId === call['channel_id'])).to.have.length(2);
  });

  it('hung up while nobody watched: the row is closed by what is known', async () => {
    world = await TelephonyWorld.create('progressive');
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 20, hangUpAfterMs: 500 });
    const first = await world.startController();
    const agent = await world.addAgent();
    await world.seat(agent);
    await world.ready(agent);
    const call = await world.untilCall('talking');
    await first.kill();
    await eventually('gone', () => !world.fake.channels.has(String(call['channel_id'])));
    await world.startController();
    await world.untilAgent(agent, 'wrap_up');
    const [ended] = await world.calls();
    expect(ended).to.include({ line_result: 'answered_human', ended_by: 'citizen', state: 'ended' });
    await eventually('bridge gone', async () => (await world.leftovers()).bridges.length === 0);
  });
});
