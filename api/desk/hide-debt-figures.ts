/** Digits in ASCII, full width or kanji, with separators inside. */
const DIGIT = '[0-9０-９〇零一二三四五六七八九十百千万億兆]';
const FIGURE = `${DIGIT}[0-9０-９〇零一二三四五六七八九十百千万億兆,，.．、\\s]*`;
const FIGURES: readonly [RegExp, string][] = [
  [new RegExp(`(?:[¥￥]\\s*${FIGURE})|(?:${FIGURE}(?:円|えん|yen))`, 'gi'), '●●●円'],
  // 「3万5千」 and 「12,800」: people leave the 円 out.
  [
    /[0-9０-９一二三四五六七八九十百][0-9０-９一二三四五六七八九十百千,，.．]*[万千][0-9０-９一二三四五六七八九十百千]*/g,
    '●●●',
  ],
  [/[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+/g, '●●●'],
  // 「第2期」, 「３期分」, 「2〜4期」.
  [/[0-9０-９一二三四五六七八九十]+(?:\s*[〜～~・、,，\-－]\s*[0-9０-９一二三四五六七八九十]+)*\s*期/g, '●期'],
  // Bare sums, as people write them in a hurry: 「残12800」, 「8500で合意」. A year is none; times of the day without a colon go with them.
  [/(?<![0-9０-９:：-])[0-9０-９]{4,6}(?![0-9０-９:：]|-?[0-9０-９]|\s*年)/g, '●●●'],
  // Notice numbers; a telephone number in a note goes with them.
  [/[0-9０-９](?:[-－]?[0-9０-９]){6,}/g, '●●●'],
];

/**
 * Takes sums, periods and notice numbers out of free text: earlier agents' notes are shown before the identity check, what they noted of
 * the debt is not.
 */
export function hideDebtFigures(text: string): string {
  return FIGURES.reduce((rest, [pattern, instead]) => rest.replaceAll(pattern, instead), text);
}
