import { isDiallable, isMobile } from './diallable-number.ts';
import type { PhoneWord, PhoneWordStatus } from './phone-word.ts';
import { maySee, type SharingScope } from './sharing.ts';
import type { ReachChannel } from './stop-policy.ts';
import type { LineResult, PhoneType, WhoAnswered } from './vocabulary.ts';

/** One number of a person, with what is known of it. */
export interface PhoneFacts {
  id: number;
  position: number;
  digits: string | null;
  type: PhoneType;
  usable: boolean;
  /** No longer in the city's data. */
  gone: boolean;
  /** Whose file it came from. */
  source: SharingScope | null;
  /** Other persons who have the same number. */
  sharedWith: number;
  /** One of them is shielded. */
  sharedWithShielded: boolean;
  /** Calls to these digits, newest first. */
  history: readonly NumberResult[];
  /** The newest thing somebody noted about the number; left out or null = nobody did. */
  word?: PhoneWord | null | undefined;
}

export interface NumberResult {
  at: Date;
  lineResult: LineResult | null;
  /** An agent listened and saved this result, so it is no guess of the exchange. */
  confirmed: boolean;
  /** Who answered when it was dialled for this person; null when it was dialled for somebody else. */
  whoAnswered: WhoAnswered | null;
}

export interface PhoneContext {
  now: Date;
  subject: SharingScope;
  personShielded: boolean;
  channel: ReachChannel;
  mobileFirst: boolean;
  tempOutDays: number;
  /** The number the redial rule wants again; null or absent = none. */
  preferredPhoneId?: number | null;
}

export type NumberStatus = 'unknown' | 'reached' | 'wrong' | 'refused' | 'unallocated' | 'doubtful' | 'out' | 'fax';

export interface PhoneVerdict {
  phone: PhoneFacts;
  /** The product may choose it by itself (progressive, and "dial" without a choice in preview). */
  automatic: boolean;
  /** An agent may choose it. */
  byHand: boolean;
  code: string;
  /** Japanese; null when nothing speaks against it. */
  reason: string | null;
}

const DAY_MS = 86_400_000;

const BY_WORD: Readonly<Record<PhoneWordStatus, NumberStatus>> = {
  valid: 'reached',
  dead: 'unallocated',
  foreign: 'wrong',
  refused: 'refused',
  fax: 'fax',
};

/**
 * What the newest thing that decides anything says: a call's result, or somebody's word. A line fault never decides: the number did nothing
 * wrong. THE place where what is known of a number becomes one status.
 */
export function numberStatus(
  { history, word }: Pick<PhoneFacts, 'history' | 'word'>,
  now: Date,
  tempOutDays: number,
): NumberStatus {
  for (const { at, lineResult, confirmed, whoAnswered } of history) {
    if (word && word.at >= at) break;
    if (whoAnswered === 'wrong_person') return 'wrong';
    if (whoAnswered === 'principal' || whoAnswered === 'household' || whoAnswered === 'representative')
      return 'reached';
    if (lineResult === 'rejected') return 'refused';
    if (lineResult === 'fax') return 'fax';
    // Announcements for numbers not in use come as early media with no cause that can be trusted: a person confirms.
    if (lineResult === 'unallocated') return confirmed ? 'unallocated' : 'doubtful';
    if (lineResult === 'temp_out' && now.getTime() - at.getTime() < tempOutDays * DAY_MS) return 'out';
  }
  return word ? BY_WORD[word.status] : 'unknown';
}

const never = (phone: PhoneFacts, code: string, reason: string): PhoneVerdict => ({
  phone,
  automatic: false,
  byHand: false,
  code,
  reason,
});
const handOnly = (phone: PhoneFacts, code: string, reason: string): PhoneVerdict => ({
  phone,
  automatic: false,
  byHand: true,
  code,
  reason,
});

const UNUSABLE = '電話番号として使えません。';

/** May this number be used for this subject, by whom, and why not? */
export function judgePhone(phone: PhoneFacts, context: PhoneContext): PhoneVerdict {
  const { digits, source } = phone;
  if (phone.gone) return never(phone, 'gone', '市のデータから削除された番号です。');
  if (!phone.usable || digits === null) return never(phone, 'unusable', UNUSABLE);
  if (!isDiallable(digits)) return never(phone, 'not_diallable', '架電できない種類の番号です。');
  if (!maySee(context.subject, source)) return never(phone, 'sharing', 'この科目では使えない番号です。');
  // In the words and by the code of a number that is none: that a shielded person has this number is itself a secret.
  if (context.personShielded ? phone.sharedWith > 0 : phone.sharedWithShielded) {
    return never(phone, context.personShielded ? 'not_own' : 'unusable', UNUSABLE);
  }
  if (context.channel === 'sms' && !isMobile(digits)) return never(phone, 'no_sms', 'SMSを受け取れない番号です。');
  switch (numberStatus(phone, context.now, context.tempOutDays)) {
    case 'wrong':
      return never(phone, 'wrong', '他人の番号です。');
    case 'refused':
      return never(phone, 'refused', '着信拒否されています。');
    case 'unallocated':
      return never(phone, 'unallocated', '使われていない番号です。');
    case 'fax':
      return never(phone, 'fax', 'FAXの番号です。');
    case 'doubtful':
      return handOnly(phone, 'doubtful', '欠番の疑いがあります。耳で確かめてください。');
    case 'out':
      return handOnly(phone, 'out', '一時的に使われていません。');
    case 'unknown':
    case 'reached':
      break;
  }
  if (phone.type === 'work') return handOnly(phone, 'work', '勤務先のため自動では架電しません。');
  if (phone.type === 'other')
    return handOnly(phone, 'third_party', '本人以外の番号の可能性があるため自動では架電しません。');
  return { phone, automatic: true, byHand: true, code: 'ok', reason: null };
}

/**
 * The numbers that may be dialled automatically, best first: the one the redial rule wants again, the one that was busy a moment ago, then where the person
 * was reached, then those tried less often, then mobile before home (or as the city says), then the city's order.
 */
export function orderPhones(phones: readonly PhoneFacts[], context: PhoneContext): PhoneFacts[] {
  const newest = Math.max(...phones.map(({ history }) => history[0]?.at.getTime() ?? 0));
  const rank = (phone: PhoneFacts): number[] => {
    const last = phone.history[0];
    const again = last?.at.getTime() === newest && (last.lineResult === 'busy' || last.lineResult === 'trunk_error');
    const status = numberStatus(phone, context.now, context.tempOutDays);
    const tries = phone.history.filter(
      ({ lineResult }) => lineResult !== 'busy' && lineResult !== 'trunk_error',
    ).length;
    const kind = (phone.type === 'mobile') === context.mobileFirst ? 0 : 1;
    const preferred = phone.id === context.preferredPhoneId;
    return [preferred ? 0 : 1, again ? 0 : 1, status === 'reached' ? 0 : 1, tries, kind, phone.position, phone.id];
  };
  return phones
    .filter((phone) => judgePhone(phone, context).automatic)
    .map((phone) => ({ phone, key: rank(phone) }))
    .sort((a, b) => compareKeys(a.key, b.key))
    .map(({ phone }) => phone);
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
