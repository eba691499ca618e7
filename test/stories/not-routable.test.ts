import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { type DeviceProblem, judgeDevice } from '../../core/rules/device-problem.ts';
import { type Agent, seatAgent } from './support/agent.ts';
import { untilLegProven } from './support/desk.ts';
import { cutNetwork, sleepTabs } from './support/network-cut.ts';
import { type OwnCampaign, ownCampaign } from './support/own-campaign.ts';
import { measuresSeconds } from './support/take-turns.ts';
import { theWorld, type World } from './support/world.ts';

/** The product's promise: so long after it happened nobody is brought to this desk any more. */
const OUT_WITHIN_MS = 3_000;
const CAMPAIGN = '出られない席';

/** A free agent, ready for work, to whom something happens that no telephone would ever tell. */
describe('story: who cannot be heard, or sits before no living screen, is brought nobody', () => {
  measuresSeconds();
  let world: World;
  let campaign: OwnCampaign;
  let agent: Agent;
  let page: Page;
  before(async function () {
    this.timeout(120_000);
    world = await theWorld();
    campaign = await ownCampaign(world.system, { name: CAMPAIGN, mode: 'preview', persons: 0, ringTimeoutSec: 20 });
    agent = await seatAgent(world, { index: 2, campaign: CAMPAIGN, voiceSeed: 57 });
    ({ page } = agent);
    await page.addInitScript(keepTracks);
    await page.reload();
    await untilLegProven(page);
    await page.locator('.leg-mark[data-tone=good]').waitFor({ timeout: 10_000 });
    await page.keyboard.press('Alt+r');
    await untilState('available');
  });
  after(async () => {
    await agent?.leave();
    await campaign?.close();
  });

  const row = async () => {
    const [now] = await world.system.sql<{ state: string; problem: string | null; notice: string | null }[]>`
      select a.state, a.device_problem as problem, a.notice from agent_state a join staff_account s on s.id = a.agent_id
      where s.login = ${world.system.login('agent', 2).user}`;
    if (!now) throw new Error('the agent has no row');
    return now;
  };
  async function untilState(state: string, withinMs = 15_000) {
    for (const deadline = performance.now() + withinMs; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
      const now = await row();
      if (now.state === state) return now;
      if (performance.now() > deadline) throw new Error(`not ${state} within ${withinMs} ms: ${JSON.stringify(now)}`);
    }
  }
  /** What the browser itself would say of the microphone. */
  const track = (event: 'ended' | 'mute' | 'unmute') =>
    page.evaluate((name) => (globalThis as unknown as Kept).keptTracks.at(-1)?.dispatchEvent(new Event(name)), event);

  const blows: {
    what: string;
    problem: DeviceProblem;
    strike: () => Promise<() => Promise<unknown>>;
    /** The page lives, and says itself what to do. */
    told: boolean;
  }[] = [
    {
      what: 'its track ended',
      problem: 'ended',
      told: true,
      async strike() {
        await track('ended');
        return () => page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
      },
    },
    {
      what: 'the browser reports a mute',
      problem: 'muted',
      told: true,
      async strike() {
        await track('mute');
        return () => track('unmute');
      },
    },
    {
      what: 'the tab is put to sleep',
      problem: 'unseen',
      told: false,
      async strike() {
        const wake = sleepTabs(agent.desk.pid);
        return async () => wake();
      },
    },
    {
      what: 'every socket is dead, and nobody says so',
      problem: 'unseen',
      told: false,
      async strike() {
        const plugIn = cutNetwork(agent.desk.pid);
        return async () => plugIn();
      },
    },
  ];

  for (const { what, problem, told, strike } of blows)
    it(`${what}: out within 3 s, told what to do, and back at work by itself`, async function () {
      this.timeout(60_000);
      await untilState('available');
      const struckMs = performance.now();
      const mend = await strike();
      try {
        const out = await untilState('break', 10_000);
        expect(performance.now() - struckMs, 'ms').to.be.at.most(OUT_WITHIN_MS);
        expect(out).to.include({ problem, notice: judgeDevice(problem).sentence });
        if (told) await page.getByText(judgeDevice(problem).sentence).first().waitFor({ timeout: 5_000 });
      } finally {
        await mend();
      }
      const back = await untilState('available');
      expect(back.notice).to.not.equal(judgeDevice(problem).sentence);
    });
});

type Kept = typeof globalThis & { keptTracks: MediaStreamTrack[] };

/** Runs in the page before anything else: the microphone's tracks stay at hand. */
function keepTracks(): void {
  const kept: MediaStreamTrack[] = [];
  Object.assign(globalThis, { keptTracks: kept });
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wish) => {
    const stream = await open(wish);
    kept.push(...stream.getAudioTracks());
    return stream;
  };
}
