import { expect } from 'chai';
import type { Clock } from '../../core/platform/clock.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { createDialer } from '../../telephony/dialer/create-dialer.ts';
import type { Dialer, DialPlan } from '../../telephony/dialer-port.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { chance, playCall, SUBJECTS, seedAgent, seedCampaign, seedCity, seedPersons } from './dialer-population.ts';

const DAY_MS = 86_400_000;
/** Midnight in Tokyo before Tuesday, 24 November 2026. */
const START = Date.parse('2026-11-23T15:00:00Z');
const DAYS = 31;
/** Another month every day it is run by hand: `MONTH_SEED=7`. The default stays, so that a red run is the same for everybody. */
const SEED = Number(process.env['MONTH_SEED'] ?? 20_261_124);
/** Days on which the city is closed in this month: by law, and decided by the city. */
const CLOSED = ['2026-12-29', '2026-12-30', '2026-12-31', '2026-12-10', '2026-12-05'];

/**
 * May this very call be placed at this very moment? Written a second time as one plain query without a word of the product's
 * code, and asked after every plan, when the facts are still what the dialer saw. Names every reason against it.
 */
async function against(sql: Sql, plan: DialPlan, agent: string | null, now: Date): Promise<string[]> {
  const [row] = await sql<Record<string, boolean>[]>`
    with t as (select (${now}::timestamptz at time zone 'Asia/Tokyo')::date as today, (${now}::timestamptz at time zone 'Asia/Tokyo')::time as clock)
    select p.deceased_on is not null as deceased,
      exists (select 1 from stop_flag f where f.person_id = p.id and f.kind not in ('no_sms', 'no_visit')
        and t.today between f.from_on and coalesce(f.to_on, 'infinity')) as stopped,
      exists (select 1 from contact_record r where r.person_id = p.id and r.talk_result in ('do_not_call', 'complaint', 'status_change')) as asked,
      not exists (select 1 from arrears_item i where i.person_id = p.id and i.subject_id = s.id and i.unpaid > 0 and i.due_date < t.today
        and coalesce(i.disposition, '') not in ('猶予', '停止', '差押')) as paid,
      p.shielded and not (c.privileged and coalesce(a.privileged, false)) as "shielded outside the named queue",
      c.privileged and not coalesce(a.privileged, false) as "privileged queue without a named agent",
      exists (select 1 from phone_number o join person op on op.id = o.person_id where o.digits = n.digits and o.person_id <> p.id
        and o.gone_at is null and (op.shielded or p.shielded)) as "not the shielded person's own number",
      n.person_id <> p.id or n.digits <> ${plan.dialledNumber} or n.gone_at is not null or not n.usable or n.type not in ('home', 'mobile') as "number",
      s.debt_class = 'private' and coalesce(f.debt_class = 'tax' or f.sharing_group <> s.sharing_group, true) as "number from tax data",
      not exists (select 1 from calling_window w where w.subject_id = s.id and t.clock >= w.opens and t.clock < w.closes
        and w.day_kind = case extract(isodow from t.today) when 6 then 'saturday' when 7 then 'sunday_holiday' else 'weekday' end) as "window",
      t.clock < '08:00' or t.clock >= '20:59:35' as guard,
      t.today::text = any(${CLOSED}) as "closed day",
      p.kind = 'corporate' and (extract(isodow from t.today) > 5 or t.clock < '09:00' or t.clock >= '17:00') as "corporate hours",
      c.state <> 'running' as "not running",
      (a.id is null) and (c.mode <> 'predictive' or not exists (select 1 from predictive_approval x where x.subject_id = s.id)) as "predictive without approval",
      a.id is null and exists (select 1 from target_progress tp where tp.target_id = ${plan.targetId} and (tp.next_mode = 'preview' or tp.reason_code = 'callback')) as "pool, though a person must look first",
      exists (select 1 from call k where k.person_id = p.id and k.ended_at is null) as "in a call already"
    from t, campaign c join subject s on s.id = c.subject_id, person p, phone_number n
      left join subject f on f.id = n.source_subject_id left join staff_account a on a.id = ${agent}::uuid
    where c.id = ${plan.campaignId} and p.id = ${plan.personId} and n.id = ${plan.phoneId}`;
  return Object.entries(row ?? { 'no such row': true })
    .filter(([, bad]) => bad)
    .map(([name]) => name);
}

