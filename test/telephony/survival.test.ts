import { expect } from 'chai';
import { PARTY_FAIL_POINTS, TAKE_OVER_FAIL_POINTS } from '../../telephony/fail-point.ts';
import { Stopwatch } from '../support/stopwatch.ts';
import { eventually, NOTHING_LEFT, type RunningController, TelephonyWorld } from '../support/telephony-world.ts';
import {
  citizenHangsUp,
  citizenIsServed,
  colleague,
  done,
  moh,
  parties,
  supervisor,
  type Talk,
  talkIn,
} from './party-stage.ts';

/** Long enough to see who is with the citizen, short enough for a test. */
const RETURN_MS = 1_500;

describe("an agent's sound is gone in mid-call", () => {
  let world: TelephonyWorld;
  let talk: Talk;
  let controller: RunningController['controller'];
  afterEach(async () => {
    await world.close();
  });

  async function stage(): Promise<void> {
    world = await TelephonyWorld.create('progressive');
    world.limits = { ...world.limits, legReturnMs: RETURN_MS, lineWaitMs: 3_000 };
  }
  async function talking(): Promise<void> {
    await stage();
    ({ controller } = await world.startController());
    await call();
  }
  /** The recorder of the ringing is stopped a moment after that of the call runs: from then on there is one. */
  async function call(): Promise<void> {
    talk = await talkIn(world);
    await eventually('the recorder of the call alone', () => recordersThatRun().length === 1);
  }
  const recordersThatRun = () =>
    world.fake.recorders.filter(({ channelId, stoppedAtMs }) => {
      return channelId === talk.citizen.id && stoppedAtMs === undefined;
    });
  const loseLeg = () => world.fake.destroy(talk.leg, 16, undefined);
  const row = async () => (await world.calls()).find(({ id }) => id === talk.callId) ?? {};
  const stays = () => world.fake.played.filter((media) => media.includes('stay-on-line'));
  const events = async () =>
    (await world.sql`select kind from call_event where call_id = ${talk.callId} order by id`).map(({ kind }) => kind);
  const oneRecording = () => {
    const running = recordersThatRun();
    expect(running, 'recorders that run').to.have.length(1);
    return running[0];
  };

  it('the citizen is asked to stay, then hears music; the agent is back with timer, notes and recording untouched', async () => {
    await talking();
    const recorder = oneRecording();
    const before = await row();
    await world.db
      .owner`insert into desk_draft (call_id, agent_id, draft, seq) values (${talk.callId}, ${talk.agent.id}, '{"note":"abc"}', 1)`;
    loseLeg();
    await eventually('asked to stay', () => stays().length === 1);
    expect(moh(talk)).to.equal(undefined);
    await eventually('music', () => moh(talk) === 'hold');
    const back = world.fake.agentCalls(talk.agent.sipUser);
    await citizenIsServed(talk, back);
    expect(await row()).to.deep.include({ agent_id: talk.agent.id, answered_at: before['answered_at'] });
    expect(await world.sql`select draft->>'note' as note from desk_draft where call_id = ${talk.callId}`).to.deep.equal(
      [{ note: 'abc' }],
    );
    expect(oneRecording()).to.equal(recorder);
    await new Promise((resolve) => setTimeout(resolve, RETURN_MS + 300));
    expect((await row())['ended_at']).to.equal(null);
  });

  it('back before the sentence is over: it stops, and no music follows', async () => {
    await stage();
    world.fake.playMs = 600;
    await world.startController();
    await call();
    loseLeg();
    await eventually('asked to stay', () => stays().length === 1);
    const back = world.fake.agentCalls(talk.agent.sipUser);
    await citizenIsServed(talk, back);
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(moh(talk)).to.equal(undefined);
  });

  it('as long as the sentence is, music follows its end', async () => {
    await stage();
    world.fake.playMs = 500;
    await world.startController();
    await call();
    const lost = new Stopwatch();
    loseLeg();
    await eventually('asked to stay', () => stays().length === 1);
    const asked = new Stopwatch();
    await eventually('music', () => moh(talk) === 'hold');
    expect(lost.passedMs, 'not into the sentence').to.be.at.least(world.fake.playMs);
    expect(asked.tookMs, 'at its end').to.be.at.most(900);
  });

  it('the sentence cannot be played: music at once, and the taking over is offered as ever', async () => {
    await talking();
    world.fake.refusesToPlay = true;
    const other = await colleague(world);
    loseLeg();
    await eventually('music', () => moh(talk) === 'hold');
    await citizenIsServed(talk, other.leg);
  });

  it('the new leg brings no sound: the music goes on until it does', async () => {
    await talking();
    loseLeg();
    await eventually('music', () => moh(talk) === 'hold');
    const back = world.fake.agentCalls(talk.agent.sipUser);
    if (!back) throw new Error('no identity');
    back.sending = false;
    await eventually('in the call', () => back.bridgeId === talk.bridgeId);
    await new Promise((resolve) => setTimeout(resolve, RETURN_MS + 300));
    expect(moh(talk)).to.equal('hold');
    expect(stays()).to.have.length(1);
    world.fake.countPackets(back);
    back.sending = true;
    await citizenIsServed(talk, back);
  });

  it('a leg that replaces a good one stays silent: asked to stay all the same', async () => {
    await talking();
    const next = world.fake.agentCalls(talk.agent.sipUser);
    if (!next) throw new Error('no identity');
    next.sending = false;
    await eventually('asked to stay', () => stays().length === 1);
    expect([...world.fake.channels.values()].filter(({ bridgeId }) => bridgeId === talk.bridgeId)).to.include(next);
  });

  it('who joins while the agent is away is heard without music; who leaves again leaves music', async () => {
    await stage();
    world.limits = { ...world.limits, legReturnMs: 20_000 };
    await world.startController();
    await call();
    const boss = await supervisor(world);
    await done(talk, talk.agent, 'call_supervisor', { on: true });
    loseLeg();
    await eventually('music', () => moh(talk) === 'hold');
    await done(talk, boss.agent, 'join_help');
    await citizenIsServed(talk, boss.leg);
    await done(talk, boss.agent, 'leave_call');
    await eventually('music again', () => moh(talk) === 'hold');
    expect(await row()).to.include({ agent_id: talk.agent.id, ended_at: null });
  });

  it('logs out while the call is offered: whoever is free next has it all the same', async () => {
    await talking();
    const other = await colleague(world);
    await world.command(other.agent, 'agent_break', { reason: 'meal' });
    const { agent: busy } = await world.poolAgent();
    await world.db
      .owner`update agent_state set state = 'wrap_up', call_id = ${talk.callId}, seq = seq + 1 where agent_id = ${busy.id}`;
    loseLeg();
    await eventually('offered', async () => (await events()).includes('take_over_offered'));
    await world.db.owner`update agent_login set ended_at = now() where id = ${talk.agent.loginId}`;
    await eventually('logged out', async () => (await world.agentRow(talk.agent))['login_id'] === null);
    await world.readyForPool(other.agent);
    await citizenIsServed(talk, other.leg);
    expect(await row()).to.include({ agent_id: other.agent.id, ended_at: null });
  });

  it('what became of the first agent is nothing to the call that was passed on', async () => {
    await talking();
    const other = await colleague(world);
    loseLeg();
    await citizenIsServed(talk, other.leg);
    const [live] = controller.calls.all();
    const agentId = talk.agent.id;
    live?.mailbox.post({ kind: 'leg_lost', agentId });
    live?.mailbox.post({ kind: 'agent_gone', agentId });
    live?.mailbox.post({ kind: 'leg_back', agentId, channelId: 'leg-elsewhere' });
    await new Promise((resolve) => setTimeout(resolve, RETURN_MS));
    await citizenIsServed(talk, other.leg);
    expect(stays()).to.have.length(1);
  });

  it('packets stop while SIP still says connected: asked to stay within 2 s of the last one', async () => {
    await stage();
    const { inCallSilentMs } = (await import('../../telephony/context.ts')).DEFAULT_LIMITS;
    world.limits = { ...world.limits, inCallSilentMs };
    await world.startController();
    await call();
    await new Promise((resolve) => setTimeout(resolve, 700));
    world.fake.countPackets(talk.leg);
    talk.leg.sending = false;
    const silent = new Stopwatch();
    await eventually('asked to stay', () => stays().length === 1);
    expect(silent.passedMs).to.be.at.least(1_000);
    expect(silent.tookMs).to.be.at.most(2_050);
    await eventually('its leg is ended', () => !world.fake.channels.has(talk.leg.id));
  });

  it('nobody comes back: after the wait another agent of the line has the call', async () => {
    await talking();
    const recorder = oneRecording();
    const other = await colleague(world);
    const wrongLine = await world.poolAgent(['99']);
    const watch = new Stopwatch();
    loseLeg();
    await citizenIsServed(talk, other.leg);
    expect(watch.passedMs, 'not before the wait is over').to.be.at.least(RETURN_MS - 20);
    expect(await world.agentRow(other.agent)).to.include({ state: 'talking', call_id: talk.callId });
    expect(await row()).to.include({ agent_id: other.agent.id, ended_at: null });
    expect((await world.agentRow(wrongLine.agent))['call_id']).to.equal(null);
    const lost = await eventually('told', async () => {
      const found = await world.agentRow(talk.agent);
      return String(found['notice']).includes('引き継ぎ') ? found : undefined;
    });
    expect(lost).to.include({ state: 'break', call_id: null, target_id: null });
    expect((await parties(world)).map(({ purpose, state }) => [purpose, state])).to.deep.equal([
      ['take_over', 'joined'],
    ]);
    expect(await events()).to.include.members(['agent_leg_lost', 'take_over_offered', 'passed_on']);
    expect(oneRecording()).to.equal(recorder);
    // The page of the first agent is back: their leg waits like any other, and the call stays where it is.
    const back = world.fake.agentCalls(talk.agent.sipUser);
    await eventually('parked', () => back?.bridgeId === 'hold-pbx1');
    await new Promise((resolve) => setTimeout(resolve, RETURN_MS + 300));
    expect(await row()).to.include({ agent_id: other.agent.id, ended_at: null });
    citizenHangsUp(talk);
    await world.untilAgent(other.agent, 'wrap_up');
    await world.saveResult(other.agent, talk.callId);
    await world.command(other.agent, 'wrap_up_done', { callId: talk.callId });
    await world.untilAgent(other.agent, 'available');
    expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
  });

  it('comes back while the call is offered and nobody is free: it is theirs, and nobody else comes later', async () => {
    await talking();
    const other = await colleague(world);
    await world.command(other.agent, 'agent_break', { reason: 'meal' });
    const busy = await world.poolAgent();
    // On duty, but writing a result.
    await world.db
      .owner`update agent_state set state = 'wrap_up', call_id = ${talk.callId}, seq = seq + 1 where agent_id = ${busy.agent.id}`;
    loseLeg();
    await eventually('offered', async () => (await events()).includes('take_over_offered'));
    const back = world.fake.agentCalls(talk.agent.sipUser);
    await citizenIsServed(talk, back);
    expect((await parties(world)).map(({ state, outcome }) => [state, outcome])).to.deep.equal([
      ['failed', 'cancelled'],
    ]);
    await world.readyForPool(other.agent);
    await world.untilAgent(other.agent, 'available');
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await row()).to.include({ agent_id: talk.agent.id, ended_at: null });
  });

  it('a supervisor on a break sees it and takes it over by coming', async () => {
    await talking();
    const boss = await supervisor(world);
    loseLeg();
    await eventually('asked for', async () => (await parties(world)).some(({ purpose }) => purpose === 'help'));
    await done(talk, boss.agent, 'join_help');
    await citizenIsServed(talk, boss.leg);
    expect(await row()).to.include({ agent_id: boss.agent.id, ended_at: null });
    expect(await world.agentRow(boss.agent)).to.include({ state: 'talking', call_id: talk.callId });
    citizenHangsUp(talk);
    await world.untilAgent(boss.agent, 'wrap_up');
  });

  it('a shielded person is brought only to who may speak with them; to nobody else, and then told politely', async () => {
    await talking();
    await world.db.owner`update person set shielded = true`;
    const other = await colleague(world);
    loseLeg();
    expect(await world.untilCall('ended')).to.include({ ended_by: 'system', agent_id: talk.agent.id });
    expect((await world.agentRow(other.agent))['state']).to.equal('available');
    expect(await events()).to.include.members(['take_over_offered', 'politely_ended']);
    // The target is the first agent's, who writes the result.
    await world.untilAgent(talk.agent, 'wrap_up');
    expect({ ...(await world.leftovers()), leases: 0 }).to.deep.equal(NOTHING_LEFT);
  });

  it('logs out in mid-call: a colleague has the citizen without the wait', async () => {
    await stage();
    world.limits = { ...world.limits, legReturnMs: 20_000 };
    await world.startController();
    await call();
    const other = await colleague(world);
    await world.db.owner`update agent_login set ended_at = now() where id = ${talk.agent.loginId}`;
    await citizenIsServed(talk, other.leg);
    expect(await row()).to.include({ agent_id: other.agent.id, ended_at: null });
    expect((await world.agentRow(talk.agent))['state']).to.equal('offline');
  });

  for (const point of [...TAKE_OVER_FAIL_POINTS, ...PARTY_FAIL_POINTS.slice(-2)])
    it(`${point}: the controller dies, the next one carries the taking over on`, async () => {
      await stage();
      const first = await world.startController(point);
      await call();
      const recorder = oneRecording();
      const other = await colleague(world);
      loseLeg();
      await eventually('the crash', () => first.crashed());
      await first.kill();
      expect(oneRecording()).to.equal(recorder);
      await world.startController();
      await citizenIsServed(talk, other.leg);
      await eventually('theirs', async () => (await row())['agent_id'] === other.agent.id);
      expect(oneRecording()).to.equal(recorder);
      citizenHangsUp(talk);
      await world.untilAgent(other.agent, 'wrap_up');
      await world.saveResult(other.agent, talk.callId);
      await world.command(other.agent, 'wrap_up_done', { callId: talk.callId });
      expect(await world.settled()).to.deep.equal(NOTHING_LEFT);
    });

  it('the controller dies while the citizen waits: asked to stay again, and the agent may come back', async () => {
    await stage();
    const first = await world.startController();
    await call();
    loseLeg();
    await eventually('music', () => moh(talk) === 'hold');
    await first.kill();
    await world.startController();
    await eventually('asked to stay again', () => stays().length === 2);
    const back = world.fake.agentCalls(talk.agent.sipUser);
    await citizenIsServed(talk, back);
    expect(await row()).to.include({ agent_id: talk.agent.id, ended_at: null });
  });

  it('50 lost legs in a row leave one leg, one call, one recording', async function () {
    this.timeout(60_000);
    await talking();
    const recorder = oneRecording();
    let leg = talk.leg;
    for (let time = 0; time < 50; time += 1) {
      world.fake.destroy(leg, 16, undefined);
      const back = await eventually('identity', () => world.fake.agentCalls(talk.agent.sipUser));
      await eventually('joined', () => back.bridgeId === talk.bridgeId, 3_000);
      leg = back;
    }
    await citizenIsServed(talk, leg);
    expect(oneRecording()).to.equal(recorder);
    expect([...world.fake.channels.keys()].filter((id) => id.startsWith('leg-'))).to.deep.equal([leg.id]);
    expect(await world.calls()).to.have.length(1);
  });
});
