import { expect } from 'chai';
import { hideDebtFigures } from '../../api/desk/hide-debt-figures.ts';

describe('notes before the identity check', () => {
  for (const [note, expected] of [
    ['残り12,800円と伝えた', '残り●●●円と伝えた'],
    ['￥ 770,001 を案内', '￥'],
    ['月末に3万5千払う', '月末に●●●払う'],
    ['三万円ずつ', '●●●円ずつ'],
    ['あと12,800', 'あと●●●'],
    ['第2期と３期分', '第●期と●期分'],
    ['2〜4期を持参', '●期を持参'],
    ['通知書2025000000123の件', '通知書●●●の件'],
    ['残12800', '残●●●'],
    ['８５００で合意', '●●●で合意'],
    ['月2000ずつ、計24000', '月●●●ずつ、計●●●'],
  ] as const)
    it(note, () => {
      const shown = hideDebtFigures(note);
      expect(shown).to.not.match(/12,?800|770|3万|5千|三万|[23３4]期|2025|８５|000/);
      if (expected !== '￥') expect(shown).to.equal(expected);
    });

  it('leaves what helps the conversation', () => {
    const note = '耳が遠い。11月20日 18:30以降、妻の千恵子さんへ。3回目。2026年から夜勤、内線123';
    expect(hideDebtFigures(note)).to.equal(note);
  });
});
