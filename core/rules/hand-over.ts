/**
 * 引継: what a conversation leaves for the city to decide or answer. The entrusted firm only asks (W01): 分納 is a request here, never
 * a grant.
 */
export const HAND_OVER_KINDS = ['hand_over', 'instalment_request', 'complaint', 'do_not_call'] as const;
export type HandOverKind = (typeof HAND_OVER_KINDS)[number];

/** 引継, 分納希望, 苦情: raised with a reason of their own; a do-not-call has its own way (`requestDoNotCall`). */
export type RaisedKind = Exclude<HandOverKind, 'do_not_call'>;

export const HAND_OVER_STATES = ['waiting', 'in_work', 'answered', 'closed', 'withdrawn'] as const;
export type HandOverState = (typeof HAND_OVER_STATES)[number];

export const HAND_OVER_REASONS = [
  'hardship',
  'instalment',
  'disputes',
  'complaint',
  'unreasonable',
  'deferral',
  'death',
  'moved',
  'poverty',
  'refusal',
  'lawyer',
  'other',
] as const;
export type HandOverReason = (typeof HAND_OVER_REASONS)[number];

/** What `hand_over.reason` holds. */
export type StoredReason = HandOverReason | 'do_not_call';

export const HAND_OVER_REASON_NAMES: Record<StoredReason, string> = {
  hardship: '納付困難',
  instalment: '分納相談',
  disputes: '課税内容不服',
  complaint: '苦情',
  unreasonable: '不当要求',
  deferral: '猶予希望',
  death: '死亡・相続',
  moved: '転出',
  poverty: '生活困窮',
  refusal: '納付拒否',
  lawyer: '弁護士受任・破産',
  other: 'その他',
  do_not_call: '架電禁止の申出',
};

const KIND_NAMES: Record<HandOverKind, string> = {
  hand_over: '引継',
  instalment_request: '分納希望',
  complaint: '苦情',
  do_not_call: '架電禁止',
};

/** Which reasons a kind is raised with; the first is what it usually is. */
export const REASONS_OF: Record<RaisedKind, readonly HandOverReason[]> = {
  hand_over: HAND_OVER_REASONS.filter((reason) => reason !== 'complaint'),
  instalment_request: ['instalment', 'hardship', 'poverty'],
  complaint: ['complaint', 'unreasonable'],
};

/** The city decides on these with yes or no; on the others it answers. */
export const DECIDED_KINDS: readonly HandOverKind[] = ['instalment_request', 'do_not_call'];

export function reasonName(reason: string): string {
  return (HAND_OVER_REASON_NAMES as Record<string, string>)[reason] ?? reason;
}

export function kindName(kind: HandOverKind): string {
  return KIND_NAMES[kind];
}

/** One date of an instalment request, as the citizen wishes it. */
export interface InstalmentWish {
  /** `YYYY-MM-DD` */
  on: string;
  /** Yen. */
  amount: number;
}

/** Five years by the month: longer is no plan by telephone. */
export const MOST_WISHES = 60;

/** What is wrong with the wishes, for the person who typed them; null = they may be sent. @param today `YYYY-MM-DD` */
export function wishesProblem(wishes: readonly InstalmentWish[], today: string): string | null {
  if (wishes.length < 2) return '分納の希望は2回以上に分けて入れてください。1回だけなら納付約束にしてください。';
  if (wishes.length > MOST_WISHES) return `分納の希望は${MOST_WISHES}回までです。`;
  if (wishes.some(({ amount }) => !Number.isSafeInteger(amount) || amount <= 0))
    return '分納の各回の金額は1円以上の整数で入れてください。';
  const dates = wishes.map(({ on }) => on);
  if (dates.some((on) => on < today)) return '分納の日付は今日以降にしてください。';
  if (dates.some((on, index) => index > 0 && on <= (dates[index - 1] ?? '')))
    return '分納の日付は早い順に、重ならないように入れてください。';
  return null;
}
