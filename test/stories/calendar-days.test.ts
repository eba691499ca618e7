import { expect } from 'chai';
import { type FarSide, openFarSide } from './support/citizen.ts';
import { nothing, untilNothingIsLeft } from './support/leftovers.ts';
import { type OwnCampaign, ownCampaign } from './support/own-campaign.ts';
import { type SipAgents, sipAgents } from './support/sip-agents.ts';
import { newStoryFolder, type RunningSystem, removeTraces, startSystemAt } from './support/system.ts';

/** 2026-11-20 is a Friday with an evening, the 21st an approved Saturday, the 23rd 勤労感謝の日: as the demo's calendar has them. */
const FRIDAY_EVENING = '2026-11-20T19:58';
const SATURDAY = '2026-11-21T10:00';
const HOLIDAY = '2026-11-23T10:00';
const AFTER_THE_GUARD = '2026-11-24T21:00';
const CLOSES = Date.parse('2026-11-20T20:00:00+09:00');
/** The next weekday by day after the weekend and the holiday: Tuesday the 24th, when the windows open. */
const NEXT_DAYTIME = '2026-11-23T23:30:00.000Z';
/** More than three agents can have rung, for 15 s each, in the two minutes of that evening. */
const PERSONS = 30;
const AGENTS = 3;

interface Dialled {
  personId: number;
  atMs: number;
  band: string;
  fullRing: boolean;
}

