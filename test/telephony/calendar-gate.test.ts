import { expect } from 'chai';
import { newId } from '../../core/platform/ids.ts';
import { seedCampaign } from './dialer-population.ts';
import { at, DialerStage } from './dialer-stage.ts';

/** The gate as the dialler asks it: what is in the database decides, each time anew. */
describe('the dialler keeps to the calendar', () => {
  const stage = new DialerStage();
  let campaign = '';
  const month = async (
    days: [date: string, kind: string][],
    more: { month?: string; centre?: string | null; state?: string; version?: number } = {},
  ) => {
    const rows = days.map(([date, kind]) => ({ date, kind, interpreters: [] }));
    await stage.sql`insert into calendar_month (id, centre_id, month, version, state, days, created_at)
      values (${newId()}, ${more.centre ?? null}, ${more.month ?? '2026-11-01'}, ${more.version ?? 1}, ${more.state ?? 'approved'},
        ${stage.sql.json(rows)}, now())`;
  };
  const ask = async (time: string, date: string) => {
    stage.now = at(time, date);
    const answer = await stage.reserve(campaign);
    return answer.kind === 'reserved' ? 'reserved' : `${answer.code}: ${answer.message}`;
  };

  before(async () => {
    await stage.sql`insert into centre (id, name) values ('north', '北'), ('south', '南')`;
    await stage.sql`update subject set centre_id = 'north' where id = 'tax'`;
    await stage.sql`insert into calling_window (subject_id, day_kind, opens, closes) values ('tax', 'sunday_holiday', '09:00', '20:00')`;
  });
  beforeEach(async () => {
    await stage.sql`delete from calendar_month`;
    for (let n = 0; n < 6; n += 1) await stage.person();
    campaign = await seedCampaign(stage.sql, 'tax');
  });

  it('ends at 17:00 and rests at weekends where the city decided nothing', async () => {
    expect(await ask('16:59', '2026-11-20')).to.equal('reserved');
    expect(await ask('17:00', '2026-11-20'))
      .to.include('calendar: 業務時間外')
      .and.include('11月24日 08:30');
    expect(await ask('10:00', '2026-11-21'))
      .to.include('calendar: 本日は週休日')
      .and.include('11月24日 08:30');
  });

  it('rolls from an evening extension into the weekend that was decided', async () => {
    await month([
      ['2026-11-20', 'evening'],
      ['2026-11-21', 'half'],
    ]);
    expect(await ask('19:59', '2026-11-20')).to.equal('reserved');
    expect(await ask('20:00', '2026-11-20'))
      .to.include('calling_window')
      .and.include('11月21日 09:00');
    expect(await ask('11:59', '2026-11-21')).to.equal('reserved');
    expect(await ask('12:00', '2026-11-21')).to.include('calendar: 業務時間外です（本日 08:30-12:00、半日業務）');
  });

  it('calls on no holiday and not at the year’s end, even if a month says so', async () => {
    await month([['2026-11-23', 'evening']]);
    await month([['2026-12-31', 'open']], { month: '2026-12-01' });
    expect(await ask('10:00', '2026-11-23'))
      .to.include('calendar: 本日は国民の祝日')
      .and.include('11月24日 08:30');
    expect(await ask('10:00', '2026-12-31'))
      .to.include('calendar: 本日は年末年始')
      .and.include('1月4日 08:30');
  });

  it('stops at the guard whatever windows and calendar allow', async () => {
    await stage.sql`insert into setting (key, value) values ('calendar', ${stage.sql.json({ eveningCloses: '21:00' })})`;
    await month([['2026-11-20', 'evening']]);
    await stage.sql`update calling_window set closes = '21:00' where subject_id = 'tax' and day_kind = 'weekday'`;
    expect(await ask('20:59', '2026-11-20')).to.equal('reserved');
    stage.now = new Date('2026-11-20T20:59:40+09:00');
    expect(await stage.reserve(campaign)).to.include({ code: 'hard_guard' });
    expect(await ask('21:00', '2026-11-20'))
      .to.include('hard_guard')
      .and.include('11月24日 08:30');
    await stage.sql`update calling_window set closes = '20:00' where subject_id = 'tax' and day_kind = 'weekday'`;
  });

  it('hears nothing of drafts, questions and versions that were replaced', async () => {
    await month([['2026-11-21', 'open']], { state: 'superseded' });
    await month([['2026-11-21', 'open']], { state: 'draft', version: 2 });
    await month([['2026-11-21', 'open']], { state: 'requested', version: 3 });
    await month([['2026-11-21', 'open']], { state: 'returned', version: 4 });
    expect(await ask('10:00', '2026-11-21')).to.include('calendar');
    await stage.sql`update calendar_month set state = 'approved' where version = 3`;
    expect(await ask('10:00', '2026-11-21'), 'at once, without a restart').to.equal('reserved');
  });

  it('asks the month of the subject’s own centre before the city’s', async () => {
    await month([['2026-11-21', 'open']]);
    expect(await ask('10:00', '2026-11-21')).to.equal('reserved');
    await month([], { centre: 'south' });
    expect(await ask('10:01', '2026-11-21')).to.equal('reserved');
    await month([], { centre: 'north' });
    expect(await ask('10:02', '2026-11-21')).to.include('calendar: 本日は週休日');
  });

  it('closes on the day that the city’s setting names, from the next question on', async () => {
    expect(await ask('10:00', '2026-11-24')).to.equal('reserved');
    await stage.sql`insert into setting (key, valid_from, value)
      values ('calendar', '2026-11-24', ${stage.sql.json({ closingDays: ['2026-11-24'], centres: { north: { opens: '09:15' } } })})`;
    expect(await ask('10:00', '2026-11-24'))
      .to.include('calendar: 本日は市の閉庁日')
      .and.include('11月25日 09:15');
  });

  it('holds the pool to the same: closed day, and a stop of the node', async () => {
    await stage.sql`update campaign set state = 'finished'`;
    const predictive = await seedCampaign(stage.sql, 'tax', { mode: 'predictive' });
    await stage.sql`insert into predictive_approval (id, subject_id, valid_from, created_at) values (${newId()}, 'tax', '2026-01-01', now())`;
    const take = async (time: string, date: string) => {
      stage.now = at(time, date);
      const taken = await stage.sql.begin((tx) => stage.dialer.takeForPool(tx, 'tax'));
      return taken.kind === 'plan' ? taken.campaignId : taken.code;
    };
    expect(await take('10:00', '2026-11-21')).to.equal('calendar');
    expect(await take('17:00', '2026-11-24')).to.equal('calendar');
    await stage.sql`insert into dialling_hold (kind, node) values ('clock_jump', 'node1')`;
    expect(await take('10:00', '2026-11-24')).to.equal('dialling_hold');
    await stage.sql`update dialling_hold set kind = 'by_hand'`;
    expect(await take('10:00', '2026-11-24')).to.equal('dialling_hold');
    await stage.sql`delete from dialling_hold`;
    expect(await take('10:00', '2026-11-24')).to.equal(predictive);
    await stage.sql`delete from predictive_approval`;
  });

  it('asks again at the dial: a day closed since the reservation stops it', async () => {
    stage.now = at('10:00', '2026-11-24');
    const { targetId } = await stage.reserved(campaign);
    await month([['2026-11-24', 'closed']]);
    expect(await stage.prepare(targetId)).to.include({ kind: 'refused', code: 'calendar', targetGone: true });
    expect(await stage.progress(targetId)).to.include({ state: 'queued', lease_agent_id: null });
  });
});
