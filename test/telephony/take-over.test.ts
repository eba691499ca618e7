import { expect } from 'chai';
import type { FailPoint } from '../../telephony/fail-point.ts';
import { eventually, NOTHING_LEFT, TelephonyWorld } from '../support/telephony-world.ts';
import {
  CITY,
  citizenHangsUp,
  citizenIsServed,
  colleague,
  done,
  moh,
  parties,
  supervisor,
  type Talk,
  talkIn,
  to,
} from './party-stage.ts';

const RETURN_MS = 700;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a citizen whose agent was lost, and who may have them', () => {
  let world: TelephonyWorld;
  let talk: Talk;
  afterEach(async () => {
    await world.close();
  });

  async function stage(limits: Partial<TelephonyWorld['limits']> = {}): Promise<void> {
    world = await TelephonyWorld.create('progressive');
    world.limits = { ...world.limits, legReturnMs: RETURN_MS, lineWaitMs: 2_500, ...limits };
  }
  async function talking(limits: Partial<TelephonyWorld['limits']> = {}) {
    await stage(limits);
    const running = await world.startController();
    talk = await talkIn(world);
    return running;
  }
  /** A colleague of every line who has a case of another line before them, in preview. */
  async function reader() {
    await world.addLine('20', { mode: 'preview', targets: 1 });
    const { agent, leg } = await world.poolAgent();
    const row = await world.untilAgent(agent, 'reserved');
    return { agent, leg, targetId: Number(row['target_id']) };
  }
  const loseLeg = () => world.fake.destroy(talk.leg, 16, undefined);
  const call = async () => (await world.calls()).find(({ id }) => id === talk.callId) ?? {};
  const progressOf = async (targetId: number) => {
    const [row] =
      await world.sql`select state, lease_agent_id, reason from target_progress where target_id = ${targetId}`;
    return { ...row };
  };
  const offered = () =>
    eventually('offered', async () => {
      const rows =
        await world.sql`select 1 from call_event where call_id = ${talk.callId} and kind = 'take_over_offered'`;
      return rows.length > 0;
    });
  async function logOut(): Promise<void> {
    await world.db.owner`update agent_login set ended_at = now() where id = ${talk.agent.loginId}`;
    await eventually('logged out', async () => (await world.agentRow(talk.agent))['login_id'] === null);
  }
  async function endOfStory(agent: { id: string; loginId: string; sipUser: string }): Promise<void> {
    await world.command(agent, 'agent_break', { reason: 'meal' });
    citizenHangsUp(talk);
    await world.untilAgent(agent, 'wrap_up');
    await world.saveResult(agent, talk.callId);
    await world.command(agent, 'wrap_up_done', { callId: talk.callId });
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  }

  describe('nobody is free, and a colleague only reads a case', () => {
    it('the colleague is told why and has the citizen; the case is back with its reason', async () => {
      await talking();
      const other = await reader();
      const lostAt = performance.now();
      loseLeg();
      await citizenIsServed(talk, other.leg);
      expect(performance.now() - lostAt, 'its own agent had the time to come back').to.be.above(RETURN_MS - 20);
      expect(await call()).to.include({ agent_id: other.agent.id, ended_at: null });
      const row = await world.agentRow(other.agent);
      expect(row).to.include({ state: 'talking', call_id: talk.callId, reserved_until: null });
      expect(row['target_id']).to.not.equal(other.targetId);
      expect(row['notice']).to.include('一覧に戻しました');
      expect(await progressOf(other.targetId)).to.deep.equal({
        state: 'queued',
        lease_agent_id: null,
        reason: 'called_away',
      });
      await endOfStory(other.agent);
    });

    it('whoever is free goes before', async () => {
      await talking();
      const reading = await reader();
      const free = await colleague(world);
      loseLeg();
      await citizenIsServed(talk, free.leg);
      expect(await world.agentRow(reading.agent)).to.include({ state: 'reserved', notice: null });
    });

    it('a citizen who is only passed on to the line takes nobody from a case: they have an agent', async () => {
      await talking({ lineWaitMs: 700 });
      const reading = await reader();
      await done(talk, talk.agent, 'transfer_start', { to: { kind: 'line', subjectId: '20' }, blind: true });
      await eventually('given up', async () => (await parties(world))[0]?.['outcome'] === 'no_answer');
      await citizenIsServed(talk, talk.leg);
      expect(await world.agentRow(reading.agent)).to.include({ state: 'reserved', notice: null });
    });

    it('a page that is not heard of is given nobody', async () => {
      await talking();
      const reading = await reader();
      const problem = (value: string | null) =>
        world.db.owner`update agent_state set device_problem = ${value} where agent_id = ${reading.agent.id}`;
      await problem('unseen');
      loseLeg();
      // It may only be reloading: the citizen waits for it.
      await offered();
      await pause(300);
      expect(await world.agentRow(reading.agent)).to.include({ state: 'reserved' });
      await problem(null);
      await citizenIsServed(talk, reading.leg);
    });

    it('who dialled first is left to their call', async () => {
      await talking();
      const reading = await reader();
      loseLeg();
      const { targetId } = reading;
      expect((await world.command(reading.agent, 'dial', { targetId, phoneId: null })).state).to.equal('done');
      await offered();
      await pause(300);
      expect(await world.agentRow(reading.agent)).to.include({ state: 'ringing', target_id: targetId });
      expect(await call()).to.include({ agent_id: talk.agent.id, ended_at: null });
      expect(moh(talk)).to.equal('hold');
      const own = (await world.calls()).find(({ agent_id: id }) => id === reading.agent.id);
      await world.command(reading.agent, 'hang_up', { callId: String(own?.['id']) });
      await citizenIsServed(talk, reading.leg);
    });

    it('the dial key that comes later is refused in words, and nothing rings', async () => {
      await talking();
      const reading = await reader();
      loseLeg();
      await citizenIsServed(talk, reading.leg);
      const late = await world.command(reading.agent, 'dial', { targetId: reading.targetId, phoneId: null });
      expect(late.state).to.equal('refused');
      expect(world.fake.dials.map(({ number }) => number)).to.deep.equal([world.number(0)]);
    });

    it('both in one moment: one of the two, whole', async () => {
      await talking();
      const reading = await reader();
      const { targetId, agent } = reading;
      let dial: Promise<{ state: string }> | undefined;
      world.atPoint = (point) => {
        if (point === 'after-take-over-row') dial ??= world.command(agent, 'dial', { targetId, phoneId: null });
      };
      loseLeg();
      await offered();
      const answer = await eventually('asked', () => dial);
      const row = await eventually('decided', async () => {
        const now = await world.agentRow(agent);
        return now['state'] === 'reserved' ? undefined : now;
      });
      const target = await progressOf(targetId);
      if (answer.state === 'done') {
        expect(row).to.include({ target_id: targetId });
        expect(row['call_id']).to.not.equal(talk.callId);
        expect(target).to.include({ lease_agent_id: agent.id });
        expect(await call()).to.include({ agent_id: talk.agent.id });
      } else {
        await citizenIsServed(talk, reading.leg);
        expect(target).to.include({ state: 'queued', lease_agent_id: null });
        expect(world.fake.dials).to.have.length(1);
      }
    });

    it('somebody who has the row this moment keeps nobody waiting but themselves', async () => {
      await talking({ lineWaitMs: 20_000 });
      const reading = await reader();
      const free = await colleague(world);
      await world.command(free.agent, 'agent_break', { reason: 'meal' });
      const letGo = Promise.withResolvers<void>();
      const held = world.db.owner.begin(async (tx) => {
        await tx`select 1 from agent_state where agent_id = ${reading.agent.id} for update`;
        await letGo.promise;
      });
      try {
        loseLeg();
        await offered();
        await world.readyForPool(free.agent);
        await citizenIsServed(talk, free.leg);
      } finally {
        letGo.resolve();
        await held;
      }
      expect(await world.agentRow(reading.agent)).to.include({ state: 'reserved' });
    });

    for (const point of ['after-party-seat', 'after-pass-on'] as const satisfies readonly FailPoint[])
      it(`${point}: the controller dies, the next one brings the two together`, async () => {
        await stage();
        const first = await world.startController(point);
        talk = await talkIn(world);
        const reading = await reader();
        loseLeg();
        await eventually('the crash', () => first.crashed());
        await first.kill();
        expect(await progressOf(reading.targetId)).to.include({ state: 'queued', lease_agent_id: null });
        await world.startController();
        await citizenIsServed(talk, reading.leg);
        await eventually('theirs', async () => (await call())['agent_id'] === reading.agent.id);
        await endOfStory(reading.agent);
      });
  });

  it('on hold when the agent was lost: a supervisor lifts it by coming', async () => {
    await talking();
    const boss = await supervisor(world);
    await done(talk, talk.agent, 'hold', { on: true });
    loseLeg();
    await eventually('asked for', async () => (await parties(world)).some(({ purpose }) => purpose === 'help'));
    await done(talk, boss.agent, 'join_help');
    await citizenIsServed(talk, boss.leg);
    expect(await call()).to.include({ agent_id: boss.agent.id, state: 'talking', ended_at: null });
    await endOfStory(boss.agent);
  });

  it('nobody of the line is on duty, but a supervisor is asked: who begins work meanwhile may have it too', async () => {
    await talking();
    await supervisor(world);
    loseLeg();
    await eventually('asked for', async () => (await parties(world)).some(({ purpose }) => purpose === 'help'));
    const { agent, leg } = await world.poolAgent();
    await citizenIsServed(talk, leg);
    expect(await call()).to.include({ agent_id: agent.id, ended_at: null });
    await eventually('nobody is asked any more', async () =>
      (await parties(world)).every(({ purpose, state }) => purpose !== 'help' || state === 'failed'),
    );
    await endOfStory(agent);
  });

  it('whom the agent had passed the call on to, before logging out, has it; nobody is in between', async () => {
    await talking({ legReturnMs: 20_000 });
    const free = await colleague(world);
    world.fake.behaviours.set(CITY, { kind: 'answer', afterMs: 700 });
    await done(talk, talk.agent, 'transfer_start', { to: await to(world, CITY), blind: true });
    await logOut();
    const party = await eventually('the city answers', async () =>
      (await parties(world)).find(({ state }) => state === 'joined'),
    );
    await citizenIsServed(talk, world.fake.channels.get(String(party['channel_id'])));
    expect(await world.agentRow(free.agent)).to.include({ state: 'available', call_id: null });
    expect((await parties(world)).map(({ purpose }) => purpose)).to.deep.equal(['transfer']);
  });

  it('and does not answer: a colleague has it at once', async () => {
    await talking({ legReturnMs: 20_000, lineWaitMs: 10_000, partyRingSec: 1 });
    const free = await colleague(world);
    await done(talk, talk.agent, 'transfer_start', { to: await to(world, CITY), blind: true });
    await logOut();
    expect(moh(talk)).to.equal('hold');
    await citizenIsServed(talk, free.leg);
    expect(await call()).to.include({ agent_id: free.agent.id, ended_at: null });
  });

  it('who takes the citizen over has them to the end: what the one before had asked for is over', async () => {
    await talking();
    await world.addLine('20', { mode: 'preview', targets: 0 });
    await done(talk, talk.agent, 'transfer_start', { to: { kind: 'line', subjectId: '20' }, blind: false });
    loseLeg();
    // Of the first line only.
    const other = await colleague(world, ['10']);
    await citizenIsServed(talk, other.leg);
    await eventually('taken back', async () => (await parties(world))[0]?.['outcome'] === 'cancelled');
    await colleague(world, ['20']);
    await pause(400);
    await citizenIsServed(talk, other.leg);
    expect(await call()).to.include({ agent_id: other.agent.id });
    await endOfStory(other.agent);
  });

  it('the one who was found is gone in that very moment: the next one', async () => {
    const { controller } = await talking({ lineWaitMs: 20_000 });
    const first = await colleague(world);
    const second = await colleague(world);
    let lost = false;
    world.atPoint = (point) => {
      if (point !== 'after-party-seat' || lost) return;
      lost = true;
      void controller.legs.lost(first.leg.id);
    };
    loseLeg();
    await citizenIsServed(talk, second.leg);
    expect(lost).to.equal(true);
    expect(await call()).to.include({ agent_id: second.agent.id, ended_at: null });
    await endOfStory(second.agent);
  });

  it('the exchange does not join the two: once more, and not music for ever', async () => {
    await talking();
    const other = await colleague(world);
    world.fake.refusesLegs = 1;
    loseLeg();
    await citizenIsServed(talk, other.leg);
    expect(world.fake.refusesLegs).to.equal(0);
  });

  it('somebody becomes free while the citizen is told that nobody is there: they are left in peace', async () => {
    await talking({ lineWaitMs: 500 });
    world.fake.playMs = 1_500;
    const other = await colleague(world);
    await world.command(other.agent, 'agent_break', { reason: 'meal' });
    const { agent: busy } = await world.poolAgent();
    await world.db
      .owner`update agent_state set state = 'wrap_up', call_id = ${talk.callId}, seq = seq + 1 where agent_id = ${busy.id}`;
    loseLeg();
    await eventually('the goodbye', () => world.fake.played.some((media) => media.includes('call-ended')));
    await world.readyForPool(other.agent);
    await pause(300);
    expect(await world.agentRow(other.agent)).to.include({ state: 'available', call_id: null });
    expect((await parties(world)).map(({ state }) => state)).to.deep.equal(['failed']);
    await world.untilCall('ended');
  });

  it('a citizen and a telephone outside: a line that was never hung up ends after its time', async () => {
    await talking({ passedOnMs: 600 });
    world.fake.behaviours.set(CITY, { kind: 'answer', afterMs: 40 });
    await done(talk, talk.agent, 'transfer_start', { to: await to(world, CITY), blind: true });
    await world.untilAgent(talk.agent, 'wrap_up');
    expect(await world.untilCall('ended')).to.include({ ended_by: 'system', line_result: 'answered_human' });
    await world.saveResult(talk.agent, talk.callId);
    await world.command(talk.agent, 'wrap_up_done', { callId: talk.callId });
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });
});