/** What only the whole month shows. */
const overTheMonth = (sql: Sql) => ({
  'more than two attempts a day': sql`
    select person_id, d from (select person_id, (created_at at time zone 'Asia/Tokyo')::date d, count(*) n,
      count(*) filter (where line_result <> 'busy') r from call where line_result <> 'trunk_error' group by 1, 2) x where r > 2 or n > 8`,
  'more than six attempts in a campaign': sql`
    select person_id from (select person_id, campaign_id, count(*) filter (where line_result <> 'busy') r
      from call where line_result <> 'trunk_error' group by 1, 2) x where r > 6`,
  'more than six attempts in seven days': sql`
    select a.person_id, a.created_at from call a join call b on b.person_id = a.person_id and b.created_at <= a.created_at
      and b.created_at > a.created_at - interval '7 days'
    where a.line_result not in ('trunk_error', 'busy') and b.line_result not in ('trunk_error', 'busy') group by 1, 2 having count(*) > 6`,
  'two ringing telephones in one band for person, household or number, nobody having asked for it': sql`
    with rang as (select c.id, c.person_id, c.dialled_number, c.band, c.created_at, p.household_id, p.shielded, c.why,
        (c.created_at at time zone 'Asia/Tokyo')::date d
      from call c join person p on p.id = c.person_id
      where c.line_result not in ('busy', 'trunk_error', 'unallocated', 'temp_out', 'unreachable'))
    select a.id, b.id from rang a join rang b on a.d = b.d and a.band = b.band and a.id < b.id
    where (a.person_id = b.person_id or a.dialled_number = b.dialled_number
        or (a.household_id = b.household_id and not a.shielded and not b.shielded))
      and not exists (select 1 from contact_record r where r.person_id in (a.person_id, b.person_id) and r.callback_at is not null)`,
  'cut twice running': sql`
    select person_id from (select person_id, cut_by, lag(cut_by) over (partition by person_id order by created_at) before
      from call where line_result <> 'trunk_error') x where cut_by is not null and before is not null`,
  'a number that somebody found dead, foreign or refusing, dialled again for the same person': sql`
    select b.id from call a join call b on b.dialled_number = a.dialled_number and b.person_id = a.person_id and b.created_at > a.created_at
      left join contact_record r on r.call_id = a.id
    where a.subject_id = b.subject_id and (a.line_result = 'rejected' or r.who_answered = 'wrong_person')
      -- a later conversation with the person on this number takes it back
      and not exists (select 1 from call k join contact_record kr on kr.call_id = k.id where k.dialled_number = a.dialled_number
        and k.person_id = a.person_id and k.created_at > a.created_at and kr.who_answered in ('principal', 'household'))`,
  'a target nobody will ever look at again, without a reason': sql`
    select tp.target_id from target_progress tp where tp.lease_until is not null or tp.state not in ('queued', 'waiting', 'done', 'withdrawn')
      or (tp.state = 'waiting' and tp.next_at is null) or (tp.state <> 'queued' and coalesce(tp.reason, '') = '')`,
});

interface MonthStory {
  lineResult: string;
  whoAnswered?: string;
  talkResult?: string;
  cutBy?: string;
}

