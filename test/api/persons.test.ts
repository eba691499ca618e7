import { expect } from 'chai';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import { INSURANCE, LUNCH, seedCampaign, seedPerson, seedSubjects, setAgent, startCall, TAX } from './city-fixture.ts';

describe('api: finding persons', () => {
  let api: ApiUnderTest;
  let officer: Browser;
  type Seeded = Awaited<ReturnType<typeof seedPerson>>;
  let open: Seeded;
  let hidden: Seeded;
  let lunchOnly: Seeded;
  before(async () => {
    api = await apiUnderTest();
    const { sql } = api.db;
    await seedSubjects(sql);
    officer = await api.as('officer');
    const birth = '1963-08-10';
    open = await seedPerson(sql, {
      name: '山口 直子',
      kana: 'ヤマグチナオコ',
      birth,
      address: '緑町1-2-3',
      phoneSource: TAX,
    });
    hidden = await seedPerson(sql, {
      name: '山口 桜',
      kana: 'ヤマグチサクラ',
      birth,
      address: '緑町9-9-9',
      shielded: true,
    });
    lunchOnly = await seedPerson(sql, {
      name: '給食 太郎',
      kana: 'キュウショクタロウ',
      subjects: [LUNCH],
      phoneSource: TAX,
    });
  });
  after(() => api.close());
  const find = (browser: Browser, by: string, q: string) => browser.post('/api/person-search', { by, q });
  const ids = (answer: { body: { hits: { id: number }[] } }) => answer.body.hits.map((hit) => hit.id);

  it('finds by each of the seven ways, written as people write', async () => {
    const ways: [string, string][] = [
      ['kana', 'やまぐち'],
      ['kana', 'ﾔﾏｸﾞﾁ ﾅｵｺ'],
      ['name', '山口　直子'],
      ['birth', '昭和38年8月10日'],
      ['birth', 's38.8.10'],
      ['birth', '1963-08-10'],
      ['address', '緑町１丁目２番３号'],
      ['phone', open.digits.replace(/^(...)(....)(....)$/, '$1-$2-$3')],
      ['phone', `+81 ${open.digits.slice(1)}`],
      ['notice', open.noticeNo],
      ['addressee', open.addresseeNo],
    ];
    for (const [by, q] of ways) expect(ids(await find(officer, by, q)), `${by} ${q}`).to.include(open.id);
  });

  it('masks, counts and logs: no name, number or amount in the log', async () => {
    const answer = await find(officer, 'name', '山口直子');
    expect(answer.body.hits[0]).to.include({ address: '緑町…', phoneTail: open.digits.slice(-4), masked: false });
    for (const amount of open.amounts) expect(answer.text).to.not.include(String(amount));
    const [row] = await api.db.sql`select * from audit_log where action = 'search' order by id desc limit 1`;
    expect(row?.['detail']).to.deep.equal({ by: 'name', hits: 1 });
    const all = JSON.stringify(await api.db.sql`select * from audit_log`);
    for (const secret of ['山口', open.digits, open.noticeNo, ...open.amounts.map(String)])
      expect(all).to.not.include(secret);
  });

  it('masks a shielded person, and never answers where they are', async () => {
    const byName = await find(officer, 'kana', 'ヤマグチサクラ');
    expect(byName.body.hits).to.have.length(1);
    expect(byName.body.hits[0]).to.include({
      id: hidden.id,
      masked: true,
      shielded: true,
      birthDate: null,
      address: null,
      phoneTail: null,
    });
    for (const secret of ['山口', 'サクラ', '1963', '緑町', hidden.addresseeNo])
      expect(byName.text).to.not.include(secret);
    expect(ids(await find(officer, 'kana', 'ヤマグチサ'))).to.deep.equal([]);
    expect(ids(await find(officer, 'name', '口桜'))).to.deep.equal([]);
    expect(ids(await find(officer, 'address', '緑町9-9-9'))).to.deep.equal([]);
    expect(ids(await find(officer, 'phone', hidden.digits))).to.deep.equal([]);
    expect(ids(await find(officer, 'birth', '1963-08-10'))).to.not.include(hidden.id);
    const card = await officer.get(`/api/persons/${hidden.id}`);
    expect(card.body).to.deep.include({ masked: true, phones: [], household: [], history: [] });
    expect(card.text).to.not.match(/山口|1963|緑町/);
    expect((await officer.get(`/api/persons/${hidden.id}/debt`)).body.code).to.equal('person/shielded');
    const named = await api.as('officer', { privileged: true });
    expect(ids(await find(named, 'address', '緑町9-9-9'))).to.deep.equal([hidden.id]);
    expect((await named.get(`/api/persons/${hidden.id}`)).body.person.name).to.equal('山口 桜');
  });

  it('keeps a scope to its subjects, and private claims away from what came with tax data', async () => {
    const lunch = await api.as('officer', { subjectScope: [LUNCH] });
    expect(ids(await find(lunch, 'name', '山口'))).to.deep.equal([]);
    expect((await lunch.get(`/api/persons/${open.id}`)).status).to.equal(404);
    expect((await lunch.get(`/api/persons/${open.id}/debt`)).status).to.equal(404);
    expect(ids(await find(lunch, 'phone', lunchOnly.digits))).to.deep.equal([]);
    const card = await lunch.get(`/api/persons/${lunchOnly.id}`);
    expect(card.status).to.equal(200);
    expect(card.text).to.not.include(lunchOnly.digits);
    await api.db
      .sql`insert into stop_flag (person_id, kind, from_on, source) values (${lunchOnly.id}, 'seized', '2026-01-01', 'city'),
      (${lunchOnly.id}, 'complaint', '2026-01-01', 'manual')`;
    expect((await lunch.get(`/api/persons/${lunchOnly.id}`)).body.person.flags).to.deep.equal(['苦情対応中']);
    const tax = await api.as('officer', { subjectScope: [TAX, INSURANCE] });
    expect((await tax.get(`/api/persons/${open.id}/debt`)).body.totalUnpaid).to.equal(open.amounts[0]);
  });

  it('refuses questions that are too wide, crooked or injected', async () => {
    for (const [by, q, status] of [
      ['kana', 'ヤ', 422],
      ['address', '緑', 422],
      ['birth', '昨日', 422],
      ['nonsense', 'x', 422],
      ['phone', '090', 422],
    ] as const)
      expect((await find(officer, by, q)).status, `${by} ${q}`).to.equal(status);
    for (const payload of ["' or 1=1 --", '%%%', '__\\', "山口'; drop table person; --", '\u0000abc', '𠮷'.repeat(50)])
      for (const by of ['kana', 'name', 'address', 'notice', 'addressee']) {
        const answer = await find(officer, by, payload);
        expect(answer.status, `${by} ${payload}`).to.be.oneOf([200, 400, 422]);
        if (answer.status === 200) expect(answer.body.hits, `${by} ${payload}`).to.deep.equal([]);
      }
  });

  it('asks the trigram indexes', async () => {
    await api.db.owner`insert into person (addressee_no, kind, name_official, name_search, name_kana, kana_search)
      select 'x' || n, 'individual', md5(n::text), md5(n::text), md5(n::text), md5(n::text) from generate_series(1, 20000) n`;
    await api.db.owner`analyze person`;
    const plan = await api.db.owner`explain select id from person p where p.kana_search like ${'%ヤマクチ%'}`;
    expect(JSON.stringify(plan)).to.include('person_kana_trgm');
  });

  it('refuses amounts while that person is on the line unproved', async () => {
    const { sql } = api.db;
    const person = await seedPerson(sql);
    const campaign = await seedCampaign(sql, TAX, [person.id]);
    const path = `/api/persons/${person.id}/debt`;
    expect((await officer.get(path)).status).to.equal(200);
    await startCall(
      sql,
      officer.staffId,
      { id: campaign.id, subjectId: TAX },
      { id: campaign.targets[0] ?? 0, personId: person.id },
    );
    expect((await officer.get(path)).body.code).to.equal('identity/required');
  });

  it('keeps the names of taxes from a supervisor who has that person on the line unproved', async () => {
    const { sql } = api.db;
    const supervisor = await api.as('supervisor');
    const person = await seedPerson(sql);
    await sql`insert into contact_record (id, person_id, subject_id, at, channel, direction, note)
      values (gen_random_uuid(), ${person.id}, ${INSURANCE}, now(), 'call', 'outbound', '第3期 12,800を月末に')`;
    const card = () => supervisor.get(`/api/persons/${person.id}`);
    expect((await card()).text)
      .to.include('国民健康保険料')
      .and.not.include('12,800')
      .and.not.include('第3期');
    const campaign = await seedCampaign(sql, TAX, [person.id]);
    const target = { id: campaign.targets[0] ?? 0, personId: person.id };
    await startCall(sql, supervisor.staffId, { id: campaign.id, subjectId: TAX }, target);
    expect((await card()).status).to.equal(200);
    expect((await card()).text).to.not.include('国民健康保険料');
  });

  it('counts the call a supervisor joined as one they are in', async () => {
    const { sql } = api.db;
    const [agent, helper] = [await api.as('agent'), await api.as('supervisor')];
    const person = await seedPerson(sql);
    await sql`insert into contact_record (id, person_id, subject_id, at, channel, direction, note)
      values (gen_random_uuid(), ${person.id}, ${INSURANCE}, now(), 'call', 'outbound', '')`;
    const campaign = await seedCampaign(sql, TAX, [person.id]);
    const target = { id: campaign.targets[0] ?? 0, personId: person.id };
    const callId = await startCall(sql, agent.staffId, { id: campaign.id, subjectId: TAX }, target);
    const card = async () => (await helper.get(`/api/persons/${person.id}`)).text;
    expect(await card()).to.include('国民健康保険料');
    await setAgent(sql, helper.staffId, { state: 'talking', callId });
    expect(await card()).to.not.include('国民健康保険料');
  });
});
