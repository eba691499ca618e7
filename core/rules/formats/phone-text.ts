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

const SEPARATORS = /[\s\-‐‑‒–—―−ー－().]/g;
const EXTENSION = /(?:内線|内|ext\.?)\s*[:：]?\s*\d+\)?$/i;

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

function nationalDigits(text: string): string {
  const bare = text.replace(SEPARATORS, '');
  return bare.replace(/^(?:\+|0010|010)81(?=\d{9,11}$)0?/, '0');
}

/**
 * Reads one number as cities write it: hyphens or none, full width, +81, or words (不明, 勤務先 内線12). Length and first
 * digits decide, not a list of exchanges: libphonenumber calls the invented 000 exchanges impossible, and real tables
 * grow. A number behind an extension reaches a switchboard, so it counts as a workplace and is never dialled by itself.
 */
export function readPhone(value: string, type: PhoneTextType | undefined): PhoneText | null {
  const raw = value.trim();
  if (raw === '') return null;
  const text = plainText(raw);
  const withoutExtension = text.replace(EXTENSION, '');
  const digits = nationalDigits(withoutExtension.replace(/\($/, ''));
  const unusable = (unusableReason: string): PhoneText => ({
    raw,
    digits: null,
    type: type ?? 'other',
    usable: false,
    unusableReason,
  });
  if (!/\d/.test(digits)) return unusable('番号ではない');
  if (!/^\d+$/.test(digits)) return unusable(/^\+/.test(digits) ? '国外の番号' : '番号以外の文字がある');
  if (/^020/.test(digits)) return unusable('通話できない番号 (020)');
  if (!isDiallable(digits, withoutExtension)) return unusable('桁数が不正');
  const guessed: PhoneTextType = /^0[6-9]0/.test(digits) ? 'mobile' : 'other';
  const atSwitchboard = withoutExtension !== text;
  return { raw, digits, type: atSwitchboard ? 'work' : (type ?? guessed), usable: true, unusableReason: null };
}
