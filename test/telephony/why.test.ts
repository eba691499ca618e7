import { expect } from 'chai';
import type { WhyNow } from '../../core/contracts/why.ts';
import { simulatedClock } from '../../core/platform/clock.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { createDialer } from '../../telephony/dialer/create-dialer.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { chance, seedAgent, seedCampaign, seedCity, seedPersons } from './dialer-population.ts';

const TUESDAY_TEN = Date.parse('2026-11-24T10:00:00+09:00');
const HOUR = 3_600_000;
const clockAt = (ms: number) => ({ ...simulatedClock({ realAnchorMs: 0, simulatedAnchorMs: ms, speed: 1 }, () => 0) });

/**
 * The first thing that speaks against a call of each target at Tuesday ten, written a second time as one plain query without a word of the
 * product's code. Null = nothing does.
 */
async function firstReasons(sql: Sql, campaignId: string): Promise<{ targetId: number; code: string | null }[]> {
  return sql<{ targetId: number; code: string | null }[]>`
    with target as (select p.*, s.id as subject, s.debt_class, s.sharing_group from campaign_target ct
        join campaign c on c.id = ct.campaign_id join subject s on s.id = c.subject_id join person p on p.id = ct.person_id
        where c.id = ${campaignId}),
      number as (select n.*, case when t.debt_class = 'private'
            then coalesce(f.debt_class <> 'tax' and f.sharing_group = t.sharing_group, false)
            else coalesce(f.sharing_group = t.sharing_group, true) end as shared_group
        from target t join phone_number n on n.person_id = t.id left join subject f on f.id = n.source_subject_id)
    select ct.id as "targetId", case
      when t.deceased_on is not null then 'deceased'
      when t.shielded then 'shielded'
      when exists (select 1 from stop_flag x where x.person_id = t.id and x.kind not in ('no_sms', 'no_visit')
        and date '2026-11-24' between x.from_on and coalesce(x.to_on, 'infinity')) then 'stopped'
      when not exists (select 1 from arrears_item i where i.person_id = t.id and i.subject_id = t.subject and i.unpaid > 0) then 'settled'
      when not exists (select 1 from arrears_item i where i.person_id = t.id and i.subject_id = t.subject and i.unpaid > 0
        and i.due_date < '2026-11-24' and coalesce(i.disposition, '') not in ('猶予', '停止', '差押')) then 'nothing_callable'
      when (select count(*) from call k where k.person_id = t.id and k.ringing_at is not null and k.campaign_id = ${campaignId}) >= 6
        then 'cap_campaign'
      when (select count(*) from call k where k.person_id = t.id and k.ringing_at::date = '2026-11-24') >= 2 then 'cap_day'
      when exists (select 1 from call k where k.ringing_at::date = '2026-11-24' and (k.person_id = t.id
        or k.person_id in (select o.id from person o where o.household_id = t.household_id and not o.shielded)
        or k.dialled_number in (select n.digits from number n where n.person_id = t.id and n.gone_at is null))) then 'cap_band'
      when not exists (select 1 from number n where n.person_id = t.id and n.usable and n.gone_at is null and n.type in ('home', 'mobile')
        and length(n.digits) in (10, 11) and n.shared_group and not exists (select 1 from phone_number o join person op on op.id = o.person_id
          where o.digits = n.digits and o.person_id <> t.id and o.gone_at is null and op.shielded)) then 'no_phone'
      end as code
    from campaign_target ct join target t on t.id = ct.person_id where ct.campaign_id = ${campaignId} order by ct.id`;
}

