import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { type Agent, seatAgent } from './support/agent.ts';
import { nothing, untilNothingIsLeft } from './support/leftovers.ts';
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

describe('story: a progressive campaign dials by itself', () => {
  measuresSeconds();
  let world: World;
  let agent: Agent;
  before(async () => {
    world = await theWorld();
    await world.far.control.clearAllBehaviours();
    for (let hour = 8; hour < 21; hour++) await world.far.control.setAnswerShare(hour, 1000);
    agent = await seatAgent(world, { index: 2, campaign: '自動発信', voiceSeed: 51 });
    await watchNames(agent.page);
  });
  after(async () => {
    await agent?.leave();
    for (let hour = 8; hour < 21; hour++) await world.far.control.setAnswerShare(hour, 340);
  });

  it('shows the case no later than the sound, and goes on by itself when nobody answers', async function () {
    this.timeout(240_000);
    await agent.page.keyboard.press('Alt+r');
    const heard = new Set<string>();
    for (let calls = 0; calls < 3; calls++) {
      const talking = await agent.until(
        'somebody answers',
        ({ state, call }) => state === 'talking' && !heard.has(call?.id ?? ''),
        120_000,
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
  });

  it('leaves nothing behind', async () => {
    await agent.leave();
    expect(await untilNothingIsLeft(world.system)).to.deep.equal(nothing);
  });
});
