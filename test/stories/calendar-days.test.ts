import { expect } from 'chai';
import { newId } from '../../core/platform/ids.ts';
import { type SeatedAgent, seatAgents } from '../../runtime/drill/desk/seat-agents.ts';
import { ordinaryTimes } from '../../runtime/drill/desk/working-times.ts';
import { MediaClock } from '../../runtime/drill/sip/media-clock.ts';
import { readInstallation } from '../../runtime/instance/installation.ts';
import { type FarSide, openFarSide } from './support/citizen.ts';
import { nothing, untilNothingIsLeft } from './support/leftovers.ts';
import { newStoryFolder, type RunningSystem, removeTraces, startSystemAt } from './support/system.ts';

/** 2026-11-20 is a Friday with an evening, the 21st an approved Saturday, the 23rd 勤労感謝の日: as the demo's calendar has them. */
const FRIDAY_EVENING = '2026-11-20T19:58';
const HOLIDAY = '2026-11-23T10:00';
const AFTER_THE_GUARD = '2026-11-24T21:00';
const CLOSES = Date.parse('2026-11-20T20:00:00+09:00');

interface Dialled {
  atMs: number;
  band: string;
}

describe('story: the days of a city', () => {
  let dataDir: string;
  let system: RunningSystem;
  let far: FarSide;
  let seated: SeatedAgent[] = [];
  const troubles: string[] = [];

  before(async () => {
    dataDir = await newStoryFolder();
  });
  afterEach(() => closeTheDay());
  after(async () => {
    if (dataDir) await removeTraces(dataDir);
  });

  async function openTheDay(clock: string): Promise<void> {
    system = await startSystemAt(dataDir, clock);
    far = await openFarSide(system);
    for (let hour = 8; hour < 21; hour += 1) await far.control.setAnswerShare(hour, 0);
    const port = readInstallation(dataDir)?.ports['pbxSip'];
    if (!port) throw new Error('the installation names no SIP port');
    const accounts = [0, 1]
      .map((index) => system.login('agent', index))
      .map(({ user, password }) => ({ login: user, password }));
    const ready = { url: system.url };
    await seatAgents({
      product: { ready, exchange: { host: '127.0.0.1', port } },
      ...{ accounts, times: ordinaryTimes, seed: 1, clock: new MediaClock() },
      trouble: (text) => troubles.push(text),
      onSeated: (one) => seated.push(one),
    });
  }

  async function closeTheDay(): Promise<void> {
    for (const { agent } of seated) await agent.leave().catch(() => agent.abandon());
    seated = [];
    far?.control.close();
    await system?.stop();
  }

  /** A list of its own, so that nobody else is in front of its few persons. */
  async function sixPersons(): Promise<string> {
    const [demo] = await system.sql<{ subjectId: string }[]>`
      select c.subject_id as "subjectId" from campaign c join subject s on s.id = c.subject_id
      where c.mode = 'progressive' and not c.privileged and s.debt_class <> 'private' order by c.created_at limit 1`;
    if (!demo) throw new Error('the demo has no progressive campaign');
    const id = newId();
    await system.sql`insert into campaign (id, subject_id, name, mode, state, ring_timeout_sec)
      values (${id}, ${demo.subjectId}, '暦の確認', 'progressive', 'running', 15)`;
    await system.sql`
      insert into campaign_target (campaign_id, person_id, position)
      select ${id}, person_id, row_number() over (order by person_id) from (
        select p.id as person_id from person p
        where not p.shielded and p.deceased_on is null and p.kind = 'individual'
          and (select count(*) from phone_number n where n.person_id = p.id and n.usable) = 1
          and exists (select 1 from phone_number n where n.person_id = p.id and n.usable and n.gone_at is null and n.type = 'mobile'
            and n.digits ~ '^0[789]0[0-9]{8}$'
            and (n.source_subject_id is null or n.source_subject_id in (select o.id from subject o join subject s on s.sharing_group = o.sharing_group
              where s.id = ${demo.subjectId}))
            and not exists (select 1 from phone_number o where o.digits = n.digits and o.person_id <> p.id))
          and exists (select 1 from arrears_item a where a.person_id = p.id and a.subject_id = ${demo.subjectId} and a.unpaid > 0
            and a.disposition is null and a.due_date < '2026-11-01')
          and not exists (select 1 from stop_flag f where f.person_id = p.id)
          and (select count(*) from person h where h.household_id = p.household_id) = 1
        order by p.id limit 6) chosen`;
    await system.sql`update campaign set state = 'paused' where id <> ${id} and state = 'running'`;
    return id;
  }

  const dialled = (campaignId: string) =>
    system.sql<Dialled[]>`
      select extract(epoch from dialled_at) * 1000 as "atMs", band
      from call where campaign_id = ${campaignId} and dialled_at is not null order by dialled_at`;

  const readyForWork = (campaignId: string) => Promise.all(seated.map(({ agent }) => agent.ready(campaignId)));
  const notices = () => seated.map(({ agent }) => agent.snapshot?.notice ?? '').join(' / ');

  async function until(what: string, test: () => Promise<boolean>, withinMs: number): Promise<void> {
    for (const deadline = Date.now() + withinMs; Date.now() < deadline; await new Promise((r) => setTimeout(r, 500)))
      if (await test()) return;
    throw new Error(`not within ${withinMs / 1_000} s: ${what}; the desks say: ${notices()}; ${troubles.join('; ')}`);
  }

  let campaignId = '';

  it('a weekday evening ends where the calendar says, however many are left', async function () {
    this.timeout(300_000);
    await openTheDay(FRIDAY_EVENING);
    campaignId = await sixPersons();
    await readyForWork(campaignId);
    await until('the desks say when it goes on', async () => notices().includes('11月21日'), 180_000);
    const onFriday = await dialled(campaignId);
    expect(onFriday.length, 'calls on Friday evening').to.be.greaterThan(0);
    for (const { atMs, band } of onFriday) {
      expect(atMs).to.be.lessThan(CLOSES);
      expect(band).to.equal('evening');
    }
    const waiting =
      await system.sql`select p.state, p.reason_code, p.reason from target_progress p join campaign_target t on t.id = p.target_id
      where t.campaign_id = ${campaignId} and p.state in ('done', 'withdrawn')`;
    expect(waiting, 'nobody is given up').to.deep.equal([]);
    for (const { agent } of seated) await agent.leave();
    seated = [];
    expect(await untilNothingIsLeft(system)).to.deep.equal(nothing);
  });

  it('a national holiday is a holiday, and says when it goes on', async function () {
    this.timeout(120_000);
    await openTheDay(HOLIDAY);
    const before = (await dialled(campaignId)).length;
    await readyForWork(campaignId);
    await until('the desks name the day', async () => notices().includes('11月24日'), 20_000);
    expect(notices()).to.include('祝日');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect((await dialled(campaignId)).length).to.equal(before);
  });

  it('at 21:00 no telephone rings, whatever the city opened', async function () {
    this.timeout(120_000);
    await openTheDay(AFTER_THE_GUARD);
    await system.sql`insert into setting (key, value, valid_from) values
      ('calendar', ${system.sql.json({ opens: '08:00', closes: '21:00', halfCloses: '12:00', eveningCloses: '21:00' })}, '2026-11-24')
      on conflict (key, valid_from) do update set value = excluded.value`;
    const before = (await dialled(campaignId)).length;
    await readyForWork(campaignId);
    await until('the desks say why', async () => notices().includes('21時'), 20_000);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect((await dialled(campaignId)).length).to.equal(before);
  });
});
