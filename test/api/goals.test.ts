import { expect } from 'chai';
import type { CampaignGoals, GoalsView } from '../../core/contracts/http/goals.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { type Funnel, funnelStage } from '../../core/rules/goals.ts';
import { chance, SUBJECTS, seedAgent, seedCity, seedPersons } from '../telephony/dialer-population.ts';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';

const WHO = ['principal', 'household', 'third_party', 'nobody', 'wrong_person', null];
const TALK = ['promise', 'refuses', 'callback', null];
const BANDS = ['weekday_day', 'evening', 'weekend'];
const STATES = ['queued', 'waiting', 'leased', 'done', 'withdrawn'];

interface Talk {
  person: number;
  campaign: string | null;
  subject: string;
  at: Date;
  who: string | null;
  talk: string | null;
  seat: string;
  band: string;
  corrected: boolean;
}

describe('api: goals', () => {
  let api: ApiUnderTest;
  let manager: Browser;
  const campaigns: { id: string; subject: string; from: Date; persons: number[] }[] = [];
  const talks: Talk[] = [];
  const calls: { person: number; subject: string; seat: string; band: string; at: Date; campaign: string }[] = [];
  const seats: string[] = [];
  const promises: { subject: string; person: number; state: string; on: string; seat: string }[] = [];
  const random = chance(4_711);
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)] as T;

  before(async () => {
    api = await apiUnderTest();
    const { sql } = api.db;
    await seedCity(sql);
    await seedPersons(sql, 5, 150);
    manager = await api.as('manager');
    for (let n = 0; n < 3; n += 1) seats.push(await seedAgent(sql));
    const persons = (await sql<{ id: number }[]>`select id from person order by id`).map(({ id }) => id);
    for (const { id: subject } of SUBJECTS.slice(0, 3)) {
      const from = new Date(`2026-11-${10 + campaigns.length}T00:00:00Z`);
      const mine = persons.filter(() => random.hit(0.5));
      campaigns.push({ id: await campaign(sql, subject, from, mine), subject, from, persons: mine });
    }
    for (const one of campaigns) for (const person of one.persons) await history(sql, one, person);
  });
  after(() => api.close());

  async function campaign(
    sql: Sql,
    subject: string,
    from: Date,
    persons: readonly number[],
    privileged = false,
  ): Promise<string> {
    const id = newId();
    await sql`insert into campaign (id, subject_id, name, mode, state, started_at, goal_percent, privileged)
      values (${id}, ${subject}, ${subject}, 'preview', 'running', ${from}, 45, ${privileged})`;
    await sql`insert into campaign_target (campaign_id, person_id, position) select ${id}, p, p from unnest(${[...persons]}::bigint[]) p`;
    return id;
  }

  async function history(sql: Sql, { id, subject, from }: (typeof campaigns)[number], person: number): Promise<void> {
    const count = random.below(4);
    const [target] = await sql<
      { id: number }[]
    >`select id from campaign_target where campaign_id = ${id} and person_id = ${person}`;
    if (random.hit(0.8))
      await sql`insert into target_progress (target_id, state, attempts) values (${target?.id ?? 0}, ${pick(STATES)}, ${count})`;
    for (let n = 0; n < count; n += 1) {
      const at = new Date(from.getTime() + random.below(7 * 24) * 3_600_000);
      const [seat, band] = [pick(seats), pick(BANDS)];
      const callId = newId();
      const excluded = random.hit(0.1);
      await sql`insert into call (id, node, direction, mode, campaign_id, target_id, person_id, subject_id, agent_id, state, created_at, dialled_at, band,
          excluded_from_count)
        values (${callId}, 'n', 'outbound', 'preview', ${id}, ${target?.id ?? 0}, ${person}, ${subject}, ${seat}, 'ended', ${at}, ${at}, ${band}, ${excluded})`;
      if (!excluded) calls.push({ person, subject, seat, band, at, campaign: id });
      if (random.hit(0.5))
        await record(
          sql,
          { person, campaign: id, subject, at, who: pick(WHO), talk: pick(TALK), seat, band, corrected: false },
          callId,
        );
    }
    // The citizen calls back; sometimes before the campaign began.
    if (random.hit(0.1)) {
      const at = new Date(from.getTime() + (random.below(10) - 4) * 86_400_000);
      await record(
        sql,
        {
          person,
          campaign: null,
          subject,
          at,
          who: 'principal',
          talk: 'promise',
          seat: pick(seats),
          band: '',
          corrected: false,
        },
        null,
      );
    }
  }

  async function record(sql: Sql, talk: Talk, callId: string | null): Promise<void> {
    const recordId = newId();
    const write = (id: string, who: string | null, replaced: string | null) => sql`
      insert into contact_record (id, person_id, call_id, campaign_id, staff_id, subject_id, at, channel, direction, who_answered, talk_result, supersedes_id)
      values (${id}, ${talk.person}, ${callId}, ${talk.campaign}, ${talk.seat}, ${talk.subject}, ${talk.at}, 'call',
        ${callId ? 'outbound' : 'inbound'}, ${who}, ${talk.talk}, ${replaced})`;
    await write(recordId, talk.who, null);
    talks.push(talk);
    if (!random.hit(0.15)) return;
    talk.corrected = true;
    const who = pick(WHO);
    await write(newId(), who, recordId);
    talks.push({ ...talk, who, corrected: false });
  }

  /** Promises about each campaign's subject, judged and not. */
  async function promised(sql: Sql): Promise<void> {
    for (const { subject, from, persons } of campaigns)
      for (const person of persons.slice(0, 40)) {
        const state = pick(['open', 'kept', 'kept', 'part', 'broken', 'postponed', 'withdrawn']);
        const on = `2026-11-${10 + random.below(15)}`;
        const seat = pick(seats);
        promises.push({ subject, person, state, on, seat });
        await sql`insert into promise (id, person_id, subject_id, promised_on, method, made_by, state, grace_days, staff_id, created_at)
          values (${newId()}, ${person}, ${subject}, ${on}, 'bank', 'principal', ${state}, 0, ${seat}, ${new Date(from.getTime() + 3_600_000)})`;
      }
  }

  it('counts promises by what the money made of them: of the period by their day, of a campaign by when they were taken', async () => {
    await promised(api.db.sql);
    const judged = (some: typeof promises) =>
      some.filter(({ state }) => ['kept', 'part', 'broken'].includes(state)).length;
    const kept = (some: typeof promises) => some.filter(({ state }) => state === 'kept').length;
    const period = promises.filter(({ on }) => on >= '2026-11-12' && on <= '2026-11-20');
    for (const by of ['subject', 'seat', 'day'] as const) {
      const view: GoalsView = (await manager.get(`/api/goals?from=2026-11-12&to=2026-11-20&by=${by}`)).body;
      expect(view.total).to.include({ judged: judged(period), kept: kept(period) });
      const key = { subject: 'subject', seat: 'seat', day: 'on' } as const;
      for (const row of view.rows) {
        const mine = period.filter((one) => one[key[by]] === row.key);
        expect(row.counts, `${by} ${row.key}`).to.include({ judged: judged(mine), kept: kept(mine) });
      }
    }
    const answer: CampaignGoals[] = (await manager.get('/api/goals/campaigns')).body;
    for (const { id, subject } of campaigns) {
      const mine = promises.filter((one) => one.subject === subject);
      expect(answer.find(({ campaignId }) => campaignId === id)?.counts).to.include({
        judged: judged(mine),
        kept: kept(mine),
      });
    }
  });

  const isContact = ({ who, corrected }: Talk) => !corrected && (who === 'principal' || who === 'household');
  const isPromise = ({ talk, corrected }: Talk) => !corrected && talk === 'promise';

  it('sorts every person of every campaign as the rule does, person by person', async () => {
    const { sql } = api.db;
    const answer: CampaignGoals[] = (await manager.get('/api/goals/campaigns')).body;
    for (const { id, subject, from, persons } of campaigns) {
      const expected: Funnel = { untouched: 0, tried: 0, contacted: 0, promised: 0, settled: 0, ended: 0 };
      let contacted = 0;
      for (const person of persons) {
        const [owes] = await sql<{ yen: number }[]>`select coalesce(sum(unpaid), 0) as yen from arrears_item
          where subject_id = ${subject} and person_id = ${person}`;
        const [progress] = await sql<
          { state: string; attempts: number }[]
        >`select p.state, p.attempts from target_progress p
          join campaign_target t on t.id = p.target_id where t.campaign_id = ${id} and t.person_id = ${person}`;
        const mine = talks.filter(
          (talk) => talk.person === person && (talk.campaign === id || (talk.subject === subject && talk.at >= from)),
        );
        const spoken = mine.some(isContact);
        if (spoken) contacted += 1;
        expected[
          funnelStage({
            dialled: (progress?.attempts ?? 0) > 0,
            contacted: spoken,
            promised: mine.some(isPromise),
            settled: owes?.yen === 0,
            over: progress?.state === 'done' || progress?.state === 'withdrawn',
          })
        ] += 1;
      }
      const found = answer.find(({ campaignId }) => campaignId === id);
      expect(found?.funnel).to.deep.equal(expected);
      expect(found?.counts).to.include({ requested: persons.length, contacted });
      expect(found?.counts.attempts).to.equal(calls.filter((call) => call.campaign === id).length);
      expect(Object.values(expected).reduce((sum, one) => sum + one)).to.equal(persons.length);
      expect(Math.min(...Object.values(expected)), 'every stage occurs').to.be.greaterThan(0);
    }
  });

  it('counts a call that led for another subject as contact of both', async () => {
    const { sql } = api.db;
    const [first, second] = campaigns;
    if (!first || !second) throw new Error('no campaigns');
    const untouched = async () =>
      (await manager.get('/api/goals/campaigns')).body.find((one: CampaignGoals) => one.campaignId === second.id);
    const before: CampaignGoals = await untouched();
    const [pair] = await sql<{ lead: number; led: number; person: number; call: string; staff: string }[]>`
      select a.id as lead, b.id as led, a.person_id as person, k.id as call, k.agent_id as staff from campaign_target a join campaign_target b on b.person_id = a.person_id
      join call k on k.target_id = a.id
      where a.campaign_id = ${first.id} and b.campaign_id = ${second.id}
        and exists (select 1 from arrears_item i where i.person_id = a.person_id and i.subject_id = ${second.subject} and i.unpaid > 0)
        and not exists (select 1 from contact_record r where r.person_id = a.person_id and (r.call_id = k.id or r.subject_id = ${second.subject})) limit 1`;
    if (!pair) throw new Error('no person of both campaigns');
    await sql`insert into target_progress (target_id, state, led_by_target_id) values (${pair.led}, 'done', ${pair.lead})
      on conflict (target_id) do update set led_by_target_id = excluded.led_by_target_id`;
    await sql`insert into contact_record (id, person_id, call_id, campaign_id, staff_id, subject_id, at, channel, direction, who_answered)
      values (${newId()}, ${pair.person}, ${pair.call}, ${first.id}, ${pair.staff}, ${first.subject}, '2026-11-20T01:00:00Z', 'call', 'outbound', 'household')`;
    const after: CampaignGoals = await untouched();
    expect(after.counts.contacted).to.equal(before.counts.contacted + 1);
    const view: GoalsView = (await manager.get('/api/goals?from=2026-11-20&to=2026-11-20')).body;
    for (const subject of [first.subject, second.subject])
      expect(view.rows.find(({ key }) => key === subject)?.counts.contacted, subject).to.equal(1);
    expect(view.total.contacted, 'one person').to.equal(1);
    await api.db.owner`delete from contact_record where at = '2026-11-20T01:00:00Z'`;
    await sql`update target_progress set led_by_target_id = null`;
  });

  for (const by of ['subject', 'band', 'seat', 'day'] as const) {
    it(`gives the period by ${by}, persons counted once in each group`, async () => {
      const view: GoalsView = (await manager.get(`/api/goals?from=2026-11-11&to=2026-11-15&by=${by}`)).body;
      const inside = (at: Date) => at >= new Date('2026-11-10T15:00:00Z') && at < new Date('2026-11-15T15:00:00Z');
      const day = (at: Date) => new Date(at.getTime() + 9 * 3_600_000).toISOString().slice(0, 10);
      const asked = (person: number, subject: string) =>
        campaigns.some((one) => one.subject === subject && one.persons.includes(person));
      const key = (one: { subject: string; band: string; seat: string; at: Date }) =>
        ({ subject: one.subject, band: one.band, seat: one.seat, day: day(one.at) })[by];
      const distinct = (list: { person: number }[]) => new Set(list.map(({ person }) => person)).size;
      const made = calls.filter((one) => inside(one.at) && asked(one.person, one.subject));
      const said = talks.filter((one) => inside(one.at) && asked(one.person, one.subject));
      const everybody = new Set(campaigns.flatMap(({ persons }) => persons)).size;
      expect(view.total).to.include({
        requested: everybody,
        attempts: made.length,
        dialled: distinct(made),
        contacted: distinct(said.filter(isContact)),
      });
      expect(view.rows.length).to.be.greaterThan(2);
      for (const row of view.rows) {
        const [tried, reached] = [
          made.filter((one) => key(one) === row.key),
          said.filter((one) => key(one) === row.key),
        ];
        expect(row.counts, row.key).to.include({
          attempts: tried.length,
          dialled: distinct(tried),
          contacted: distinct(reached.filter(isContact)),
          promised: distinct(reached.filter(isPromise)),
          requested:
            by === 'subject' ? campaigns.find(({ subject }) => subject === row.key)?.persons.length : everybody,
        });
      }
      const last = view.curves.map(({ contacted }) => contacted.at(-1)?.persons ?? 0);
      expect(last).to.deep.equal(
        view.curves.map(({ subjectId }) => distinct(said.filter((one) => one.subject === subjectId && isContact(one)))),
      );
      expect(view.curves.every(({ goalPercent }) => goalPercent === 45)).to.equal(true);
    });
  }

  it('measures wrap-up from the last hang-up to the first saved result, by seat and by campaign', async () => {
    const { sql } = api.db;
    const [one] = campaigns;
    const [slow] = await sql<
      { id: string; staff: string }[]
    >`select r.call_id as id, k.agent_id as staff from contact_record r
      join call k on k.id = r.call_id where k.campaign_id = ${one?.id ?? ''} and not k.excluded_from_count and r.supersedes_id is null
        and k.dialled_at < '2026-11-15' order by r.call_id limit 1`;
    if (!slow) throw new Error('no call with a result');
    const endedMs = Date.now() - 90_000;
    await sql`update call set ended_real_ms = ${endedMs} where id = ${slow.id}`;
    await api.db
      .owner`update contact_record set created_at = to_timestamp(${endedMs / 1_000 + 45}) where call_id = ${slow.id} and supersedes_id is null`;
    await api.db
      .owner`update contact_record set created_at = now() + interval '1 hour' where call_id = ${slow.id} and supersedes_id is not null`;
    const goals: CampaignGoals[] = (await manager.get('/api/goals/campaigns')).body;
    expect(goals.find(({ campaignId }) => campaignId === one?.id)?.counts).to.include({ wrapUps: 1, wrapUpSec: 45 });
    const view: GoalsView = (await manager.get('/api/goals?from=2026-11-10&to=2026-11-15&by=seat')).body;
    expect(view.rows.find(({ key }) => key === slow.staff)?.counts).to.include({ wrapUps: 1, wrapUpSec: 45 });
    expect(view.total).to.include({ wrapUps: 1, wrapUpSec: 45 });
  });

  it('shows no figures outside the scope, none of the privileged queue, and no endless period', async () => {
    const { sql } = api.db;
    const hidden = await campaign(sql, 'tax', new Date('2026-11-11T00:00:00Z'), [1, 2, 3], true);
    const narrow = await api.as('manager', { subjectScope: ['lunch'] });
    const ids = async (who: Browser): Promise<string[]> =>
      (await who.get('/api/goals/campaigns')).body.map((one: CampaignGoals) => one.campaignId);
    expect(await ids(narrow)).to.deep.equal(campaigns.filter(({ subject }) => subject === 'lunch').map(({ id }) => id));
    expect(await ids(manager)).to.not.include(hidden);
    expect(await ids(await api.as('manager', { privileged: true }))).to.include(hidden);
    const view: GoalsView = (await narrow.get('/api/goals?from=2026-11-11&to=2026-11-15')).body;
    expect(view.rows.map(({ key }) => key)).to.deep.equal(['lunch']);
    expect((await manager.get('/api/goals?from=2020-01-01&to=2026-11-15')).body.code).to.equal('goals/period');
    expect((await manager.get('/api/goals?from=2026-11-15&to=2026-11-14')).status).to.equal(422);
  });

  it('stays quick for a campaign of 100,000 persons', async function () {
    this.timeout(90_000);
    const { owner } = api.db;
    const id = newId();
    await owner.begin(async (tx) => {
      await tx`set local statement_timeout = '60s'`;
      await tx`insert into person (addressee_no, kind, name_official, name_search, name_kana, kana_search)
        select 'big' || n, 'individual', 'x', 'x', 'x', 'x' from generate_series(1, 100000) n`;
      await tx`insert into arrears_item (subject_id, levy_year, taxable_year, notice_no, period_no, person_id, due_date, principal, paid)
        select 'loan', 2025, 2025, 'big' || id, '1', id, '2026-08-31', 1000, case when id % 9 = 0 then 1000 else 0 end from person where addressee_no like 'big%'`;
      await tx`insert into campaign (id, subject_id, name, mode, state, started_at) values (${id}, 'loan', 'x', 'preview', 'running', '2026-11-01')`;
      await tx`insert into campaign_target (campaign_id, person_id, position) select ${id}, id, id from person where addressee_no like 'big%'`;
      await tx`insert into target_progress (target_id, state, attempts) select id, 'waiting', 1 from campaign_target where campaign_id = ${id} and position % 2 = 0`;
      await tx`insert into contact_record (id, person_id, campaign_id, subject_id, at, channel, direction, who_answered, talk_result)
        select gen_random_uuid(), person_id, ${id}, 'loan', '2026-11-12', 'call', 'outbound', 'principal', 'promise' from campaign_target
        where campaign_id = ${id} and position % 4 = 0`;
    });
    await owner`analyze`;
    const started = performance.now();
    const goals: CampaignGoals[] = (await manager.get('/api/goals/campaigns')).body;
    const campaignsMs = performance.now() - started;
    const listing = performance.now();
    await manager.get('/api/campaigns');
    const listMs = performance.now() - listing;
    const again = performance.now();
    await manager.get('/api/goals?from=2026-11-01&to=2026-11-20&by=day');
    const periodMs = performance.now() - again;
    expect(goals.find(({ campaignId }) => campaignId === id)?.counts).to.include({
      requested: 100_000,
      contacted: 25_000,
    });
    if (process.env['SHOW_TIMES'])
      process.stderr.write(
        `campaigns ${campaignsMs.toFixed()} ms, list ${listMs.toFixed()} ms, period ${periodMs.toFixed()} ms\n`,
      );
    expect(campaignsMs).to.be.below(3_000);
    expect(listMs).to.be.below(2_000);
    expect(periodMs).to.be.below(6_000);
  });
});
