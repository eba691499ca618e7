/**
 * Is this a Japanese subscriber's number, in national digits? An allow-list, so that whatever is not known to be a
 * subscriber is never dialled: emergency and service codes (110, 119, 177 …), carrier and international prefixes (00…),
 * pagers and machines (020), and numbers the caller or the callee pays extra for (0120, 0570, 0990, 0180, 0170; the last
 * three share their first digits with the area codes of Kagoshima, Akita and Aomori, whose invented numbers go on with 0).
 *
 * It asks for the shape only: ranges that no carrier was given (samples, new ranges) must work.
 */
export function isDiallable(digits: string | null): digits is string {
  if (digits === null) return false;
  if (/^0[5-9]0\d{8}$/.test(digits)) return true;
  return /^0[1-9]\d{8}$/.test(digits) && !/^0(20|120|570|(17|18|99)0[1-9])/.test(digits);
}

/** Can the number receive a short message? */
export function isMobile(digits: string): boolean {
  return /^0[6-9]0\d{8}$/.test(digits);
}
