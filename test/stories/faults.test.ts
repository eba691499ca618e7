import { expect } from 'chai';
import { type Agent, seatAgent } from './support/agent.ts';
import { untilLegProven } from './support/desk.ts';
import { killHard, untilRestarted } from './support/kill.ts';
import { nothing, untilNothingIsLeft } from './support/leftovers.ts';
import { storedRecording } from './support/stored-recording.ts';
import { measuresSeconds } from './support/take-turns.ts';
import { saveResult, talkToNext } from './support/talking.ts';
import { theWorld, type World } from './support/world.ts';

const seconds = (n: number) => new Promise((resolve) => setTimeout(resolve, n * 1000));

/** What an agent survives in mid-call is in `survival.test.ts`; the exchange itself is what no call survives. */
describe('story: the exchange dies in mid-call', () => {
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
});
