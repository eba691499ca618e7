import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import type { InboundPop } from '../../core/contracts/http/inbound.ts';
import { spokenTextFile } from '../../core/platform/spoken-text.ts';
import { CALLER_WORDS } from '../../core/rules/inbound/caller-number.ts';
import { DEFAULT_INBOUND, inboundParameters } from '../../core/rules/inbound/inbound-parameters.ts';
import { type Agent, seatAgent } from './support/agent.ts';
import { answerUnknownComplaint } from './support/answered-complaint.ts';
import { Callers, type IncomingCall, soon } from './support/caller.ts';
import { logIn } from './support/desk.ts';
import { type KnownCaller, knownCaller, sharedNumber } from './support/known-callers.ts';
import { nothing, untilNothingIsLeft } from './support/leftovers.ts';
import { lookAt, sizes } from './support/look.ts';
import { type OwnCampaign, ownCampaign } from './support/own-campaign.ts';
import { type SipAgents, sipAgents } from './support/sip-agents.ts';
import { storedRecording } from './support/stored-recording.ts';
import { measuresSeconds } from './support/take-turns.ts';
import { saveResult } from './support/talking.ts';
import { theWorld, type World } from './support/world.ts';

const UNKNOWN = '0312340001';
const OTHER = '0312340002';
/** Longer than any part of this story: citizens hang up when the story says so. */
const PATIENT = 'tone;talk=600';

