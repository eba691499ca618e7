import { isMobile } from './diallable-number.ts';

/**
 * What the heat map groups numbers by: `mobile`, else the first four digits. Area codes have two to five digits and no rule tells
 * where they end; four digits tell the cities of a prefecture apart and keep the groups large enough to learn from.
 *
 * @param digits national digits (0…)
 */
export function areaOf(digits: string): string {
  return isMobile(digits) ? 'mobile' : digits.slice(0, 4);
}
