import { plainText } from './plain-text.ts';

export type PhoneTextType = 'home' | 'mobile' | 'work' | 'other';

export interface PhoneText {
  raw: string;
  /** National digits, or null when the text is no number that anybody could dial. */
  digits: string | null;
  type: PhoneTextType;
  usable: boolean;
  /** In Japanese, for the desk. */
  unusableReason: string | null;
}

/** What stands between digits: every hyphen and dash, ー, waves, dots, slashes, brackets. */
const BETWEEN = '\\s\\-‐‑‒–—―−⁃ー~〜._/·•・()';
const SEPARATORS = new RegExp(`[${BETWEEN}]`, 'g');
/** One number with words before and behind it that hold no digit. */
const ONE_NUMBER = new RegExp(`^(?<before>[^\\d+]*)(?<number>\\+?\\d[\\d${BETWEEN}]*)(?<after>\\D*)$`);
const EXTENSION = /[;,\s(]*(?:内線(?:番号)?|内|ext(?:ension)?\.?|x|#)\s*[:=]?\s*\d{1,6}\s*\)?$/i;
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;

/** Words that only say what the column says already. */
const OWN_LABEL = /tel|phone|電話番号|電話|携帯|自宅|固定|本人|代表|代|番号/gi;
const PUNCTUATION = /[\s()[\]{}「」<>:;,.、。*-]/g;
const WORKPLACE = /勤|会社|職場|店|事務所|本社|支社/;
/** The city itself says that nobody is to be called there. */
const DO_NOT_CALL =
  /fax|ファックス|ファクス|解約|不通|欠番|不使用|使用不可|使われて|停止|拒否|禁止|不可|誤|旧|別人|他人|ない|×|✕/i;

/**
 * Mobile and IP numbers have 11 digits, 0800 too; everything else in Japan has 10. Ten digits that begin with 060 are an
 * Osaka number (06-0…), unless they are written as a mobile one that lost a digit (060-…).
 */
function isDiallable(digits: string, text: string): boolean {
  if (/^0[5-9]0\d{8}$/.test(digits)) return true;
  if (/^0800\d{7}$/.test(digits)) return true;
  if (!/^0[1-9]\d{8}$/.test(digits)) return false;
  return /^060/.test(digits) ? !/^\(?060\)?\D/.test(text) : !/^0[5-9]0/.test(digits);
}

/** 81 without a plus too: no national number begins with 8, and with nine or ten digits behind it is no short one. */
function nationalDigits(text: string): string {
  const bare = text.replace(SEPARATORS, '');
  return bare.replace(/^(?:\+|0010|010|00)?81(?=\d{9,11}$)0?/, '0');
}

/**
 * Reads one number as cities write it: hyphens or none, full width, +81, `tel:`, or words (不明, 勤務先 内線12). Length and
 * first digits decide, not a list of exchanges: libphonenumber calls the invented 000 exchanges impossible, and real
 * tables grow. Nothing is guessed: a number that lost its first 0, or two numbers in one field, would ring at a stranger.
 * A number behind an extension reaches a switchboard, so it counts as a workplace; one with words beside it (妻, 呼出) may
 * be another person's, so it counts as `other`. Neither is ever dialled by itself.
 */
export function readPhone(value: string, type: PhoneTextType | undefined): PhoneText | null {
  const raw = value.trim();
  if (raw === '') return null;
  const unusable = (unusableReason: string): PhoneText => ({
    raw,
    digits: null,
    type: type ?? 'other',
    usable: false,
    unusableReason,
  });
  const text = plainText(raw.replace(INVISIBLE, ''));
  const withoutExtension = text.replace(EXTENSION, '');
  if (!/\d/.test(withoutExtension)) return unusable('番号ではない');
  const { before = '', number = '', after = '' } = ONE_NUMBER.exec(withoutExtension)?.groups ?? {};
  if (number === '') return unusable('番号以外の文字がある');
  const digits = nationalDigits(number);
  if (/^\+/.test(digits)) return unusable('国外の番号');
  if (/^020/.test(digits)) return unusable('通話できない番号 (020)');
  if (!isDiallable(digits, number)) return unusable('桁数が不正');
  const words = `${before} ${after}`.replace(OWN_LABEL, '').replace(PUNCTUATION, '');
  if (DO_NOT_CALL.test(words)) return unusable('架電しない番号と書かれている');
  const guessed: PhoneTextType = /^0[6-9]0/.test(digits) ? 'mobile' : 'other';
  const saidByText: PhoneTextType | undefined =
    withoutExtension !== text || WORKPLACE.test(words) ? 'work' : words === '' ? undefined : 'other';
  // A column that says 勤務先 stays one, whatever is written beside the number.
  const read = type === 'work' ? 'work' : (saidByText ?? type ?? guessed);
  return { raw, digits, type: read, usable: true, unusableReason: null };
}