const UNANSWERED: MonthStory[] = [
  { lineResult: 'no_answer' },
  { lineResult: 'no_answer' },
  { lineResult: 'no_answer' },
  { lineResult: 'busy' },
  { lineResult: 'busy' },
  { lineResult: 'trunk_error' },
  { lineResult: 'rejected' },
  { lineResult: 'unallocated' },
  { lineResult: 'temp_out' },
  { lineResult: 'unreachable' },
];
const SPOKEN: MonthStory[] = [
  { lineResult: 'answered_machine', whoAnswered: 'nobody' },
  { lineResult: 'answered_human', whoAnswered: 'household', talkResult: 'message_left' },
  { lineResult: 'answered_human', whoAnswered: 'principal', talkResult: 'hung_up' },
  { lineResult: 'answered_human', whoAnswered: 'principal', talkResult: 'callback' },
  { lineResult: 'answered_human', whoAnswered: 'principal', talkResult: 'promise' },
  { lineResult: 'answered_human', whoAnswered: 'principal', talkResult: 'hardship' },
  { lineResult: 'answered_human', whoAnswered: 'principal', talkResult: 'do_not_call' },
  { lineResult: 'answered_human', whoAnswered: 'wrong_person' },
];

describe(`a month of chance through the real dialer (seed ${SEED})`, () => {
  let db: TestDatabase;
  let dialer: Dialer;
  let nowMs = START;
  const random = chance(SEED);
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)] as T;
  const now = () => new Date(nowMs);
  const clock: Clock = { simulated: true, speed: 1, now };
  before(async function () {
    this.timeout(30_000);
    db = await testDatabase();
    dialer = createDialer({ clock, node: 'node1' });
    await seedCity(db.sql);
    await seedPersons(db.sql, SEED, 100);
    await seedPlainPersons(db.sql, 120);
    await closeDays(db.sql);
  });
  after(() => db.close());

  /** Works one target: by an agent, or for the pool. Returns whether a call was placed. */
  async function workOne(agent: string, campaigns: readonly string[]): Promise<boolean> {
    const { sql } = db;
    const pool = random.hit(0.4);
    const plan = await sql.begin(async (tx) => {
      if (pool) return dialer.takeForPool(tx, pick(SUBJECTS).id);
      const next = await dialer.reserve(tx, agent, random.hit(0.5) ? null : pick(campaigns));
      return next.kind === 'nothing'
        ? next
        : dialer.prepareDial(tx, { targetId: next.targetId, phoneId: null, agentId: agent });
    });
    if (plan.kind !== 'plan') return false;
    expect(
      await against(sql, plan, pool ? null : agent, now()),
      `${now().toISOString()} ${JSON.stringify(plan)}`,
    ).to.deep.equal([]);
    await playCall(sql, dialer, plan, pool ? null : agent, now(), story(plan, pool));
    return true;
  }

  function story(plan: DialPlan, pool: boolean): MonthStory & { callbackAt?: Date } {
    if (pool && random.hit(0.1)) return { lineResult: 'abandoned' };
    if (pool && plan.mayCut && random.hit(0.15)) return { lineResult: 'cancelled', cutBy: 'pacing' };
    if (pool || random.hit(0.6)) return pick(UNANSWERED);
    const spoken = pick(SPOKEN);
    if (spoken.talkResult !== 'callback' || random.hit(0.3)) return spoken;
    return { ...spoken, callbackAt: new Date(nowMs + (1 + random.below(40)) * 3_600_000) };
  }

  /** The city's facts change under the dialer's feet: paid, taken back, stopped, dead, shielded, numbers gone. */
  async function life(): Promise<void> {
    const { sql } = db;
    const [someone] = await sql<
      { id: number }[]
    >`select id from person order by id offset ${random.below(220)} limit 1`;
    const id = someone?.id ?? 1;
    const day = new Date(nowMs + 9 * 3_600_000).toISOString().slice(0, 10);
    switch (random.below(7)) {
      case 0:
        await sql`update arrears_item set paid = principal where person_id = ${id}`;
        break;
      case 1:
        await sql`update arrears_item set paid = 0 where person_id = ${id}`;
        break;
      case 2:
        await sql`insert into stop_flag (person_id, kind, from_on, to_on, source)
          values (${id}, ${pick(['lawyer', 'grace', 'no_call', 'seized'])}, ${day}, ${random.hit(0.5) ? day : null}, 'test')`;
        break;
      case 3:
        await sql`update person set deceased_on = ${day} where id = ${id} and ${random.hit(0.3)}`;
        break;
      case 4:
        await sql`update person set shielded = not shielded where id = ${id}`;
        break;
      case 5:
        await sql`update phone_number set gone_at = now() where id = (select min(id) from phone_number where person_id = ${id} and gone_at is null)`;
        break;
      default:
        await sql`update arrears_item set disposition = ${pick(['猶予', '分納', null])} where person_id = ${id}`;
    }
  }

  it('calls nobody outside window, guard, cap or right, whatever changes meanwhile', async function () {
    this.timeout(180_000);
    const { sql } = db;
    const campaigns: string[] = [];
    for (const { id } of SUBJECTS) {
      campaigns.push(await seedCampaign(sql, id, { mode: pick(['preview', 'progressive', 'predictive']) }));
      campaigns.push(await seedCampaign(sql, id, { mode: 'predictive' }));
      if (random.hit(0.7)) await approve(sql, id);
    }
    campaigns.push(await seedCampaign(sql, 'tax', { privileged: true }));
    const agents = [await seedAgent(sql), await seedAgent(sql), await seedAgent(sql, true)];
    let placed = 0;
    for (let day = 0; day < DAYS; day += 1) {
      for (let minute = 7 * 60; minute < 22 * 60; minute += 20 + random.below(80)) {
        nowMs = START + day * DAY_MS + minute * 60_000 + random.below(60_000);
        if (random.hit(0.3)) await life();
        if (random.hit(0.2)) await sql.begin((tx) => dialer.sweep(tx));
        if (random.hit(0.1)) await sql.begin((tx) => dialer.followDebts(tx));
        for (let turn = 0; turn < 3; turn += 1) if (await workOne(pick(agents), campaigns)) placed += 1;
      }
    }
    process.stdout.write(`      ${placed} calls in ${DAYS} days\n`);
    expect(placed).to.be.greaterThan(200);
    for (const [name, query] of Object.entries(overTheMonth(sql))) expect([...(await query)], name).to.deep.equal([]);
    const [served] =
      await sql`select count(distinct c.person_id)::int as n from call c join person p on p.id = c.person_id
      join campaign q on q.id = c.campaign_id and q.privileged`;
    expect(served?.['n']).to.be.greaterThan(0);
  });
});