describe('story: citizens who call', () => {
  measuresSeconds();
  let world: World;
  let agent: Agent;
  let page: Page;
  let campaign: OwnCampaign;
  let callers: Callers;
  let colleague: SipAgents | undefined;
  let known: KnownCaller;
  let shared: { number: string; kana: string[] };
  let line: { shortName: string; callerId: string };
  const kept: IncomingCall[] = [];

  before(async () => {
    world = await theWorld();
    const { sql } = world.system;
    campaign = await ownCampaign(world.system, {
      name: '受電の確認',
      mode: 'progressive',
      persons: 4,
      alone: true,
      ringTimeoutSec: 20,
    });
    // Nobody is called until the story says so.
    await sql`update campaign set state = 'paused' where id = ${campaign.id}`;
    const [subject] = await sql<{ shortName: string; callerId: string }[]>`
      select short_name as "shortName", caller_id as "callerId" from subject where id = ${campaign.subjectId}`;
    if (!subject) throw new Error('no line');
    line = subject;
    callers = new Callers(world, line.callerId);
    known = await knownCaller(sql, campaign.persons[3]);
    shared = await sharedNumber(sql, campaign.subjectId);
    agent = await seatAgent(world, { index: 2, campaign: 'おまかせ', voiceSeed: 61 });
    page = agent.page;
    await page.keyboard.press('Alt+r');
    await agent.until('free', ({ state }) => state === 'available');
  });
  after(async () => {
    await colleague?.goHome();
    await agent?.leave();
    await campaign?.close();
  });

  const inHand = (callId: string) => agent.until('the call', ({ call }) => call?.id === callId);
  const waits = () => page.getByRole('region', { name: 'お待ちの方' });
  const api = <T>(path: string) =>
    page.evaluate(async (at) => {
      const answer = await fetch(at);
      return { status: answer.status, body: (await answer.json()) as unknown };
    }, path) as Promise<{ status: number; body: T }>;
  const soundsOfCity = () => join(world.system.dataDir, 'sounds-of-city');
  /** Free again, and nothing to write. */
  const freeAgain = () => agent.until('free again', ({ state, call }) => state === 'available' && call === null);

  const findings: string[] = [];
  /** Pictures of both sizes are for eyes; the smaller one is judged in any case. */
  async function look(name: string): Promise<void> {
    for (const size of process.env['SHOTS'] ? sizes : sizes.slice(0, 1)) {
      const { axe, sideways } = await lookAt(page, name, size);
      findings.push(...axe, ...sideways);
    }
    await page.setViewportSize(sizes[0]);
  }

  let first: IncomingCall;

  it('the agent sees who it may be while the citizen hears that they are recorded, and nothing of a debt', async () => {
    const [setting] = await world.system.sql<{ value: unknown }[]>`
      select value from setting where key = 'inbound' order by valid_from desc limit 1`;
    const { noticeText } = inboundParameters(setting?.value);
    expect(noticeText, 'the demo city says that it records').to.be.a('string').and.include('録音');
    const notice = join(soundsOfCity(), `${spokenTextFile(noticeText ?? '')}.wav`);
    await soon('the notice is spoken', async () => (existsSync(notice) ? true : undefined), 30_000);

    first = await callers.call(known.number, {
      name: 'sound',
      file: world.far.patternVoice(62),
      talk: 600,
    });
    await page.getByRole('heading', { name: '市民の方からの着信です' }).waitFor();
    await page.getByText(CALLER_WORDS.one).waitFor();
    await page.getByText(known.kana).waitFor();
    expect(await callers.row(first.callId)).to.include({ bridged: false, personId: null });
    const pop = await api<InboundPop>(`/api/inbound/calls/${first.callId}`);
    expect(pop.body).to.include({ connected: false, number: known.number, personId: null });
    const screen = await page.locator('body').textContent();
    for (const secret of known.secrets) expect(screen).not.to.include(secret);
    expect((await api(`/api/inbound/calls/${first.callId}/debt`)).status).to.equal(409);
    await look('inbound-pop');
    await soon('joined', async () => ((await callers.row(first.callId)).bridged ? true : undefined), 30_000);
  });

  it('chosen by one key, the person’s debt stays closed until their own check', async () => {
    await page.keyboard.press('Alt+y');
    await page.getByRole('article', { name: '滞納者情報' }).waitFor();
    expect((await api(`/api/inbound/calls/${first.callId}/debt`)).status).to.equal(403);
    expect(await page.locator('body').textContent()).to.include('本人確認後に表示');
    await agent.passIdentity();
    await page.getByText('未納合計').first().waitFor();
    await look('inbound-identified');
    if (process.env['SHOTS']) {
      await page.keyboard.press('d');
      await look('inbound-class-and-cause');
      await page.keyboard.press('d');
    }
    expect((await callers.row(first.callId)).personId).to.equal(known.personId);
  });

  it('others wait: line, time and place at the desk and for supervisors; key 1 keeps the place', async function () {
    this.timeout(120_000);
    const supervisor = await (await agent.desk.browser.newContext({ locale: 'ja-JP' })).newPage();
    await logIn(supervisor, world.system.url, world.system.login('supervisor'));
    const keeps = await callers.call(UNKNOWN, PATIENT);
    await callers.untilEvent(keeps.callId, 'queued');
    await waits().getByText(`${line.shortName} 1番目`).waitFor();
    const gives = await callers.call(OTHER, PATIENT);
    await waits().getByText('お待ちの方 2人').waitFor();
    await waits().getByText(`${line.shortName} 2番目`).waitFor();
    await look('inbound-waiting');
    await supervisor.getByRole('region', { name: 'お待ちの方' }).getByText('お待ちの方 2人').waitFor();
    // Not during the notice; then at any time.
    await soon(
      'the place is kept',
      async () => {
        await world.far.control.press(keeps.channel, '1').catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        return (await callers.events(keeps.callId)).includes('keep_place') ? true : undefined;
      },
      40_000,
    );
    await callers.hangUp(gives);
    await waits().waitFor({ state: 'detached' });
    await supervisor.context().close();
    await callers.untilEnded(keeps.callId);
    kept.push(keeps, gives);
    await page.keyboard.press('Alt+q');
    await saveResult(agent);
    await freeAgain();
  });

  it('the notice was heard whole, the recording has both voices, the kept place was confirmed', async () => {
    await callers.expectSaid(first, await currentNotice());
    const stored = await storedRecording(world.system, first.callId);
    expect(stored.flags).to.deep.equal([]);
    const [keeps] = kept;
    if (!keeps) throw new Error('nobody kept the place');
    await callers.expectSaid(keeps, 'keep-place-kept');
  });

  async function currentNotice(): Promise<string> {
    const [setting] = await world.system.sql<{ value: unknown }[]>`
      select value from setting where key = 'inbound' order by valid_from desc limit 1`;
    return join(soundsOfCity(), `${spokenTextFile(inboundParameters(setting?.value).noticeText ?? '')}.wav`);
  }

  it('who kept the place is called back first, and what an unknown caller said is kept', async function () {
    this.timeout(90_000);
    const [keeps, gives] = kept;
    await soon('both tasks', async () => {
      const rows = await world.system.sql<{ kind: string }[]>`
        select kind from desk_task where call_id = any(${[keeps?.callId ?? '', gives?.callId ?? '']}::uuid[])`;
      return rows.length === 2 ? true : undefined;
    });
    await world.far.control.setBehaviour(UNKNOWN, 'tone;ring=1;talk=60');
    await page.evaluate(() => {
      location.hash = '#/today';
    });
    const tasks = page.getByRole('region', { name: '折返し待ちの用件' });
    const place = tasks.getByRole('row').filter({ hasText: '順番を残した折返し' }).first();
    await tasks.getByRole('row').filter({ hasText: 'つながらなかった着信' }).first().waitFor();
    await look('inbound-tasks');
    await place.getByRole('button', { name: '引き受ける' }).click();
    await place.getByRole('button', { name: '折返す' }).click();
    await page.getByRole('heading', { name: '折返しの通話です' }).waitFor();
    const { call } = await agent.until('talking', ({ state }) => state === 'talking');
    await page.keyboard.press('Alt+q');
    await agent.until('wrap-up', ({ state }) => state === 'wrap_up');
    await page.locator('section.result[data-active]').waitFor();
    for (const key of ['4', 'w']) await page.keyboard.press(key);
    await page.keyboard.type('折返しが遅いと強く言われた。');
    await page.keyboard.press('Control+Enter');
    await freeAgain();
    const [record] = await world.system.sql`
      select number, direction, who_answered, talk_result from unknown_caller_record where call_id = ${call?.id ?? ''}`;
    expect(record).to.deep.equal({
      number: UNKNOWN,
      direction: 'outbound',
      who_answered: 'third_party',
      talk_result: 'complaint',
    });
    const answer = await answerUnknownComplaint(world, call?.id ?? '', UNKNOWN);
    await page.evaluate(() => {
      location.hash = '#/today';
    });
    await page.getByText(answer).waitFor();
    await page.getByText('発信者不明').first().waitFor();
    await place.getByRole('button', { name: '済みにする' }).click();
    await place.waitFor({ state: 'detached' });
  });

  it('withheld, shared and unknown numbers each say so; who calls brings the agent back to the desk', async function () {
    this.timeout(90_000);
    expect(page.url()).to.include('#/today');
    const looks: [string, string, (pop: InboundPop) => void][] = [
      [
        '',
        CALLER_WORDS.withheld,
        ({ candidates, number }) => expect({ candidates, number }).to.deep.equal({ candidates: [], number: null }),
      ],
      [
        shared.number,
        CALLER_WORDS.shared,
        ({ candidates }) => expect(candidates.map(({ kana }) => kana)).to.include.members(shared.kana),
      ],
      [
        UNKNOWN,
        CALLER_WORDS.unknown,
        ({ candidates, earlier }) => expect([candidates.length, earlier.length]).to.deep.equal([0, 1]),
      ],
    ];
    for (const [from, words, judge] of looks) {
      const call = await callers.call(from, PATIENT);
      await inHand(call.callId);
      await page.getByText(words).waitFor();
      judge((await api<InboundPop>(`/api/inbound/calls/${call.callId}`)).body);
      expect(page.url()).to.include('#/desk');
      if (process.env['SHOTS']) await look(`inbound-from-${from || 'withheld'}`);
      await hangsUp(call);
    }
  });

  /** Hung up while the notice played: nothing was said, nothing is to be written. On a slow machine the notice may be over. */
  async function hangsUp(call: IncomingCall): Promise<void> {
    await callers.hangUp(call);
    if ((await callers.row(call.callId)).bridged) await writeNothingMore();
    await freeAgain();
  }

  /** Of somebody whom nobody knows. */
  async function writeNothingMore(): Promise<void> {
    await agent.until('wrap-up', ({ state }) => state === 'wrap_up');
    await page.locator('section.result[data-active]').waitFor();
    for (const key of ['5', 'Control+Enter']) await page.keyboard.press(key);
  }

  it('is brought to who spoke with the number last, though a colleague has waited longer', async function () {
    this.timeout(60_000);
    colleague = await sipAgents(world.system, 1);
    const [other] = colleague.agents;
    await other?.ready(null);
    await other?.until('free', ({ state }) => state === 'available', 10_000);
    const mine = (await api<{ staff: { id: string } }>('/api/session')).body.staff.id;
    // Idle for an hour, and on the same line: everything but the last conversation speaks for the colleague.
    const waitsLonger = () => world.system
      .sql`update agent_state set since_real = now() - interval '1 hour', line_subject_id = ${campaign.subjectId}, line_calls = 0
      where agent_id <> ${mine} and state = 'available'`;
    await waitsLonger();
    const stranger = await callers.call(OTHER, PATIENT);
    const taken = await soon(
      'the stranger is taken',
      async () => (await callers.row(stranger.callId)).agentId ?? undefined,
    );
    expect(taken, 'the stranger: whoever waited longest').not.to.equal(mine);
    await callers.hangUp(stranger);
    await other?.until('free again', ({ state, call }) => state === 'available' && call === null, 20_000);
    await waitsLonger();
    const again = await callers.call(known.number, PATIENT);
    await inHand(again.callId);
    await hangsUp(again);
    await colleague.goHome();
    colleague = undefined;
  });

  it('an agent on the way through a campaign takes the citizen who waits before the next dial', async function () {
    this.timeout(90_000);
    const { sql } = world.system;
    for (const { number } of campaign.persons) await world.far.control.setBehaviour(number, 'tone;ring=1;talk=600');
    await sql`update campaign set state = 'running' where id = ${campaign.id}`;
    const dialled = await agent.until(
      'a call of the campaign',
      ({ state, call }) => state === 'talking' && call?.direction === 'outbound',
      30_000,
    );
    const waiting = await callers.call(OTHER, PATIENT);
    await waits().getByText('お待ちの方 1人').waitFor();
    await page.keyboard.press('Alt+q');
    await agent.until('wrap-up', ({ state }) => state === 'wrap_up');
    await page.locator('section.result[data-active]').waitFor();
    for (const key of ['1', '2', 'Control+Enter']) await page.keyboard.press(key);
    const next = await agent.until('the next call', ({ call }) => call !== null && call.id !== dialled.call?.id);
    expect(next.call).to.include({ id: waiting.callId, direction: 'inbound' });
    const [left] = await sql<{ n: number }[]>`
      select count(*)::int as n from target_progress p join campaign_target t on t.id = p.target_id
      where t.campaign_id = ${campaign.id} and p.state = 'waiting'`;
    expect(left?.n, 'somebody could have been dialled').to.be.greaterThan(0);
    await sql`update campaign set state = 'paused' where id = ${campaign.id}`;
    await agent.until('talking', ({ state }) => state === 'talking');
    await soon('joined', async () => ((await callers.row(waiting.callId)).bridged ? true : undefined), 20_000);
    await page.keyboard.press('Alt+q');
    await writeNothingMore();
    await freeAgain();
  });

  it('nobody on duty: a message, heard by who takes its task; closed and on a holiday: told so', async function () {
    this.timeout(150_000);
    const { sql } = world.system;
    // The voices of this city's machine are long; here it says the least.
    const value = { ...DEFAULT_INBOUND, noticeText: '', busyText: '', voicemailBusy: true };
    await page.keyboard.press('Alt+b');
    await page.keyboard.press('1');
    await agent.until('on a break', ({ state }) => state === 'break');
    const [today] = await sql<
      { day: string }[]
    >`select (max(created_at) at time zone 'Asia/Tokyo')::date::text as day from call`;
    const day = today?.day ?? '';
    await sql`insert into setting (key, valid_from, value) values ('inbound', ${day}, ${sql.json(value)})`;
    try {
      const message = await callers.call(known.number, { name: 'sound', file: world.far.patternVoice(63), talk: 600 });
      await callers.untilEvent(message.callId, 'turned_away');
      await sql`insert into setting (key, valid_from, value) values ('calendar', ${day}, ${sql.json({ closingDays: [day] })})`;
      const holiday = await callers.call(UNKNOWN, PATIENT);
      await callers.untilEvent(holiday.callId, 'turned_away');
      await sql`update setting set value = ${sql.json({ opens: '08:00', halfCloses: '08:30', closes: '09:00', eveningCloses: '09:30' })} where key = 'calendar' and valid_from = ${day}`;
      const closed = await callers.call(OTHER, PATIENT);
      await callers.untilEvent(closed.callId, 'turned_away');
      await sql`delete from setting where key = 'calendar' and valid_from = ${day}`;

      await callers.untilEvent(message.callId, 'voicemail', 40_000);
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      await callers.hangUp(message);
      await callers.untilEnded(holiday.callId);
      await callers.untilEnded(closed.callId);
      await callers.expectSaid(holiday, 'inbound-holiday');
      await callers.expectSaid(closed, 'inbound-closed');
      await callers.expectSaid(message, 'voicemail-after-tone');
      await storedRecording(world.system, message.callId);
    } finally {
      await sql`delete from setting where key in ('inbound', 'calendar') and valid_from = ${day}`;
    }
    await page.evaluate(() => {
      location.hash = '#/today';
    });
    const row = page.getByRole('row').filter({ hasText: '留守録' }).first();
    await row.getByRole('button', { name: '引き受ける' }).click();
    const player = row.getByLabel('留守録を聞く');
    const [at] = await sql<{ sec: number }[]>`
      select ((e.detail->>'realMs')::float8 - k.answered_real_ms) / 1000 as sec from call_event e join call k on k.id = e.call_id
      where e.kind = 'voicemail' order by e.id desc limit 1`;
    const played = await player.evaluate(async (audio: HTMLAudioElement) => {
      const playing = new Promise((resolve) => audio.addEventListener('playing', resolve, { once: true }));
      await audio.play();
      await playing;
      const fromSec = audio.currentTime;
      for (let look = 0; look < 100 && audio.currentTime < fromSec + 0.3; look += 1)
        await new Promise((resolve) => setTimeout(resolve, 100));
      return { fromSec, sec: audio.currentTime - fromSec };
    });
    expect(played.fromSec, 'from the citizen’s first word on').to.be.within((at?.sec ?? 0) - 0.3, (at?.sec ?? 0) + 4);
    expect(played.sec, 'plays').to.be.at.least(0.3);
    await row.getByRole('button', { name: '済みにする' }).click();
    await row.waitFor({ state: 'detached' });
  });

  it('leaves nothing behind, and no finding that keeps anybody from working', async () => {
    expect(findings).to.deep.equal([]);
    await agent.leave();
    expect(await untilNothingIsLeft(world.system)).to.deep.equal(nothing);
  });
});
