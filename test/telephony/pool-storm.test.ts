import { expect } from 'chai';
import { mulberry32, stormy } from '../support/fake-asterisk/chaos.ts';
import type { Behaviour } from '../support/fake-asterisk/fake-asterisk.ts';
import { type Agent, eventually, NOTHING_LEFT, TelephonyWorld } from '../support/telephony-world.ts';

const TARGETS = 16;
const SEEDS = (process.env['STORM_SEEDS'] ?? '1,2').split(',').map(Number);

/** Too many calls for the agents, citizens who call in, events late and doubled, legs that break, modes that change, a killed controller. */
describe('a storm over the pool', () => {
  let world: TelephonyWorld;
  afterEach(async () => {
    await world.close();
  });

  function behaviour(random: () => number): Behaviour {
    const draw = random();
    if (draw < 0.65) return { kind: 'answer', afterMs: 20 + random() * 300, hangUpAfterMs: 50 + random() * 1_200 };
    if (draw < 0.8) return { kind: 'busy' };
    return { kind: 'ring' };
  }

  /** A command that died with its controller is given again, as a person would. */
  const ask = (command: Promise<unknown>) => command.catch(() => undefined);

  async function work(agent: Agent, over: () => boolean): Promise<void> {
    while (!over()) {
      const row = await world.agentRow(agent);
      if (row['leg_up'] === false) world.fake.agentCalls(agent.sipUser);
      if (row['state'] === 'reserved' && row['reserved_until'] !== null)
        await ask(world.command(agent, 'dial', { targetId: Number(row['target_id']), phoneId: null }, 3));
      if (row['state'] === 'wrap_up') {
        const callId = String(row['call_id']);
        const [saved] = await world.sql`select 1 from contact_record where call_id = ${callId}`;
        if (!saved && row['target_id'] !== null) await world.saveResult(agent, callId);
        await ask(world.command(agent, 'wrap_up_done', { callId }, 3));
      }
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  }

  for (const seed of SEEDS) {
    it(`seed ${seed}: nobody rung twice, whoever answered was heard or is counted, nothing left`, async function () {
      this.timeout(90_000);
      const random = mulberry32(seed * 104_729);
      world = await TelephonyWorld.create('predictive', { targets: TARGETS, ringTimeoutSec: 1 });
      await world.patience(0.3);
      world.createPacer = (init) => world.ratio(init, 2);
      world.fake.chaos = stormy(seed);
      for (let index = 0; index < TARGETS; index += 1)
        world.fake.behaviours.set(world.number(index), behaviour(random));
      const first = await world.startController();
      const agents = [await world.addAgent(), await world.addAgent()];
      for (const agent of agents) await world.seat(agent);
      for (const agent of agents) await world.readyForPool(agent);
      let over = false;
      const working = agents.map((agent) => work(agent, () => over));
      const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      await pause(300 + random() * 600);
      const caller = world.fake.addChannel('in-1', 'carrier', '0901234567', ['inbound', '0220001100']);
      world.fake.after(caller, 4_000, () => world.fake.destroy(caller, 16, undefined));
      await pause(random() * 600);
      const modes = ['progressive', 'preview', 'predictive'];
      await world.db.owner`update campaign set mode = ${modes[seed % 3] ?? 'preview'}`;
      const leg = [...world.fake.channels.values()].find((channel) => channel.id.startsWith('leg-'));
      if (leg) world.fake.destroy(leg, 16, undefined);
      await pause(400 + random() * 800);
      await first.kill();
      await world.startController();
      await world.db.owner`update campaign set mode = 'predictive'`;
      await eventually(
        'all targets done',
        async () => {
          const [row] =
            await world.sql`select count(*)::int as n from target_progress where state in ('queued', 'leased', 'in_call', 'wrap_up')`;
          return row?.['n'] === 0;
        },
        70_000,
      );
      over = true;
      await Promise.all(working);
      expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
      const dialled = world.fake.dials.map((dial) => dial.number);
      expect(new Set(dialled).size, 'no number is rung twice').to.equal(dialled.length);
      const calls = await world.calls();
      for (const call of calls.filter((one) => one['mode'] === 'predictive' && one['answered_at'] !== null))
        expect(call['connected_real_ms'] !== null || call['abandoned'] === true, String(call['id'])).to.equal(true);
      expect(calls.filter((call) => call['direction'] === 'inbound')).to.have.length(1);
    });
  }
});
