import { z } from 'zod';
import { textProblems } from '../../core/rules/sms/forbidden-text.ts';
import { freeText, mergeSms, type SmsValues } from '../../core/rules/sms/merge-fields.ts';
import { smsLimits } from '../../core/rules/sms/sms-limits.ts';
import { type SmsParts, splitParts } from '../../core/rules/sms/split-parts.ts';
import type { SmsLineRow } from './line-queries.ts';

const citySchema = z.object({ name: z.string(), section: z.string(), phone: z.string() });

export type Composed = { ok: true; text: string; split: SmsParts } | { ok: false; code: 'no_section' | 'text_refused' };

/** What the fields say for messages of this subject: its own section, else the city's. */
export function smsValues(line: Pick<SmsLineRow, 'city' | 'sms' | 'sectionName' | 'sectionPhone'>): SmsValues {
  const city = citySchema.safeParse(line.city);
  const { name, section, phone } = city.success ? city.data : { name: '', section: '', phone: '' };
  return {
    city: name,
    section: line.sectionName ?? section,
    phone: line.sectionPhone ?? phone,
    hours: smsLimits(line.sms).hours,
  };
}

/** The text that goes out, looked at once more: a template may be older than a subject's name or this person's. */
export function compose(body: string, line: SmsLineRow, merge: SmsValues, names: readonly string[]): Composed {
  const text = mergeSms(body, { ...smsValues(line), ...merge });
  if (text === null) return { ok: false, code: 'no_section' };
  if (textProblems(freeText(body), line, names).length > 0) return { ok: false, code: 'text_refused' };
  return { ok: true, text, split: splitParts(text) };
}
