import { expect } from 'chai';
import { FAIL_POINTS, type FailPoint } from '../../telephony/fail-point.ts';
import { type Agent, eventually, NOTHING_LEFT, TelephonyWorld } from '../support/telephony-world.ts';

/** Where the citizen was surely never rung: the attempt may be made again, with a new row. */
const BEFORE_THE_DIAL: readonly FailPoint[] = [
  'after-row',
  'after-bridge',
  'after-create',
  'after-ring-recorder',
  'after-join',
];

describe('a controller that dies while it dials for the pool', () => {
  let world: TelephonyWorld;
  afterEach(async () => {
    await world.close();
  });

  async function wrapUp(agent: Agent): Promise<void> {
    const row = await world.agentRow(agent);
    if (row['state'] !== 'wrap_up') return;
    await world.saveResult(agent, String(row['call_id']));
    await world.command(agent, 'wrap_up_done', { callId: String(row['call_id']) });
    await world.untilAgent(agent, 'available');
  }

  for (const point of [...FAIL_POINTS, 'after-seat', 'after-connect'] as const) {
    it(`${point}: never two dials, no lost contact, nothing left behind`, async () => {
      world = await TelephonyWorld.create('predictive');
      world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 60, hangUpAfterMs: 900 });
      const first = await world.startController(point);
      const agent = await world.addAgent();
      await world.seat(agent);
      void world.command(agent, 'agent_ready', { campaignId: null }).catch(() => undefined);
      await eventually('the crash', () => first.crashed());
      await first.kill();
      await world.startController();
      await eventually('the end of the call', async () => {
        const calls = await world.calls();
        return (
          calls.length > 0 &&
          calls.every((call) => call['ended_at'] !== null) &&
          calls.some((call) => call['dialled_at'] !== null)
        );
      });
      await eventually('at rest', async () => {
        await wrapUp(agent);
        return (await world.agentRow(agent))['state'] === 'available';
      });
      expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
      // Between writing "dialled" and dialling nobody can know: rather none than two.
      expect(world.fake.dials.map((dial) => dial.number)).to.deep.equal(
        point === 'before-dial' ? [] : [world.number(0)],
      );
      const calls = await world.calls();
      expect(calls.filter((call) => call['dialled_at'] !== null)).to.have.length(1);
      expect(calls).to.have.length(BEFORE_THE_DIAL.includes(point) ? 2 : 1);
      // Whoever picked up was either heard or is counted as abandoned: nobody vanishes.
      for (const call of calls.filter((one) => one['answered_at'] !== null))
        expect(call['connected_real_ms'] !== null || call['abandoned'] === true).to.equal(true);
      const [target] = await world.sql`select state, lease_pool, lease_agent_id from target_progress`;
      expect(target).to.include({ lease_pool: false, lease_agent_id: null });
      expect(['waiting', 'done']).to.include(target?.['state']);
    });
  }

  it('before-message: whom nobody could take is told after the restart, and stays counted', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 2 });
    world.createPacer = (init) => world.ratio(init, 2);
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 60 });
    world.fake.behaviours.set(world.number(1), { kind: 'answer', afterMs: 90 });
    await world.patience(0.2);
    const first = await world.startController('before-message');
    const { agent } = await world.poolAgent();
    await eventually('the crash', () => first.crashed());
    await first.kill();
    await world.startController();
    const call = await eventually('abandoned', async () =>
      (await world.calls()).find((one) => one['line_result'] === 'abandoned'),
    );
    expect(call).to.include({ abandoned: true, agent_id: null });
    expect((await world.agentRow(agent))['state']).to.equal('talking');
    expect(world.fake.dials).to.have.length(2);
  });

  for (const point of ['after-dial', 'after-answer', 'after-call-recorder', 'after-seat', 'after-connect'] as const)
    it(`${point}: the next controller brings citizen and agent into one bridge, and a recorder runs`, async () => {
      world = await TelephonyWorld.create('predictive');
      world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 60 });
      const first = await world.startController(point);
      const agent = await world.addAgent();
      await world.seat(agent);
      void world.command(agent, 'agent_ready', { campaignId: null }).catch(() => undefined);
      await eventually('the crash', () => first.crashed());
      await first.kill();
      await world.startController();
      const row = await world.untilAgent(agent, 'talking');
      const joined = await eventually('both in one bridge', async () => {
        const [call] = await world.calls();
        const citizen = world.fake.channels.get(String(call?.['channel_id']));
        const bridge = String(call?.['bridge_id']);
        const together = [...world.fake.channels.values()].filter(({ bridgeId }) => bridgeId === bridge);
        return citizen?.bridgeId === bridge && together.length === 2 ? call : undefined;
      });
      expect(joined['id']).to.equal(row['call_id']);
      expect(world.fake.recorders.some(({ stoppedAtMs }) => stoppedAtMs === undefined)).to.equal(true);
      await world.command(agent, 'hang_up', { callId: String(row['call_id']) });
      await world.untilAgent(agent, 'wrap_up');
    });

  it('ringing without an agent: the call rings on, and its answer finds one', async () => {
    world = await TelephonyWorld.create('predictive', { ringTimeoutSec: 30 });
    const first = await world.startController();
    const { agent } = await world.poolAgent();
    const call = await world.untilCall('ringing');
    await first.kill();
    await world.startController();
    const citizen = world.fake.channels.get(String(call['channel_id']));
    if (!citizen) throw new Error('rings no more');
    world.fake.setState(citizen, 'Up');
    const row = await world.untilAgent(agent, 'talking');
    expect(row['call_id']).to.equal(call['id']);
    const [talking] = await world.calls();
    expect(talking).to.include({ abandoned: false, agent_id: agent.id });
    expect(world.fake.dials).to.have.length(1);
  });

  it('keeps what the pacing controller learned, and what it spent after its last note', async () => {
    world = await TelephonyWorld.create('predictive', { targets: 2 });
    const told: string[][] = [];
    world.createPacer = (init, memory) => {
      const pacer = world.ratio(init, 2);
      told.push([`memory ${JSON.stringify(memory ?? null)}`]);
      return {
        ...pacer,
        step: (now, events) => {
          told.at(-1)?.push(...events.map(({ e }) => e));
          return pacer.step(now, events);
        },
        memory: () => ({ spent: 1 }),
      };
    };
    world.fake.behaviours.set(world.number(0), { kind: 'answer', afterMs: 60 });
    world.fake.behaviours.set(world.number(1), { kind: 'answer', afterMs: 90 });
    await world.patience(0.2);
    await world.db.owner`insert into pacing_memory (node, body) values ('pbx1', '{"spent": 0}')`;
    const first = await world.startController();
    await world.poolAgent();
    await eventually('abandoned', async () =>
      (await world.calls()).some((call) => call['line_result'] === 'abandoned'),
    );
    await first.kill();
    told.length = 0;
    const second = await world.startController();
    await eventually('a pacer', () => (told[0]?.length ?? 0) > 3);
    expect(told[0]?.[0]).to.equal('memory {"spent":0}');
    expect(told[0]?.filter((event) => event === 'dropped')).to.have.length(1);
    await second.controller.stop();
    const [kept] = await world.sql`select body from pacing_memory`;
    expect(kept?.['body']).to.deep.equal({ spent: 1 });
  });
});