describe('story: the days of a city', () => {
  let dataDir: string;
  let system: RunningSystem;
  let far: FarSide;
  let desks: SipAgents | undefined;
  let campaign: OwnCampaign;

  before(async () => {
    dataDir = await newStoryFolder();
  });
  afterEach(async function () {
    this.timeout(60_000);
    await desks?.goHome();
    desks = undefined;
    far?.control.close();
    await system?.stop();
  });
  after(async () => {
    if (dataDir) await removeTraces(dataDir);
  });

  async function openTheDay(clock: string): Promise<void> {
    system = await startSystemAt(dataDir, clock);
    far = await openFarSide(system);
    for (let hour = 8; hour < 21; hour += 1) await far.control.setAnswerShare(hour, 0);
    desks = await sipAgents(system, AGENTS);
  }

  const dialled = () =>
    system.sql<Dialled[]>`
      select person_id as "personId", extract(epoch from dialled_at)::float8 * 1000 as "atMs", band, full_ring as "fullRing"
      from call where campaign_id = ${campaign.id} and dialled_at is not null order by dialled_at`;
  const dialledSince = async (clock: string) =>
    (await dialled()).filter(({ atMs }) => atMs >= Date.parse(`${clock}:00+09:00`));

  const readyForWork = () => Promise.all((desks?.agents ?? []).map((agent) => agent.ready(campaign.id)));
  const notices = () => desks?.notices() ?? '';

  async function until(what: string, test: () => Promise<boolean>, withinMs: number): Promise<void> {
    for (const deadline = Date.now() + withinMs; Date.now() < deadline; await new Promise((r) => setTimeout(r, 300)))
      if (await test()) return;
    throw new Error(
      `not within ${withinMs / 1_000} s: ${what}; the desks say: ${notices()}; ${desks?.troubles.join('; ')}`,
    );
  }

  let rung: number[] = [];

  it('a weekday evening ends where the calendar says, however many are left', async function () {
    this.timeout(300_000);
    await openTheDay(FRIDAY_EVENING);
    campaign = await ownCampaign(system, {
      name: '暦の確認',
      mode: 'progressive',
      persons: PERSONS,
      ringTimeoutSec: 15,
    });
    // They let it ring, and have no answering machine.
    for (const { number } of campaign.persons) await far.control.setBehaviour(number, 'no-answer');
    await readyForWork();
    await until('the desks say when it goes on', async () => notices().includes('11月21日'), 180_000);
    expect(await untilNothingIsRinging()).to.equal(0);
    const onFriday = await dialled();
    expect(onFriday.length, 'calls on Friday evening').to.be.greaterThan(0);
    for (const { atMs, band } of onFriday) {
      expect(atMs).to.be.lessThan(CLOSES);
      expect(band).to.equal('evening');
    }
    const givenUp =
      await system.sql`select p.state, p.reason_code, p.reason from target_progress p join campaign_target t on t.id = p.target_id
      where t.campaign_id = ${campaign.id} and p.state in ('done', 'withdrawn')`;
    expect(givenUp, 'nobody is given up').to.deep.equal([]);
    rung = [...new Set(onFriday.filter(({ fullRing }) => fullRing).map(({ personId }) => personId))];
    expect(rung.length, 'the evening was too short for all').to.be.within(1, PERSONS - 1);
    // Evening and weekend are one half of what is promised to a case: what is missing now is a weekday by day.
    expect(await waitsOf(rung)).to.deep.equal(rung.map(() => ({ band: 'weekday_day', at: NEXT_DAYTIME })));
    await desks?.goHome();
    expect(await untilNothingIsLeft(system)).to.deep.equal(nothing);
  });

  async function untilNothingIsRinging(): Promise<number> {
    for (const deadline = Date.now() + 30_000; Date.now() < deadline; await new Promise((r) => setTimeout(r, 300))) {
      const [row] = await system.sql<{ n: number }[]>`select count(*)::int as n from call where ended_at is null`;
      if (row?.n === 0) return 0;
    }
    return -1;
  }

  async function waitsOf(personIds: readonly number[]): Promise<{ band: string | null; at: string | undefined }[]> {
    const rows = await system.sql<{ band: string | null; at: Date | null }[]>`
      select p.next_band as band, p.next_at as at from target_progress p join campaign_target t on t.id = p.target_id
      where t.campaign_id = ${campaign.id} and t.person_id = any(${[...personIds]}::bigint[])`;
    return rows.map(({ band, at }) => ({ band, at: at?.toISOString() }));
  }

  it('whom the evening did not come to is called at the weekend; whom it rang for is left in peace', async function () {
    this.timeout(240_000);
    await openTheDay(SATURDAY);
    // A short call each: they refuse it.
    for (const { number } of campaign.persons) await far.control.setBehaviour(number, 'rejected;ring=1');
    const notYet = campaign.persons.map(({ personId }) => personId).filter((id) => !rung.includes(id));
    await readyForWork();
    const called = async () => new Set((await dialledSince(SATURDAY)).map(({ personId }) => personId));
    await until('everybody else is called', async () => (await called()).size >= notYet.length, 120_000);
    await until('the desks have nobody left', async () => notices().includes('対象がありません'), 30_000);
    expect([...(await called())].sort()).to.deep.equal(notYet.sort());
    expect(new Set((await dialledSince(SATURDAY)).map(({ band }) => band))).to.deep.equal(new Set(['weekend']));
    expect(await waitsOf(rung), 'still Tuesday').to.deep.equal(
      rung.map(() => ({ band: 'weekday_day', at: NEXT_DAYTIME })),
    );
  });

  it('a national holiday is a holiday, and says when it goes on', async function () {
    this.timeout(240_000);
    await openTheDay(HOLIDAY);
    await readyForWork();
    await until('the desks name the day', async () => notices().includes('11月24日'), 20_000);
    expect(notices()).to.include('祝日');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(await dialledSince(HOLIDAY)).to.deep.equal([]);
  });

  it('at 21:00 no telephone rings, whatever the city opened', async function () {
    this.timeout(240_000);
    await openTheDay(AFTER_THE_GUARD);
    await system.sql`insert into setting (key, value, valid_from) values
      ('calendar', ${system.sql.json({ opens: '08:00', closes: '21:00', halfCloses: '12:00', eveningCloses: '21:00' })}, '2026-11-24')
      on conflict (key, valid_from) do update set value = excluded.value`;
    await readyForWork();
    await until('the desks say why', async () => notices().includes('21時'), 20_000);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(await dialledSince(AFTER_THE_GUARD)).to.deep.equal([]);
  });
});
