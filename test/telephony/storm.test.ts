import { expect } from 'chai';
import { mulberry32, stormy } from '../support/fake-asterisk/chaos.ts';
import type { Behaviour } from '../support/fake-asterisk/fake-asterisk.ts';
import { type Agent, eventually, NOTHING_LEFT, TelephonyWorld } from '../support/telephony-world.ts';

const TARGETS = 8;
const SEEDS = (process.env['STORM_SEEDS'] ?? '1,2,3').split(',').map(Number);

/** The controller died with the command in hand: nobody answers it, and the desk says it once more. */
async function withoutAnswer(command: Promise<unknown>): Promise<void> {
  await command.catch((error: Error) => {
    if (!error.message.includes('answer to wrap_up_done')) throw error;
  });
}

/** Events late, doubled and out of order, REST answers after them, legs that break, a controller that is killed. */
describe('a storm of events', () => {
  let world: TelephonyWorld;
  afterEach(async () => {
    await world.close();
  });

  function behaviour(random: () => number): Behaviour {
    const draw = random();
    if (draw < 0.5) return { kind: 'answer', afterMs: 20 + random() * 120, hangUpAfterMs: 50 + random() * 400 };
    if (draw < 0.65) return { kind: 'busy' };
    if (draw < 0.8) return { kind: 'refuse', sipCode: 404, cause: 1 };
    return { kind: 'ring' };
  }

  /** An agent at work: saves what must be saved, comes back when its leg breaks. */
  async function work(agent: Agent, over: () => boolean): Promise<void> {
    while (!over()) {
      const row = await world.agentRow(agent);
      if (row['leg_up'] === false) world.fake.agentCalls(agent.sipUser);
      if (row['state'] === 'wrap_up') {
        const callId = String(row['call_id']);
        const [saved] = await world.sql`select 1 from contact_record where call_id = ${callId}`;
        if (!saved) await world.saveResult(agent, callId);
        await withoutAnswer(world.command(agent, 'wrap_up_done', { callId }, 3));
      }
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  }

  for (const seed of SEEDS) {
    it(`seed ${seed}: every target once, every answer recorded, nothing left`, async function () {
      this.timeout(60_000);
      const random = mulberry32(seed * 7919);
      world = await TelephonyWorld.create('progressive', { targets: TARGETS, ringTimeoutSec: 1 });
      world.fake.chaos = stormy(seed);
      for (let index = 0; index < TARGETS; index += 1)
        world.fake.behaviours.set(world.number(index), behaviour(random));
      const first = await world.startController();
      const agents = [await world.addAgent(), await world.addAgent()];
      for (const agent of agents) await world.seat(agent);
      for (const agent of agents) await world.ready(agent);
      let over = false;
      const working = agents.map((agent) => work(agent, () => over));
      await new Promise((resolve) => setTimeout(resolve, 600 + random() * 1_500));
      const leg = [...world.fake.channels.values()].find((channel) => channel.id.startsWith('leg-'));
      if (leg && random() < 0.7) world.fake.destroy(leg, 16, undefined);
      await new Promise((resolve) => setTimeout(resolve, random() * 800));
      await first.kill();
      await world.startController();
      await eventually(
        'all targets done',
        async () => {
          const [row] =
            await world.sql`select count(*)::int as n from target_progress where state in ('queued', 'leased', 'in_call', 'wrap_up')`;
          return row?.['n'] === 0;
        },
        45_000,
      );
      over = true;
      await Promise.all(working);
      await eventually('quiet', async () => {
        const left = await world.leftovers();
        return left.channels.length === 0 && left.bridges.length === 0;
      });
      expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
      const dialled = world.fake.dials.map((dial) => dial.number);
      expect(new Set(dialled).size, 'no number is rung twice').to.equal(dialled.length);
    });
  }
});
