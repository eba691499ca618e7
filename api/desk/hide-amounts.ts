/** Figures in ASCII, full width or kanji, with separators. */
const FIGURE = '[0-9０-９〇零一二三四五六七八九十百千万億兆][0-9０-９〇零一二三四五六七八九十百千万億兆,，.．、\\s]*';
const AMOUNT = new RegExp(`(?:[¥￥]\\s*${FIGURE})|(?:${FIGURE}(?:円|えん|yen))`, 'gi');

/** Takes sums of money out of free text: earlier agents' notes are shown before the identity check, what they noted about amounts is not. */
export function hideAmounts(text: string): string {
  return text.replaceAll(AMOUNT, '●●●円');
}
