const NEGATIVE = /^(?:[-△▲−]|\((.*)\)$)/u;

/** Largest amount a row may carry: far above any claim, far below what a number holds exactly. */
const MAX_YEN = 10_000_000_000_000;

/**
 * Whole yen from `12,300`, `￥12,300`, `12300円`, `-100`, `△100`. Null when it is no amount (blank included: what a blank
 * means is the column's business). The text must already be half-width (`plainText`).
 */
export function parseYen(text: string): number | null {
  if (/^\d{1,13}$/.test(text)) return Number(text);
  const negative = NEGATIVE.test(text);
  const digits = text
    .replace(NEGATIVE, '$1')
    .replace(/^[¥\\]\s*/, '')
    .replace(/円$/, '')
    .trim();
  const grouped = /^\d{1,3}(,\d{3})+$/.test(digits) ? digits.replaceAll(',', '') : digits;
  if (!/^\d{1,14}$/.test(grouped)) return null;
  const value = Number(grouped);
  if (value > MAX_YEN) return null;
  return negative && value !== 0 ? -value : value;
}
