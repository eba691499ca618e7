import { expect } from 'chai';
import { type CallStory, seedAgent, seedCampaign } from './dialer-population.ts';
import { at, DialerStage, TUESDAY } from './dialer-stage.ts';

describe('the life of a target', () => {
  const stage = new DialerStage();
  const { person, reserve, reserved, planned, play, prepare, progress, sweep } = stage;

  it('plans the dial: number, caller ID of the subject, trunk, attempt', async () => {
    const id = await person({ numbers: [{ digits: '0220000001', type: 'home' }, { digits: '09000000001' }] });
    const plan = await planned(await seedCampaign(stage.sql, 'tax', { mode: 'progressive' }));
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
    expect(await progress(plan.targetId)).to.include({ state: 'in_call', attempts: 1, lease_agent_id: stage.agent });
  });

  it('says why there is nothing, and when it opens', async () => {
    await person({});
    const campaign = await seedCampaign(stage.sql, 'tax');
    for (const [time, day, code, opens] of [
      ['07:59', TUESDAY, 'hard_guard', '11月24日 08:30'],
      ['08:29', TUESDAY, 'calling_window', '11月24日 08:30'],
      ['20:00', TUESDAY, 'calling_window', '11月25日 08:30'],
      ['21:00', TUESDAY, 'hard_guard', '11月25日 08:30'],
      ['10:00', '2026-11-23', 'calendar', '11月24日 08:30'], // 勤労感謝の日
      ['18:00', '2026-11-28', 'calling_window', '11月30日 08:30'],
    ] as const) {
      stage.now = at(time, day);
      const answer = await reserve(campaign);
      expect(answer).to.include({ kind: 'nothing', code });
      expect(answer).to.have.property('message').that.includes(opens);
    }
    stage.now = at('10:00');
    expect((await reserve(campaign)).kind).to.equal('reserved');
  });

  it('dials nothing by a simulated clock while a real trunk is enabled, and nothing without a trunk', async () => {
    await person({});
    const campaign = await seedCampaign(stage.sql, 'tax');
    await stage.sql`insert into trunk (id, name, kind, node, endpoint, channels) values ('real', '光回線', 'sip', 'node2', 'ntt', 4)`;
    expect(await reserve(campaign)).to.include({ code: 'clock_simulated' });
    await stage.sql`update trunk set enabled = false where id = 'real'`;
    await stage.sql`update trunk set enabled = false where id = 'sim'`;
    expect(await reserve(campaign)).to.include({ code: 'no_trunk' });
    await stage.sql`update trunk set enabled = true where id = 'sim'`;
    expect((await reserve(campaign)).kind).to.equal('reserved');
    await stage.sql`delete from trunk where id = 'real'`;
  });

  it('keeps an agent to the subjects of the account', async () => {
    await person({});
    const other = await seedAgent(stage.sql, false, ['lunch']);
    expect(await reserve(await seedCampaign(stage.sql, 'tax'), other)).to.include({ code: 'out_of_scope' });
  });

  it('asks the gate again at the dial: paid, stopped, dead, shielded, paused, window closed since the lease', async () => {
    const changes: [string, (id: number, campaign: string) => Promise<unknown>, string, string][] = [
      [
        'paid',
        (id) => stage.sql`update arrears_item set paid = principal where person_id = ${id}`,
        'settled',
        'withdrawn',
      ],
      [
        'stopped',
        (id) =>
          stage.sql`insert into stop_flag (person_id, kind, from_on, source) values (${id}, 'lawyer', '2026-11-24', 'm')`,
        'stopped',
        'withdrawn',
      ],
      [
        'dead',
        (id) => stage.sql`update person set deceased_on = '2026-11-20' where id = ${id}`,
        'deceased',
        'withdrawn',
      ],
      ['shielded', (id) => stage.sql`update person set shielded = true where id = ${id}`, 'shielded', 'withdrawn'],
      [
        'number gone',
        (id) => stage.sql`update phone_number set gone_at = now() where person_id = ${id}`,
        'no_phone',
        'withdrawn',
      ],
      [
        'paused',
        (_, c) => stage.sql`update campaign set state = 'paused' where id = ${c}`,
        'campaign_stopped',
        'queued',
      ],
      ['evening', async () => (stage.now = at('20:30')), 'calling_window', 'queued'],
    ];
    for (const [name, change, code, state] of changes) {
      stage.now = at('10:00');
      const id = await person({});
      const campaign = await seedCampaign(stage.sql, 'tax', { persons: [id] });
      const { targetId } = await reserved(campaign);
      await change(id, campaign);
      expect(await prepare(targetId), name).to.include({ kind: 'refused', code, targetGone: true });
      expect(await progress(targetId), name).to.include({ state, lease_agent_id: null });
    }
  });

  it('lets an agent dial a workplace by hand and never by itself', async () => {
    const id = await person({ numbers: [{ digits: '09000000009' }, { digits: '0220000009', type: 'work' }] });
    const campaign = await seedCampaign(stage.sql, 'tax');
    const { targetId } = await reserved(campaign);
    const [work] = await stage.sql<
      { id: number }[]
    >`select id from phone_number where person_id = ${id} and type = 'work'`;
    const stranger = await person({});
    const [foreign] = await stage.sql<{ id: number }[]>`select id from phone_number where person_id = ${stranger}`;
    expect(await prepare(targetId, stage.agent, foreign?.id ?? 0)).to.include({
      code: 'phone_refused',
      targetGone: false,
    });
    expect(await prepare(targetId, stage.agent, work?.id ?? 0)).to.include({
      kind: 'plan',
      dialledNumber: '0220000009',
    });
  });

  it('refuses to dial for anybody but the owner of the lease', async () => {
    await person({});
    const { targetId } = await reserved(await seedCampaign(stage.sql, 'tax'));
    const other = await seedAgent(stage.sql);
    expect(await prepare(targetId, other)).to.include({ kind: 'refused', code: 'lease_lost' });
    await stage.sql.begin((tx) => stage.dialer.release(tx, targetId, other, 'agent_logout'));
    expect(await progress(targetId)).to.include({ state: 'leased', lease_agent_id: stage.agent });
  });

  describe('after the call', () => {
    const waits = async (story: CallStory, until: string | null, day = TUESDAY, state = 'waiting') => {
      const id = await person({ numbers: [{ digits: `0800000${String(stage.serial + 1).padStart(4, '0')}` }] });
      const { targetId } = await play(await seedCampaign(stage.sql, 'tax', { persons: [id] }), story);
      const row = await progress(targetId);
      expect(row).to.include({ state, lease_agent_id: null });
      expect(row['next_at']?.toISOString() ?? null).to.equal(until === null ? null : at(until, day).toISOString());
      return row;
    };
    const WEDNESDAY = '2026-11-25';

    it('follows the line result', async () => {
      await waits({ lineResult: 'busy' }, '10:05');
      expect(await waits({ lineResult: 'no_answer' }, '17:00')).to.include({ next_band: 'evening' });
      await waits({ lineResult: 'answered_machine' }, '17:00', WEDNESDAY);
      await waits({ lineResult: 'rejected' }, '10:05');
      await waits({ lineResult: 'unreachable' }, '13:00');
      await waits({ lineResult: 'abandoned' }, '17:00');
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
      await waits({ ...human, whoAnswered: 'household', talkResult: 'message_left' }, '17:00', WEDNESDAY);
    });

    it('does not count a line fault and tries again at once', async () => {
      const id = await person({});
      const campaign = await seedCampaign(stage.sql, 'tax', { persons: [id] });
      for (let fault = 0; fault < 9; fault += 1) {
        const { targetId } = await play(campaign, { lineResult: 'trunk_error' });
        expect(await progress(targetId)).to.include({ attempts: 0, reason_code: 'trunk_error' });
        stage.now = new Date(stage.now.getTime() + 30_000);
      }
      expect((await reserve(campaign)).kind).to.equal('reserved');
    });

    it('dials the same number after busy, the next one after a dead end', async () => {
      const id = await person({ numbers: [{ digits: '09011110001' }, { digits: '0220001111', type: 'home' }] });
      const campaign = await seedCampaign(stage.sql, 'tax', { persons: [id] });
      expect((await play(campaign, { lineResult: 'busy' })).dialledNumber).to.equal('09011110001');
      stage.now = at('10:05');
      expect((await play(campaign, { lineResult: 'unallocated' })).dialledNumber).to.equal('09011110001');
      stage.now = at('10:10');
      expect((await play(campaign, { lineResult: 'no_answer' })).dialledNumber).to.equal('0220001111');
      stage.now = at('17:00');
      expect(await reserve(campaign), 'busy and then unallocated is one attempt, the next number another').to.include({
        code: 'nothing_due',
      });
    });

    it('never dials again a number that a person found dead, foreign or refusing', async () => {
      for (const story of [
        { lineResult: 'unallocated', whoAnswered: 'nobody' },
        { lineResult: 'answered_human', whoAnswered: 'wrong_person' },
        { lineResult: 'rejected' },
      ]) {
        stage.now = at('10:00');
        const id = await person({});
        const campaign = await seedCampaign(stage.sql, 'tax', { persons: [id] });
        const { targetId } = await play(campaign, story);
        stage.now = at('10:00', '2026-12-10');
        expect(await reserve(campaign)).to.include({ code: 'nothing_due' });
        expect(await progress(targetId)).to.include({ state: 'withdrawn', reason_code: 'no_phone' });
      }
    });
  });

  it('withdraws who paid before anybody is offered them, and puts back after a cancelled 速報', async () => {
    const id = await person({});
    const campaign = await seedCampaign(stage.sql, 'tax', { persons: [id] });
    await stage.sql`update arrears_item set paid = principal`;
    await sweep();
    const [target] = await stage.sql<{ id: number }[]>`select id from campaign_target where campaign_id = ${campaign}`;
    expect(await progress(target?.id ?? 0)).to.include({ state: 'withdrawn', reason_code: 'settled' });
    await stage.sql`update arrears_item set paid = 0`;
    stage.restart();
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
    await stage.sql`update phone_number set source_subject_id = null where person_id = ${id}`;
    await play(await seedCampaign(stage.sql, 'tax', { persons: [id] }), { lineResult: 'no_answer' });
    await stage.sql`update phone_number set source_subject_id = 'lunch' where person_id = ${id}`;
    stage.now = at('17:00');
    // The tax campaign tried the mobile number; the private claim does not know and starts with it as well.
    expect(
      (await play(await seedCampaign(stage.sql, 'lunch', { persons: [id] }), { lineResult: 'busy' })).dialledNumber,
    ).to.equal('09022220001');
  });
});

