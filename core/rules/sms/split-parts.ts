import { isGsm7, septetsOf } from './gsm7.ts';

export type SmsEncoding = 'gsm7' | 'ucs2';

export interface SmsParts {
  encoding: SmsEncoding;
  /** What is sent, in order; joined they are the text. */
  parts: readonly string[];
  /** What the carriers count: UTF-16 units, or septets. */
  units: number;
  /** More units that still fit into the same number of parts. */
  left: number;
}

/**
 * A message holds 140 bytes. One that goes in several parts gives 6 of them in each part to the header that joins them again: 70 full-width
 * characters alone, 67 in each part of more; 160 and 153 where every character is of the GSM alphabet.
 */
const CAPACITY: Record<SmsEncoding, { alone: number; joined: number }> = {
  ucs2: { alone: 70, joined: 67 },
  gsm7: { alone: 160, joined: 153 },
};

const unitsOf = (encoding: SmsEncoding, char: string): number =>
  encoding === 'gsm7' ? (septetsOf(char) ?? 1) : char.length;

/** How a text is cut for the carrier. No character is cut in two: neither a surrogate pair nor an escape of the GSM alphabet. */
export function splitParts(text: string): SmsParts {
  const encoding: SmsEncoding = isGsm7(text) ? 'gsm7' : 'ucs2';
  const { alone, joined } = CAPACITY[encoding];
  const chars = [...text];
  const units = chars.reduce((sum, char) => sum + unitsOf(encoding, char), 0);
  if (units <= alone) return { encoding, parts: [text], units, left: alone - units };
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const char of chars) {
    const more = unitsOf(encoding, char);
    if (used + more > joined) {
      parts.push(part);
      part = '';
      used = 0;
    }
    part += char;
    used += more;
  }
  parts.push(part);
  return { encoding, parts, units, left: joined - used };
}
