import { expect } from 'chai';
import { encodeText } from '../../api/imports/encode-text.ts';
import { arrears, PERSON_HEADER, payment, person, type TestCity, testCity } from './hand-over.ts';

describe('import of dirty files', () => {
  let city: TestCity;
  beforeEach(async () => {
    city = await testCity();
  });
  afterEach(() => city.close());
  const one = async <T>(query: Promise<T[]> | PromiseLike<T[]>) => (await query)[0];

  it('takes full width, spaces around, half-width kana and amounts with separators', async () => {
    const report = await city.handOver({
      person: [
        person({
          宛名番号: '　０００００００００１ ',
          氏名: ' 山口　直子　',
          氏名カナ: 'ﾔﾏｸﾞﾁ ﾅｵｺ',
          生年月日: '昭和３８年８月１０日',
          世帯番号: '１',
        }),
      ],
      arrears: [
        arrears({
          宛名番号: '０００００００００１',
          科目コード: '０１',
          期別: '０１',
          税額: '１２，３００',
          収納額: '',
          納期限: '5080630',
        }),
        arrears({ 通知書番号: '2', 税額: '￥1,000', 納期限: '2026/06/30', 賦課年度: '令和8', 相当年度: '' }),
      ],
    });
    expect([report.persons, report.households, report.arrears]).to.deep.equal([1, 1, 2]);
    expect(report.unpaid_yen_after_payments).to.equal(13_300);
    const saved = await one(city.db.sql`select name_official, name_kana, kana_search, birth_date from person`);
    expect(saved).to.deep.equal({
      name_official: '山口　直子',
      name_kana: 'ヤマグチ ナオコ',
      kana_search: 'ヤマグチナオコ',
      birth_date: '1963-08-10',
    });
    const items = await city.db.sql`select due_date, levy_year, taxable_year, period_no from arrears_item order by id`;
    for (const item of items)
      expect(item).to.deep.equal({ due_date: '2026-06-30', levy_year: 2026, taxable_year: 2026, period_no: '1' });
  });

  it("rejects days that never were, and says so in the city's words", async () => {
    await city.handOver({
      person: [
        person(),
        person({ 宛名番号: '2', 生年月日: '昭和64年1月8日' }),
        person({ 宛名番号: '3', 生年月日: '平成7年2月29日' }),
        person({ 宛名番号: '4', 死亡日: '令和8年11月31日' }),
      ],
      arrears: [
        arrears({ 納期限: '令和8年2月30日' }),
        arrears({ 通知書番号: '2', 税額: '△100' }),
        arrears({ 通知書番号: '3', 税額: '千円' }),
        arrears({ 通知書番号: '' }),
        arrears({ 通知書番号: '4', 期別: '　' }),
        arrears({ 通知書番号: '5', 科目コード: '99' }),
        arrears({ 通知書番号: '6', 賦課年度: '' }),
      ],
    });
    const rejected = await city.rejected();
    expect(rejected.map(({ lineNo, reason }) => [lineNo, reason])).to.deep.equal([
      [3, '生年月日が不正'],
      [4, '生年月日が不正'],
      [5, '死亡日が不正'],
      [2, '納期限が不正'],
      [3, '税額が負'],
      [4, '税額が不正'],
      [5, '通知書番号なし'],
      [6, '期別なし'],
      [7, '科目コードが不明'],
      [8, '賦課年度が不正'],
    ]);
  });

  it('loses one row, not the rest of the file, to a quote that was never closed', async () => {
    const text = [
      PERSON_HEADER,
      person({ 備考: '一行目\n二行目 "引用" \r単独CR' }),
      person({ 宛名番号: '2' }).slice(0, -1),
      person({ 宛名番号: '3' }),
      `"4","個人","あ"い"${',""'.repeat(18)}`,
      person({ 宛名番号: '5' }).split(',').slice(0, -2).join(','),
      `${person({ 宛名番号: '6' })},"余分"`,
      `${person({ 宛名番号: '7' })},"",`,
      person({ 宛名番号: '8' }),
    ].join('\r\n');
    const report = await city.handOver({ person: encodeText(text, 'cp932') });
    expect(report.persons).to.equal(4);
    expect((await city.rejected()).map(({ lineNo, reason }) => [lineNo, reason])).to.deep.equal([
      [4, '引用符が不正'],
      [6, '引用符が不正'],
      [7, '列数が不正'],
      [8, '列数が不正'],
    ]);
    const note = await one(city.db.sql<{ note: string }[]>`select note from person where addressee_no = '0000000001'`);
    expect(note?.note).to.equal('一行目\n二行目 "引用" \r単独CR');
  });

  it('keeps bytes it cannot read, never writes a replacement, and keeps 外字 as they are', async () => {
    const good = encodeText(`${PERSON_HEADER}\r\n${person()}\r\n`, 'cp932');
    const broken = encodeText(`${person({ 宛名番号: '2' })}\r\n`, 'cp932');
    broken[5] = 0x80;
    const nul = encodeText(`${person({ 宛名番号: '3', 備考: '@' })}\r\n`, 'cp932');
    nul[nul.lastIndexOf('@')] = 0;
    const gaiji = encodeText(`${person({ 宛名番号: '4', 氏名: '\ue000田' })}\r\n`, 'cp932');
    expect(gaiji.includes(Buffer.from([0xf0, 0x40]))).to.equal(true);
    const report = await city.handOver({ person: Buffer.concat([good, broken, nul, gaiji, Buffer.from([0x1a])]) });
    expect(report.persons).to.equal(2);
    const rejected = await city.rejected();
    expect(rejected.map(({ reason }) => reason)).to.deep.equal(['文字コードが不正', '制御文字あり']);
    expect(rejected[0]?.raw.equals(broken.subarray(0, -2))).to.equal(true);
    const named = await one(
      city.db.sql<{ name: string }[]>`select name_official as name from person where addressee_no = '4'`,
    );
    expect(named?.name).to.equal('\ue000田');
  });

  it('reads a byte order mark, another order of columns, LF, and columns nobody asked for', async () => {
    const text = `\ufeff備考,新しい列,${PERSON_HEADER.split(',').slice(0, -1).reverse().join(',')}\n`;
    const cells = [
      '',
      'x',
      ...PERSON_HEADER.split(',')
        .slice(0, -1)
        .reverse()
        .map((title) => ({ 宛名番号: '77', 区分: '個人', 氏名: '渡邉\u{e0102}' })[title] ?? ''),
    ];
    const report = await city.handOver({ person: Buffer.from(`${text}${cells.join(',')}\n\n`, 'utf8') });
    expect([report.persons, report.encoding]).to.deep.equal([1, 'utf-8']);
    const saved = await one(city.db.sql`select name_official, name_search from person`);
    expect(saved).to.deep.equal({ name_official: '渡邉\u{e0102}', name_search: '渡邉' });
  });

  it('refuses a file whose header lost a column', async () => {
    const text = `${PERSON_HEADER.replace(',支援措置', '')}\r\n`;
    const refused = await city.handOver({ person: encodeText(text, 'cp932') }).catch((error) => error);
    expect(refused).to.include({ code: 'import/header' });
    expect(refused.message).to.include('支援措置').and.not.include('文字コード');
  });

  it('says which encoding it read, where not even the header could be understood', async () => {
    for (const text of [PERSON_HEADER, 'abc,def']) {
      const refused = await city.handOver({ person: Buffer.from(`${text}\r\n`, 'utf8') }).catch((error) => error);
      expect(refused).to.include({ code: 'import/header' });
      expect(refused.message).to.include('文字コード cp932 として読みました');
    }
  });

  it('takes blanks wherever a blank can mean something', async () => {
    const report = await city.handOver({
      person: [
        person({ 区分: '', 氏名カナ: '', 電話1: '不明', 電話1種別: '' }),
        person({ 宛名番号: '2', 区分: '団体' }),
      ],
      arrears: [arrears({ 相当年度: '', 督促手数料: '', 確定延滞金: '', 収納額: '', 督促発付日: '', 口振区分: '' })],
      payment: [payment({ 収入日: '', 収納区分: '', 速報確報: '', 取消: '', 金額: '1' })],
    });
    expect([report.persons, report.arrears, report.payments, report.no_usable_phone]).to.deep.equal([1, 1, 1, 1]);
    expect(report.rejected).to.deep.equal({ person: { 区分が不正: 1 }, arrears: {}, payment: {} });
  });

  it('protects by every mark it does not know', async () => {
    const report = await city.handOver({
      person: ['1', '２', '有', '', '０'].map((mark, i) => person({ 宛名番号: `${i}`, 支援措置: mark })),
    });
    expect(report.shielded).to.equal(3);
  });

  it('takes empty files and missing files', async () => {
    expect((await city.handOver({ person: Buffer.alloc(0), arrears: [], payment: [] })).persons).to.equal(0);
    expect((await city.handOver({ person: [person()] })).persons).to.equal(1);
    expect((await city.handOver({ arrears: [arrears(), arrears({ 宛名番号: '9' })] })).rejected.arrears).to.deep.equal({
      宛名番号が未登録: 1,
    });
    const nothing = await city.handOver({}).catch((error) => error);
    expect(nothing).to.include({ code: 'import/no-files' });
  });

  it('counts a row that came twice once, and takes the later of two that differ', async () => {
    const report = await city.handOver({
      person: [person(), person(), person({ 住所: '本町1丁目' })],
      arrears: [arrears(), arrears({ 税額: '5000' }), arrears({ 税額: '7000' })],
      payment: [payment({ 金額: '1000' }), payment({ 金額: '1000' })],
    });
    expect([report.persons, report.arrears, report.payments]).to.deep.equal([1, 1, 1]);
    expect(report.unpaid_yen_after_payments).to.equal(6000);
    expect(report.changed.arrears).to.equal(3);
    const saved = await one(city.db.sql`select address_line1 from person`);
    expect(saved).to.deep.equal({ address_line1: '本町1丁目' });
  });

  it('owes nothing where more was collected than assessed', async () => {
    const report = await city.handOver({ person: [person()], arrears: [arrears({ 収納額: '12000' })] });
    expect([report.unpaid_items, report.unpaid_yen_after_payments, report.persons_in_arrears]).to.deep.equal([0, 0, 0]);
  });

  it('keeps a number that went, and dials by hand whatever has the digits of a number', async () => {
    const phones = (values: Record<string, string>) => city.handOver({ person: [person(values)] });
    await phones({
      電話1: '０２２－０００－０００１',
      電話1種別: '自宅',
      電話2: '+81 90 0000 0001',
      電話2種別: '携帯',
      電話出所: '学校給食費',
    });
    const report = await phones({
      電話1: '022-000-0001',
      電話1種別: '自宅',
      電話2: '不明',
      電話2種別: '携帯',
      電話出所: '学校給食費',
    });
    expect([report.changed.person, report.no_usable_phone]).to.deep.equal([1, 0]);
    const numbers = await city.db.sql`
      select position, raw, digits, type, usable, source_subject_id as source, gone_at is not null as gone
      from phone_number order by id`;
    expect(numbers.map((number) => Object.values(number))).to.deep.equal([
      [1, '022-000-0001', '0220000001', 'home', true, '09', false],
      [2, '+81 90 0000 0001', '09000000001', 'mobile', true, '09', true],
      [2, '不明', null, 'mobile', false, '09', false],
    ]);
  });
});
