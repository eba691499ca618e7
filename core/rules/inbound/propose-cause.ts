/** What a citizen calls back about. `other` is only ever the agent's word. */
export const SENT_CHANNELS = ['call', 'sms', 'letter', 'visit'] as const;
export type SentChannel = (typeof SENT_CHANNELS)[number];
export const CAUSE_KINDS = [...SENT_CHANNELS, 'other'] as const;
export type CauseKind = (typeof CAUSE_KINDS)[number];

export const CAUSE_NAMES: Readonly<Record<CauseKind, string>> = {
  call: '電話',
  sms: 'SMS',
  letter: '文書',
  visit: '訪問',
  other: 'その他',
};

/** A contact of ours to the number (letters and visits: to a person who has it). */
export interface SentContact {
  kind: SentChannel;
  id: string;
  at: Date;
  subjectId: string | null;
}

/** Later than this a call answers nothing of ours any more. */
export const CAUSE_DAYS = 30;

/** The newest contact before the call and within the days; null = it came by itself. */
export function proposeCause(calledAt: Date, sent: readonly SentContact[], days = CAUSE_DAYS): SentContact | null {
  const from = calledAt.getTime() - days * 86_400_000;
  const before = sent.filter(({ at }) => at.getTime() < calledAt.getTime() && at.getTime() >= from);
  return before.reduce<SentContact | null>((best, one) => (best === null || one.at > best.at ? one : best), null);
}