describe('a number heard by somebody', () => {
  const stage = new DialerStage();
  const { person, reserve, play, progress } = stage;
  const verdict = async (callNumber: string, word: string) =>
    stage.sql`insert into number_check (call_id, person_id, phone_id, digits, guess, verdict)
      select id, person_id, phone_id, dialled_number, line_result, ${word} from call where dialled_number = ${callNumber}`;

  for (const [said, code] of [
    ['unallocated', 'no_phone'],
    ['ringing', null],
    ['other', 'no_phone'],
  ] as const) {
    it(`taken for dead by the exchange and heard as "${said}": ${code ?? 'dialled again'}`, async () => {
      const digits = '09066660001';
      const campaign = await seedCampaign(stage.sql, 'tax', { persons: [await person({ numbers: [{ digits }] })] });
      const { targetId } = await play(campaign, { lineResult: 'unallocated' });
      await verdict(digits, said);
      stage.now = at('17:00');
      expect((await reserve(campaign)).kind).to.equal(code === null ? 'reserved' : 'nothing');
      expect(await progress(targetId)).to.include(code === null ? { state: 'leased' } : { reason_code: code });
      await stage.sql`delete from number_check`;
    });
  }

  it('not answered, and heard to be out of use: the next number is dialled', async () => {
    const numbers = [{ digits: '09066660002' }, { digits: '0220006666', type: 'home' }];
    const campaign = await seedCampaign(stage.sql, 'tax', { persons: [await person({ numbers })] });
    await play(campaign, { lineResult: 'no_answer' });
    await verdict('09066660002', 'unallocated');
    stage.now = at('17:00');
    expect((await play(campaign, { lineResult: 'no_answer' })).dialledNumber).to.equal('0220006666');
    await stage.sql`delete from number_check`;
  });
});
