import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { FailPoint } from '../../telephony/fail-point.ts';
import { type FarSide, openFarSide } from './support/citizen.ts';
import { pidOf, untilRestarted } from './support/kill.ts';
import { nothing, untilNothingIsLeft } from './support/leftovers.ts';
import { type OwnCampaign, ownCampaign } from './support/own-campaign.ts';
import { type SipAgents, sipAgents } from './support/sip-agents.ts';
import { newStoryFolder, type RunningSystem, removeTraces, startSystemAt } from './support/system.ts';

/** Around the claim and around the dial; the points between are met by the fake exchange (test/telephony/pool-restart.test.ts). */
const POINTS: readonly FailPoint[] = ['before-row', 'after-row', 'before-dial', 'after-dial'];
/** Enough that somebody is left to be called at the last point. They are there longer than a controller needs to come back. */
const PERSONS = 24;
const AGENTS = 3;

interface CallRow {
  personId: number;
  number: string;
  sipCallId: string | null;
  dialled: boolean;
  connected: boolean;
  abandoned: boolean;
  /** An incident says that nobody saw its end. */
  unknown: boolean;
}

describe('story: the controller dies while it dials for the pool', () => {
  let dataDir: string;
  let system: RunningSystem;
  let far: FarSide;
  let desks: SipAgents;
  let campaign: OwnCampaign;
  let armed: string;

  before(async function () {
    this.timeout(300_000);
    dataDir = await newStoryFolder();
    armed = join(dataDir, 'fail-point');
    system = await startSystemAt(dataDir, '2026-11-20T10:00', { TORITSUGI_FAILPOINT: `@${armed}` });
    far = await openFarSide(system);
    campaign = await ownCampaign(system, {
      name: '予測発信の確認',
      mode: 'predictive',
      persons: PERSONS,
      ringTimeoutSec: 20,
    });
    for (const { number } of campaign.persons)
      await far.control.setBehaviour(number, 'person;ring=1;talk=6;who=absent');
    desks = await sipAgents(system, AGENTS);
    await Promise.all(desks.agents.map((agent) => agent.ready(null)));
  });
  after(async function () {
    this.timeout(60_000);
    await desks?.goHome();
    far?.control.close();
    await system?.stop();
    if (dataDir) await removeTraces(dataDir);
  });

  const calls = () =>
    system.sql<CallRow[]>`
      select person_id as "personId", dialled_number as number, sip_call_id as "sipCallId", dialled_at is not null as dialled,
        connected_real_ms is not null as connected, abandoned,
        exists (select 1 from incident i where i.call_id = call.id and i.kind = 'call_end_unknown') as unknown
      from call where campaign_id = ${campaign.id} order by created_at`;
  const heardByAnAgent = async () => (await calls()).filter(({ connected }) => connected).length;

  async function until(what: string, test: () => Promise<boolean>, withinMs: number): Promise<void> {
    for (const deadline = Date.now() + withinMs; Date.now() < deadline; await new Promise((r) => setTimeout(r, 200)))
      if (await test()) return;
    const states = desks.agents.map(({ snapshot }) => snapshot?.state).join(', ');
    throw new Error(`not within ${withinMs / 1_000} s: ${what}; ${states}; ${desks.troubles.join('; ')}`);
  }

  for (const point of POINTS) {
    it(`${point}: killed, started again, and agents are served again`, async function () {
      this.timeout(120_000);
      await until('a citizen is heard', async () => (await heardByAnAgent()) > 0, 60_000);
      const pid = pidOf(system, 'telephony');
      if (!pid) throw new Error('telephony does not run');
      writeFileSync(armed, point);
      await until('it gets there', async () => !existsSync(armed), 30_000);
      await untilRestarted(system, 'telephony', pid);
      const before = await heardByAnAgent();
      await until('the next citizen is heard', async () => (await heardByAnAgent()) > before, 60_000);
      if (process.env['STORY_FIGURES']) process.stderr.write(`${point}: ${await untried()} not called yet\n`);
    });
  }

  it('nobody was called twice, nobody is lost, and nothing hangs about', async function () {
    this.timeout(240_000);
    await until('everybody has had their turn', async () => (await untried()) === 0, 180_000);
    await until('the last call is over', async () => (await openCalls()) === 0, 30_000);
    await desks.goHome();
    expect(await untilNothingIsLeft(system)).to.deep.equal(nothing);

    const rows = await calls();
    const legs = (await far.log()).filter(({ called }) => campaign.persons.some(({ number }) => number === called));
    const timesRung = (number: string) => legs.filter(({ called }) => called === number).length;
    const twice = campaign.persons.filter(({ number }) => timesRung(number) > 1);
    expect(twice, 'rung twice').to.deep.equal([]);
    // What the network saw and what the rows say is the same, call by call; a call that came and went while nobody watched has an incident.
    const known = new Map(rows.flatMap((row) => (row.sipCallId === null ? [] : [[row.sipCallId, row.number]])));
    const unseen = legs.filter(({ callId }) => !known.delete(callId));
    expect([...known], 'calls the network never saw').to.deep.equal([]);
    for (const { called } of unseen)
      expect(rows.find(({ number, dialled }) => dialled && number === called)?.unknown, called).to.equal(true);
    // Whoever died between writing "dialled" and dialling cannot know: rather none than two, and the person is called another time.
    const notRung = campaign.persons.filter(({ number }) => timesRung(number) === 0).map(({ personId }) => personId);
    expect(notRung.length, 'not rung: at most one of the calls in hand at a crash').to.be.within(1, POINTS.length);
    const waiting =
      await system.sql`select p.state, p.next_at is not null as planned, p.reason_code is not null as explained
      from target_progress p join campaign_target t on t.id = p.target_id
      where t.campaign_id = ${campaign.id} and t.person_id = any(${notRung}::bigint[])`;
    expect(waiting).to.deep.equal(notRung.map(() => ({ state: 'waiting', planned: true, explained: true })));
    // One row of a telephone that rang, each; what died before it left a row that says it never did.
    for (const { personId } of campaign.persons)
      expect(
        rows.filter((row) => row.personId === personId && row.dialled),
        String(personId),
      ).to.have.length(1);
    for (const row of rows.filter(({ sipCallId }) => sipCallId !== null))
      expect(row.connected || row.abandoned || row.unknown, 'heard, counted as abandoned, or told as unknown').to.equal(
        true,
      );
    const strange =
      await system.sql`select p.*, (select json_agg(json_build_object('call', c.id, 'dialled', c.dialled_at, 'ended', c.ended_at,
        'result', c.line_result, 'by', c.ended_by, 'saved', (select r.at from contact_record r where r.call_id = c.id limit 1)))
        from call c where c.target_id = t.id) as calls
      from target_progress p join campaign_target t on t.id = p.target_id where t.campaign_id = ${campaign.id}
      and (p.state not in ('waiting', 'done') or p.lease_pool or p.lease_agent_id is not null)`;
    expect(strange, 'in nobody’s hands').to.deep.equal([]);
    // Results that a desk wanted to save while no controller was there were pressed once more.
    expect(desks.troubles.filter((text) => !text.includes('telephony/no-answer; once more'))).to.deep.equal([]);
  });

  async function untried(): Promise<number> {
    const [row] = await system.sql<{ n: number }[]>`select count(*)::int as n from campaign_target t
      where t.campaign_id = ${campaign.id} and not exists
        (select 1 from call c where c.target_id = t.id and c.dialled_at is not null)`;
    return row?.n ?? -1;
  }

  async function openCalls(): Promise<number> {
    const [row] = await system.sql<{ n: number }[]>`select count(*)::int as n from call where ended_at is null`;
    return row?.n ?? -1;
  }
});
