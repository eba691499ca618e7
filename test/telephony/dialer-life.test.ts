import { expect } from 'chai';
import type { Clock } from '../../core/platform/clock.ts';
import { createDialer } from '../../telephony/dialer/create-dialer.ts';
import type { Dialer, DialPlan, DialRefusal, NothingToDial, Reservation } from '../../telephony/dialer-port.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { type CallStory, playCall, seedAgent, seedCampaign, seedCity } from './dialer-population.ts';

const TUESDAY = '2026-11-24';

describe('the life of a target', () => {
  let db: TestDatabase;
  let dialer: Dialer;
  let now: Date;
  let agent: string;
  let serial = 0;
  const clock: Clock = { simulated: true, speed: 1, now: () => now };
  const at = (time: string, day = TUESDAY) => new Date(`${day}T${time}:00+09:00`);

  before(async () => {
    db = await testDatabase();
    await seedCity(db.sql);
  });
  after(() => db.close());
  beforeEach(async () => {
    now = at('10:00');
    dialer = createDialer({ clock, node: 'node1' });
    agent = await seedAgent(db.sql);
    for (const table of ['contact_record', 'call', 'target_progress', 'campaign_target', 'campaign', 'stop_flag']) {
      await db.sql`delete from ${db.sql(table)}`;
    }
    for (const table of ['arrears_item', 'phone_number', 'person', 'setting']) {
      await db.sql`delete from ${db.sql(table)}`;
    }
  });

  /** A person who owes on every subject in `owes`, with these numbers. */
  async function person(options: {
    owes?: string[];
    numbers?: { digits: string; type?: string; source?: string }[];
    household?: number;
    shielded?: boolean;
    kind?: string;
  }): Promise<number> {
    serial += 1;
    const { sql } = db;
    const [row] = await sql<{ id: number }[]>`
      insert into person (addressee_no, kind, name_official, name_search, name_kana, kana_search, shielded, household_id)
      values (${`a${serial}`}, ${options.kind ?? 'individual'}, 'x', 'x', 'x', 'x', ${options.shielded ?? false},
        ${options.household ?? null}) returning id`;
    const id = row?.id ?? 0;
    for (const subject of options.owes ?? ['tax']) {
      await sql`insert into arrears_item (subject_id, levy_year, taxable_year, notice_no, period_no, person_id, due_date, principal)
        values (${subject}, 2025, 2025, ${`n${serial}`}, '1', ${id}, '2026-06-30', 5000)`;
    }
    const numbers = options.numbers ?? [{ digits: `0900000${String(serial).padStart(4, '0')}` }];
    for (const [index, { digits, type, source }] of numbers.entries()) {
      await sql`insert into phone_number (person_id, position, raw, digits, type, usable, source_subject_id)
        values (${id}, ${index + 1}, ${digits}, ${digits}, ${type ?? 'mobile'}, true, ${source ?? 'tax'})`;
    }
    return id;
  }

  const reserve = (campaign: string, who = agent): Promise<Reservation | NothingToDial> =>
    db.sql.begin((tx) => dialer.reserve(tx, who, campaign));
  const prepare = (targetId: number, who = agent, phoneId: number | null = null): Promise<DialPlan | DialRefusal> =>
    db.sql.begin((tx) => dialer.prepareDial(tx, { targetId, phoneId, agentId: who }));
  const reserved = async (campaign: string, who = agent): Promise<Reservation> => {
    const answer = await reserve(campaign, who);
    if (answer.kind !== 'reserved') throw new Error(`nothing to dial: ${answer.code}`);
    return answer;
  };
  const planned = async (campaign: string, who = agent): Promise<DialPlan> => {
    const { targetId } = await reserved(campaign, who);
    const plan = await prepare(targetId, who);
    if (plan.kind !== 'plan') throw new Error(`refused: ${plan.code}`);
    return plan;
  };
  const play = async (campaign: string, story: CallStory): Promise<DialPlan> => {
    const plan = await planned(campaign);
    await playCall(db.sql, dialer, plan, agent, now, story);
    return plan;
  };
  const progress = async (targetId: number) => {
    const [row] = await db.sql`select * from target_progress where target_id = ${targetId}`;
    return row ?? {};
  };
  const sweep = () => db.sql.begin((tx) => dialer.sweep(tx));

  it('plans the dial: number, caller ID of the subject, trunk, attempt', async () => {
    const id = await person({ numbers: [{ digits: '0220000001', type: 'home' }, { digits: '09000000001' }] });
    const plan = await planned(await seedCampaign(db.sql, 'tax', { mode: 'progressive' }));
    expect(plan).to.include({
      personId: id,
      dialledNumber: '09000000001',
      callerId: '0220001001',
      subjectId: 'tax',
      mode: 'progressive',
      trunkId: 'sim',
      endpoint: 'carrier',
      ringTimeoutSec: 25,
      attemptNo: 1,
    });
    expect(await progress(plan.targetId)).to.include({ state: 'in_call', attempts: 1, lease_agent_id: agent });
  });

  it('says why there is nothing, and when it opens', async () => {
    await person({});
    const campaign = await seedCampaign(db.sql, 'tax');
    for (const [time, day, code, opens] of [
      ['07:59', TUESDAY, 'hard_guard', '11月24日 08:30'],
      ['08:29', TUESDAY, 'calling_window', '11月24日 08:30'],
      ['20:00', TUESDAY, 'calling_window', '11月25日 08:30'],
      ['21:00', TUESDAY, 'hard_guard', '11月25日 08:30'],
      ['10:00', '2026-11-23', 'calling_window', '11月24日 08:30'], // 勤労感謝の日
      ['18:00', '2026-11-28', 'calling_window', '11月30日 08:30'],
    ] as const) {
      now = at(time, day);
      const answer = await reserve(campaign);
      expect(answer).to.include({ kind: 'nothing', code });
      expect(answer).to.have.property('message').that.includes(opens);
    }
    now = at('10:00');
    expect((await reserve(campaign)).kind).to.equal('reserved');
  });

  it('dials nothing by a simulated clock while a real trunk is enabled, and nothing without a trunk', async () => {
    await person({});
    const campaign = await seedCampaign(db.sql, 'tax');
    await db.sql`insert into trunk (id, name, kind, node, endpoint, channels) values ('real', '光回線', 'sip', 'node2', 'ntt', 4)`;
    expect(await reserve(campaign)).to.include({ code: 'clock_simulated' });
    await db.sql`update trunk set enabled = false where id = 'real'`;
    await db.sql`update trunk set enabled = false where id = 'sim'`;
    expect(await reserve(campaign)).to.include({ code: 'no_trunk' });
    await db.sql`update trunk set enabled = true where id = 'sim'`;
    expect((await reserve(campaign)).kind).to.equal('reserved');
    await db.sql`delete from trunk where id = 'real'`;
  });

  it('keeps an agent to the subjects of the account', async () => {
    await person({});
    const other = await seedAgent(db.sql, false, ['lunch']);
    expect(await reserve(await seedCampaign(db.sql, 'tax'), other)).to.include({ code: 'out_of_scope' });
  });

  it('asks the gate again at the dial: paid, stopped, dead, shielded, paused, window closed since the lease', async () => {
    const changes: [string, (id: number, campaign: string) => Promise<unknown>, string, string][] = [
      [
        'paid',
        (id) => db.sql`update arrears_item set paid = principal where person_id = ${id}`,
        'settled',
        'withdrawn',
      ],
      [
        'stopped',
        (id) =>
          db.sql`insert into stop_flag (person_id, kind, from_on, source) values (${id}, 'lawyer', '2026-11-24', 'm')`,
        'stopped',
        'withdrawn',
      ],
      ['dead', (id) => db.sql`update person set deceased_on = '2026-11-20' where id = ${id}`, 'deceased', 'withdrawn'],
      ['shielded', (id) => db.sql`update person set shielded = true where id = ${id}`, 'shielded', 'withdrawn'],
      [
        'number gone',
        (id) => db.sql`update phone_number set gone_at = now() where person_id = ${id}`,
        'no_phone',
        'withdrawn',
      ],
      ['paused', (_, c) => db.sql`update campaign set state = 'paused' where id = ${c}`, 'campaign_stopped', 'queued'],
      ['evening', async () => (now = at('20:30')), 'calling_window', 'queued'],
    ];
    for (const [name, change, code, state] of changes) {
      now = at('10:00');
      const id = await person({});
      const campaign = await seedCampaign(db.sql, 'tax', { persons: [id] });
      const { targetId } = await reserved(campaign);
      await change(id, campaign);
      expect(await prepare(targetId), name).to.include({ kind: 'refused', code, targetGone: true });
      expect(await progress(targetId), name).to.include({ state, lease_agent_id: null });
    }
  });

  it('lets an agent dial a workplace by hand and never by itself', async () => {
    const id = await person({ numbers: [{ digits: '09000000009' }, { digits: '0220000009', type: 'work' }] });
    const campaign = await seedCampaign(db.sql, 'tax');
    const { targetId } = await reserved(campaign);
    const [work] = await db.sql<
      { id: number }[]
    >`select id from phone_number where person_id = ${id} and type = 'work'`;
    const stranger = await person({});
    const [foreign] = await db.sql<{ id: number }[]>`select id from phone_number where person_id = ${stranger}`;
    expect(await prepare(targetId, agent, foreign?.id ?? 0)).to.include({ code: 'phone_refused', targetGone: false });
    expect(await prepare(targetId, agent, work?.id ?? 0)).to.include({ kind: 'plan', dialledNumber: '0220000009' });
  });

  it('refuses to dial for anybody but the owner of the lease', async () => {
    await person({});
    const { targetId } = await reserved(await seedCampaign(db.sql, 'tax'));
    const other = await seedAgent(db.sql);
    expect(await prepare(targetId, other)).to.include({ kind: 'refused', code: 'lease_lost' });
    await db.sql.begin((tx) => dialer.release(tx, targetId, other, 'agent_logout'));
    expect(await progress(targetId)).to.include({ state: 'leased', lease_agent_id: agent });
  });

  describe('after the call', () => {
    const waits = async (story: CallStory, until: string | null, day = TUESDAY, state = 'waiting') => {
      const id = await person({ numbers: [{ digits: `0800000${String(serial + 1).padStart(4, '0')}` }] });
      const { targetId } = await play(await seedCampaign(db.sql, 'tax', { persons: [id] }), story);
      const row = await progress(targetId);
      expect(row).to.include({ state, lease_agent_id: null });
      expect(row['next_at']?.toISOString() ?? null).to.equal(until === null ? null : at(until, day).toISOString());
      return row;
    };
    const WEDNESDAY = '2026-11-25';

    it('follows the line result', async () => {
      await waits({ lineResult: 'busy' }, '10:05');
      await waits({ lineResult: 'no_answer' }, '11:00');
      await waits({ lineResult: 'answered_machine' }, '12:00', WEDNESDAY);
      await waits({ lineResult: 'rejected' }, '10:05');
      await waits({ lineResult: 'unreachable' }, '13:00');
      await waits({ lineResult: 'abandoned' }, '12:00');
      expect(await waits({ lineResult: 'unallocated' }, '10:05')).to.include({
        attempts: 1,
        reason_code: 'unallocated',
      });
    });

    it('follows what was said before the line', async () => {
      const human = { lineResult: 'answered_human', whoAnswered: 'principal' };
      await waits({ ...human, talkResult: 'promise' }, null, TUESDAY, 'done');
      await waits({ ...human, talkResult: 'do_not_call' }, null, TUESDAY, 'done');
      await waits({ ...human, talkResult: 'claims_paid' }, '08:00', '2026-12-04');
      await waits({ ...human, talkResult: 'callback', callbackAt: at('14:30') }, '14:30');
      await waits({ ...human, whoAnswered: 'household', talkResult: 'message_left' }, '12:00', WEDNESDAY);
    });

    it('does not count a line fault and tries again at once', async () => {
      const id = await person({});
      const campaign = await seedCampaign(db.sql, 'tax', { persons: [id] });
      for (let fault = 0; fault < 9; fault += 1) {
        const { targetId } = await play(campaign, { lineResult: 'trunk_error' });
        expect(await progress(targetId)).to.include({ attempts: 0, reason_code: 'trunk_error' });
        now = new Date(now.getTime() + 30_000);
      }
      expect((await reserve(campaign)).kind).to.equal('reserved');
    });

    it('dials the same number after busy, the next one after a dead end', async () => {
      const id = await person({ numbers: [{ digits: '09011110001' }, { digits: '0220001111', type: 'home' }] });
      const campaign = await seedCampaign(db.sql, 'tax', { persons: [id] });
      expect((await play(campaign, { lineResult: 'busy' })).dialledNumber).to.equal('09011110001');
      now = at('10:05');
      expect((await play(campaign, { lineResult: 'unallocated' })).dialledNumber).to.equal('09011110001');
      now = at('10:10');
      expect(await reserve(campaign), 'busy and unallocated are two attempts').to.include({ code: 'nothing_due' });
      now = at('10:00', WEDNESDAY);
      expect((await play(campaign, { lineResult: 'no_answer' })).dialledNumber).to.equal('0220001111');
    });

    it('never dials again a number that a person found dead, foreign or refusing', async () => {
      for (const story of [
        { lineResult: 'unallocated', whoAnswered: 'nobody' },
        { lineResult: 'answered_human', whoAnswered: 'wrong_person' },
        { lineResult: 'rejected' },
      ]) {
        now = at('10:00');
        const id = await person({});
        const campaign = await seedCampaign(db.sql, 'tax', { persons: [id] });
        const { targetId } = await play(campaign, story);
        now = at('10:00', '2026-12-10');
        expect(await reserve(campaign)).to.include({ code: 'nothing_due' });
        expect(await progress(targetId)).to.include({ state: 'withdrawn', reason_code: 'no_phone' });
      }
    });
  });

  describe('caps', () => {
    it('count a person over all campaigns: two attempts a day, then tomorrow', async () => {
      const id = await person({ owes: ['tax', 'health'] });
      const tax = await seedCampaign(db.sql, 'tax', { persons: [id] });
      const health = await seedCampaign(db.sql, 'health', { persons: [id] });
      await play(tax, { lineResult: 'no_answer' });
      now = at('13:00');
      await play(health, { lineResult: 'no_answer' });
      now = at('18:00');
      const answer = await reserve(tax);
      expect(answer).to.include({ kind: 'nothing', code: 'nothing_due' });
      const [row] = await db.sql`select reason_code, next_at from target_progress tp join campaign_target ct
        on ct.id = tp.target_id where ct.campaign_id = ${tax}`;
      expect(row?.['reason_code']).to.equal('cap_day');
      expect(row?.['next_at'].toISOString()).to.equal(at('00:00', '2026-11-25').toISOString());
    });

    it('allow one conversation a day, and the callback that the citizen asked for', async () => {
      const id = await person({ owes: ['tax', 'health'] });
      const tax = await seedCampaign(db.sql, 'tax', { persons: [id] });
      const health = await seedCampaign(db.sql, 'health', { persons: [id] });
      const human = { lineResult: 'answered_human', whoAnswered: 'principal', talkResult: 'callback' };
      await play(tax, { ...human, callbackAt: at('14:30') });
      now = at('14:29');
      expect(await reserve(health)).to.include({ code: 'nothing_due' });
      expect(await reserve(tax)).to.include({ code: 'nothing_due' });
      now = at('14:30');
      expect((await reserve(tax)).kind).to.equal('reserved');
    });

    it('end the campaign after six attempts, or as many as the city says', async () => {
      await db.sql`insert into setting (key, value) values ('dialling', ${db.sql.json({ maxAttemptsPerCampaign: 3 })})`;
      const id = await person({});
      const campaign = await seedCampaign(db.sql, 'tax', { persons: [id] });
      for (const day of ['2026-11-24', '2026-11-25', '2026-11-26']) {
        now = at('10:00', day);
        await play(campaign, { lineResult: 'no_answer' });
      }
      now = at('10:00', '2026-11-27');
      expect(await reserve(campaign)).to.include({ code: 'nothing_due' });
      const [row] = await db.sql`select state, reason_code from target_progress`;
      expect(row).to.include({ state: 'done', reason_code: 'cap_campaign' });
    });

    it('stop every campaign after a wish not to be called', async () => {
      const id = await person({ owes: ['tax', 'health'] });
      const tax = await seedCampaign(db.sql, 'tax', { persons: [id] });
      const health = await seedCampaign(db.sql, 'health', { persons: [id] });
      await play(tax, { lineResult: 'answered_human', whoAnswered: 'principal', talkResult: 'do_not_call' });
      now = at('10:00', '2026-12-10');
      expect(await reserve(health)).to.include({ code: 'nothing_due' });
    });

    it('call corporations in business hours only', async () => {
      const id = await person({ kind: 'corporate' });
      const campaign = await seedCampaign(db.sql, 'tax', { persons: [id] });
      now = at('18:00');
      expect(await reserve(campaign)).to.include({ code: 'nothing_due' });
      now = at('09:00', '2026-11-25');
      expect((await reserve(campaign)).kind).to.equal('reserved');
    });
  });

  describe('leases', () => {
    const expire = () => db.sql`update target_progress set lease_until = now() - interval '1 second'`;

    it('come back when nobody renews them, once, with their owner', async () => {
      await person({});
      const { targetId } = await reserved(await seedCampaign(db.sql, 'tax'));
      expect(await sweep()).to.deep.equal([]);
      await expire();
      await db.sql.begin((tx) => dialer.renew(tx, [{ targetId, agentId: agent }]));
      expect(await sweep()).to.deep.equal([]);
      await expire();
      expect(await sweep()).to.deep.equal([{ targetId, agentId: agent }]);
      expect(await sweep()).to.deep.equal([]);
      expect(await progress(targetId)).to.include({ state: 'queued', lease_agent_id: null, attempts: 0 });
    });

    it('of a call still open are left alone; of an ended call go on by its result', async () => {
      await person({});
      const campaign = await seedCampaign(db.sql, 'tax');
      const plan = await planned(campaign);
      await db.sql`insert into call (id, node, direction, target_id, campaign_id, person_id, agent_id, state, created_at, dialled_at)
        values ('00000000-0000-7000-8000-00000000000a', 'node1', 'outbound', ${plan.targetId}, ${campaign}, ${plan.personId},
          ${agent}, 'ringing', ${now}, ${now})`;
      await expire();
      expect(await sweep()).to.deep.equal([]);
      await db.sql`update call set state = 'ended', ended_at = ${now}, line_result = 'no_answer'`;
      expect(await sweep()).to.deep.equal([{ targetId: plan.targetId, agentId: agent }]);
      expect(await progress(plan.targetId)).to.include({ state: 'waiting', reason_code: 'no_answer', attempts: 1 });
    });

    it('taken into a call that never came to be cost no attempt', async () => {
      await person({});
      const { targetId } = await planned(await seedCampaign(db.sql, 'tax'));
      await expire();
      expect(await sweep()).to.deep.equal([{ targetId, agentId: agent }]);
      expect(await progress(targetId)).to.include({ state: 'queued', attempts: 0 });
    });

    it('go back with a reason: a skip pauses, a log-out does not', async () => {
      await person({});
      const campaign = await seedCampaign(db.sql, 'tax');
      const { targetId } = await reserved(campaign);
      await db.sql.begin((tx) => dialer.release(tx, targetId, agent, 'agent_logout'));
      expect((await reserved(campaign)).targetId).to.equal(targetId);
      await db.sql.begin((tx) => dialer.release(tx, targetId, agent, 'skipped'));
      expect(await reserve(campaign)).to.include({ code: 'nothing_due' });
      now = at('10:30');
      expect((await reserved(campaign)).targetId).to.equal(targetId);
    });
  });

  it('withdraws who paid before anybody is offered them, and puts back after a cancelled 速報', async () => {
    const id = await person({});
    const campaign = await seedCampaign(db.sql, 'tax', { persons: [id] });
    await db.sql`update arrears_item set paid = principal`;
    await sweep();
    const [target] = await db.sql<{ id: number }[]>`select id from campaign_target where campaign_id = ${campaign}`;
    expect(await progress(target?.id ?? 0)).to.include({ state: 'withdrawn', reason_code: 'settled' });
    await db.sql`update arrears_item set paid = 0`;
    dialer = createDialer({ clock, node: 'node1' });
    await sweep();
    expect(await progress(target?.id ?? 0)).to.include({ state: 'queued', reason_code: 'put_back' });
    expect((await reserve(campaign)).kind).to.equal('reserved');
  });

  it('keeps what tax work learned about a number from a private claim', async () => {
    const numbers = [
      { digits: '09022220001', source: 'lunch' },
      { digits: '0220002222', type: 'home', source: 'lunch' },
    ];
    const id = await person({ owes: ['tax', 'lunch'], numbers });
    await db.sql`update phone_number set source_subject_id = null where person_id = ${id}`;
    await play(await seedCampaign(db.sql, 'tax', { persons: [id] }), { lineResult: 'no_answer' });
    await db.sql`update phone_number set source_subject_id = 'lunch' where person_id = ${id}`;
    now = at('13:00');
    // The tax campaign tried the mobile number; the private claim does not know and starts with it as well.
    expect(
      (await play(await seedCampaign(db.sql, 'lunch', { persons: [id] }), { lineResult: 'busy' })).dialledNumber,
    ).to.equal('09022220001');
  });
});
