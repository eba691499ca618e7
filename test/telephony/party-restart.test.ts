import { expect } from 'chai';
import type { PartyTarget } from '../../core/contracts/commands.ts';
import { type FailPoint, PARTY_FAIL_POINTS } from '../../telephony/fail-point.ts';
import type { FakeChannel } from '../support/fake-asterisk/fake-asterisk.ts';
import { type Agent, eventually, NOTHING_LEFT, TelephonyWorld } from '../support/telephony-world.ts';
import { CITY, citizenHangsUp, citizenIsServed, colleague, parties, type Talk, talkIn, to } from './party-stage.ts';

/** Until here nothing about the other telephone is sure, and it is not dialled again. */
const UNSURE: readonly FailPoint[] = ['after-party-row', 'after-party-create'];
/** Whoever is asked with their own leg has no telephone that rings. */
const OF_TELEPHONES: readonly FailPoint[] = ['after-party-create', 'after-party-dial'];

describe('a controller that dies while a call is passed on', () => {
  let world: TelephonyWorld;
  let talk: Talk;
  afterEach(async () => {
    await world.close();
  });

  /** The wish is not answered by who died; what is asked of the next controller is. */
  async function crashAt(point: FailPoint, wish: (talk: Talk) => Promise<PartyTarget>, blind: boolean): Promise<void> {
    const first = await world.startController(point);
    talk = await talkIn(world);
    world.fake.behaviours.set(CITY, { kind: 'answer', afterMs: 50 });
    const target = await wish(talk);
    const { agent, callId } = talk;
    void world.command(agent, 'transfer_start', { callId, to: target, blind }).catch(() => undefined);
    if (target.kind === 'agent' && point !== 'after-party-row') {
      await eventually('asked', async () => (await parties(world))[0]?.['state'] === 'dialling');
      void world.command(staff(target.staffId), 'transfer_answer', { callId, accept: true }).catch(() => undefined);
    }
    if (!blind && (point === 'after-pass-on' || point === 'after-party-bridge')) {
      await eventually('consulting', async () => (await parties(world))[0]?.['state'] === 'consulting');
      const payload = { callId, as: 'transfer', partyId: null } as const;
      void world.command(agent, 'transfer_complete', payload).catch(() => undefined);
    }
    await eventually('the crash', () => first.crashed());
    // Without any of us: somebody or music is with the citizen, unless no word of it had been said to them yet.
    await first.kill();
    await world.startController();
  }

  const staff = (id: string): Agent => ({ id, loginId: '', sipUser: '' });

  async function endOfStory(): Promise<void> {
    citizenHangsUp(talk);
    await world.untilCall('ended');
    await eventually('nobody is in the call', async () => {
      const rows = await world.sql`select agent_id, state from agent_state where state in ('talking', 'wrap_up')`;
      for (const row of rows.filter(({ state }) => state === 'wrap_up')) {
        const agent = staff(String(row['agent_id']));
        await world.saveResult(agent, talk.callId);
        await world.command(agent, 'wrap_up_done', { callId: talk.callId });
      }
      return rows.length === 0;
    });
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
    expect(
      (await parties(world)).some(({ state }) => ['dialling', 'consulting', 'joined'].includes(String(state))),
    ).to.equal(false);
  }

  for (const point of PARTY_FAIL_POINTS.filter((one) => !OF_TELEPHONES.includes(one)))
    for (const blind of point === 'after-consult' ? [false] : [true, false])
      it(`${point}, to a colleague${blind ? ', blind' : ''}: they have the citizen, or the agent does`, async () => {
        world = await TelephonyWorld.create('progressive');
        let other: { agent: Agent; leg: FakeChannel } | undefined;
        await crashAt(
          point,
          async () => {
            other = await colleague(world);
            return { kind: 'agent', staffId: other.agent.id };
          },
          blind,
        );
        if (!other) throw new Error('no colleague');
        if (point === 'after-party-row') {
          // It rings on; nobody has said yes for them.
          expect(await world.agentRow(other.agent)).to.include({ state: 'ringing', target_id: null });
          await citizenIsServed(talk);
          const yes = { callId: talk.callId, accept: true };
          const answer = await world.command(other.agent, 'transfer_answer', yes);
          expect(answer, JSON.stringify(answer.result)).to.include({ state: 'done' });
        }
        const isTheirs = blind || point === 'after-pass-on' || point === 'after-party-bridge';
        if (isTheirs) {
          await citizenIsServed(talk, other.leg);
          expect((await world.calls())[0]).to.include({ agent_id: other.agent.id });
          await world.untilAgent(talk.agent, 'available');
          await eventually('parked', () => talk.leg.bridgeId === 'hold-pbx1');
        } else {
          const { leg } = other;
          await eventually('the consultation goes on', () => {
            const room = `consult-${talk.callId}`;
            return leg.bridgeId === room && talk.leg.bridgeId === room;
          });
          await citizenIsServed(talk);
          const { callId } = talk;
          await world.command(talk.agent, 'transfer_cancel', { callId });
          await citizenIsServed(talk, talk.leg);
          await world.untilAgent(other.agent, 'available');
        }
        await endOfStory();
      });

  for (const point of PARTY_FAIL_POINTS)
    it(`${point}, to a telephone: rung once at most, and the citizen is with somebody`, async () => {
      world = await TelephonyWorld.create('progressive');
      await crashAt(point, () => to(world, CITY), false);
      const { callId, agent } = talk;
      const rung = () => world.fake.dials.filter(({ number }) => number === CITY).length;
      if (UNSURE.includes(point)) {
        await eventually('given up', async () => (await parties(world))[0]?.['state'] === 'failed');
        await citizenIsServed(talk, talk.leg);
        expect(rung()).to.equal(0);
        return endOfStory();
      }
      expect(rung()).to.equal(1);
      if (point === 'after-pass-on' || point === 'after-party-bridge') {
        const channelId = String((await parties(world))[0]?.['channel_id']);
        await citizenIsServed(talk, world.fake.channels.get(channelId));
        await world.untilAgent(agent, 'wrap_up');
      } else {
        await eventually('consulting', async () => (await parties(world))[0]?.['state'] === 'consulting');
        await eventually('together', () => talk.leg.bridgeId === `consult-${callId}`);
        await world.command(agent, 'transfer_complete', { callId, as: 'transfer', partyId: null });
        const channelId = String((await parties(world))[0]?.['channel_id']);
        await citizenIsServed(talk, world.fake.channels.get(channelId));
      }
      expect(rung()).to.equal(1);
      await endOfStory();
    });
});
