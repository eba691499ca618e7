import { expect } from 'chai';
import { type Agent, seatAgent } from './support/agent.ts';
import { nothing, untilNothingIsLeft } from './support/leftovers.ts';
import { storedRecording } from './support/stored-recording.ts';
import { measuresSeconds } from './support/take-turns.ts';
import { farSound, judgeChannels } from './support/talking.ts';
import { theWorld, type World } from './support/world.ts';

describe('story: a preview call, recorded end to end', () => {
  measuresSeconds();
  let world: World;
  let agent: Agent;
  before(async () => {
    world = await theWorld();
    agent = await seatAgent(world, { index: 0, campaign: 'プレビュー', voiceSeed: 11 });
  });
  after(() => agent?.leave());

  it('shows the case, dials on one key, keeps both voices apart, and brings the next case on one key', async () => {
    const { page } = agent;
    await page.keyboard.press('Alt+r');
    const view = await agent.nextCase();
    const number = agent.number(view);
    await world.far.control.setBehaviour(number, {
      name: 'sound',
      ring: 1,
      talk: 60,
      file: world.far.patternVoice(23),
    });

    await page.keyboard.press('F2');
    const talking = await agent.until('talking', ({ state }) => state === 'talking');
    const callId = talking.call?.id ?? '';

    // Before the check the api refuses, and nothing on the screen is an amount.
    const refused = await page.evaluate(async (id) => (await fetch(`/api/desk/case/${id}/debt`)).status, view.targetId);
    expect(refused).to.equal(403);
    expect(await page.locator('body').textContent()).to.include('本人確認後に表示');
    await agent.passIdentity();
    await page.getByText('未納合計').first().waitFor();
    await new Promise((resolve) => setTimeout(resolve, 8_000));

    await page.keyboard.press('Alt+q');
    await agent.until('wrap-up', ({ state }) => state === 'wrap_up');
    await page.keyboard.press('2'); // 本人 is filled in by the check × 納付済の申出
    await page.keyboard.press('Control+Enter');
    const next = await agent.until(
      'the next case',
      ({ targetId, state }) => targetId !== null && targetId !== view.targetId && state === 'reserved',
    );
    expect(next.call).to.equal(null);

    const far = await world.far.legOf(callId);
    expect(far.from, 'From').to.equal(view.subject.callerId);
    expect(far.pai, 'P-Asserted-Identity').to.equal(view.subject.callerId);

    const stored = await storedRecording(world.system, callId);
    expect(stored.flags).to.deep.equal([]);
    expect(Math.abs(stored.recordedMs - far.talkedMs), 'recorded ↔ far side, ms').to.be.below(1000);
    judgeChannels(stored.sound, farSound(world, far.said), farSound(world, far.heard));

    const [record] = await world.system
      .sql`select who_answered, line_result, talk_result from contact_record where call_id = ${callId}`;
    expect(record).to.deep.equal({
      who_answered: 'principal',
      line_result: 'answered_human',
      talk_result: 'claims_paid',
    });
  });

  it('leaves nothing behind', async () => {
    await agent.leave();
    expect(await untilNothingIsLeft(world.system)).to.deep.equal(nothing);
  });
});
