import { expect } from 'chai';
import fc from 'fast-check';
import { type SmsTextRules, templateProblems, textProblems } from '../../../core/rules/sms/forbidden-text.ts';
import { mergeSms, SAMPLE_VALUES } from '../../../core/rules/sms/merge-fields.ts';
import { plainText } from '../../../core/rules/sms/plain-text.ts';

const RULES: SmsTextRules = {
  kind: 'call_back',
  subjectNames: ['市県民税', '国民健康保険', 'みどり学童'],
  maxCharacters: 660,
};
const GOOD = '【{city}】お伝えしたいことがあります。お手数ですが、{section} {phone} ({hours})へお電話ください。';
const codes = (free: string, rules = RULES) => textProblems(free, rules).map(({ code }) => code);

describe('what an SMS may say', () => {
  it('a message that only asks for a call is fine, also in other languages', () => {
    for (const body of [
      GOOD,
      '【{city}】先日お送りした文書をご確認ください。ご不明な点は{section} {phone}へ。同様のお知らせが届いた皆様へもご案内しています。',
      'Thông báo từ {city}. Vui lòng gọi {section} {phone}.',
      '{city} बाट सूचना। कृपया {section} {phone} मा फोन गर्नुहोस्।',
      'Message from {city}: please call {section}, {phone}.',
      '【{city}】お客様へ。たくさんのお問合せをいただいています。{section} {phone}',
    ])
      expect(templateProblems(body, RULES), body).to.deep.equal([]);
  });

  const refused: [string, string, string[]][] = [
    ['an amount', '12,000円をお知らせします', ['amount']],
    ['an amount in full width', '１２０００円です', ['amount']],
    ['an amount in kanji', '三万五千円です', ['amount']],
    ['a yen sign', '￥500 です', ['amount']],
    ['滞納', '滞納があります', ['dunning']],
    ['hidden by a space', '滞 納があります', ['dunning']],
    ['hidden by a dot', '督・促のお知らせ', ['dunning']],
    ['in kana', 'サイコクのお知らせ', ['dunning']],
    ['in English', 'Your payment is OVERDUE', ['dunning']],
    ['a tax', '固定資産税のことで', ['tax_name']],
    ['a subject of this city', 'みどり学童のことで', ['tax_name']],
    ['a subject in half-width letters', '国保の件です', ['tax_name']],
    ['a tax in Vietnamese', 'thông báo thuế', ['tax_name']],
    ['a link', '詳しくは https://city.example.jp/a', ['url']],
    ['a short link', 'city.jp/x をご覧ください', ['url']],
    ['an address', 'tax-office@city.jp へ', ['tax_name', 'url']],
    ['a telephone by hand', '022-000-1100へ', ['phone_literal']],
    ['a name', '山口様へ', ['personal_name']],
    ['several things', '山口様、国税の滞納1,000円', ['amount', 'dunning', 'tax_name', 'personal_name']],
  ];
  for (const [name, text, expected] of refused)
    it(`refuses ${name}`, () => expect(codes(text)).to.include.members(expected).and.to.have.length(expected.length));

  it('every refusal says what to change', () => {
    for (const [, text] of refused)
      for (const { message } of textProblems(text, RULES))
        expect(message).to.match(/(ください|使えません|送れません)。$/);
  });

  it('the words of the city’s own section come in by a field and stay', () => {
    const text = mergeSms(GOOD, { ...SAMPLE_VALUES, section: '納税課' });
    expect(text).to.contain('納税課');
    expect(templateProblems(GOOD, RULES)).to.deep.equal([]);
  });

  it('names of the person and the household stand in no message', () => {
    expect(textProblems('直子へ電話ください', RULES, ['山口 直子', '直子']).map(({ code }) => code)).to.deep.equal([
      'personal_name',
    ]);
  });

  it('the fixed fields are required, others unknown', () => {
    const problems = templateProblems('【{city}】{name} お電話ください', RULES).map(
      ({ code, found }) => `${code} ${found}`,
    );
    expect(problems).to.deep.equal(['field_missing section', 'field_missing phone', 'field_unknown name']);
    expect(templateProblems(`${GOOD}{promise_date}`, RULES).map(({ code }) => code)).to.deep.equal(['field_kind']);
    expect(templateProblems(`${GOOD}{promise_date}`, { ...RULES, kind: 'promise_near' })).to.deep.equal([]);
  });

  it('a text longer than carriers take is refused', () => {
    expect(templateProblems(GOOD + 'あ'.repeat(700), RULES).map(({ code }) => code)).to.deep.equal(['too_long']);
  });

  it('a field without a value makes no message', () => {
    expect(mergeSms(GOOD, { ...SAMPLE_VALUES, phone: ' ' })).to.equal(null);
  });

  it('finds a forbidden word wherever it stands and however it is spaced', () => {
    const filler = fc.string({ unit: fc.constantFrom('あ', 'い', '、', ' ', '\n', '花'), maxLength: 12 });
    const word = fc.constantFrom('滞納', '督促', '催告', '差押');
    const gap = fc.constantFrom('', ' ', '　', '・', '-', '_', '\u200b', '\u2060');
    fc.assert(
      fc.property(filler, word, gap, filler, (before, bad, hole, after) => {
        expect(codes(`${before}${[...bad].join(hole)}${after}`)).to.include('dunning');
      }),
    );
  });

  it('variation selectors and what nobody can see are not sent', () => {
    expect(plainText('葛\u{e0100}城\u200b市\u202e\r\n電話\u0000')).to.equal('葛城市\n電話');
  });
});
