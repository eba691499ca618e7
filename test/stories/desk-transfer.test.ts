import { expect } from 'chai';
import { tonePower } from '../support/sound.ts';
import { type Agent, seatAgent } from './support/agent.ts';
import { type OwnCampaign, ownCampaign } from './support/own-campaign.ts';
import { storedRecording } from './support/stored-recording.ts';
import { measuresSeconds } from './support/take-turns.ts';
import { farSound, saveResult, talkToNext } from './support/talking.ts';
import { theWorld, type World } from './support/world.ts';

/** Seconds of talk that are judged, and air at both ends of a change of voices. */
const TALK_MS = 2_500;
const NOTE = '勤務先は夜勤';
const CAMPAIGN = '転送の確認';

describe('story: a call is passed on at two desks, by keys', () => {
  measuresSeconds();
  let world: World;
  let campaign: OwnCampaign;
  let first: Agent;
  let second: Agent;
  before(async () => {
    world = await theWorld();
    campaign = await ownCampaign(world.system, { name: CAMPAIGN, mode: 'preview', persons: 1, ringTimeoutSec: 20 });
    first = await seatAgent(world, { index: 0, campaign: CAMPAIGN, voiceSeed: 31 });
    second = await seatAgent(world, { index: 1, campaign: CAMPAIGN, voiceSeed: 37 });
  });
  after(async () => {
    await first?.leave();
    await second?.leave();
    await campaign?.close();
  });

  const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const opensTransfer = async () => {
    await first.page.keyboard.press('Alt+t');
    await first.page.locator('.others-list [role=option][aria-selected=true]').waitFor();
    await first.page.keyboard.press('Enter');
    // The server knows it before a busy page does, and keys go where the page is.
    await second.page.getByRole('alert', { name: '転送の申し出' }).waitFor();
  };

  it('rings on the colleague’s desk without a word about the citizen, is declined, then taken; check, note and recording go with it', async () => {
    await first.page.keyboard.press('Alt+r');
    await first.until('a case', ({ targetId }) => targetId !== null);
    await second.page.keyboard.press('Alt+r');
    await second.until('free', ({ state }) => state === 'available');
    const { view, callId } = await talkToNext(world, first, 41);
    await first.passIdentity();
    await first.page.keyboard.press('n');
    await first.page.keyboard.insertText(NOTE);
    await first.page.getByText('✓ 下書き').waitFor();

    await opensTransfer();
    const seen = async () => (await second.page.locator('.desk').textContent()) ?? '';
    expect(await seen()).to.include('本人確認 済');
    expect(await seen()).to.not.include(view.person.name);
    const debt = () =>
      second.page.evaluate(async (id) => (await fetch(`/api/desk/case/${id}/debt`)).status, view.targetId);
    expect(await debt()).to.equal(403);
    await second.page.keyboard.press('Alt+s');
    await first.until('declined', ({ notice, held }) => !held && notice !== null && /受けられません/.test(notice));
    await first.page.getByText('転送先の方は今は受けられません').waitFor();
    await second.page.getByRole('alert', { name: '転送の申し出' }).waitFor({ state: 'detached' });

    await opensTransfer();
    await second.page.keyboard.press('F2');
    await first.page.getByText('相談中').first().waitFor();
    expect(await seen()).to.not.include(view.person.name);
    expect(await debt()).to.equal(403);
    await sleep(TALK_MS);
    await first.page.keyboard.press('1');
    const taken = await second.until('theirs', ({ joinedFor, targetId }) => joinedFor === null && targetId !== null);
    expect(taken.call).to.include({ id: callId, identityPassed: true });
    await first.until('free', ({ state, call }) => state === 'available' && call === null);

    await second.page.getByText(view.person.name).first().waitFor();
    const passedFrom = (await second.page.locator('.passed-from').textContent()) ?? '';
    expect(passedFrom).to.include('から転送された通話です').and.to.include(NOTE);
    await second.page.locator('.identity-item[data-answer=matched]').nth(2).waitFor();
    expect(await second.page.locator('.identity-item[data-answer=matched]').count()).to.equal(3);
    await second.page.locator('.debt-total strong', { hasText: /￥[\d,]+$/ }).waitFor();
    expect(await second.page.locator('textarea.note').inputValue()).to.equal(NOTE);
    await sleep(TALK_MS);
    await second.page.keyboard.press('Alt+q');
    await saveResult(second);

    const far = await world.far.legOf(callId);
    const stored = await storedRecording(world.system, callId);
    expect(stored.flags).to.deep.equal([]);
    expect(Math.abs(stored.recordedMs - far.talkedMs), 'recorded ↔ far side, ms').to.be.below(1_000);
    const heard = farSound(world, far.heard);
    const [voice = new Float64Array()] = heard.channels;
    const end = voice.length - heard.rate / 2;
    expect(
      tonePower(voice, heard.rate, 440, end - 2 * heard.rate, end),
      'the colleague at the citizen’s ear',
    ).to.be.above(0.001);
  });
});
