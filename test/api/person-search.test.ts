import { expect } from 'chai';
import type { Sql } from '../../core/platform/postgres.ts';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import { LUNCH, seedPerson, seedSubjects } from './city-fixture.ts';

describe('api: one input finds a person', () => {
  let api: ApiUnderTest;
  let agent: Browser;
  let person: Awaited<ReturnType<typeof seedPerson>>;
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    agent = await api.as('agent');
    person = await seedPerson(api.db.sql, {
      name: '山口 直子',
      kana: 'ヤマグチ ナオコ',
      birth: '1963-08-10',
      address: 'みどり野市緑ヶ丘二丁目3-4',
    });
    await seedPerson(api.db.sql, { name: '青木 茂', kana: 'アオキ シゲル', birth: '1970-01-02', address: '港町9-9' });
  });
  after(() => api.close());
  const find = async (text: string, browser = agent) => (await browser.post('/api/person-search', { q: text })).body;

  it('by kana from the beginning and inside, birth date, address, telephone and its end, and every number', async () => {
    const cases: [string, string][] = [
      ['ヤマ', 'kana'],
      ['ぐちなお', 'kana'],
      ['山口', 'name'],
      ['昭和38年8月10日', 'birth'],
      ['S38.8.10', 'birth'],
      ['1963/8/10', 'birth'],
      ['緑ケ丘二丁目3番4号', 'address'],
      [person.digits, 'phone'],
      [`${person.digits.slice(0, 3)}-${person.digits.slice(3, 7)}-${person.digits.slice(7)}`, 'phone'],
      [person.digits.slice(-4), 'tail'],
      [person.noticeNo, 'notice'],
      [person.addresseeNo, 'addressee'],
    ];
    for (const [text, by] of cases) {
      const found = await find(text);
      expect(found.by, text).to.equal(by);
      expect(
        found.hits.map((hit: { id: number }) => hit.id),
        text,
      ).to.include(person.id);
    }
  });

  it('says that letters cannot be found yet, and what to type instead of nothing', async () => {
    expect(await find('L-000123')).to.deep.include({ by: 'letter', hits: [] });
    expect((await find('L-000123')).note).to.include('通知書番号');
    expect(await find('ヤ')).to.deep.include({ by: null, hits: [] });
    expect((await find('ヤ')).note).to.include('2文字以上');
    expect(await find('ソンザイシナイ')).to.deep.equal({ by: 'kana', hits: [], note: null });
  });

  it('finds nobody by where a shielded person is, and nobody of other subjects', async () => {
    const hidden = await seedPerson(api.db.sql, { shielded: true, address: '秘密町7-7', kana: 'ヒトクメイ' });
    for (const text of ['秘密町7-7', hidden.digits, `*${hidden.digits.slice(-4)}`])
      expect((await find(text)).hits, text).to.deep.equal([]);
    const limited = await api.as('agent', { subjectScope: [LUNCH] });
    expect((await find('ヤマグチ', limited)).hits).to.deep.equal([]);
    const [row] = await api.db.sql`select detail from audit_log where action = 'search' order by id desc limit 1`;
    expect(row?.['detail']).to.deep.equal({ by: 'kana', hits: 0 });
  });

  it('asks the indexes made for it: the readings in their order, telephones from behind', async () => {
    const plan = (explain: (tx: Sql) => Promise<unknown>) =>
      api.db.sql.begin(async (tx) => {
        await tx`set local enable_seqscan = off`;
        return JSON.stringify(await explain(tx as unknown as Sql));
      });
    const kana = await plan((tx) => tx`explain select id from person p where p.kana_search collate "C" like 'ヤマ%'`);
    expect(kana).to.include('person_kana_order');
    const tail = await plan(
      (tx) => tx`explain select person_id from phone_number n
      where reverse(n.digits) like '8765%' and n.digits is not null and n.gone_at is null`,
    );
    expect(tail).to.include('phone_number_tail');
  });
});