async function closeDays(sql: Sql): Promise<void> {
  await sql`update calendar_month set days = (select jsonb_agg(case when d->>'date' = any(${CLOSED})
    then d || '{"kind": "closed"}' else d end) from jsonb_array_elements(days) d)`;
}

async function approve(sql: Sql, subject: string): Promise<void> {
  await sql`insert into predictive_approval (id, subject_id, valid_from, created_at)
    values (gen_random_uuid(), ${subject}, '2026-01-01', now())`;
}

/** Persons with nothing against a call, so that the month is not over after a week. */
async function seedPlainPersons(sql: Sql, count: number): Promise<void> {
  await sql`insert into person (addressee_no, kind, name_official, name_search, name_kana, kana_search)
    select 'plain' || n, 'individual', 'x', 'x', 'x', 'x' from generate_series(1, ${count}) n`;
  await sql`insert into phone_number (person_id, position, raw, digits, type, usable, source_subject_id)
    select id, k, 'x', case k when 1 then '0907' else '0807' end || lpad(id::text, 7, '0'), 'mobile', true,
      case k when 1 then 'tax' else 'lunch' end
    from person, generate_series(1, 2) k where addressee_no like 'plain%'`;
  await sql`insert into arrears_item (subject_id, levy_year, taxable_year, notice_no, period_no, person_id, due_date, principal)
    select s, 2025, 2025, 'plain' || id || s, '1', id, date '2026-06-30' - (id % 50)::int, 5000
    from person, unnest(array['tax', 'health', 'lunch']) s where addressee_no like 'plain%'`;
}
