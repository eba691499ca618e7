import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { type Agent, seatAgent } from './support/agent.ts';
import { nothing, untilNothingIsLeft } from './support/leftovers.ts';
import { type OwnCampaign, ownCampaign } from './support/own-campaign.ts';
import { storedRecording } from './support/stored-recording.ts';
import { measuresSeconds } from './support/take-turns.ts';
import { saveResult } from './support/talking.ts';
import { theWorld, type World } from './support/world.ts';

/** Notes when a person's name first stood on the screen, by the browser's clock (the machine's own). */
async function watchNames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: { name: string; atMs: number }[] = [];
    Object.assign(window, { seenNames: seen });
    let last = '';
    const look = () => {
      const name = document.querySelector('.person-line')?.textContent ?? '';
      if (name === last) return;
      last = name;
      seen.push({ name, atMs: Date.now() });
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

async function firstSeen(page: Page, kana: string): Promise<number | undefined> {
  const seen = await page.evaluate(
    () => (window as unknown as { seenNames: { name: string; atMs: number }[] }).seenNames,
  );
  return seen.find(({ name }) => name.includes(kana))?.atMs;
}

const CAMPAIGN = '自動発信の確認';
/** What the five do, in the order in which they are called: three of them are talked to. */
const DO = ['tone;ring=1;talk=600', 'busy;ring=1', 'tone;ring=1;talk=600', 'no-answer;ring=1', 'tone;ring=1;talk=600'];

describe('story: a progressive campaign dials by itself', () => {
  measuresSeconds();
  let world: World;
  let agent: Agent;
  let campaign: OwnCampaign;
  before(async () => {
    world = await theWorld();
    campaign = await ownCampaign(world.system, {
      name: CAMPAIGN,
      mode: 'progressive',
      persons: DO.length,
      ringTimeoutSec: 20,
    });
    for (const [index, { number }] of campaign.persons.entries())
      await world.far.control.setBehaviour(number, DO[index] ?? '');
    agent = await seatAgent(world, { index: 2, campaign: CAMPAIGN, voiceSeed: 51 });
    await watchNames(agent.page);
  });
  after(async () => {
    await agent?.leave();
    for (const { number } of campaign?.persons ?? []) await world.far.control.clearBehaviour(number);
    await campaign?.close();
  });

  it('shows the case no later than the sound, and goes on by itself when nobody answers', async function () {
    this.timeout(240_000);
    await agent.page.keyboard.press('Alt+r');
    const heard = new Set<string>();
    for (let calls = 0; calls < 3; calls++) {
      const talking = await agent.until(
        'somebody answers',
        ({ state, call }) => state === 'talking' && !heard.has(call?.id ?? ''),
        60_000,
      );
      const callId = talking.call?.id ?? '';
      heard.add(callId);
      const view = await agent.nextCase();
      const [row] = await world.system.sql<
        { answered: number }[]
      >`select answered_real_ms as answered from call where id = ${callId}`;
      const seenAt = await firstSeen(agent.page, view.person.kana);
      expect(seenAt, 'the case is on the screen').to.be.a('number');
      expect((seenAt ?? 0) - (row?.answered ?? 0), 'case after sound, ms').to.be.at.most(0);
      await agent.page.keyboard.press('Alt+q');
      await saveResult(agent);
      expect((await storedRecording(world.system, callId)).flags).to.deep.equal([]);
    }
    const results = await world.system.sql<{ number: string; result: string }[]>`
      select dialled_number as number, line_result as result from call where campaign_id = ${campaign.id} order by created_at`;
    expect(results.map(({ result }) => result)).to.deep.equal([
      ...['answered_human', 'busy', 'answered_human', 'no_answer', 'answered_human'],
    ]);
  });

  it('leaves nothing behind', async () => {
    await agent.leave();
    expect(await untilNothingIsLeft(world.system)).to.deep.equal(nothing);
  });
});
