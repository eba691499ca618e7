import { expect } from 'chai';
import { type Agent, seatAgent } from './support/agent.ts';
import { passDeviceCheck, untilLegProven } from './support/desk.ts';
import { killHard, untilRestarted } from './support/kill.ts';
import { nothing, untilNothingIsLeft } from './support/leftovers.ts';
import { storedRecording } from './support/stored-recording.ts';
import { measuresSeconds } from './support/take-turns.ts';
import { farSound, judgeChannels, saveResult, talkToNext } from './support/talking.ts';
import { theWorld, type World } from './support/world.ts';

const seconds = (n: number) => new Promise((resolve) => setTimeout(resolve, n * 1000));

describe('stories: what dies in mid-call', () => {
  measuresSeconds();
  let world: World;
  let agent: Agent;
  beforeEach(async function () {
    this.timeout(60_000);
    world = await theWorld();
    agent = await seatAgent(world, { index: 1, campaign: 'プレビュー', voiceSeed: 31 });
    await agent.page.keyboard.press('Alt+r');
  });
  afterEach(async function () {
    this.timeout(60_000);
    await agent.leave();
    expect(await untilNothingIsLeft(world.system, 45_000)).to.deep.equal(nothing);
  });

  it('controller killed: the call goes on, the recording is whole, the screen recovers', async () => {
    const call = await talkToNext(world, agent, 41);
    await seconds(3);
    const { pid } = killHard(world.system, 'telephony');
    await untilRestarted(world.system, 'telephony', pid);
    await seconds(4);
    const still = await agent.until('still talking', ({ state }) => state === 'talking');
    expect(still.call?.id).to.equal(call.callId);
    await agent.page.keyboard.press('Alt+q');
    await saveResult(agent);
    const far = await world.far.lastCallTo(call.number);
    const stored = await storedRecording(world.system, call.callId);
    expect(Math.abs(stored.recordedMs - far.talkedMs), 'recorded ↔ far side, ms').to.be.below(1000);
    judgeChannels(stored.sound, farSound(world, far.said), farSound(world, far.heard));
    expect((await world.far.log()).filter(({ called }) => called === call.number)).to.have.length(1);
  });

  it('api killed: the call goes on, the desk catches up within 2 s of its return', async () => {
    const call = await talkToNext(world, agent, 42);
    await seconds(2);
    const { pid } = killHard(world.system, 'api');
    await untilRestarted(world.system, 'api', pid);
    await agent.until('the api answers again', ({ state }) => state === 'talking');
    await agent.page.locator('.call-bar', { hasText: '通話中' }).waitFor({ timeout: 2_000 });
    await seconds(1);
    await agent.page.keyboard.press('Alt+q');
    await saveResult(agent);
    const far = await world.far.lastCallTo(call.number);
    const stored = await storedRecording(world.system, call.callId);
    expect(Math.abs(stored.recordedMs - far.talkedMs)).to.be.below(1000);
    expect(stored.flags).to.deep.equal([]);
  });

  it('browser killed: the citizen stays, hears music, and the same agent comes back into the call', async () => {
    const call = await talkToNext(world, agent, 43);
    await seconds(2);
    process.kill(agent.desk.pid, 'SIGKILL');
    await seconds(6);
    const open = await world.system.sql`select state from call where id = ${call.callId}`;
    expect(open[0]?.['state']).to.equal('talking');
    agent = await seatAgent(world, { index: 1, campaign: 'プレビュー', voiceSeed: 31, inCall: true });
    const back = await agent.until('back in the call', ({ call: now }) => now?.id === call.callId);
    expect(back.state).to.equal('talking');
    await seconds(4);
    await agent.page.keyboard.press('Alt+q');
    await saveResult(agent);
    const far = await world.far.lastCallTo(call.number);
    const stored = await storedRecording(world.system, call.callId);
    expect(Math.abs(stored.recordedMs - far.talkedMs)).to.be.below(1000);
    judgeChannels(stored.sound, farSound(world, far.said), farSound(world, far.heard));
  });

  it('Asterisk killed: the agent knows within 3 s, the recording is repaired and flagged, work goes on', async () => {
    const call = await talkToNext(world, agent, 44);
    await seconds(6);
    const { pid, atMs } = killHard(world.system, 'pbx');
    const told = await agent.until('told', ({ state, notice }) => state === 'wrap_up' || notice !== null, 5_000);
    expect(Date.now() - atMs, 'told after ms').to.be.below(3_000);
    expect(told.notice).to.be.a('string');
    await untilRestarted(world.system, 'pbx', pid);
    await saveResult(agent);
    const stored = await storedRecording(world.system, call.callId);
    expect(stored.flags).to.include('pbx_lost');
    expect(stored.talkMs - stored.recordedMs, 'sound lost, ms').to.be.within(-1000, 2500);
    const incidents = await world.system.sql`select kind from incident where call_id = ${call.callId}`;
    expect(incidents.map(({ kind }) => kind as string)).to.include('pbx_lost');
    // The desk finds its way back by itself: a leg, proven, and the next call works.
    await untilLegProven(agent.page);
    const next = await talkToNext(world, agent, 45);
    await seconds(1);
    await agent.page.keyboard.press('Alt+q');
    await saveResult(agent);
    await storedRecording(world.system, next.callId);
  });

  it('page reloaded in mid-call: the same call is back on the screen and in the ear', async () => {
    const call = await talkToNext(world, agent, 46);
    await seconds(2);
    await agent.page.reload();
    await passDeviceCheck(agent.page).catch(() => undefined);
    await agent.until('back', ({ call: now, legUp }) => now?.id === call.callId && legUp, 15_000);
    await seconds(3);
    await agent.page.keyboard.press('Alt+q');
    await saveResult(agent);
    const far = await world.far.lastCallTo(call.number);
    const stored = await storedRecording(world.system, call.callId);
    expect(Math.abs(stored.recordedMs - far.talkedMs)).to.be.below(1000);
    judgeChannels(stored.sound, farSound(world, far.said), farSound(world, far.heard));
  });
});
