import { expect } from 'chai';
import { simulatedClock } from '../../core/platform/clock.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { createDialer } from '../../telephony/dialer/create-dialer.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { playCall, SUBJECTS, seedAgent, seedCampaign, seedCity, seedPersons } from './dialer-population.ts';

const TUESDAY_TEN = Date.parse('2026-11-24T10:00:00+09:00');
const stoppedClock = { ...simulatedClock({ realAnchorMs: 0, simulatedAnchorMs: TUESDAY_TEN, speed: 1 }, () => 0) };

interface Offer {
  personId: number;
  number: string;
}

/** Works a campaign to its end: everybody offered is dialled and promises to pay. */
async function offersOf(sql: Sql, campaignId: string, agentId: string): Promise<Offer[]> {
  const dialer = createDialer({ clock: stoppedClock, node: 'node1' });
  const offers: Offer[] = [];
  for (;;) {
    const plan = await sql.begin(async (tx) => {
      const next = await dialer.reserve(tx, agentId, campaignId);
      if (next.kind === 'nothing') return next;
      return dialer.prepareDial(tx, { targetId: next.targetId, phoneId: null, agentId });
    });
    if (plan.kind === 'nothing') return offers;
    if (plan.kind === 'refused') throw new Error(`offered and refused at once: ${plan.code}`);
    offers.push({ personId: plan.personId, number: plan.dialledNumber });
    await playCall(sql, dialer, plan, agentId, stoppedClock.now(), {
      lineResult: 'answered_human',
      whoAnswered: 'principal',
      talkResult: 'promise',
    });
  }
}

/**
 * Who may be called, written a second time as one plain query without a word of the product's code: person × number.
 * `shieldedQueue` is the privileged campaign in the hands of a privileged agent.
 */
async function oracle(sql: Sql, subjectId: string, shieldedQueue: boolean): Promise<Offer[]> {
  return sql<Offer[]>`
    select p.id as "personId", n.digits as number
    from person p
      join phone_number n on n.person_id = p.id
      join subject s on s.id = ${subjectId}
      left join subject f on f.id = n.source_subject_id
    where p.deceased_on is null
      and (not p.shielded or ${shieldedQueue})
      and not exists (select 1 from stop_flag x where x.person_id = p.id and x.kind not in ('no_sms', 'no_visit')
        and date '2026-11-24' between x.from_on and coalesce(x.to_on, 'infinity'))
      and exists (select 1 from arrears_item i where i.person_id = p.id and i.subject_id = s.id and i.unpaid > 0
        and i.due_date < '2026-11-24' and coalesce(i.disposition, '') not in ('猶予', '停止', '差押'))
      and n.usable and n.gone_at is null and n.type in ('home', 'mobile') and length(n.digits) in (10, 11)
      and case when s.debt_class = 'private'
        then coalesce(f.debt_class <> 'tax' and f.sharing_group = s.sharing_group, false)
        else coalesce(f.sharing_group = s.sharing_group, true) end
      and not exists (select 1 from phone_number o join person op on op.id = o.person_id
        where o.digits = n.digits and o.person_id <> p.id and o.gone_at is null and (op.shielded or p.shielded))`;
}

describe('the dialer offers exactly who may be called', () => {
  let db: TestDatabase;
  before(async () => {
    db = await testDatabase();
    await seedCity(db.sql);
    await seedPersons(db.sql, 20_261_124, 250);
    // Who may be called at all is asked here; how often a household may be, elsewhere.
    await db.sql`insert into setting (key, value) values ('dialling', ${db.sql.json({ maxAttemptsPerBand: 999 })})`;
  });
  after(() => db.close());

  for (const { id } of SUBJECTS) {
    it(`in a campaign on "${id}": no one more, no one less, and no number more`, async () => {
      const { sql } = db;
      const agent = await seedAgent(sql);
      const campaign = await seedCampaign(sql, id);
      const expected = await oracle(sql, id, false);
      const offers = await offersOf(sql, campaign, agent);
      const may = new Set(expected.map(({ personId, number }) => `${personId} ${number}`));
      expect(offers.filter(({ personId, number }) => !may.has(`${personId} ${number}`))).to.deep.equal([]);
      expect(new Set(offers.map(({ personId }) => personId)).size).to.equal(offers.length);
      expect(offers.map(({ personId }) => personId).sort((a, b) => a - b)).to.deep.equal(
        [...new Set(expected.map(({ personId }) => personId))].sort((a, b) => a - b),
      );
      expect(offers.length).to.be.greaterThan(5);
    });
    // Conversations of one campaign count against the daily cap of the next: start each from a clean day.
    afterEach(async () => {
      await db.owner`delete from contact_record`;
      await db.sql`delete from call`;
    });
  }

  it('in the privileged queue: shielded persons too, on their own number only', async () => {
    const { sql } = db;
    const agent = await seedAgent(sql, true);
    const campaign = await seedCampaign(sql, 'tax', { privileged: true });
    const expected = await oracle(sql, 'tax', true);
    const offers = await offersOf(sql, campaign, agent);
    const persons = [...new Set(expected.map(({ personId }) => personId))].sort((a, b) => a - b);
    expect(offers.map(({ personId }) => personId).sort((a, b) => a - b)).to.deep.equal(persons);
    const shielded = await sql<{ id: number }[]>`select id from person where shielded`;
    expect(offers.filter(({ personId }) => shielded.some(({ id }) => id === personId)).length).to.be.greaterThan(0);
  });

  it('never hands the privileged queue to an ordinary agent', async () => {
    const { sql } = db;
    const agent = await seedAgent(sql);
    const campaign = await seedCampaign(sql, 'tax', { privileged: true });
    const dialer = createDialer({ clock: stoppedClock, node: 'node1' });
    const answer = await sql.begin((tx) => dialer.reserve(tx, agent, campaign));
    expect(answer).to.include({ kind: 'nothing', code: 'privileged_only' });
  });
});
