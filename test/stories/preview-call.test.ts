import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { bestCorrelation, envelope, readWav, type Sound, tonePower, toneTrace } from '../support/sound.ts';
import { type Agent, seatAgent } from './support/agent.ts';
import { nothing, untilNothingIsLeft } from './support/leftovers.ts';
import { storedRecording } from './support/stored-recording.ts';
import { theWorld, type World } from './support/world.ts';

const track = (sound: Sound, channel: number) => sound.channels[channel] ?? new Float64Array();
/** 50 ms frames: half a second of delay between the two ends at most. */
const maxLag = 10;

describe('story: a preview call, recorded end to end', () => {
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
    for (const key of ['1', '2']) await page.keyboard.press(key); // 本人 × 納付済の申出
    await page.keyboard.press('Control+Enter');
    const next = await agent.until(
      'the next case',
      ({ targetId, state }) => targetId !== null && targetId !== view.targetId && state === 'reserved',
    );
    expect(next.call).to.equal(null);

    const far = await world.far.lastCallTo(number);
    expect(far.from, 'From').to.equal(view.subject.callerId);
    expect(far.pai, 'P-Asserted-Identity').to.equal(view.subject.callerId);

    const stored = await storedRecording(world.system, callId);
    expect(stored.flags).to.deep.equal([]);
    expect(Math.abs(stored.recordedMs - far.talkedMs), 'recorded ↔ far side, ms').to.be.below(1000);
    judgeChannels(stored.sound, soundOf(world, far.said), soundOf(world, far.heard));

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

function soundOf(world: World, file: string | undefined): Sound {
  const folder = world.system.config.carrier?.soundDir ?? '';
  if (!file) throw new Error('the far side kept no sound of this call');
  return readWav(readFileSync(join(folder, file)));
}

/** Left is the citizen's voice and nothing of the agent's, right the other way round. A mono file put twice fails both. */
function judgeChannels(stored: Sound, said: Sound, heard: Sound): void {
  const left = track(stored, 0);
  const right = track(stored, 1);
  expect(
    bestCorrelation(envelope(left, 8000), envelope(track(said, 0), 8000), maxLag).value,
    'left ↔ what the citizen said',
  ).to.be.above(0.9);
  expect(
    bestCorrelation(toneTrace(right, 8000, 440), toneTrace(track(heard, 0), 8000, 440), maxLag).value,
    'right ↔ what the citizen heard',
  ).to.be.above(0.9);
  expect(
    bestCorrelation(envelope(left, 8000), envelope(track(heard, 0), 8000), maxLag).value,
    'left is not the agent',
  ).to.be.below(0.7);
  expect(tonePower(left, 8000, 1000), 'citizen in left').to.be.above(0.005);
  expect(tonePower(right, 8000, 440), 'agent in right').to.be.above(0.001);
  expect(tonePower(left, 8000, 440) / tonePower(right, 8000, 440), 'agent leaking into left').to.be.below(0.001);
  expect(tonePower(right, 8000, 1000) / tonePower(left, 8000, 1000), 'citizen leaking into right').to.be.below(0.001);
}
