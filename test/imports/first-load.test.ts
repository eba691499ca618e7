import { expect } from 'chai';
import { person, type TestCity, testCity } from './hand-over.ts';

const PHONES = { 電話1: '090-0000-0001', 電話1種別: '携帯', 電話2: '022-000-0001', 電話2種別: '自宅' };

describe('the first file of persons', () => {
  let city: TestCity;
  beforeEach(async () => {
    city = await testCity();
  });
  afterEach(() => city.close());
  const column = async (query: PromiseLike<readonly object[]>) => (await query).map((row) => Object.values(row)[0]);
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      person({
        宛名番号: `${10_000 + i}`,
        世帯番号: `H${Math.floor(i / 2)}`,
        電話1: '090-0000-0001',
        電話1種別: '携帯',
      }),
    );

  it('leaves of rows with one key what the last one says, as if the others had not been there', async () => {
    const report = await city.handOver({
      person: [
        person({ ...PHONES, 世帯番号: 'A' }),
        person({ 宛名番号: '2', 世帯番号: 'B' }),
        person({ ...PHONES, 氏名: '山田　太郎', 世帯番号: 'C' }),
        person({ 宛名番号: '2', 世帯番号: 'B' }),
        person({ ...PHONES, 電話2: '022-000-0002', 氏名: '山田　花子', 世帯番号: 'B' }),
      ],
    });
    expect([report.persons, report.person_rows_in_file, report.changed.person]).to.deep.equal([2, 5, 4]);
    const { sql } = city.db;
    expect(await column(sql`select name_official from person where addressee_no <> '2'`)).to.deep.equal(['山田　花子']);
    expect(await column(sql`select household_no from household`)).to.deep.equal(['B']);
    const numbers = await sql`select digits, gone_at from phone_number order by position`;
    expect(numbers.map((row) => Object.values(row))).to.deep.equal([
      ['09000000001', null],
      ['0220000002', null],
    ]);
    const [file] = await sql`select figures from import_file where kind = 'person'`;
    expect(file?.['figures']).to.deep.equal({ gone_phones: 0 });
  });

  it('is stored chunk by chunk, in its own order, with ids that nobody else gets', async () => {
    const rows = many(5_000);
    const report = await city.handOver({ person: [...rows, rows[0] ?? ''] });
    expect([report.persons, report.households, report.changed.person]).to.deep.equal([5_000, 2_500, 5_000]);
    const { sql } = city.db;
    const order = await column(sql`select addressee_no from person order by id`);
    expect(order).to.deep.equal(Array.from({ length: 5_000 }, (_, i) => `${10_000 + i}`));
    const [apart] = await sql`
      select count(*)::int as n from phone_number n join person p on p.id = n.person_id join household h on h.id = p.household_id`;
    expect(apart?.['n']).to.equal(5_000);
    const more = await city.handOver({ person: [person({ 宛名番号: '7', 世帯番号: 'new' })] });
    expect([more.persons, more.households]).to.deep.equal([5_001, 2_501]);
  });

  it('leaves nothing behind when it is given up after some chunks', async () => {
    const rows = [...many(5_000), person({ 宛名番号: '7', 氏名: '長'.repeat(10) })];
    const { owner, sql } = city.db;
    await owner`alter table person add constraint refused check (addressee_no <> '7')`;
    expect(await city.handOver({ person: rows }).catch((error: unknown) => error)).to.be.instanceOf(Error);
    for (const table of ['person', 'household', 'phone_number'])
      expect(await sql`select 1 from ${sql(table)} limit 1`).to.have.length(0);
    await owner`alter table person drop constraint refused`;
    expect(await city.handOver({ person: rows })).to.include({ persons: 5_001 });
  });
});
