import { expect } from 'chai';
import type { Page } from 'playwright-core';
import type { TodaysWork } from '../../core/contracts/http/desk-work.ts';
import type { HandOverBoard } from '../../core/contracts/http/hand-overs.ts';
import type { SmsOfPerson } from '../../core/contracts/http/sms.ts';
import type { TargetWhy } from '../../core/contracts/http/why.ts';
import { DeskSession } from '../../runtime/drill/desk/desk-session.ts';
import { type Agent, seatAgent } from './support/agent.ts';
import { logIn } from './support/desk.ts';
import { nothing, untilNothingIsLeft } from './support/leftovers.ts';
import { type OwnCampaign, ownCampaign } from './support/own-campaign.ts';
import { measuresSeconds } from './support/take-turns.ts';
import { theWorld, type World } from './support/world.ts';

const NAME = '事案の仕事';

async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false | null>,
  limitMs = 12_000,
): Promise<T> {
  for (const end = Date.now() + limitMs; Date.now() < end; ) {
    const found = await ask();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`not within ${limitMs} ms: ${what}`);
}

/** What a conversation leaves behind, on the running product: messages, promises, complaints and wishes to be left alone. */
describe('story: the work on a case', function () {
  measuresSeconds();
  this.timeout(120_000);
  let world: World;
  let campaign: OwnCampaign;
  let agent: Agent;
  let manager: DeskSession;
  let officer: DeskSession;
  let supervisor: Page;
  /** The second person's own number, and the one they have in this story. */
  let telephone = '';
  let answering = '';

  before(async () => {
    world = await theWorld();
    const { system } = world;
    campaign = await ownCampaign(system, { name: NAME, mode: 'preview', persons: 5, ringTimeoutSec: 6, mobile: true });
    const session = (role: string) => {
      const { user: login, password } = system.login(role);
      return DeskSession.logIn(system.url, { login, password });
    };
    [manager, officer] = await Promise.all([session('manager'), session('officer')]);
    await prepare();
    agent = await seatAgent(world, { index: 1, campaign: NAME, voiceSeed: 81 });
    const context = await agent.desk.browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo' });
    supervisor = await context.newPage();
    await logIn(supervisor, system.url, system.login('supervisor'));
    await supervisor.getByRole('button', { name: 'ログアウト' }).waitFor();
  });
  after(async () => {
    await agent?.leave();
    manager?.close();
    officer?.close();
    const { sql } = world.system;
    await sql`delete from sms_reply where digits = ${answering}`;
    await sql`delete from desk_task where number = ${answering}`;
    await sql`delete from setting where key = ${`dialling:${campaign.subjectId}`}`;
    await sql`update phone_number set digits = ${telephone}, raw = ${telephone} where digits = ${answering}`;
    await campaign?.close();
  });

  const person = (index: number) => campaign.persons[index]?.personId ?? 0;

  /** The first was rung in vain in the other two bands; the second has a telephone that answers our message by 配信停止. */
  async function prepare(): Promise<void> {
    const { sql } = world.system;
    const { id, subjectId } = campaign;
    for (const [band, day] of [
      ['evening', 3],
      ['weekend', 2],
    ] as const)
      await sql`
        insert into call (id, node, direction, mode, target_id, campaign_id, person_id, subject_id, state, dialled_number, created_at,
          dialled_at, ringing_at, ended_at, line_result, band, full_ring)
        select gen_random_uuid(), 'node1', 'outbound', 'preview', t.id, ${id}, t.person_id, ${subjectId}, 'ended', n.digits,
          now.at - ${day} * interval '1 day', now.at - ${day} * interval '1 day', now.at - ${day} * interval '1 day',
          now.at - ${day} * interval '1 day' + interval '25 seconds', 'no_answer', ${band}, true
        from campaign_target t join phone_number n on n.person_id = t.person_id and n.usable,
          (select max(product_at) as at from audit_log) now
        where t.campaign_id = ${id} and t.person_id = ${person(0)}`;
    answering = await answeringTelephone();
    const second = campaign.persons[1];
    telephone = second?.number ?? '';
    await sql`update phone_number set digits = ${answering}, raw = ${answering} where person_id = ${person(1)} and usable`;
    if (second) second.number = answering;
    // A message counts as a try of the band: with one a day it would wait for the evening.
    await sql`insert into setting (key, valid_from, value) values (${`dialling:${subjectId}`}, '2026-01-01', '{"maxAttemptsPerBand": 2}')
      on conflict do nothing`;
  }

  /** The simulated carrier's telephones that end in 95 write 配信停止 back. One that is nobody's and of no earlier call or message. */
  async function answeringTelephone(): Promise<string> {
    const [row] = await world.system.sql<{ digits: string }[]>`
      select f.digits from (select '0907' || lpad(n::text, 5, '0') || '95' as digits from generate_series(0, 9999) n) f
      where not exists (select 1 from phone_number o where o.digits = f.digits)
        and not exists (select 1 from call c where c.dialled_number = f.digits or c.caller_id = f.digits)
        and not exists (select 1 from sms_message m where m.digits = f.digits) order by 1 limit 1`;
    if (!row) throw new Error('every such number is somebody’s');
    return row.digits;
  }

  const toCase = async (index: number) => {
    const view = await agent.until('the case', ({ targetId }) => targetId !== null);
    const [row] = await world.system.sql<{ personId: number; kana: string }[]>`
      select p.id as "personId", p.name_kana as kana from campaign_target t join person p on p.id = t.person_id where t.id = ${view.targetId}`;
    expect(row?.personId, 'whose case').to.equal(person(index));
    // The server knows it before a busy page does, and keys go where the page is.
    await agent.page.locator('.person-line', { hasText: row?.kana ?? '?' }).waitFor();
    return view.targetId ?? 0;
  };
  const talk = async (index: number) => {
    const { number } = campaign.persons[index] ?? { number: '' };
    await world.far.control.setBehaviour(number, {
      name: 'sound',
      ring: 1,
      talk: 60,
      file: world.far.patternVoice(82),
    });
    await agent.page.keyboard.press('F2');
    await agent.until('talking', ({ state }) => state === 'talking');
    await agent.passIdentity();
    await agent.page.keyboard.press('Alt+q');
    await agent.until('wrap-up', ({ state }) => state === 'wrap_up');
    // Who proved who they are is filled in.
    await agent.page.locator('section.result[data-active] .crumb', { hasText: '本人' }).waitFor();
  };
  const press = async (...keys: string[]) => {
    for (const key of keys) await agent.page.keyboard.press(key);
  };
  const saved = () => agent.until('saved', ({ state }) => state !== 'wrap_up');
  const promiseOf = async (index: number) => {
    const [row] = await world.system.sql<{ id: string; state: string; itemId: number; unpaid: number }[]>`
      select p.id, p.state, i.arrears_item_id as "itemId", a.unpaid from promise p join promise_item i on i.promise_id = p.id
        join arrears_item a on a.id = i.arrears_item_id where p.person_id = ${person(index)} order by p.created_at desc, a.id limit 1`;
    return row;
  };
  const becomes = (index: number, state: string) =>
    eventually(`promise ${state}`, async () => (await promiseOf(index))?.state === state);
  const messagesOf = (index: number) => manager.get<SmsOfPerson[]>(`/api/persons/${person(index)}/sms`);

  it('whoever was not reached in three bands is told by SMS after the city’s yes; accepted is not called delivered', async () => {
    const template = (
      await manager.get<{ id: string; kind: string; state: string; language: string | null }[]>('/api/sms/templates')
    ).find(({ kind, state, language }) => kind === 'call_back' && state === 'approved' && language === null);
    const { subjectId } = campaign;
    const standing = await world.system.sql`
      select 1 from sms_batch where subject_id = ${subjectId} and source = 'after_attempts' and state = 'sending'`;
    if (standing.length === 0) {
      await world.system
        .sql`update sms_batch set state = 'cancelled' where subject_id = ${subjectId} and source = 'after_attempts'
        and state in ('requested', 'paused')`;
      const { id } = await manager.post<{ id: string }>('/api/sms/batches', {
        name: '不在が続いた方へ',
        templateId: template?.id,
        subjectId,
        source: 'after_attempts',
        callListId: null,
      });
      const asked = (await officer.get<{ id: string; refId: string }[]>('/api/approvals/inbox')).find(
        ({ refId }) => refId === id,
      );
      await officer.post(`/api/approvals/${asked?.id}/decide`, { decision: 'approve', answer: null });
    }
    await press('Alt+r');
    await toCase(0);
    await world.far.control.setBehaviour(campaign.persons[0]?.number ?? '', 'no-answer');
    await press('F2');
    await agent.until('nobody answered', ({ state }) => state === 'wrap_up', 25_000);
    await agent.page.locator('section.result[data-active]').waitFor();
    await press('Control+Enter');
    await saved();
    const accepted = await eventually(
      'the carrier took it',
      async () => {
        const [message] = await messagesOf(0);
        return message?.state === 'accepted' || message?.state === 'delivered' ? message : undefined;
      },
      20_000,
    );
    expect(accepted.stateName).to.equal(accepted.state === 'accepted' ? '受付済(到達は未確認)' : '到達');
    await supervisor.evaluate((id) => {
      location.hash = `#/persons/${id}`;
    }, person(0));
    // Opened while the carrier only has it, the page tells by itself when it has arrived.
    await supervisor.locator('.tag', { hasText: /到達$/ }).first().waitFor();
    expect((await messagesOf(0))[0]).to.include({ state: 'delivered', byHand: false });
  });

  it('an agent writes by hand from the case; the answer 配信停止 stops every message and is a task', async () => {
    await toCase(1);
    const { page } = agent;
    await page.getByRole('button', { name: 'SMS', exact: true }).click();
    await page.getByRole('button', { name: '送信する' }).click();
    await page.getByText('送信待ちに入れました').waitFor();
    await page.keyboard.press('Escape');
    await eventually('delivered', async () => (await messagesOf(1))[0]?.state === 'delivered');
    await eventually('stopped', async () => {
      const rows = await world.system.sql`select 1 from stop_flag where person_id = ${person(1)} and kind = 'no_sms'`;
      return rows.length === 1;
    });
    await page.getByRole('button', { name: 'SMS', exact: true }).click();
    await page.getByText('この方はSMSを望んでいません。').waitFor();
    await page.keyboard.press('Escape');
    const [task] = await world.system.sql`select kind, number from desk_task where person_id = ${person(1)}`;
    expect(task).to.deep.equal({ kind: 'sms_reply', number: campaign.persons[1]?.number });
  });

  it('a promise taken with five keys is kept by a payment, or part, or broken when the money is taken back', async () => {
    await talk(1);
    await press('1', '2', '2', 'Control+Enter');
    await saved();
    await toCase(2);
    await talk(2);
    await press('1', '2', '2', 'Control+Enter');
    await saved();
    const [first, second] = [await promiseOf(1), await promiseOf(2)];
    expect([first?.state, second?.state]).to.deep.equal(['open', 'open']);
    const today = (await work()).today;
    const pay = (index: number, itemId: number, amount: number) =>
      officer.post<{ id: number }>(`/api/persons/${person(index)}/payments`, {
        arrearsItemId: itemId,
        receiptDate: today,
        amount,
      });
    for (const { itemId, unpaid } of await itemsOf(first?.id)) await pay(1, itemId, unpaid);
    await becomes(1, 'kept');

    // Still within the days of grace nothing is judged; the day after them it is, by what had come.
    await world.system
      .sql`update promise set promised_on = ${today}::date - grace_days where id = ${second?.id ?? null}`;
    const early = await officer.post<{ id: number }>(`/api/persons/${person(2)}/payments`, {
      arrearsItemId: second?.itemId,
      receiptDate: today,
      amount: 1,
    });
    await eventually('the money is seen', async () => {
      const [row] = await world.system.sql`select kept_amount, state from promise where id = ${second?.id ?? null}`;
      return row?.['kept_amount'] === 1 && row['state'] === 'open';
    });
    await world.system.sql`update promise set promised_on = promised_on - 1 where id = ${second?.id ?? null}`;
    await world.system.sql`update payment_entry set receipt_date = receipt_date - 1 where id = ${early.id}`;
    await becomes(2, 'part');
    expect((await work()).promises.rows.find(({ id }) => id === second?.id)).to.include({
      state: 'part',
      due: 'broken',
    });
    await officer.post(`/api/persons/${person(2)}/payments/${early.id}/cancel`, { reason: '速報取消' });
    await becomes(2, 'broken');
    await agent.page.evaluate(() => {
      location.hash = '#/today';
    });
    const line = agent.page.locator('.today-line', { hasText: '不履行' });
    await line.first().waitFor();
    await agent.page.keyboard.press('g');
    // Calling is open again, by part or by broken, whichever the dialler saw first; a person looks before the dial.
    await eventually('called again', async () => {
      const rows = await world.system.sql`
        select 1 from target_progress tp join campaign_target t on t.id = tp.target_id where t.campaign_id = ${campaign.id}
          and t.person_id = ${person(2)} and tp.state = 'waiting' and tp.reason_code in ('promise_part', 'promise_broken') and tp.next_mode = 'preview'`;
      return rows.length === 1;
    });
  });

  it('a complaint is on the supervisor’s screen at once, in the officer’s inbox, and the answer comes back on the case', async () => {
    await toCase(3);
    await talk(3);
    await press('w', 'n');
    await agent.page.keyboard.type('何度も電話が来て困ると強く言われた。');
    await press('Control+Enter');
    const alert = supervisor.locator('.complaint-alerts');
    await alert.getByText('苦情').first().waitFor({ timeout: 3_000 });
    await saved();
    const [citizen] = await world.system.sql`select name_official as name from person where id = ${person(3)}`;
    expect(await alert.textContent()).to.not.include(String(citizen?.['name']));
    const open = await officer.get<HandOverBoard>('/api/hand-overs?view=open');
    const complaint = open.rows.find(({ person: who, kind }) => kind === 'complaint' && who?.id === person(3));
    expect(complaint).to.include({ state: 'waiting', mark: 'today', stopped: true });
    await officer.post(`/api/hand-overs/${complaint?.id}/answer`, { answer: '課長が本日中に電話します。' });
    await agent.page.evaluate(() => {
      location.hash = '#/today';
    });
    await agent.page.getByText('課長が本日中に電話します。').first().waitFor();
    await agent.page.keyboard.press('g');
    const story = await manager.get<{ history: { channel: string; facts: string | null; what: string | null }[] }>(
      `/api/persons/${person(3)}`,
    );
    expect(story.history.find(({ channel }) => channel === 'complaint')).to.deep.include({ what: '市の回答あり' });
    expect(story.history.find(({ channel }) => channel === 'complaint')?.facts).to.include(
      '課長が本日中に電話します。',
    );
    const held = await eventually(
      'its recording is kept',
      async () => {
        const rows = await world.system.sql`
        select r.hold from recording r join hand_over h on h.call_id = r.call_id where h.id = ${complaint?.id ?? null} and r.hold`;
        return rows.length === 1;
      },
      20_000,
    );
    expect(held).to.equal(true);
  });

  it('a wish not to be called stops at once, and ends when the city does not confirm it', async () => {
    const targetId = await toCase(4);
    await talk(4);
    await press('e', 'Control+Enter');
    await saved();
    const why = async () => (await manager.get<TargetWhy>(`/api/targets/${targetId}/why`)).now;
    expect(await why()).to.deep.include({ mayCall: false });
    expect((await why()).because).to.include({ code: 'stopped' });
    const asked = (await officer.get<{ id: string; kind: string; refId: string }[]>('/api/approvals/inbox')).filter(
      ({ kind }) => kind === 'do_not_call',
    );
    const [row] = await world.system
      .sql`select id from hand_over where person_id = ${person(4)} and kind = 'do_not_call'`;
    const question = asked.find(({ refId }) => refId === row?.['id']);
    await officer.post(`/api/approvals/${question?.id}/decide`, {
      decision: 'return',
      answer: '本人に確認済み。再開してください。',
    });
    expect((await why()).because?.code).to.not.equal('stopped');
    expect((await work()).replies.map(({ answer }) => answer)).to.include('本人に確認済み。再開してください。');
  });

  it('leaves nothing behind', async () => {
    await agent.leave();
    expect(await untilNothingIsLeft(world.system)).to.deep.equal(nothing);
  });

  const work = () => agent.page.evaluate(async () => (await fetch('/api/desk-work')).json() as Promise<TodaysWork>);
  const itemsOf = (promiseId: string | undefined) => world.system.sql<{ itemId: number; unpaid: number }[]>`
    select a.id as "itemId", a.unpaid from promise_item i join arrears_item a on a.id = i.arrears_item_id where i.promise_id = ${promiseId ?? null}`;
});
