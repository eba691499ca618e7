import { expect } from 'chai';
import type { Clock } from '../../core/platform/clock.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { openPostgres } from '../../core/platform/postgres.ts';
import { createDialer } from '../../telephony/dialer/create-dialer.ts';
import type { Dialer } from '../../telephony/dialer-port.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { chance, playCall, SUBJECTS, seedAgent, seedCampaign, seedCity, seedPersons } from './dialer-population.ts';

const DAY_MS = 86_400_000;
const MONDAY = Date.parse('2026-11-23T15:00:00Z'); // midnight in Tokyo before Tuesday 24

/** What never may be true of the calls placed, each as one plain query that returns the offenders. */
function offences(sql: Sql) {
  return {
    'two conversations at once with one person, household or number': sql`
      with busy as (select tp.target_id, p.id, p.household_id, p.shielded,
          (select array_agg(digits) from phone_number n where n.person_id = p.id and gone_at is null and type in ('home', 'mobile')) d
        from target_progress tp join campaign_target ct on ct.id = tp.target_id join person p on p.id = ct.person_id
        where tp.state in ('leased', 'in_call', 'wrap_up'))
      select a.target_id, b.target_id from busy a join busy b on a.target_id < b.target_id
      where a.id = b.id or a.d && b.d or (a.household_id = b.household_id and not a.shielded and not b.shielded)`,
    'a call to the dead, the stopped or the shielded': sql`
      select c.id from call c join person p on p.id = c.person_id
      where p.deceased_on is not null or p.shielded or exists (select 1 from stop_flag f where f.person_id = p.id
        and f.kind not in ('no_sms', 'no_visit')
        and (c.created_at at time zone 'Asia/Tokyo')::date between f.from_on and coalesce(f.to_on, 'infinity'))`,
    'a call to a workplace, an unknown kind or a number that is gone': sql`
      select c.id from call c join phone_number n on n.id = c.phone_id
      where n.type not in ('home', 'mobile') or n.gone_at is not null or not n.usable or n.digits <> c.dialled_number`,
    'a call outside window or guard': sql`
      select c.id, c.created_at from call c where not exists (select 1 from calling_window w where w.subject_id = c.subject_id
        and w.day_kind = case extract(isodow from c.created_at at time zone 'Asia/Tokyo') when 6 then 'saturday'
          when 7 then 'sunday_holiday' else 'weekday' end
        and (c.created_at at time zone 'Asia/Tokyo')::time >= w.opens and (c.created_at at time zone 'Asia/Tokyo')::time < w.closes)
        or (c.created_at at time zone 'Asia/Tokyo')::time not between '08:00' and '20:59:59'`,
    // Busy is no attempt until the fourth in a row: at most four calls an attempt, and at most one of them rings.
    'more than two attempts a day': sql`
      select person_id from (select person_id, (created_at at time zone 'Asia/Tokyo')::date d, count(*) n,
        count(*) filter (where line_result <> 'busy') r from call where line_result <> 'trunk_error' group by 1, 2) x
      where r > 2 or n > 8`,
    'more than six attempts in a campaign': sql`
      select person_id from (select person_id, campaign_id, count(*) n, count(*) filter (where line_result <> 'busy') r
        from call where line_result <> 'trunk_error' group by 1, 2) x where r > 6 or n > 24`,
    'two ringing telephones in one band of a day for one person, household or number': sql`
      with rang as (select c.id, c.person_id, c.dialled_number, c.band, c.created_at, p.household_id, p.shielded,
          (c.created_at at time zone 'Asia/Tokyo')::date d
        from call c join person p on p.id = c.person_id where c.line_result not in ('busy', 'trunk_error', 'unallocated'))
      select a.id, b.id from rang a join rang b on a.d = b.d and a.band = b.band and a.id < b.id
      where a.person_id = b.person_id or a.dialled_number = b.dialled_number
        or (a.household_id = b.household_id and not a.shielded and not b.shielded)`,
    'a person called through two subjects of one group on a day, with a leader who could be called': sql`
      select a.id, b.id from call a join call b on a.person_id = b.person_id and a.id < b.id
        and (a.created_at at time zone 'Asia/Tokyo')::date = (b.created_at at time zone 'Asia/Tokyo')::date
        join subject sa on sa.id = a.subject_id join subject sb on sb.id = b.subject_id
        join target_progress tp on tp.target_id = a.target_id
      where sa.id <> sb.id and sa.sharing_group = sb.sharing_group and (sa.debt_class = 'private') = (sb.debt_class = 'private')
        and tp.state = 'waiting' and tp.next_channel = 'call'`,
    'a second conversation on a day without a callback asked for': sql`
      select c.id from call c join contact_record r on r.call_id = c.id and r.who_answered in ('principal', 'household')
      where exists (select 1 from contact_record e where e.person_id = c.person_id and e.at < r.at
        and e.who_answered in ('principal', 'household') and e.callback_at is null
        and (e.at at time zone 'Asia/Tokyo')::date = (r.at at time zone 'Asia/Tokyo')::date)`,
    'a number from tax data on a private claim': sql`
      select c.id from call c join subject s on s.id = c.subject_id join phone_number n on n.id = c.phone_id
        left join subject f on f.id = n.source_subject_id
      where s.debt_class = 'private' and (f.id is null or f.debt_class = 'tax' or f.sharing_group <> s.sharing_group)`,
    'a call about what is paid': sql`
      select c.id from call c where not exists (select 1 from arrears_item i where i.person_id = c.person_id
        and i.subject_id = c.subject_id and i.unpaid > 0)`,
  };
}