describe('why is a contact called, or not?', () => {
  let db: TestDatabase;
  let campaignId: string;
  before(async () => {
    db = await testDatabase();
    await seedCity(db.sql);
    await seedPersons(db.sql, 77, 300);
    campaignId = await seedCampaign(db.sql, 'tax');
    await seedCalls(db.sql);
  });
  after(() => db.close());

  /** Calls that rang in vain: today, yesterday, or often enough to be finished. */
  async function seedCalls(sql: Sql): Promise<void> {
    const random = chance(5);
    const agent = await seedAgent(sql);
    const targets = await sql<{ id: number; personId: number; digits: string | null; phoneId: number | null }[]>`
      select ct.id, ct.person_id as "personId", n.id as "phoneId", n.digits from campaign_target ct
        left join lateral (select id, digits from phone_number where person_id = ct.person_id and digits is not null limit 1) n on true
      where ct.campaign_id = ${campaignId} order by ct.id`;
    for (const { id, personId, digits, phoneId } of targets) {
      const days = random.hit(0.1)
        ? [0, 0]
        : random.hit(0.08)
          ? [0]
          : random.hit(0.08)
            ? [1, 2, 3, 4, 5, 6]
            : random.hit(0.2)
              ? [1]
              : [];
      for (const [index, day] of days.entries()) {
        const at = new Date(TUESDAY_TEN - day * 24 * HOUR - (index + 1) * 600_000);
        await sql`insert into call (id, node, direction, mode, target_id, campaign_id, person_id, phone_id, subject_id, agent_id,
            dialled_number, state, created_at, dialled_at, ringing_at, ended_at, line_result, band, full_ring)
          values (${newId()}, 'node1', 'outbound', 'preview', ${id}, ${campaignId}, ${personId}, ${phoneId}, 'tax', ${agent},
            ${digits}, 'ended', ${at}, ${at}, ${at}, ${at}, 'no_answer', 'weekday_day', true)`;
      }
    }
  }

  const explain = async (targetId: number, at = TUESDAY_TEN): Promise<WhyNow> => {
    const why = await createDialer({ clock: clockAt(at), node: 'node1' }).explain(db.sql, targetId);
    if (!why) throw new Error('no such target');
    return why;
  };

  it('the same as an independent query, for 100 random contacts', async () => {
    const random = chance(9);
    const all = await firstReasons(db.sql, campaignId);
    const chosen = all.map((one) => ({ one, key: random.below(1_000_000) })).sort((a, b) => a.key - b.key);
    const wrong: object[] = [];
    const seen = new Map<string, number>();
    for (const { one } of chosen.slice(0, 100)) {
      const why = await explain(one.targetId);
      const said = why.because?.code ?? null;
      seen.set(one.code ?? 'ok', (seen.get(one.code ?? 'ok') ?? 0) + 1);
      if (said !== one.code || why.mayCall !== (one.code === null)) wrong.push({ ...one, said, mayCall: why.mayCall });
    }
    expect(wrong).to.deep.equal([]);
    // A test in which one answer fits all would prove nothing.
    expect([...seen.keys()]).to.include.members([
      'ok',
      'deceased',
      'shielded',
      'stopped',
      'settled',
      'cap_band',
      'no_phone',
    ]);
  });

  it('names rule and value of every part, also of those behind the first no', async () => {
    const [target] = (await firstReasons(db.sql, campaignId)).filter(({ code }) => code === 'cap_day');
    if (!target) throw new Error('the population has nobody who was called twice today');
    const why = await explain(target.targetId);
    expect(why.because).to.include({ part: 'caps', rule: 'maxAttemptsPerDay', value: '2' });
    expect(why.because?.again).to.equal(new Date('2026-11-25T00:00:00+09:00').toISOString());
    expect(why.counts).to.deep.include({ rule: 'maxAttemptsPerDay', value: 2, limit: 2 });
    expect(why.parts.map(({ part }) => part)).to.deep.equal([
      'hours',
      'person',
      'promise',
      'business_hours',
      'language',
      'caps',
      'leading',
      'held',
      'numbers',
    ]);
    const atNight = await explain(target.targetId, Date.parse('2026-11-24T21:30:00+09:00'));
    expect(atNight.because?.rule).to.equal('hard_guard');
    expect(atNight.parts.filter(({ ok }) => !ok).map(({ part }) => part)).to.include.members(['hours', 'caps']);
  });

  it('says of a whole campaign what holds it up, and when it goes on', async () => {
    const dialer = createDialer({ clock: clockAt(Date.parse('2026-11-22T10:00:00+09:00')), node: 'node1' });
    const why = await dialer.explainCampaign(db.sql, campaignId);
    expect(why?.mayDial).to.equal(false);
    expect(why?.because?.again).to.equal(new Date('2026-11-24T08:30:00+09:00').toISOString());
    expect(await dialer.explainCampaign(db.sql, newId())).to.equal(undefined);
  });

  it('changes nothing', async () => {
    expect(await db.sql`select 1 from target_progress`).to.have.length(0);
  });
});
