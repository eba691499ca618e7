import { expect } from 'chai';
import { seedPerson, seedSubjects } from '../api/city-fixture.ts';
import type { TestDatabase } from '../support/postgres.ts';
import { arrears, person, type TestCity, testCity } from './hand-over.ts';

/** Installments whose facet says something else than their own columns, and numbers that are missing. */
async function faults({ sql }: TestDatabase): Promise<unknown[]> {
  const strangers = await sql`
    select a.id from arrears_item a left join arrears_facet f on f.id = a.facet_id
    where (a.subject_id, a.levy_year, a.taxable_year, a.period_no, a.due_date, a.demand_issued_on is not null, a.direct_debit)
        is distinct from (f.subject_id, f.levy_year, f.taxable_year, f.period_no, f.due_date, f.demanded, f.direct_debit)
      or a.disposition is distinct from f.disposition`;
  const gaps = await sql`select count(*) as facets from arrears_facet having max(id) <> count(*)`;
  return [...strangers, ...gaps];
}

describe('facets of installments', () => {
  let city: TestCity;
  beforeEach(async () => {
    city = await testCity();
  });
  afterEach(() => city.close());
  const facets = async () => (await city.db.sql`select * from arrears_facet`).length;

  it('are shared by what is alike, and follow what an import changes', async () => {
    const both = [arrears(), arrears({ 通知書番号: '2026010000002' }), arrears({ 期別: '2', 処分区分: '分納' })];
    await city.handOver({ person: [person()], arrears: both });
    expect(await facets()).to.equal(2);
    await city.handOver(
      { arrears: [arrears({ 督促発付日: '令和8年7月20日' }), arrears({ 期別: '2' })] },
      { date: '2026-11-22' },
    );
    expect(await faults(city.db)).to.deep.equal([]);
    expect(await facets()).to.equal(4);
  });

  it('are found for installments that no importer wrote', async () => {
    const { sql } = city.db;
    await seedSubjects(sql);
    const { id } = await seedPerson(sql, { subjects: ['01', '02'] });
    expect(await facets()).to.equal(2);
    await sql`update arrears_item set disposition = '差押', due_date = '2026-08-31' where person_id = ${id}`;
    await sql`update arrears_item set paid = 5 where person_id = ${id}`;
    expect(await faults(city.db)).to.deep.equal([]);
    expect(await facets()).to.equal(4);
  });
});
