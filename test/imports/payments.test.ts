import { expect } from 'chai';
import { arrears, payment, person, type TestCity, testCity } from './hand-over.ts';

const NEXT = { 収入日: '令和8年11月21日' };

describe('import of payments', () => {
  let city: TestCity;
  beforeEach(async () => {
    city = await testCity();
    await city.handOver({ person: [person()], arrears: [arrears()] });
  });
  afterEach(() => city.close());
  const unpaid = async () => {
    const [row] = await city.db.sql<{ yen: number }[]>`select sum(unpaid)::bigint as yen from arrears_item`;
    return row?.yen;
  };

  it('counts a 速報 and its 確報 once, also within one file, also the wrong way round', async () => {
    const first = await city.handOver({ payment: [payment({ 金額: '4000' })] });
    expect([first.payments, await unpaid()]).to.deep.equal([1, 6000]);
    const final = await city.handOver({ payment: [payment({ 金額: '4000', 速報確報: '確報', ...NEXT })] });
    expect([final.payments, final.paid_yen, await unpaid()]).to.deep.equal([0, 0, 6000]);
    const both = await city.handOver({
      payment: [
        payment({ 金額: '1000', 領収日: '令和8年11月19日', 速報確報: '確報', ...NEXT }),
        payment({ 金額: '1000', 領収日: '令和8年11月19日', ...NEXT }),
      ],
    });
    expect([both.payments, both.paid_yen, await unpaid()]).to.deep.equal([1, 1000, 5000]);
    const again = await city.handOver({ payment: [payment({ 金額: '4000', 速報確報: '確報', ...NEXT })] });
    expect([again.payments, again.changed.payment, await unpaid()]).to.deep.equal([0, 0, 5000]);
  });

  it('takes a 速報 back, once', async () => {
    const paid = await city.handOver({ payment: [payment()] });
    expect([paid.settled_by_payments, await unpaid()]).to.deep.equal([1, 0]);
    const cancelled = await city.handOver({ payment: [payment({ 取消: '1', ...NEXT })] });
    expect([cancelled.restored_by_cancel, await unpaid()]).to.deep.equal([1, 10_000]);
    const same = await city.handOver({ payment: [payment({ 取消: '1', ...NEXT })] });
    expect([same.restored_by_cancel, same.rejected.payment]).to.deep.equal([0, {}]);
    const twice = await city.handOver({ payment: [payment({ 取消: '1', 収入日: '令和8年11月22日' })] });
    expect([twice.restored_by_cancel, await unpaid()]).to.deep.equal([0, 10_000]);
    expect(twice.rejected.payment).to.deep.equal({ 取消済みの入金: 1 });
  });

  it('keeps the money when a 確報 replaces a cancelled 速報 in one file', async () => {
    await city.handOver({ payment: [payment()] });
    const report = await city.handOver({
      payment: [payment({ 取消: '1', ...NEXT }), payment({ 速報確報: '確報', ...NEXT })],
    });
    expect([report.restored_by_cancel, report.payments, await unpaid()]).to.deep.equal([1, 1, 0]);
  });

  it('rejects a 速報取消 of what a 確報 confirmed, and a cancellation of nothing', async () => {
    await city.handOver({ payment: [payment({ 速報確報: '確報' })] });
    const report = await city.handOver({
      payment: [payment({ 取消: '1', ...NEXT }), payment({ 取消: '1', 金額: '77' })],
    });
    expect(report.rejected.payment).to.deep.equal({ 確報済みの入金の取消: 1, 取消対象の入金なし: 1 });
    expect(await unpaid()).to.equal(0);
  });

  it('takes back what came and went in one file, amounts with a minus included', async () => {
    const report = await city.handOver({ payment: [payment(), payment({ 取消: '1', 金額: '-10000' })] });
    expect([report.payments, report.restored_by_cancel, await unpaid()]).to.deep.equal([1, 1, 10_000]);
    expect(report.rejected.payment).to.deep.equal({});
  });

  it('rejects money without an installment, negative money and bad days', async () => {
    const report = await city.handOver({
      payment: [
        payment({ 期別: '9' }),
        payment({ 金額: '-1' }),
        payment({ 金額: '' }),
        payment({ 領収日: '令和8年2月30日' }),
        payment({ 科目コード: 'ZZ' }),
        payment({ 速報確報: '仮' }),
      ],
    });
    expect(report.rejected.payment).to.deep.equal({
      該当する期別なし: 1,
      金額が負: 1,
      金額が不正: 1,
      領収日が不正: 1,
      科目コードが不明: 1,
      速報確報が不正: 1,
    });
  });

  it("chooses among claims that differ in 相当年度 only: the one that owes exactly this, then the levy's own year", async () => {
    await city.handOver({ arrears: [arrears({ 相当年度: '2025', 税額: '3000' })] });
    await city.handOver({ payment: [payment({ 金額: '3000' }), payment({ 金額: '500', 領収日: '令和8年11月17日' })] });
    const rows = await city.db.sql`select taxable_year, paid from arrears_item order by taxable_year`;
    expect(rows.map((row) => Object.values(row))).to.deep.equal([
      [2025, 3000],
      [2026, 500],
    ]);
  });

  it('does not count money twice that 収納額 has come to contain', async () => {
    await city.handOver({ payment: [payment({ 金額: '4000' })] });
    const report = await city.handOver({ arrears: [arrears({ 収納額: '4000' })] }, { date: '2026-11-25' });
    expect([report.unpaid_yen_after_payments, await unpaid()]).to.deep.equal([6000, 6000]);
  });
});
