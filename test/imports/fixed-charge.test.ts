import { expect } from 'chai';
import { createArrearsStage, mergeArrears } from '../../api/imports/merge-arrears.ts';
import { arrears, person, type TestCity, testCity } from './hand-over.ts';

describe('確定延滞金 in the city’s files', () => {
  let city: TestCity;
  before(async () => {
    city = await testCity();
  });
  after(() => city.close());
  const fixed = async () =>
    (
      await city.db.sql<{ n: string; fixed: number; unpaid: number }[]>`
      select period_no as n, interest_fixed as fixed, unpaid from arrears_item order by period_no`
    ).map((row) => [row.n, row.fixed, row.unpaid]);

  it('is taken in, and is owed no more once a full file lists it no more', async () => {
    await city.handOver({
      person: [person()],
      arrears: [
        arrears({ 期別: '1', 収納額: '10000', 確定延滞金: '1200' }),
        arrears({ 期別: '2', 確定延滞金: '300' }),
        arrears({ 期別: '3', 収納額: '10000', 確定延滞金: '500' }),
      ],
    });
    expect(await fixed()).to.deep.equal([
      ['1', 1_200, 0],
      ['2', 300, 10_000],
      ['3', 500, 0],
    ]);
    await city.db.sql.begin(async (tx) => {
      await createArrearsStage(tx);
      await tx`insert into stage_arrears (line_no, person_id, subject_id, levy_year, taxable_year, notice_no, period_no, due_date,
          principal, demand_fee, interest_fixed, collected, demand_issued_on, disposition, direct_debit, facet_id)
        select 1, person_id, subject_id, levy_year, taxable_year, notice_no, period_no, due_date, principal, demand_fee,
          interest_fixed, collected, demand_issued_on, disposition, direct_debit, facet_id from arrears_item where period_no = '3'`;
      await mergeArrears(tx, { dataDate: '2026-11-21', full: 'every_subject', afterFirstLoad: false });
    });
    expect(await fixed()).to.deep.equal([
      ['1', 0, 0],
      ['2', 0, 0],
      ['3', 500, 0],
    ]);
  });
});
