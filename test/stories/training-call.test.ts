import { expect } from 'chai';
import type { CampaignGoals, GoalsView } from '../../core/contracts/http/goals.ts';
import type { PromiseBoard } from '../../core/contracts/http/promises.ts';
import { DeskSession } from '../../runtime/drill/desk/desk-session.ts';
import { rms } from '../support/sound.ts';
import { type Agent, seatAgent } from './support/agent.ts';
import { nothing, untilNothingIsLeft } from './support/leftovers.ts';
import { storedRecording } from './support/stored-recording.ts';
import { theWorld, type World } from './support/world.ts';

describe('story: practice on an invented citizen', function () {
  this.timeout(90_000);
  let world: World;
  let agent: Agent;
  let manager: DeskSession;
  before(async () => {
    world = await theWorld();
    const { user: login, password } = world.system.login('manager');
    manager = await DeskSession.logIn(world.system.url, { login, password });
    agent = await seatAgent(world, { index: 1, campaign: '研修', voiceSeed: 91, training: true });
  });
  after(async () => {
    await agent?.leave();
    manager?.close();
  });

  /** Everything of the centre that is counted or listed. */
  async function figures() {
    const { today } = await agent.page.evaluate(
      async () => (await fetch('/api/desk-work')).json() as Promise<{ today: string }>,
    );
    const [goals, campaigns, promises, recordings] = await Promise.all([
      manager.get<GoalsView>(`/api/goals?from=${today}&to=${today}&by=seat`),
      manager.get<CampaignGoals[]>('/api/goals/campaigns'),
      manager.get<PromiseBoard>('/api/promises?view=later'),
      manager.get<{ id: string }[]>('/api/recordings'),
    ]);
    campaigns.sort((a, b) => (a.campaignId < b.campaignId ? -1 : 1));
    return { goals, campaigns, promises: promises.counts, recordings: recordings.map(({ id }) => id) };
  }

  it('who answers speaks, the same keys save the result, and no figure of the centre moves', async () => {
    const { page } = agent;
    const before = await figures();
    await page.getByText('研修中').first().waitFor();
    await page.keyboard.press('Alt+r');
    const view = await agent.nextCase();
    expect(view.person.name).to.include('研修');
    await page.keyboard.press('F2');
    const talking = await agent.until('talking', ({ state }) => state === 'talking');
    const callId = talking.call?.id ?? '';
    await agent.passIdentity();
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    await page.keyboard.press('Alt+q');
    await agent.until('wrap-up', ({ state }) => state === 'wrap_up');
    await page.locator('section.result[data-active]').waitFor();
    for (const key of ['1', '2', '2', 'Control+Enter']) await page.keyboard.press(key);
    await agent.until('saved', ({ state }) => state !== 'wrap_up');

    const [record] = await world.system.sql`select talk_result, training from contact_record where call_id = ${callId}`;
    expect(record).to.deep.equal({ talk_result: 'promise', training: true });
    const { sound } = await storedRecording(world.system, callId);
    expect(rms(sound.channels[0] ?? new Float64Array()), 'the citizen’s voice').to.be.above(0.01);
    expect(await figures()).to.deep.equal(before);
  });

  it('ends by a button, and nothing is left', async () => {
    await agent.page.getByRole('button', { name: '研修を終える' }).click();
    await agent.page.getByText('研修中').first().waitFor({ state: 'detached' });
    await agent.leave();
    expect(await untilNothingIsLeft(world.system)).to.deep.equal(nothing);
  });
});
