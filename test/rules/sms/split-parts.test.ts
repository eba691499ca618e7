import { expect } from 'chai';
import fc from 'fast-check';
import { splitParts } from '../../../core/rules/sms/split-parts.ts';

const measure = (text: string) => {
  const { encoding, parts, units } = splitParts(text);
  return { encoding, parts: parts.length, units };
};

describe('parts of an SMS', () => {
  const table: [string, string, ReturnType<typeof measure>][] = [
    ['nothing', '', { encoding: 'gsm7', parts: 1, units: 0 }],
    ['70 full-width characters', 'あ'.repeat(70), { encoding: 'ucs2', parts: 1, units: 70 }],
    ['71', 'あ'.repeat(71), { encoding: 'ucs2', parts: 2, units: 71 }],
    ['two parts filled', 'あ'.repeat(134), { encoding: 'ucs2', parts: 2, units: 134 }],
    ['one more', 'あ'.repeat(135), { encoding: 'ucs2', parts: 3, units: 135 }],
    ['what most carriers sell', 'あ'.repeat(660), { encoding: 'ucs2', parts: 10, units: 660 }],
    ['what some sell', 'あ'.repeat(670), { encoding: 'ucs2', parts: 10, units: 670 }],
    ['the GSM alphabet', 'a'.repeat(160), { encoding: 'gsm7', parts: 1, units: 160 }],
    ['one more of it', 'a'.repeat(161), { encoding: 'gsm7', parts: 2, units: 161 }],
    ['brackets cost two', '['.repeat(80), { encoding: 'gsm7', parts: 1, units: 160 }],
    [
      'a bracket does not end a part',
      `${'a'.repeat(152)}[${'a'.repeat(8)}`,
      { encoding: 'gsm7', parts: 2, units: 162 },
    ],
    ['one Japanese letter makes all of it UCS-2', `${'a'.repeat(70)}あ`, { encoding: 'ucs2', parts: 2, units: 71 }],
    ['𠮷 counts twice', '𠮷'.repeat(35), { encoding: 'ucs2', parts: 1, units: 70 }],
    ['𠮷 over the edge of a part', `${'あ'.repeat(66)}𠮷${'あ'.repeat(10)}`, { encoding: 'ucs2', parts: 2, units: 78 }],
    ['half-width kana are no GSM', 'ｱ'.repeat(70), { encoding: 'ucs2', parts: 1, units: 70 }],
  ];
  for (const [name, text, expected] of table) it(name, () => expect(measure(text)).to.deep.equal(expected));

  it('a bracket that would be cut goes whole into the next part', () => {
    expect(splitParts(`${'a'.repeat(152)}[${'a'.repeat(8)}`).parts.map((part) => part.length)).to.deep.equal([152, 9]);
    expect(splitParts(`${'あ'.repeat(66)}𠮷${'あ'.repeat(10)}`).parts[1]?.startsWith('𠮷')).to.equal(true);
  });

  it('loses nothing, cuts no character, fills no part over its 140 bytes', () => {
    const char = fc.oneof(
      fc.constantFrom('a', '[', '€', 'あ', '漢', '𠮷', '葛\u{e0100}', '\n', ' '),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.array(char, { maxLength: 400 }), (chars) => {
        const text = chars.join('');
        const { encoding, parts, units, left } = splitParts(text);
        const capacity = encoding === 'ucs2' ? (parts.length === 1 ? 70 : 67) : parts.length === 1 ? 160 : 153;
        const size = (part: string) =>
          encoding === 'ucs2'
            ? part.length
            : [...part].reduce((sum, one) => sum + ('\f^{}\\[~]|€'.includes(one) ? 2 : 1), 0);
        expect(parts.join('')).to.equal(text);
        expect(parts.every((part) => size(part) <= capacity)).to.equal(true);
        expect(parts.every((part, at) => parts.length === 1 || part !== '' || at === parts.length - 1)).to.equal(true);
        expect(parts.map(size).reduce((a, b) => a + b, 0)).to.equal(units);
        expect(left).to.equal(capacity - size(parts.at(-1) ?? ''));
        expect(parts.every((part) => !/^[\udc00-\udfff]|[\ud800-\udbff]$/.test(part) || !text.isWellFormed())).to.equal(
          true,
        );
      }),
      { numRuns: 60 },
    );
  });
});
