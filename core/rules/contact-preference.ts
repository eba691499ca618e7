import type { StopKind } from './stop-policy.ts';

/** How a person can be reached, or asked to be. */
export const CONTACT_WAYS = [
  'relay',
  'fax',
  'letter_only',
  'large_print',
  'braille',
  'slow_speech',
  'daytime',
  'evening',
] as const;
export type ContactWay = (typeof CONTACT_WAYS)[number];

export const CONTACT_WAY_NAMES: Record<ContactWay, string> = {
  relay: '電話リレー',
  fax: 'FAXで連絡',
  letter_only: '文書だけ',
  large_print: '大きな文字',
  braille: '点字',
  slow_speech: 'ゆっくり話す',
  daytime: '昼間を希望',
  evening: '夕方以降を希望',
};

/** A wish that leaves no place for a channel stops it, as a flag of the city would. */
export const WAY_STOPS: readonly { way: ContactWay; stop: StopKind }[] = [
  { way: 'letter_only', stop: 'no_call' },
  { way: 'letter_only', stop: 'no_sms' },
  { way: 'fax', stop: 'no_call' },
];
