import { expect } from 'chai';
import type { AgentSnapshot } from '../../core/contracts/realtime.ts';
import { type Agent, seatAgent } from './support/agent.ts';
import { untilSnapshot } from './support/desk.ts';
import { HeldUp } from './support/held-up.ts';
import { channelNames, nothing, untilNothingIsLeft } from './support/leftovers.ts';
import { type OwnCampaign, ownCampaign } from './support/own-campaign.ts';
import { storedRecording } from './support/stored-recording.ts';
import { measuresSeconds } from './support/take-turns.ts';
import { saveResult, talkToNext } from './support/talking.ts';
import { theWorld, type World } from './support/world.ts';

const seconds = (n: number) => new Promise((resolve) => setTimeout(resolve, n * 1_000));

describe('story: fifty reloads in mid-call', function () {
  this.timeout(60_000);
  measuresSeconds();
  const TIMES = 50;
  /** Each leg that leaves or joins costs the exchange's mixer a frame of 20 ms, which its recorder misses too (measured: 18 ms a reload). */
  const LOST_AT_A_CHANGE_MS = 40;
  /** The limit of the product's promise. */
  const BACK_WITHIN_MS = 5_000;
  let world: World;
  let campaign: OwnCampaign;
  let agent: Agent;
  before(async function () {
    this.timeout(300_000);
    world = await theWorld();
    campaign = await ownCampaign(world.system, { name: '再読込', mode: 'preview', persons: 1, ringTimeoutSec: 20 });
    agent = await seatAgent(world, { index: 1, campaign: '再読込', voiceSeed: 93 });
    await agent.page.keyboard.press('Alt+r');
  });
  after(async function () {
    this.timeout(60_000);
    await agent?.leave();
    await campaign?.close();
    expect(await untilNothingIsLeft(world.system, 45_000)).to.deep.equal(nothing);
  });

  it('leave one call, one leg, one log-in, and no ghost', async function () {
    this.timeout(180_000);
    const { sql } = world.system;
    const counts = async () => {
      const [row] = await sql<{ sessions: number; logins: number; calls: number }[]>`
        select (select count(*)::int from staff_session where ended_at is null) as sessions,
          (select count(*)::int from agent_login where ended_at is null) as logins,
          (select count(*)::int from call where ended_at is null) as calls`;
      return row;
    };
    const heldUp = new HeldUp(world.system);
    const call = await talkToNext(world, agent, 94, 900, 30);
    const answeredMs = Date.now();
    await seconds(1);
    const before = { ...(await counts()), channels: (await channelNames(world.system)).length };
    for (let time = 0; time < TIMES; time += 1) {
      await agent.page.reload({ waitUntil: 'commit' });
      // Broken off at every stage of coming back, now and then not at all.
      await new Promise((resolve) => setTimeout(resolve, (time * 137) % 1_500));
    }
    const back = ({ state, call: now, legUp, mediaProven }: AgentSnapshot) =>
      state === 'talking' && now?.id === call.callId && legUp && mediaProven;
    await untilSnapshot(agent.page, 'back in the call', back, BACK_WITHIN_MS);
    for (const deadline = Date.now() + 10_000; Date.now() < deadline; await seconds(0.3))
      if ((await channelNames(world.system)).length === before.channels) break;
    expect({ ...(await counts()), channels: (await channelNames(world.system)).length }).to.deep.equal(before);
    await seconds(1);
    await agent.page.keyboard.press('Alt+q');
    const heldUpMs = Math.round(heldUp.between(answeredMs, Date.now()));
    heldUp.stop();
    await saveResult(agent);
    const far = await world.far.legOf(call.callId);
    const { sound, ...stored } = await storedRecording(world.system, call.callId);
    const figures = JSON.stringify({ heldUpMs, ...stored, soundMs: (sound.channels[0]?.length ?? 0) / 8, far });
    if (process.env['STORY_FIGURES']) process.stderr.write(`${figures}\n`);
    // Told as what it is, when fifty times a frame come to a second.
    expect(
      stored.flags.filter((flag) => flag !== 'length_mismatch'),
      figures,
    ).to.deep.equal([]);
    const lostMs = far.talkedMs - stored.recordedMs;
    expect(lostMs, figures).to.be.at.least(-500);
    expect(lostMs - heldUpMs, figures).to.be.at.most(TIMES * LOST_AT_A_CHANGE_MS);
  });
});
