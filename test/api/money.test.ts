import { expect } from 'chai';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import { INSURANCE, LUNCH, reserve, seedCampaign, seedPerson, seedSubjects, startCall, TAX } from './city-fixture.ts';

/** The product's day of these tests is 2026-11-20. Seeded periods are due on 2026-06-30. */
const CHARGE_FIELDS = /charge|Charge|steps|ask_city|not_announced|suspension|askCity|notAnnounced/;
const GOOD = {
  nameResult: 'matched',
  factors: [
    { factor: 'birth_date', result: 'matched' },
    { factor: 'address', result: 'matched' },
  ],
};

describe('api: charges of today', () => {
  let api: ApiUnderTest;
  let officer: Browser;
  let agent: Browser;
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    officer = await api.as('officer');
    agent = await api.as('agent');
  });
  after(() => api.close());
  const put = (path: string, body: object, browser = officer) => browser.send('PUT', `/api/money/${path}`, body);
  const announce = (value: string, subjects = {}) =>
    put('announcement', { validFrom: '2026-11-20', announce: value, subjects });
  const debtOf = async (personId: number, query = '') => officer.get(`/api/persons/${personId}/debt${query}`);

  it('asks the city while nobody said how a subject is counted, and tells nothing while the city is silent', async () => {
    const person = await seedPerson(api.db.sql);
    const silent = await debtOf(person.id);
    expect(silent.body.items[0]).to.deep.include({ charge: { state: 'not_announced' }, fixedCharge: null });
    expect(silent.body.totals).to.include({ principal: person.amounts[0], charge: null, all: null, notAnnounced: 1 });
    expect((await announce('always')).status).to.equal(200);
    const unknown = await debtOf(person.id);
    expect(unknown.body.items[0].charge).to.deep.equal({ state: 'ask_city', reason: 'engine_unknown' });
    expect(unknown.body.totals).to.include({ charge: 0, askCity: 1, all: null });
    await api.db.sql`update subject set delinquency_engine = 'of another product' where id = ${TAX}`;
    expect((await debtOf(person.id)).body.items[0].charge.reason).to.equal('engine_unknown');
  });

  it('counts what is due today and on a day to come, with its steps, days and totals', async () => {
    expect((await put('engine', { subjectId: TAX, engine: 'local_tax' })).status).to.equal(200);
    const person = await seedPerson(api.db.sql);
    const { sql } = api.db;
    await sql`update arrears_item set principal = 100000, demand_fee = 100 where person_id = ${person.id}`;
    const { body } = await debtOf(person.id);
    // 2026-06-30 → 31 days at 2.8 %, 112 at 9.1 %: 237 + 2,792.
    expect(body.items[0].charge).to.deep.include({ state: 'known', yen: 3_000, fixed: false });
    expect(body.items[0].charge.steps).to.deep.equal([
      { from: '2026-07-01', through: '2026-07-31', days: 31, base: 100_000, rate: 280, stage: 'first', half: false },
      { from: '2026-08-01', through: '2026-11-20', days: 112, base: 100_000, rate: 910, stage: 'later', half: false },
    ]);
    expect(body.chargesOn).to.equal('2026-11-20');
    expect(body.totals).to.deep.equal({
      principal: 100_000,
      demandFee: 100,
      charge: 3_000,
      askCity: 0,
      notAnnounced: 0,
      all: 103_100,
    });
    expect((await debtOf(person.id, '?on=2026-12-25')).body.items[0].charge.yen).to.equal(3_900);
    expect((await debtOf(person.id, '?on=2027-01-04')).body.items[0].charge.reason).to.equal('rate_unknown');
    expect((await debtOf(person.id, '?on=2026-11-19')).body.code).to.equal('debt/day');
    expect((await debtOf(person.id, '?on=2028-01-01')).body.code).to.equal('debt/day');
  });

  it('lowers the base by payments told, asks where the file has money without a day, and keeps what is fixed apart', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const [item] = await sql<{ id: number }[]>`
      update arrears_item set principal = 100000, demand_fee = 100 where person_id = ${person.id} returning id`;
    const posted = await officer.post(`/api/persons/${person.id}/payments`, {
      arrearsItemId: item?.id,
      receiptDate: '2026-10-31',
      amount: 60_000,
      demandFee: 100,
      interest: 500,
    });
    expect(posted.status).to.equal(200);
    const paid = (await debtOf(person.id)).body;
    // 237 + 92 days on 100,000 (2,293) + 20 days on 40,000 (199) = 2,729 → 2,700, of which 500 were paid.
    expect(paid.items[0]).to.deep.include({ unpaid: 40_000, demandFee: 0 });
    expect(paid.items[0].charge.yen).to.equal(2_200);
    await officer.post(`/api/persons/${person.id}/payments/${posted.body.id}/cancel`, { reason: '取消' });
    expect((await debtOf(person.id)).body.items[0].charge.yen).to.equal(3_000);
    // All of it paid: what had grown by then is owed until the core system fixes it.
    const whole = { arrearsItemId: item?.id, receiptDate: '2026-10-31', amount: 100_000 };
    const settled = await officer.post(`/api/persons/${person.id}/payments`, whole);
    const rest = (await debtOf(person.id)).body;
    expect(rest.items[0]).to.deep.include({ unpaid: 0, demandFee: 100 });
    expect(rest.items[0].charge.yen).to.equal(2_500);
    expect(rest.items[0].charge.steps.at(-1).through).to.equal('2026-10-31');
    await officer.post(`/api/persons/${person.id}/payments/${settled.body.id}/cancel`, { reason: '取消' });
    await sql`update arrears_item set collected = 60000 where id = ${item?.id ?? 0}`;
    expect((await debtOf(person.id)).body.items[0].charge.reason).to.equal('undated_payment');
    await sql`update arrears_item set interest_fixed = 1200 where id = ${item?.id ?? 0}`;
    const open = (await debtOf(person.id)).body.items[0];
    expect([open.charge.reason, open.fixedCharge]).to.deep.equal(['fixed_and_open', 1_200]);
    await sql`update arrears_item set collected = principal where id = ${item?.id ?? 0}`;
    const fixed = (await debtOf(person.id)).body;
    expect(fixed.items[0].charge).to.deep.equal({ state: 'known', yen: 1_200, fixed: true, steps: [] });
    expect(fixed.totals).to.include({ principal: 0, charge: 1_200 });
  });

  it('knows suspensions with and without days, and those of taxes never for a private claim', async () => {
    const { sql } = api.db;
    await put('engine', { subjectId: LUNCH, engine: 'legal_interest' });
    const person = await seedPerson(sql, { subjects: [TAX, LUNCH] });
    await sql`update arrears_item set principal = 100000 where person_id = ${person.id}`;
    const charges = async () => {
      const { body } = await debtOf(person.id);
      return body.items.map(
        (item: { charge: { yen?: number; reason?: string } }) => item.charge.yen ?? item.charge.reason,
      );
    };
    expect(await charges()).to.deep.equal([3_000, 1_175]);
    await sql`update arrears_item set disposition = '執行停止' where person_id = ${person.id} and subject_id = ${TAX}`;
    expect(await charges()).to.deep.equal(['suspension', 1_175]);
    await sql`insert into stop_flag (person_id, kind, from_on, source)
      values (${person.id}, 'enforcement_stop', '2026-08-01', 'import')`;
    expect(await charges()).to.deep.equal([0, 1_175]);
    expect((await debtOf(person.id)).body.suspensions).to.deep.equal([
      { kind: 'enforcement_stop', fromOn: '2026-08-01', toOn: null },
    ]);
    await sql`update stop_flag set source = 'manual' where person_id = ${person.id}`;
    expect(await charges()).to.deep.equal([0, 'suspension']);
    const lunchOnly = await api.as('officer', { subjectScope: [LUNCH] });
    await sql`update stop_flag set source = 'import' where person_id = ${person.id}`;
    expect((await lunchOnly.get(`/api/persons/${person.id}/debt`)).body.suspensions).to.deep.equal([]);
  });

  it('keeps every new field inside the api in a live call until the check passed', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql, { subjects: [TAX, INSURANCE] });
    await sql`insert into stop_flag (person_id, kind, from_on, source) values (${person.id}, 'grace', '2026-08-01', 'import')`;
    const campaign = await seedCampaign(sql, TAX, [person.id]);
    const target = { id: campaign.targets[0] ?? 0, personId: person.id };
    const path = `/api/desk/case/${target.id}`;
    await reserve(sql, agent.staffId, campaign.id, target.id);
    expect((await agent.get(`${path}/debt`)).status).to.equal(403);
    const callId = await startCall(sql, agent.staffId, { id: campaign.id, subjectId: TAX }, target);
    for (const query of ['', '?on=2026-12-01', '?on=2020-01-01']) {
      const refused = await agent.get(`${path}/debt${query}`);
      expect([refused.status, refused.body.code]).to.deep.equal([403, 'identity/required']);
      expect(refused.text).to.not.match(CHARGE_FIELDS);
    }
    for (const other of [path, '/api/desk/snapshot'])
      expect((await agent.get(other)).text, other).to.not.match(CHARGE_FIELDS);
    // The person's page of the same agent's supervisor account is shut too.
    const both = await api.as('manager');
    await startCall(sql, both.staffId, { id: campaign.id, subjectId: TAX }, target);
    expect((await both.get(`/api/persons/${person.id}/debt?on=2026-12-01`)).body.code).to.equal('identity/required');
    expect((await both.get(`/api/persons/${person.id}`)).text).to.not.match(CHARGE_FIELDS);

    expect((await agent.post('/api/desk/identity', { callId, ...GOOD })).body.passed).to.equal(true);
    const open = await agent.get(`${path}/debt?on=2026-12-01`);
    expect(open.status).to.equal(200);
    expect(open.body.chargesOn).to.equal('2026-12-01');
    expect(open.body.items.map((item: { charge: { state: string } }) => item.charge.state)).to.deep.equal([
      'ask_city',
      'ask_city',
    ]);
  });

  it('shows and changes what counts, and refuses what cannot be right', async () => {
    const settings = (await officer.get('/api/money')).body;
    const tax = settings.engines.find(({ engine }: { engine: string }) => engine === 'local_tax');
    expect(tax.rates.at(-1)).to.deep.equal({
      from: '2026-01-01',
      through: '2026-12-31',
      first: 280,
      later: 910,
      entered: false,
    });
    const subject = (id: string) => settings.subjects.find((one: { subjectId: string }) => one.subjectId === id);
    expect(subject(TAX)).to.include({ engine: 'local_tax', ratesEnd: '2026-12-31', ownRule: null });
    expect(subject(INSURANCE)).to.include({ engine: null, ratesEnd: null });

    const scope = { engine: 'local_tax' };
    const line = { from: '2027-01-01', through: '2027-12-31', first: 300, later: 930 };
    const saved = await put('rates', { scope, line });
    expect(saved.body.engines[0].rates.at(-1)).to.deep.equal({ ...line, entered: true });
    for (const bad of [{ through: null }, { first: 940 }, { from: '2027-04-01' }])
      expect((await put('rates', { scope, line: { ...line, ...bad } })).body.code).to.equal('money/rate');
    expect((await put('rates', { scope, line: { ...line, later: 9.3 } })).status).to.equal(422);
    expect((await put('rates', { scope: { subjectId: INSURANCE }, line })).body.code).to.equal('money/no-engine');
    expect((await put('rates', { scope: { subjectId: '77' }, line })).body.code).to.equal('subject/not-found');

    const person = await seedPerson(api.db.sql);
    await api.db.sql`update arrears_item set principal = 100000 where person_id = ${person.id}`;
    // 237 + 3,814 of 2026 + 4 days of 2027 at 9.3 % (101).
    expect((await debtOf(person.id, '?on=2027-01-04')).body.items[0].charge.yen).to.equal(4_100);
    const rule = { scope: { subjectId: TAX }, validFrom: '2026-11-20', rule: { chargeUnit: 1, onGrace: 'half' } };
    const ruled = (await put('rule', rule)).body.subjects.find((one: { subjectId: string }) => one.subjectId === TAX);
    expect(ruled.ownRule).to.deep.equal(rule.rule);
    expect((await debtOf(person.id)).body.items[0].charge.yen).to.equal(3_029);
    expect((await put('rule', { ...rule, validFrom: '2026-11-19' })).body.code).to.equal('settings/past');
    expect((await put('rule', { ...rule, rule: { chargeUnit: 0 } })).status).to.equal(422);
    const later = { ...rule, validFrom: '2026-12-01', rule: { chargeUnit: 1_000 } };
    const coming = await put('rule', later);
    expect((await debtOf(person.id, '?on=2026-11-30')).body.items[0].charge.yen).to.equal(3_278);
    expect((await debtOf(person.id, '?on=2026-12-01')).body.items[0].charge.yen).to.equal(3_000);
    expect(coming.body.coming).to.deep.equal([
      { key: `delinquency_rule:subject/${TAX}`, validFrom: '2026-12-01', value: later.rule },
    ]);

    expect((await put('demand-fee', { from: '2026-07-01', yen: 80 })).body.demandFees).to.have.length(1);
    expect((await debtOf(person.id)).body.items[0].demandFee).to.equal(80);
    expect((await announce('always', { [TAX]: 'after_principal' })).body.announcement).to.deep.equal({
      announce: 'always',
      subjects: { [TAX]: 'after_principal' },
    });
    expect((await debtOf(person.id)).body.items[0].charge).to.deep.equal({ state: 'not_announced' });
    const limited = await api.as('officer', { subjectScope: [TAX] });
    expect((await put('rates', { scope, line }, limited)).body.code).to.equal('settings/whole-city');
    expect((await put('engine', { subjectId: LUNCH, engine: null }, limited)).body.code).to.equal('subject/not-found');
    expect((await limited.get('/api/money')).body.subjects).to.have.length(1);
    const [row] = await api.db.sql`select detail from audit_log where action = 'setting.save' order by id limit 1`;
    expect(row?.['detail']).to.include({ key: 'delinquency_announce', validFrom: '2026-11-20' });
    expect((await officer.get('/api/settings/dialling')).body.changes).to.deep.equal([]);
  });
});