async function expectNoOffence(sql: Sql): Promise<void> {
  for (const [name, query] of Object.entries(offences(sql))) expect([...(await query)], name).to.deep.equal([]);
}

const STORIES = [
  { lineResult: 'no_answer' },
  { lineResult: 'no_answer' },
  { lineResult: 'busy' },
  { lineResult: 'busy' },
  { lineResult: 'trunk_error' },
  { lineResult: 'rejected' },
  { lineResult: 'unallocated' },
  { lineResult: 'answered_machine', whoAnswered: 'nobody' },
  { lineResult: 'answered_human', whoAnswered: 'household', talkResult: 'message_left' },
  { lineResult: 'answered_human', whoAnswered: 'principal', talkResult: 'hung_up' },
  { lineResult: 'answered_human', whoAnswered: 'principal', talkResult: 'promise' },
  { lineResult: 'answered_human', whoAnswered: 'wrong_person' },
];

describe('a crowd of agents on many campaigns', () => {
  let db: TestDatabase;
  let wide: Sql;
  let dialer: Dialer;
  let nowMs = MONDAY;
  const clock: Clock = { simulated: true, speed: 1, now: () => new Date(nowMs) };
  before(async () => {
    db = await testDatabase();
    wide = openPostgres(db.url, { applicationName: 'crowd', schema: db.schema, maxConnections: 12 });
    dialer = createDialer({ clock, node: 'node1' });
    await seedCity(db.sql);
    await seedPersons(db.sql, 7, 320);
  });
  after(async () => {
    await wide.end();
    await db.close();
  });

  it('never gives two agents one person, household or number, and every lease comes back', async () => {
    nowMs = MONDAY + 10 * 3_600_000;
    const campaigns: string[] = [];
    for (const subject of ['tax', 'tax', 'health', 'lunch']) campaigns.push(await seedCampaign(wide, subject));
    const agents = await Promise.all(Array.from({ length: 24 }, () => seedAgent(wide)));
    const answers = await Promise.all(
      agents.map((agent, index) => wide.begin((tx) => dialer.reserve(tx, agent, campaigns[index % 4] ?? ''))),
    );
    const given = answers.filter((answer) => answer.kind === 'reserved');
    expect(given.length).to.be.greaterThan(12);
    expect(new Set(given.map(({ personId }) => personId)).size).to.equal(given.length);
    await expectNoOffence(db.sql);
    await db.sql`update target_progress set lease_until = now() - interval '1 second' where lease_until is not null`;
    const freed = await db.sql.begin((tx) => dialer.sweep(tx));
    expect(freed.map(({ targetId }) => targetId).sort()).to.deep.equal(given.map(({ targetId }) => targetId).sort());
    expect([...(await db.sql`select 1 from target_progress where lease_until is not null`)]).to.deep.equal([]);
    for (const id of campaigns) await db.sql`update campaign set state = 'finished' where id = ${id}`;
  });

  it('keeps every rule through twelve days of calls with every kind of result', async function () {
    this.timeout(90_000);
    const random = chance(42);
    const campaigns: string[] = [];
    for (const { id } of SUBJECTS) campaigns.push(await seedCampaign(db.sql, id));
    const agents = await Promise.all(Array.from({ length: 6 }, () => seedAgent(db.sql)));
    let placed = 0;
    for (let day = 0; day < 12; day += 1) {
      for (let minute = 7 * 60; minute < 22 * 60; minute += 35 + random.below(60)) {
        for (const agent of agents) {
          nowMs = MONDAY + day * DAY_MS + minute * 60_000 + random.below(60_000);
          const campaign = campaigns[random.below(campaigns.length)] ?? '';
          const plan = await wide.begin(async (tx) => {
            const next = await dialer.reserve(tx, agent, campaign);
            return next.kind === 'nothing'
              ? next
              : dialer.prepareDial(tx, { targetId: next.targetId, phoneId: null, agentId: agent });
          });
          if (plan.kind !== 'plan') continue;
          placed += 1;
          const story = STORIES[random.below(STORIES.length)] ?? { lineResult: 'no_answer' };
          await playCall(wide, dialer, plan, agent, new Date(nowMs), story);
        }
      }
    }
    expect(placed).to.be.greaterThan(150);
    await expectNoOffence(db.sql);
    const lost = await db.sql`
      select ct.id from campaign_target ct join campaign c on c.id = ct.campaign_id and c.state = 'running'
        join target_progress tp on tp.target_id = ct.id
      where tp.state not in ('queued', 'waiting', 'done', 'withdrawn') or tp.lease_until is not null
        or (tp.state = 'waiting' and tp.next_at is null) or (tp.state in ('done', 'withdrawn') and tp.reason is null)`;
    expect([...lost]).to.deep.equal([]);
  });
});
