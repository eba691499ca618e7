import { isDiallable } from '../diallable-number.ts';

/** What the network told of who calls. A number is no name: it never proves anybody. */
export type CallerNumberKind = 'number' | 'withheld' | 'odd';

export interface CallerNumber {
  kind: CallerNumberKind;
  /**
   * National digits of a subscriber, who can be called back; null otherwise. Whoever calls chooses what is shown: a number that costs us
   * money (0990, 0570), a code or a prefix (00…) must never come back as something to dial.
   */
  digits: string | null;
}

/** @param given digits as the trunk sent them; empty when it sent none (184, 公衆電話, 通知不可) */
export function callerNumber(given: string | null): CallerNumber {
  const digits = (given ?? '').replaceAll(/\D/g, '').replace(/^(?:0{1,3})?81(?=[1-9]\d{8,9}$)/, '0');
  if (digits === '') return { kind: 'withheld', digits: null };
  return isDiallable(digits) ? { kind: 'number', digits } : { kind: 'odd', digits: null };
}

/** How far the number says who calls, in one sentence for the agent. */
export type CallerKnown = 'withheld' | 'odd' | 'unknown' | 'one' | 'shared';

export const CALLER_WORDS: Readonly<Record<CallerKnown, string>> = {
  withheld: '番号非通知です。お名前と生年月日を伺って検索してください。',
  odd: '折返しのできない番号です。お名前と生年月日を伺って検索してください。',
  unknown: '登録のない番号です。お名前と生年月日を伺って検索してください。',
  one: '登録のある番号です。ご本人とは限りません。本人確認が済むまで用件を話さないでください。',
  shared: '複数の方が使う番号です。どなたからの電話かを先に伺ってください。',
};

/** @param candidates persons whom the viewer may see */
export function callerKnown({ kind }: CallerNumber, candidates: number): CallerKnown {
  if (kind !== 'number') return kind;
  if (candidates === 0) return 'unknown';
  return candidates === 1 ? 'one' : 'shared';
}
