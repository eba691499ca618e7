import { plainText } from './plain-text.ts';

/** Everything a template may take from the city and the case. There is none for a name, an amount or a subject, on purpose. */
export const SMS_FIELDS = {
  city: '市の名前',
  section: '担当課',
  phone: '担当課の電話番号',
  hours: '受付時間',
  promise_date: 'お約束の日',
} as const;
export type SmsField = keyof typeof SMS_FIELDS;

/** Who writes, and where the citizen can ask whether it is true: in every message. */
export const REQUIRED_FIELDS: readonly SmsField[] = ['city', 'section', 'phone'];

export type SmsKind = 'call_back' | 'promise_near' | 'letter_sent';
export const SMS_KIND_NAMES: Record<SmsKind, string> = {
  call_back: '折返しのお願い',
  promise_near: 'お約束の日が近いお知らせ',
  letter_sent: '文書をお送りしたお知らせ',
};

export type SmsValues = Partial<Record<SmsField, string>>;

const FIELD = /\{([^{}]*)\}/g;

export function fieldsOf(body: string): string[] {
  return [...new Set([...body.matchAll(FIELD)].map(([, name]) => name ?? ''))];
}

/** The text without its fields: what somebody wrote by hand. */
export function freeText(body: string): string {
  return body.replace(FIELD, ' ');
}

/** @returns null when a field has no value: such a message is not sent */
export function mergeSms(body: string, values: SmsValues): string | null {
  let missing = false;
  const text = body.replace(FIELD, (_, name: string) => {
    const value = values[name as SmsField]?.trim();
    if (!value) missing = true;
    return value ?? '';
  });
  return missing ? null : plainText(text);
}

/** What the editor shows while nobody is chosen. */
export const SAMPLE_VALUES: SmsValues = {
  city: 'みどり野市',
  section: '収納推進課',
  phone: '022-000-1100',
  hours: '平日8:30〜17:15',
  promise_date: '11月24日',
};
