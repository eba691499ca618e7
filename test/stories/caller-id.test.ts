import { expect } from 'chai';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { type Agent, seatAgent } from './support/agent.ts';
import { nothing, untilNothingIsLeft } from './support/leftovers.ts';
import { theWorld, type World } from './support/world.ts';

/** As the desk does it, with the page's own session. */
async function post(agent: Agent, path: string, body: unknown): Promise<{ status: number; text: string }> {
  return agent.page.evaluate(
    async ([to, json]) => {
      const { csrfToken } = (await (await fetch('/api/session')).json()) as { csrfToken: string };
      const headers = { 'content-type': 'application/json', 'x-csrf-token': csrfToken };
      const response = await fetch(to ?? '', { method: 'POST', headers, body: json ?? '' });
      return { status: response.status, text: await response.text() };
    },
    [path, JSON.stringify(body)],
  );
}

describe('story: every subject shows its own number', () => {
  let world: World;
  let agent: Agent;
  before(async () => {
    world = await theWorld();
    agent = await seatAgent(world, { index: 0, campaign: 'プレビュー', voiceSeed: 61 });
  });
  after(() => agent?.leave());

  it('in From and in P-Asserted-Identity at the far side', async function () {
    this.timeout(400_000);
    const { sql } = world.system;
    const subjects = await sql<
      { id: string; name: string; caller_id: string }[]
    >`select id, name, caller_id from subject where active order by id`;
    expect(subjects.length).to.be.at.least(11);
    const seen: Record<string, { from: string; pai: string }> = {};
    const wanted: Record<string, { from: string; pai: string }> = {};
    for (const subject of subjects) {
      const { date } = tokyoTime(new Date((await agent.until('a snapshot', () => true)).productNow));
      const campaign = await campaignOf(world, subject.id, `発信者番号の確認 ${subject.id} ${date}`);
      expect((await post(agent, '/api/desk/ready', { campaignId: campaign })).status).to.equal(204);
      const view = await agent.nextCase();
      const number = agent.number(view);
      await world.far.control.setBehaviour(number, { name: 'hangup', ring: 0 });
      expect((await post(agent, '/api/desk/dial', { targetId: view.targetId, phoneId: null })).status).to.be.below(300);
      const over = await agent.until('wrap-up', ({ state }) => state === 'wrap_up');
      await post(agent, '/api/desk/break', { reason: '確認' });
      const saved = {
        callId: over.call?.id,
        whoAnswered: 'nobody',
        lineResult: 'answered_human',
        talkResult: 'hung_up',
        callbackAt: null,
        note: '',
      };
      expect((await post(agent, '/api/desk/result', saved)).status).to.be.below(300);
      await agent.until('break', ({ state, targetId }) => state === 'break' && targetId === null);
      const far = await world.far.legOf(over.call?.id ?? '');
      seen[subject.name] = { from: far.from, pai: far.pai };
      wanted[subject.name] = { from: subject.caller_id, pai: subject.caller_id };
    }
    expect(seen).to.deep.equal(wanted);
  });

  it('leaves nothing behind', async () => {
    await agent.leave();
    expect(await untilNothingIsLeft(world.system)).to.deep.equal(nothing);
  });
});

/** Made and started by the manager over the api, as on the campaign page. */
async function campaignOf(world: World, subjectId: string, name: string): Promise<string> {
  const { user, password } = world.system.login('manager');
  const { url } = world.system;
  const origin = new URL(url).origin;
  const json = { 'content-type': 'application/json', origin };
  const session = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ login: user, password }),
  });
  const cookie = (session.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const { csrfToken } = (await session.json()) as { csrfToken: string };
  const headers = { ...json, cookie, 'x-csrf-token': csrfToken };
  const created = await fetch(`${url}/api/campaigns`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ subjectId, name, mode: 'preview' }),
  });
  const text = await created.text();
  expect(created.status, text).to.be.below(300);
  const { id } = JSON.parse(text) as { id: string };
  const started = await fetch(`${url}/api/campaigns/${id}/start`, { method: 'POST', headers, body: '{}' });
  expect(started.status, await started.text()).to.be.below(300);
  return id;
}
