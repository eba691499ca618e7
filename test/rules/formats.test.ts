import { expect } from 'chai';
import fc from 'fast-check';
import { encodeText } from '../../api/imports/encode-text.ts';
import { allocatePayment } from '../../core/rules/formats/allocate-payment.ts';
import type { DateStyle } from '../../core/rules/formats/layout.ts';
import { parseDate, parseFiscalYear } from '../../core/rules/formats/parse-date.ts';
import { parseYen } from '../../core/rules/formats/parse-yen.ts';
import { readPhone } from '../../core/rules/formats/phone-text.ts';
import { splitFields } from '../../core/rules/formats/split-fields.ts';
import { splitRecords } from '../../core/rules/formats/split-records.ts';
import { addressSearchKey, kanaSearchKey, nameSearchKey } from '../../core/rules/search-key.ts';

const ALL: DateStyle[] = ['era_long', 'era_short', 'era_code', 'iso', 'slash', 'compact'];
const day = (text: string, strictEra = true) => parseDate(text, { styles: ALL, strictEra });

describe('formats: dates', () => {
  const table: [string, string | null][] = [
    ['令和8年6月30日', '2026-06-30'],
    ['令和元年5月1日', '2019-05-01'],
    ['令和1年4月30日', null],
    ['平成31年4月30日', '2019-04-30'],
    ['平成31年5月1日', null],
    ['昭和64年1月7日', '1989-01-07'],
    ['昭和64年1月8日', null],
    ['大正15年12月24日', '1926-12-24'],
    ['大正15年12月25日', '1926-12-25'],
    ['昭和元年12月25日', '1926-12-25'],
    ['大正15年12月26日', null],
    ['明治45年7月30日', '1912-07-30'],
    ['大正元年7月30日', '1912-07-30'],
    ['R8.6.30', '2026-06-30'],
    ['S38.08.10', '1963-08-10'],
    ['R080630', '2026-06-30'],
    ['5080630', '2026-06-30'],
    ['3380810', '1963-08-10'],
    ['2026-06-30', '2026-06-30'],
    ['2026/6/30', '2026-06-30'],
    ['20260630', '2026-06-30'],
    ['2024-02-29', '2024-02-29'],
    ['令和8年2月30日', null],
    ['2100-02-29', null],
    ['9999-99-99', null],
    ['令和99年13月40日', null],
    ['0000-00-00', null],
    ['6月30日', null],
    ['', null],
  ];
  for (const [text, expected] of table)
    it(`${text || '(blank)'} → ${expected}`, () => expect(day(text)).to.equal(expected));

  it('goes on counting an era where the layout allows it', () => {
    expect(day('平成32年3月31日', false)).to.equal('2020-03-31');
  });
  it('reads only the styles of the layout', () => {
    expect(parseDate('20260630', { styles: ['iso'], strictEra: true })).to.equal(null);
  });
  it('never makes a day that the calendar has not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 0, max: 19 }),
        fc.integer({ min: 0, max: 39 }),
        (y, m, d) => {
          const text = `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
          const read = day(text);
          const real = new Date(`${text}T00:00:00Z`);
          const exists = !Number.isNaN(real.getTime()) && real.toISOString().startsWith(text);
          return read === null ? !exists || y < 1868 : exists && read === text;
        },
      ),
    );
  });
  it('reads fiscal years', () => {
    expect(['2026', '令和8', '令和8年度', 'R8', '平成31', '26', 'x'].map(parseFiscalYear)).to.deep.equal([
      2026,
      2026,
      2026,
      2026,
      2019,
      null,
      null,
    ]);
  });
});

describe('formats: amounts and numbers', () => {
  it('reads yen', () => {
    const table = {
      '12,300': 12_300,
      '¥1,000': 1_000,
      '100円': 100,
      '-100': -100,
      '△5': -5,
      '0': 0,
      '-0': 0,
      '1,23': null,
      '1.5': null,
      '': null,
      '12345678901234567890': null,
    };
    for (const [text, expected] of Object.entries(table)) expect(parseYen(text), text).to.equal(expected);
  });

  it('reads telephone numbers', () => {
    const table: [string, string | null, string][] = [
      ['022-000-0001', '0220000001', 'home'],
      ['(022)000-0001', '0220000001', 'home'],
      ['０２２－０００－０００１', '0220000001', 'home'],
      ['0463-00-0001', '0463000001', 'home'],
      ['+81 90 0000 0001', '09000000001', 'home'],
      ['+81-22-000-0001', '0220000001', 'home'],
      ['+81(0)90-0000-0001', '09000000001', 'home'],
      ['03-0000-0001 内線12', '0300000001', 'work'],
      ['0120-000-001', '0120000001', 'home'],
      ['06-0000-0001', '0600000001', 'home'],
      ['060-0000-001', null, 'home'],
      ['060-0000-0001', '06000000001', 'home'],
      ['090-0000-12', null, 'home'],
      ['090-0000-123', null, 'home'],
      ['020-0000-0001', null, 'home'],
      ['+1 202 555 0100', null, 'home'],
      ['000', null, 'home'],
      ['110', null, 'home'],
      ['不明', null, 'home'],
      ['勤務先 内線12', null, 'home'],
      ['022-000-0001 090-0000-0001', null, 'home'],
      ['090-0000-0001/022-000-0001', null, 'home'],
      ['tel:022-000-0001', '0220000001', 'home'],
      ['ＴＥＬ：０２２－０００－０００１', '0220000001', 'home'],
      ['℡022-000-0001', '0220000001', 'home'],
      ['tel:+81-22-000-0001', '0220000001', 'home'],
      ['携帯 090-0000-0001', '09000000001', 'home'],
      ['022-000-0001（代）', '0220000001', 'home'],
      ['022ー000‐0001', '0220000001', 'home'],
      ['022−000―0001', '0220000001', 'home'],
      ['022〜000～0001', '0220000001', 'home'],
      ['022/000/0001', '0220000001', 'home'],
      ['81-90-0000-0001', '09000000001', 'home'],
      ['090-0000-0001\u200b', '09000000001', 'home'],
      ['022-000-0001;ext=12', '0220000001', 'work'],
      ['勤務先 022-000-0001', '0220000001', 'work'],
      ['090-0000-0001 (妻)', '09000000001', 'other'],
      ['022-000-0001（呼出）', '0220000001', 'other'],
      ['FAX 022-000-0001', null, 'home'],
      ['FAX0220000001', null, 'home'],
      ['解約済 090-0000-0001', null, 'home'],
      ['090-0000-0001（架電禁止）', null, 'home'],
      ['90-0000-0001', null, 'home'],
      ['9000000001', null, 'home'],
      ['O90-0000-0001', null, 'home'],
      ['09O-0000-0001', null, 'home'],
      ['内線12', null, 'home'],
    ];
    for (const [text, digits, type] of table) {
      const read = readPhone(text, 'home');
      expect([read?.digits, read?.usable, read?.type], text).to.deep.equal([
        digits,
        digits !== null,
        digits ? type : read?.type,
      ]);
    }
    expect(readPhone('　', 'home')).to.equal(null);
    expect(readPhone('090-0000-0001 (妻)', 'work')?.type).to.equal('work');
    expect(readPhone('090-0000-0001', undefined)?.type).to.equal('mobile');
    expect(readPhone('022-000-0001', undefined)?.type).to.equal('other');
  });
});

describe('formats: records', () => {
  const rules = { separator: 44, quote: 34, bareCrEnds: false };
  const field = fc.stringMatching(/^[ab,"\r\nあ]{0,6}$/);

  it('gives back what was written, wherever the file is cut into pieces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('cp932' as const, 'utf-8' as const),
        (rows, piece, encoding) => {
          const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\r\n');
          const bytes = encodeText(`${text}\r\n`, encoding);
          const decoder = new TextDecoder(encoding === 'cp932' ? 'shift_jis' : 'utf-8');
          const state = { lineNo: 1 };
          const read: string[][] = [];
          let rest = Buffer.alloc(0);
          for (let at = 0; at <= bytes.length; at += piece) {
            const isLast = at + piece > bytes.length;
            const buffer = Buffer.concat([rest, bytes.subarray(at, at + piece)]);
            const { spans, consumed } = splitRecords(buffer, buffer.length, rules, state, isLast);
            for (const { start, end, malformed } of spans) {
              if (malformed) return false;
              read.push(splitFields(decoder.decode(buffer.subarray(start, end)), ',', '"'));
            }
            rest = buffer.subarray(consumed);
          }
          return JSON.stringify(read) === JSON.stringify(rows);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('names the first physical line of a record', () => {
    const bytes = Buffer.from('a,"x\ny"\r\n\r\nb\n"c');
    const { spans } = splitRecords(bytes, bytes.length, rules, { lineNo: 1 }, true);
    expect(spans.map(({ lineNo, malformed }) => [lineNo, malformed])).to.deep.equal([
      [1, false],
      [4, false],
      [5, true],
    ]);
  });

  it('ends a record at a bare CR where old systems write it so', () => {
    const bytes = Buffer.from('a,b\rc,d\r');
    const split = (bareCrEnds: boolean) =>
      splitRecords(bytes, bytes.length, { ...rules, bareCrEnds }, { lineNo: 1 }, true).spans;
    expect(split(true).map(({ lineNo }) => lineNo)).to.deep.equal([1, 2]);
    expect(split(false)).to.have.length(1);
  });
});

describe('formats: characters', () => {
  it("writes every two-byte character that it reads, 外字 included, as the same bytes or IBM's double of them", () => {
    const decoder = new TextDecoder('shift_jis', { fatal: true });
    let checked = 0;
    for (let lead = 0x81; lead <= 0xfc; lead += 1) {
      if (lead > 0x9f && lead < 0xe0) continue;
      for (let trail = 0x40; trail <= 0xfc; trail += 1) {
        const bytes = Buffer.from([lead, trail]);
        let char: string;
        try {
          char = decoder.decode(bytes);
        } catch {
          continue;
        }
        if ([...char].length !== 1) continue;
        checked += 1;
        const written = encodeText(char, 'cp932');
        if (decoder.decode(written) !== char)
          expect.fail(`${bytes.toString('hex')} came back as ${written.toString('hex')}`);
        if (lead >= 0xf0 && lead <= 0xf9) expect(written.equals(bytes)).to.equal(true);
      }
    }
    expect(checked).to.be.above(9_600);
    expect(() => encodeText('𠮷', 'cp932')).to.throw(/U\+20BB7/);
  });
});

describe('search keys', () => {
  it('finds a name however it is written', () => {
    expect(nameSearchKey('渡邉\u{e0102}　千尋')).to.equal(nameSearchKey('渡邉 千尋'));
    expect(nameSearchKey('ｎｇｕｙｅｎ van an')).to.equal('NGUYENVANAN');
    expect(kanaSearchKey('ｷｮｳｺ')).to.equal(kanaSearchKey('きようこ'));
    expect(kanaSearchKey('サイトー　リョウ')).to.equal('サイトリヨウ');
    expect(addressSearchKey('本町１丁目２番３号')).to.equal(addressSearchKey('本町1-2-3'));
    expect(addressSearchKey('泉ヶ丘4丁目2番17号')).to.equal(addressSearchKey('泉ケ丘４－２－１７'));
  });
  it('does not change a key', () => {
    const unit = fc.constantFrom(
      '渡',
      '邉',
      '\u{e0102}',
      '　',
      ' ',
      'ｷ',
      'ｮ',
      'キ',
      'ョ',
      'ー',
      'a',
      'Ｂ',
      '１',
      '㈱',
      '𠮷',
      'か',
      '゛',
    );
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        expect(nameSearchKey(nameSearchKey(text))).to.equal(nameSearchKey(text));
        expect(kanaSearchKey(kanaSearchKey(text))).to.equal(kanaSearchKey(text));
      }),
    );
  });
});

describe('which installment a payment means', () => {
  const item = (itemId: number, taxableYear: number, unpaid: number, dueDate = '2026-06-30') => ({
    itemId,
    levyYear: 2026,
    taxableYear,
    dueDate,
    unpaid,
  });
  it("prefers the exact amount, then enough, then anything; the levy's year, the older day", () => {
    expect(allocatePayment(3000, [item(1, 2026, 5000), item(2, 2025, 3000)])?.itemId).to.equal(2);
    expect(allocatePayment(3000, [item(1, 2025, 5000), item(2, 2026, 5000)])?.itemId).to.equal(2);
    expect(allocatePayment(3000, [item(1, 2026, 0), item(2, 2025, 1000)])?.itemId).to.equal(2);
    expect(allocatePayment(3000, [item(1, 2024, 9000), item(2, 2025, 9000, '2025-06-30')])?.itemId).to.equal(2);
    expect(allocatePayment(1, [])).to.equal(null);
  });
});
