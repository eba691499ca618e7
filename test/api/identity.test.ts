import { expect } from 'chai';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import { seedCampaign, seedPerson, seedSubjects, startCall, TAX } from './city-fixture.ts';

const matched = (...factors: string[]) => factors.map((factor) => ({ factor, result: 'matched' }));
const GOOD = { speaker: 'principal', nameResult: 'matched', factors: matched('birth_date', 'address') };

describe('api: the identity check', () => {
  let api: ApiUnderTest;
  let agent: Browser;
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    agent = await api.as('agent');
  });
  after(() => api.close());

  const talk = async (person: { id: number }) => {
    const campaign = await seedCampaign(api.db.sql, TAX, [person.id]);
    const targetId = campaign.targets[0] ?? 0;
    const callId = await startCall(
      api.db.sql,
      agent.staffId,
      { id: campaign.id, subjectId: TAX },
      { id: targetId, personId: person.id },
    );
    return {
      check: async (answers: object) => (await agent.post('/api/desk/identity', { callId, ...answers })).body,
      debt: async () => (await agent.get(`/api/desk/case/${targetId}/debt`)).status,
      rows: () => api.db.sql`select speaker, name_result, factors, passed, staff_id from identity_check
        where call_id = ${callId} order by at, id`,
    };
  };
  const role = (personId: number, kind: string, from = '2026-01-01', to: string | null = null) =>
    api.db.sql`insert into contact_role (person_id, role, name, basis, valid_from, valid_to, created_by, created_at)
      values (${personId}, ${kind}, '代理 一郎', '委任状', ${from}, ${to}, ${agent.staffId}, now())`;
  const setting = (value: object) =>
    api.db.sql`insert into setting (key, value) values ('identity', ${api.db.sql.json(value as never)})
      on conflict (key, valid_from) do update set value = excluded.value`;

  it('writes down who spoke, what was asked, matched or failed, and by whom', async () => {
    const call = await talk(await seedPerson(api.db.sql));
    const asked = [
      { factor: 'birth_date', result: 'asked' },
      { factor: 'address', result: 'matched' },
    ];
    expect((await call.check({ ...GOOD, factors: asked })).passed).to.equal(false);
    expect((await call.check(GOOD)).passed).to.equal(true);
    const rows = await call.rows();
    expect(rows.map((row) => row['passed'])).to.deep.equal([false, true]);
    expect(rows[0]).to.deep.include({ speaker: 'principal', name_result: 'matched', factors: asked });
    expect(rows[0]?.['staff_id']).to.equal(agent.staffId);
    expect(await call.debt()).to.equal(200);
  });

  it('opens nothing to a third party whatever matched, and closes again when one takes the telephone', async () => {
    const call = await talk(await seedPerson(api.db.sql));
    const third = { ...GOOD, speaker: 'third_party' };
    expect(await call.check(third)).to.deep.include({ passed: false });
    expect(await call.debt()).to.equal(403);
    await call.check(GOOD);
    expect(await call.debt()).to.equal(200);
    await call.check(third);
    expect(await call.debt()).to.equal(403);
  });

  it('keeps it closed even were a third party’s row to say that it passed', async () => {
    const person = await seedPerson(api.db.sql);
    const call = await talk(person);
    await call.check({ ...GOOD, speaker: 'third_party' });
    await api.db.owner`update identity_check set passed = true where person_id = ${person.id}`;
    expect(await call.debt()).to.equal(403);
  });

  it('lets a representative hear only with a role in force today', async () => {
    const representative = { ...GOOD, speaker: 'representative' };
    const stranger = await talk(await seedPerson(api.db.sql));
    expect((await stranger.check(representative)).passed).to.equal(false);
    const former = await seedPerson(api.db.sql);
    await role(former.id, 'agent', '2026-01-01', '2026-11-19');
    expect((await (await talk(former)).check(representative)).passed).to.equal(false);
    const coming = await seedPerson(api.db.sql);
    await role(coming.id, 'agent', '2026-11-21');
    expect((await (await talk(coming)).check(representative)).passed).to.equal(false);
    const named = await seedPerson(api.db.sql);
    await role(named.id, 'agent');
    const call = await talk(named);
    expect((await call.check({ ...representative, factors: matched('birth_date') })).passed).to.equal(false);
    expect((await call.check(representative)).passed).to.equal(true);
    expect(await call.debt()).to.equal(200);
  });

  it('never passes the dead as themselves, only their heirs’ representative (T22)', async () => {
    const person = await seedPerson(api.db.sql);
    await api.db.owner`update person set deceased_on = '2026-10-01' where id = ${person.id}`;
    await role(person.id, 'agent');
    const call = await talk(person);
    expect((await call.check(GOOD)).message).to.include('相続人');
    expect((await call.check({ ...GOOD, speaker: 'representative' })).passed).to.equal(false);
    await role(person.id, 'heir_representative');
    expect((await call.check({ ...GOOD, speaker: 'representative' })).passed).to.equal(true);
  });

  it('goes by the city’s word about the household and about how many facts', async () => {
    const household = { ...GOOD, speaker: 'household' };
    const call = await talk(await seedPerson(api.db.sql));
    expect((await call.check(household)).passed).to.equal(false);
    await setting({ factors: 2, household: 'with_check' });
    expect((await call.check(household)).passed).to.equal(true);
    expect(await call.debt()).to.equal(200);
    await setting({ factors: 3, household: 'never' });
    expect((await call.check(GOOD)).passed).to.equal(false);
    await setting({ factors: 2, household: 'never' });
  });

  it('tells nobody of the household of somebody protected (W11), whatever the city lets households hear', async () => {
    await setting({ factors: 2, household: 'with_check' });
    const person = await seedPerson(api.db.sql, { shielded: true });
    await role(person.id, 'household');
    await api.db.sql`update staff_account set privileged = true where id = ${agent.staffId}`;
    const call = await talk(person);
    const told = await call.check({ ...GOOD, speaker: 'household' });
    expect(told.passed).to.equal(false);
    expect(told.message).to.include('支援措置').and.not.include('折返し');
    expect(await call.debt()).to.equal(403);
    expect((await call.check(GOOD)).passed).to.equal(true);
    expect(await call.debt()).to.equal(200);
    await api.db.sql`update staff_account set privileged = false where id = ${agent.staffId}`;
    await setting({ factors: 2, household: 'never' });
  });

  it('compares a notice number itself, keeps nothing of what was said, and lets nobody only tick it', async () => {
    const person = await seedPerson(api.db.sql);
    const call = await talk(person);
    const answers = (said?: string) => ({
      ...GOOD,
      factors: [...matched('birth_date'), { factor: 'notice_no', result: 'matched', ...(said ? { said } : {}) }],
    });
    expect((await call.check(answers())).passed).to.equal(false);
    expect((await call.check(answers('2025-9'))).passed).to.equal(false);
    const spoken = `${person.noticeNo.slice(0, 4)} － ${person.noticeNo.slice(4)}`;
    expect((await call.check(answers(spoken))).passed).to.equal(true);
    const rows = await call.rows();
    expect(rows.map((row) => row['factors'][1].result)).to.deep.equal(['asked', 'failed', 'matched']);
    const [kept] = await api.db
      .sql`select string_agg(i::text, ' ') || coalesce((select string_agg(a::text, ' ') from audit_log a
      where a.action = 'identity'), '') as text from identity_check i`;
    expect(kept?.['text']).to.not.include(person.noticeNo);
  });

  it('counts no fact that the city’s data do not hold', async () => {
    const person = await seedPerson(api.db.sql);
    await api.db.owner`update person set birth_date = null where id = ${person.id}`;
    const call = await talk(person);
    expect((await call.check(GOOD)).passed).to.equal(false);
    expect((await call.check({ ...GOOD, factors: matched('address', 'insured_no') })).passed).to.equal(false);
  });
});
